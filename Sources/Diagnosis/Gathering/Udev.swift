// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Scanners

extension RuleFacts {
  /// Gathers the files in udev's directories and the compiled hardware database.
  static func gather(_ database: HardwareDatabase?) -> RuleFacts {
    var facts = RuleFacts()
    facts.rules = find("rules.d/\(rulesName)")
    facts.database = find("hwdb.d/\(databaseName)")
    facts.isCompiledBelowUsr =
      status(of: "/etc/udev/hwdb.bin") == nil
      && ["/usr/lib/udev/hwdb.bin", "/lib/udev/hwdb.bin"].contains { status(of: $0) != nil }
    let keys = scannerKeys(facts.database)
    facts.models = keys.count
    facts.uncompiled = database.map { database in
      keys.filter { database.properties(of: $0).isEmpty }
    }
    return facts
  }

  /// The file of this name that counts.
  private static func find(_ name: String) -> File {
    for directory in directories {
      let path = "\(directory)/\(name)"
      guard let found = status(of: path) else { continue }
      return found.isMask ? .masked(path) : .installed(path)
    }
    return .absent
  }

  /// The keys of scand's own file and of this machine's.
  private static func scannerKeys(_ own: File) -> [String] {
    var paths = names(in: "/etc/udev/hwdb.d").filter { $0.hasSuffix(".hwdb") }
      .map { "/etc/udev/hwdb.d/\($0)" }
    if case .installed(let path) = own, !paths.contains(path) { paths.append(path) }
    return Set(paths.flatMap { Diagnosis.scannerKeys(inDatabase: FileContents(of: $0).text) })
      .sorted()
  }
}

extension DeviceFacts {
  /// Asks udev which devices there are, and looks at their nodes; none is opened.
  ///
  /// - Parameters:
  ///   - database: the compiled hardware database, if there is one.
  ///   - settings: the configuration, which may be about devices that udev does not know.
  ///   - daemon: what the daemon says of them.
  static func gather(
    _ database: HardwareDatabase?, _ settings: Settings, _ daemon: DaemonView, _ rules: RuleFacts
  ) -> [DeviceFacts] {
    let devices = (try? InputDevice.present()) ?? []
    return devices.map { device in
      var facts = DeviceFacts(device: device)
      facts.isKnownModel = database?.isScanner(device.properties) ?? false
      facts.isMatched = settings.isAbout(device.properties)
      facts.node = status(of: device.properties.node).map {
        Node(group: $0.groupName, mode: $0.permissions)
      }
      facts.isCompiledBelowUsr = rules.isCompiledBelowUsr
      facts.refusal = daemon.refusal(of: device.properties.node)
      return facts
    }
  }
}

extension Settings {
  /// True if a .scanner file is about a device that udev does not mark.
  fileprivate func isAbout(_ device: DeviceProperties) -> Bool {
    var unmarked = device
    unmarked.isMarkedScanner = false
    return scanner(for: unmarked) != nil
  }
}
