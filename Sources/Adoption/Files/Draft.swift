// SPDX-License-Identifier: Apache-2.0

// Two files make a device a scanner. The rule has udev mark it: its number is above 60, where udev has found
// out serial number and port, and below 65, where scand's own rules act on the mark. The .scanner file tells
// scand where it stands.

import Configuration
import Scanners

/// The two files of a scanner that is to be adopted, before they are written.
package struct Draft: Sendable, Equatable {
  /// The name of the scanner.
  package let name: AdoptedName
  /// Its recognition.
  package let recognition: Recognition
  /// Station= of the .scanner file.
  package let station: String?
  /// Step= of the .scanner file.
  package let step: String?

  /// The files of a candidate.
  ///
  /// - Throws: `AdoptionError.wrongSetting` if scand would not read the file as it is meant.
  package init(
    _ name: AdoptedName, of candidate: Candidate, station: String?, step: String?
  ) throws(AdoptionError) {
    self.name = name
    recognition = candidate.recognition
    self.station = station
    self.step = step
    try check(against: candidate.device)
  }

  /// Throws `AdoptionError.wrongSetting` if a station or a step cannot be one.
  package static func check(station: String?, step: String?) throws(AdoptionError) {
    let device = DeviceProperties(vendor: "0000", product: "0000", serial: "S1")
    let recognition = Recognition(vendor: "0000", product: "0000", mark: .serial("S1"))
    _ = try Draft(
      AdoptedName(station: nil, recognition),
      of: Candidate(device: InputDevice(properties: device), recognition: recognition),
      station: station, step: step)
  }

  /// The files of a scanner without a place.
  init(_ name: AdoptedName, _ recognition: Recognition) {
    (self.name, self.recognition, station, step) = (name, recognition, nil, nil)
  }

  /// The rule: udev(7).
  package var rule: String {
    Marker.file(
      name,
      """
      # The scanner \(recognition.vendor):\(recognition.product) \(place).
      \(ruleOfDevice)ACTION!="remove", SUBSYSTEM=="input", KERNEL=="event*", \\
        \(modelOfInterface), \\
        \(markOfInterface), ENV{ID_BARCODE_SCANNER}="1"

      """)
  }

  /// The rule for the whole USB device, which scand's rules keep awake.
  private var ruleOfDevice: String {
    if case .address = recognition.mark { return "" }
    return """
      \(importOfPath)ACTION!="remove", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \\
        \(model), \\
        \(markOfDevice), ENV{ID_BARCODE_SCANNER}="1"

      """
  }

  /// The .scanner file: scand.scanner(5).
  package var scanner: String {
    let mark =
      switch recognition.mark {
      case .serial(let serial), .address(let serial): "Serial=\(serial)"
      case .port: "Path=\(recognition.pathPattern ?? "")"
      }
    return Marker.file(
      name,
      """
      [Match]
      Vendor=\(recognition.vendor)
      Product=\(recognition.product)
      \(mark)

      [Scanner]
      \(setting("Station", station, example: "dock-1"))
      \(setting("Step", step, example: "receiving"))

      """)
  }

  private var place: String {
    switch recognition.mark {
    case .serial(let serial): "with the serial number \(serial), at any port"
    case .address(let address): "with the Bluetooth address \(address)"
    case .port(let port, _): "at the port \(port)"
    }
  }

  private var model: String {
    "ENV{ID_VENDOR_ID}==\"\(recognition.vendor)\", ENV{ID_MODEL_ID}==\"\(recognition.product)\""
  }

  /// udev does not find out the port of a USB device by itself, only of its interfaces.
  private var importOfPath: String {
    guard case .port = recognition.mark else { return "" }
    return """
      ACTION!="remove", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \\
        \(model), \\
        ENV{ID_PATH_TAG}=="", IMPORT{builtin}="path_id"

      """
  }

  private var markOfDevice: String {
    switch recognition.mark {
    case .serial(let serial): "ENV{ID_SERIAL_SHORT}==\"\(serial)\""
    case .address(let address): "ATTRS{uniq}==\"\(address)\""
    case .port(let port, _): "ENV{ID_PATH_TAG}==\"\(port)\""
    }
  }

  /// udev finds out the ids of USB devices only; those of others are attributes of the input device. All `ATTRS`
  /// of a rule are of one device.
  private var modelOfInterface: String {
    guard case .address = recognition.mark else { return model }
    return """
      ATTRS{id/bustype}=="0005", ATTRS{id/vendor}=="\(recognition.vendor)", \
      ATTRS{id/product}=="\(recognition.product)"
      """
  }

  private var markOfInterface: String {
    recognition.pathPattern.map { "ENV{ID_PATH_TAG}==\"\($0)\"" } ?? markOfDevice
  }

  private func setting(_ key: String, _ value: String?, example: String) -> String {
    value.map { "\(key)=\($0)" } ?? "#\(key)=\(example)"
  }

  /// Reads the .scanner file as scand will: it must be about the device, and mean the same.
  private func check(against device: InputDevice) throws(AdoptionError) {
    let file = "\(name).scanner"
    let result = load(files: [
      ConfigurationFile(path: file, unit: .scanner(file), contents: .bytes(Array(scanner.utf8)))
    ])
    if let problem = result.problems.first { throw .wrongSetting(problem.text) }
    guard let settings = result.settings.scanners.first,
      settings.match.matches(device.properties), settings.station == station, settings.step == step
    else { throw .wrongSetting("a station or a step is one word, such as dock-1") }
  }
}
