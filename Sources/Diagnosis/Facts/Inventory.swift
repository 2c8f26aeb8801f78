// SPDX-License-Identifier: Apache-2.0

// A scanner has several interfaces: a keyboard, keys for volume, a HID POS interface that stays silent, a
// serial port. They belong together as parts of one USB device, and only what can be read by one of them is
// asked: a scanner is read, is left alone, or is in a mode in which it is no keyboard.

import Scanners
import Wire

/// The devices of a machine that are or may be scanners, read or not.
package struct Inventory: Equatable {
  /// A device with all of its interfaces.
  struct Device: Equatable {
    /// The state of a device.
    enum State: Equatable {
      /// The daemon reads it, by one or more interfaces.
      case read([ScannerInfo])
      /// It is left alone, for this reason.
      case ignored(String)
      /// It is a scanner, and nobody answers who could say if it is read.
      case unknown
      /// It is a scanner without a keyboard.
      case otherMode([OtherInterface])
    }

    /// The name that it gives itself.
    var name: String
    /// The USB device, or the ids and the address of a Bluetooth device; nil for anything else.
    var usb: USBDevice?
    /// The interfaces.
    var interfaces: [Interface] = []
    /// The state.
    var state: State
    /// True if another scanner here is of the same model, and no serial number tells one from the other.
    var isTwin = false
  }

  /// An interface of a device.
  struct Interface: Equatable {
    /// The kind of an interface.
    enum Kind: String {
      case keyboard
      /// Keys other than digits and Enter.
      case keys
      case hidPOS = "hid-pos"
      case serial
    }

    var kind: Kind
    /// The node; empty if the kernel gives none.
    var node: String
  }

  /// The devices, in the order of their nodes.
  private(set) var devices: [Device]
  /// True if the daemon has said what it reads.
  private(set) var isAnswered: Bool

  /// Puts together what belongs together.
  ///
  /// - Parameters:
  ///   - inputs: the event devices.
  ///   - others: the interfaces that are no keyboards.
  ///   - daemon: the daemon's answer; nil if there was none.
  init(inputs: [InputDevice], others: [OtherInterface], daemon: ScannerList?) {
    var groups: [Group] = []
    for input in inputs {
      Self.group(of: input.usb, orNode: input.node, in: &groups) { $0 += input }
    }
    for other in others {
      Self.group(of: other.usb, orNode: other.node, in: &groups) { $0 += other }
    }
    isAnswered = daemon != nil
    devices = groups.compactMap { $0.device(daemon) }
    markTwins()
  }

  private static func group(
    of usb: USBDevice?, orNode node: String, in groups: inout [Group],
    _ add: (inout Group) -> Void
  ) {
    let place = usb?.sysPath ?? node
    if let index = groups.firstIndex(where: { $0.place == place }) {
      add(&groups[index])
    } else {
      var group = Group(place: place, usb: usb)
      add(&group)
      groups.append(group)
    }
  }

  private mutating func markTwins() {
    let kinds = devices.map(\.twinKind)
    for index in devices.indices {
      guard let kind = kinds[index] else { continue }
      devices[index].isTwin = kinds.count { $0 == kind } > 1
    }
  }
}

extension Inventory {
  /// The scanners in a mode in which they are no keyboards.
  var inOtherModes: [Device] {
    devices.filter { if case .otherMode = $0.state { true } else { false } }
  }
}

/// The interfaces of one device.
private struct Group {
  let place: String
  let usb: USBDevice?
  private var inputs: [InputDevice] = []
  private var others: [OtherInterface] = []

  init(place: String, usb: USBDevice?) {
    self.place = place
    self.usb = usb
  }

  static func += (group: inout Group, input: InputDevice) { group.inputs.append(input) }

  static func += (group: inout Group, other: OtherInterface) { group.others.append(other) }

  /// The device; nil for what can be no scanner.
  func device(_ daemon: ScannerList?) -> Inventory.Device? {
    guard let state = state(daemon) else { return nil }
    return Inventory.Device(
      name: name, usb: usb ?? bluetooth, interfaces: interfaces, state: state)
  }

  /// The ids and the address of a Bluetooth device, which are like those of a USB device.
  private var bluetooth: USBDevice? {
    guard let properties = inputs.first?.properties, properties.bus == "bluetooth" else {
      return nil
    }
    return USBDevice(
      sysPath: "", vendor: properties.vendor, product: properties.product,
      serial: properties.serial)
  }

  private func state(_ daemon: ScannerList?) -> Inventory.Device.State? {
    let read = (daemon?.scanners ?? []).filter { info in
      inputs.contains { $0.node == info.device.node }
    }
    if !read.isEmpty { return .read(read) }
    guard let input = inputs.first(where: \.canScan) else {
      if !others.isEmpty { return .otherMode(others) }
      let isMarked = inputs.contains(where: \.properties.isMarkedScanner)
      return isMarked ? .ignored("no digit and Enter keys") : nil
    }
    if input.isRuledOut { return .ignored("ruled out by ID_BARCODE_SCANNER=0") }
    if let ignored = daemon?.ignored.first(where: { $0.device.node == input.node }) {
      return .ignored(ignored.reason)
    }
    return input.properties.isMarkedScanner ? .unknown : .ignored("not marked as a scanner")
  }

  private var interfaces: [Inventory.Interface] {
    inputs.map { Inventory.Interface(kind: $0.canScan ? .keyboard : .keys, node: $0.node) }
      + others.map {
        Inventory.Interface(kind: $0.kind == .hidPOS ? .hidPOS : .serial, node: $0.node)
      }
  }

  /// The name of the keyboard, or of the device.
  private var name: String {
    let input = inputs.first(where: \.canScan) ?? inputs.first
    if let input { return input.properties.name }
    return [usb?.maker, usb?.model].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension InputDevice {
  fileprivate var node: String { properties.node }
}

extension Inventory.Device {
  /// The model and serial number of a scanner; nil for what is none, or no USB device.
  fileprivate var twinKind: USBDevice? {
    if case .ignored = state { return nil }
    return usb.map {
      USBDevice(sysPath: "", vendor: $0.vendor, product: $0.product, serial: $0.serial)
    }
  }
}
