// SPDX-License-Identifier: Apache-2.0

// A scanner is known by what it is: maker, product and serial number, `usb-0c2e_0b61-S1234`. Many
// have no serial number, and whole series have the same. Then only the place tells one from
// another, and the place is the name: ID_PATH_TAG, controller included.
//
// A serial number is known not to be unique when it is plugged in at two places at once. Both
// devices are then named by their places, the first one too, which until then had the serial
// number's name: which of two came first must not decide what their records are called. It stays so
// until the daemon ends, even if one of them goes away.
//
// Two interfaces of one device are not twins. If both are read, the second has a number after the
// name, as has whatever else would have a name that is taken.

import Configuration

/// Names scanners so that no two have the same name at once, and a scanner keeps its own.
struct Identities {
  /// The identity of a device.
  struct Identity: Equatable {
    /// Its name, of letters, digits, `.`, `_` and `-` only.
    var id: String
    /// The port where its serial number was seen before, if that was another.
    var movedFrom: String?
    /// True if its last scan was cut, so that the tail of it may still come.
    var isCut = false
  }

  /// The number of scanners that are remembered; no site has so many.
  private static let capacity = 1024

  private struct Device {
    var properties: DeviceProperties
    var id: String?
  }

  private var present: [String: Device] = [:]
  private var lastPorts: [SerialNumber: String] = [:]
  private var shared: Set<SerialNumber> = []
  /// The names of the scanners whose last scan was cut.
  private(set) var cut: Set<String> = []

  /// Takes note of a device, before anybody asks for its name.
  mutating func see(_ device: DeviceProperties) {
    if let serial = SerialNumber(of: device),
      present.values.contains(where: {
        SerialNumber(of: $0.properties) == serial && $0.properties.port != device.port
      })
    {
      shared.insert(serial)
    }
    present[device.sysPath] = Device(properties: device, id: present[device.sysPath]?.id)
  }

  /// Names a device that has been seen and is going to be read.
  mutating func identify(_ device: DeviceProperties) -> Identity {
    let id = freeName(for: device)
    present[device.sysPath] = Device(properties: device, id: id)
    return Identity(id: id, movedFrom: notePort(of: device), isCut: cut.contains(id))
  }

  /// Takes over the names of the scanners whose last scan was cut before this process began.
  mutating func remember(cut names: Set<String>) {
    for name in names { note(isCut: true, of: name) }
  }

  /// Takes note of the way in which the reading of a scanner ended.
  mutating func note(isCut: Bool, of id: String) {
    if !isCut {
      cut.remove(id)
    } else if cut.count < Self.capacity {
      cut.insert(id)
    }
  }

  /// Names again whoever has the name of a serial number that proved not to be unique: the new
  /// names by the directories below /sys.
  mutating func rename() -> [String: String] {
    var renamed: [String: String] = [:]
    for (sysPath, device) in present.sorted(by: { $0.key < $1.key }) {
      guard let id = device.id, let serial = SerialNumber(of: device.properties),
        shared.contains(serial), id.hasPrefix(serial.name)
      else { continue }
      present[sysPath]?.id = nil
      let new = freeName(for: device.properties)
      present[sysPath]?.id = new
      renamed[sysPath] = new
    }
    return renamed
  }

  /// Forgets a device that is gone.
  mutating func forget(sysPath: String) {
    present[sysPath] = nil
  }

  private func freeName(for device: DeviceProperties) -> String {
    let name = self.name(for: device)
    let taken = Set(present.filter { $0.key != device.sysPath }.compactMap { $0.value.id })
    if !taken.contains(name) { return name }
    return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
  }

  private func name(for device: DeviceProperties) -> String {
    if let serial = SerialNumber(of: device), !shared.contains(serial) { return serial.name }
    if !device.path.isEmpty { return safe(device.path) }
    return safe("\(device.busName)-\(device.vendor)_\(device.product)")
  }

  private mutating func notePort(of device: DeviceProperties) -> String? {
    guard let serial = SerialNumber(of: device), !shared.contains(serial) else { return nil }
    if lastPorts.count >= Self.capacity { lastPorts.removeAll() }
    let before = lastPorts.updateValue(device.port, forKey: serial)
    return before == device.port ? nil : before
  }
}

/// A serial number, which means something only beside its maker and product.
private struct SerialNumber: Hashable {
  let bus: String
  let vendor: String
  let product: String
  let serial: String

  /// The serial number of a device; nil if it has none.
  init?(of device: DeviceProperties) {
    guard !device.serial.isEmpty else { return nil }
    bus = device.busName
    vendor = device.vendor
    product = device.product
    serial = device.serial
  }

  var name: String { safe("\(bus)-\(vendor)_\(product)-\(serial)") }
}

extension DeviceProperties {
  fileprivate var busName: String { bus.isEmpty ? "input" : bus }

  /// The port: the path without the interface, of which a device may have several.
  ///
  /// ID_PATH ends in `…-usb-0:2.1:1.0`, port, configuration and interface; the tag has underscores.
  var port: String {
    guard path.contains("-usb-") else { return path }
    let parts = path.split(separator: "_", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: "_")
  }
}

/// Text in which everything but ASCII letters, digits, `.`, `_` and `-` is replaced by `_`.
private func safe(_ text: String) -> String {
  String(
    decoding: text.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        return byte
      default: return UInt8(ascii: "_")
      }
    }, as: UTF8.self)
}
