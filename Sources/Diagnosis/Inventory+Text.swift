// SPDX-License-Identifier: Apache-2.0

import Scanners
import TerminalIO
import Wire

extension Inventory {
  /// A row for each device that is not read: its node, model, name and the reason; safe to show.
  package var unreadRows: [[String]] {
    devices.compactMap { device in
      device.reason.map { [device.node, device.modelID, visible(device.name), $0] }
    }
  }

  /// A sentence for each device about which there is more to say, safe to show.
  package var remarks: [String] {
    devices.flatMap { device in [device.mode, device.parts, device.twins].compactMap { $0 } }
  }
}

extension Inventory.Device {
  /// The reason that it is not read, safe to show; nil if it is read.
  var reason: String? {
    switch state {
    case .read: nil
    case .ignored(let reason): visible(reason)
    case .unknown: "a scanner"
    case .otherMode: "a scanner in \(modes) mode, no keyboard"
    }
  }

  /// `Newland HR22 (1eab:1a10, /dev/hidraw0)`, safe to show.
  var title: String {
    let details = [modelID, node].filter { !$0.isEmpty }.joined(separator: ", ")
    return name.isEmpty ? details : "\(visible(name)) (\(details))"
  }

  /// `1eab:1a10`; empty if it is no USB device.
  fileprivate var modelID: String {
    usb.map { "\(visible($0.vendor)):\(visible($0.product))" } ?? ""
  }

  /// The node of its keyboard, or the first that it has.
  fileprivate var node: String {
    let nodes = interfaces.filter { !$0.node.isEmpty }
    return visible((nodes.first { $0.kind == .keyboard } ?? nodes.first)?.node ?? "")
  }

  fileprivate var mode: String? { modeSentence.map { "\(title) \($0)." } }

  /// The interfaces, if there are several.
  fileprivate var parts: String? {
    guard interfaces.count > 1 else { return nil }
    let list = interfaces.map { part in
      part.node.isEmpty ? part.kind.words : "\(visible(part.node)) (\(part.kind.words))"
    }
    return "\(shortTitle) is one device with \(counted(list.count, "interface")): "
      + "\(list.joined(separator: ", "))."
  }

  /// The way in which it is told from its like.
  fileprivate var twins: String? {
    guard isTwin, let usb else { return nil }
    let serial = usb.serial.isEmpty ? "no serial number either" : "the same serial number"
    return
      "\(shortTitle) at port \(visible(usb.port)): another of its model has \(serial), so only "
      + "their ports tell them apart; leave each at its port."
  }

  private var shortTitle: String { name.isEmpty ? modelID : visible(name) }
}

extension Inventory.Interface.Kind {
  fileprivate var words: String {
    switch self {
    case .keyboard: "keyboard"
    case .keys: "no digit and Enter keys"
    case .hidPOS: "HID POS"
    case .serial: "serial port"
    }
  }
}
