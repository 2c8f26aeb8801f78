// SPDX-License-Identifier: Apache-2.0

import Configuration
import Scanners

/// The input devices that are there, and the part that each may play in adopting.
package struct Survey: Sendable, Equatable {
  /// The part of a device.
  package enum Part: Sendable, Equatable {
    /// It is listened to, and would be recognised so.
    case candidate(Recognition)
    /// udev marks it as a scanner already: a known model, or adopted.
    case scanner
    /// An administrator has ruled it out: ID_BARCODE_SCANNER=0.
    case ruledOut
    /// It can type a label, but udev knows nothing that would tell it from other devices.
    case indistinct
    /// It has not the keys to type a label with.
    case noDigitsAndEnter
  }

  /// A device with its part.
  package struct Entry: Sendable, Equatable {
    /// The device.
    package let device: InputDevice
    /// Its part.
    package let part: Part
  }

  /// The devices, by their nodes.
  package let entries: [Entry]

  /// Looks at devices.
  ///
  /// - Parameter byPort: true if candidates are to be recognised by their ports.
  package init(of devices: [InputDevice], byPort: Bool = false) {
    entries = devices.map {
      Entry(device: $0, part: Self.part(of: $0, among: devices, byPort: byPort))
    }
  }

  /// The devices that are listened to.
  package var candidates: [Candidate] {
    entries.compactMap {
      guard case .candidate(let recognition) = $0.part else { return nil }
      return Candidate(device: $0.device, recognition: recognition)
    }
  }

  /// True if no other device can type, so that whoever adopts this one may be left without a keyboard. The
  /// interfaces of one device are one.
  package func isOnlyKeyboard(_ device: InputDevice) -> Bool {
    !entries.contains {
      $0.device.canScan && !$0.device.properties.isMarkedScanner && $0.device.body != device.body
    }
  }

  private static func part(
    of device: InputDevice, among devices: [InputDevice], byPort: Bool
  ) -> Part {
    if !device.canScan { return .noDigitsAndEnter }
    if device.properties.isMarkedScanner { return .scanner }
    if device.isRuledOut { return .ruledOut }
    return Recognition(of: device, among: devices, byPort: byPort).map(Part.candidate)
      ?? .indistinct
  }
}

/// A device that may turn out to be the scanner.
package struct Candidate: Sendable, Equatable {
  /// The device.
  package let device: InputDevice
  /// Its recognition, should it be adopted.
  package let recognition: Recognition

  /// A candidate.
  package init(device: InputDevice, recognition: Recognition) {
    self.device = device
    self.recognition = recognition
  }
}

extension InputDevice {
  /// The directory below /sys of the whole device, of which it may be one interface.
  package var body: String { usb?.sysPath ?? properties.sysPath }

  /// `/dev/input/event3 (0c2e:0b61 Honeywell 3310g)`, not made safe to show.
  package var title: String {
    let model = properties.vendor.isEmpty ? [] : ["\(properties.vendor):\(properties.product)"]
    let words = (model + [properties.name]).filter { !$0.isEmpty }
    return words.isEmpty ? properties.node : "\(properties.node) (\(words.joined(separator: " ")))"
  }
}
