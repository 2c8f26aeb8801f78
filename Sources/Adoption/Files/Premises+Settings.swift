// SPDX-License-Identifier: Apache-2.0

import Configuration
import Scanners
import SystemCalls

extension Premises {
  /// The .scanner file that applies to a device, among all that scand reads: the first that matches it. Nil if
  /// none does.
  package func settingsFile(of device: InputDevice) -> String? {
    let dropIns = DropIns(
      directories: DropIns.directories.map { root + $0 },
      names: { (try? Files.names(in: $0)) ?? [] },
      isMasked: { path in
        (try? Stat.of(path: path)).map { $0.type == .characterSpecial || $0.size == 0 } ?? false
      })
    let files = dropIns.files.map { file in
      let bytes = try? Files.read(file.path, upTo: UnitFile.maximumLength + 1, .nonBlocking)
      return ConfigurationFile(
        path: file.path, unit: file.unit,
        contents: bytes.map(ConfigurationFile.Contents.bytes) ?? .unreadable(""))
    }
    return load(files: files).settings.scanner(for: device.properties)?.file
  }
}
