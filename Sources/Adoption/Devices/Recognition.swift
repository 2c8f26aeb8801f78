// SPDX-License-Identifier: Apache-2.0

// Makers of cheap scanners and keyboards use the ids of others, so vendor and product alone may never
// make a scanner of a device: the keyboard that is plugged in next might have the same two. Beside them
// stands the serial number, or, where there is none that tells one device from another, the port.
//
// These texts go into a file that udev reads as root. udev lets a serial number have any character of
// Unicode, and another program's rule may have set it to anything. So only what consists of a few harmless
// characters is used at all: no quote, no backslash, nothing that is a pattern or a substitution in a
// rule, and nothing that has a meaning in a .scanner file.

import Configuration
import Scanners

/// The properties by which udev and scand recognise an adopted device when it comes again.
package struct Recognition: Sendable, Equatable {
  /// The property that tells the device from others of its model.
  package enum Mark: Sendable, Equatable {
    /// ID_SERIAL_SHORT: the device may be plugged in anywhere.
    case serial(String)
    /// The address of a Bluetooth device.
    case address(String)
    /// The port and the number of the USB configuration, as the beginning of ID_PATH_TAG has them; whatever
    /// of this model is plugged in there is the scanner.
    case port(String, configuration: String)
  }

  /// ID_VENDOR_ID, or `id/vendor` of a Bluetooth device: four hexadecimal digits.
  package let vendor: String
  /// ID_MODEL_ID, or `id/product` of a Bluetooth device: four hexadecimal digits.
  package let product: String
  /// The mark of this device.
  package let mark: Mark

  /// A recognition.
  init(vendor: String, product: String, mark: Mark) {
    (self.vendor, self.product, self.mark) = (vendor, product, mark)
  }

  /// The recognition of a USB or Bluetooth device; nil if nothing is known that tells it from others of its
  /// model.
  ///
  /// - Parameters:
  ///   - others: all devices that are there, among which a serial number must be the only one.
  ///   - byPort: true if the port is to be the mark, even if there is a serial number.
  package init?(of device: InputDevice, among others: [InputDevice], byPort: Bool = false) {
    let properties = device.properties
    let isBluetooth = properties.bus == "bluetooth"
    guard device.usb != nil || isBluetooth, isUSBNumber(properties.vendor),
      isUSBNumber(properties.product)
    else { return nil }
    vendor = properties.vendor
    product = properties.product
    if isBluetooth {
      guard isAddress(properties.serial) else { return nil }
      mark = .address(properties.serial)
    } else if !byPort, isTelling(properties.serial),
      !others.contains(where: { $0.isTwin(of: device) })
    {
      mark = .serial(properties.serial)
    } else if let port = portMark(properties.path) {
      mark = port
    } else {
      return nil
    }
  }

  /// The pattern of ID_PATH_TAG that all interfaces of a device at the port have, for rules and .scanner files
  /// alike; nil if the serial number is the mark. Devices behind a hub at that port have longer ones.
  package var pathPattern: String? {
    guard case .port(let port, let configuration) = mark else { return nil }
    return "\(port)_\(configuration)_?"
  }
}

extension InputDevice {
  /// True if it is another device with the same ids and serial number.
  fileprivate func isTwin(of other: InputDevice) -> Bool {
    usb?.sysPath != other.usb?.sysPath && properties.vendor == other.properties.vendor
      && properties.product == other.properties.product
      && properties.serial == other.properties.serial
  }
}

private func isUSBNumber(_ text: String) -> Bool {
  text.utf8.count == 4 && text.utf8.allSatisfy(isHexadecimal)
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}

/// True for the address of a Bluetooth device as the kernel writes it: `a0:b1:c2:d3:e4:f5`.
private func isAddress(_ text: String) -> Bool {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  return parts.count == 6
    && parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { isHexadecimal($0 | 0x20) } }
}

/// True if a serial number can be one: not empty, not one character again and again, not the digits in
/// their order. Whole series of cheap scanners have such a number.
private func isTelling(_ serial: String) -> Bool {
  let bytes = Array(serial.utf8)
  guard (1...128).contains(bytes.count), bytes.allSatisfy(isHarmless) else { return false }
  let isOneCharacter = bytes.allSatisfy { $0 == bytes[0] }
  let isCounting = zip(bytes, bytes.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
  return !isOneCharacter && !isCounting
}

/// The letters, digits and signs of a serial number that mean only themselves in rules and .scanner files.
private func isHarmless(_ byte: UInt8) -> Bool {
  isLetterOrDigit(byte) || "+-.:=@_".utf8.contains(byte)
}

/// The port in an ID_PATH_TAG of a USB interface: `pci-0000_00_14_0-usb-0_2_1_1_0` is port 2.1,
/// configuration 1, interface 0.
private func portMark(_ path: String) -> Recognition.Mark? {
  let parts = path.split(separator: "_", omittingEmptySubsequences: false)
  guard path.contains("-usb-"), path.utf8.count <= 256, parts.count >= 4,
    path.utf8.allSatisfy({ isLetterOrDigit($0) || "-_".utf8.contains($0) }),
    parts.suffix(3).allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) })
  else { return nil }
  return .port(
    parts.dropLast(2).joined(separator: "_"), configuration: String(parts[parts.count - 2]))
}

/// True for an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// True for an ASCII letter or digit.
func isLetterOrDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
