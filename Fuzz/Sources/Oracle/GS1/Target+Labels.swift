// SPDX-License-Identifier: Apache-2.0

import GS1

// The first byte of an input holds the options for the rest. `@` is the default, so that people can
// read most inputs of a corpus.

extension Examination {
  /// Examines the reading of scan data.
  func examineScanData(_ input: [UInt8]) throws(Violation) {
    guard let first = input.first else { return }
    let data = Array(input.dropFirst())
    try examine(data, Reading.Options(first))
    try plantConsigneeName(data)
  }

  /// Examines the reading of a Digital Link URI.
  func examineDigitalLink(_ input: [UInt8]) throws(Violation) {
    guard let first = input.first else { return }
    let data = first.hostInFront + input.dropFirst()
    try examine(data, Reading.Options(link: first))
    try plantEscapedLot(data)
  }

  /// The planted defect of scan data: a valid consignee's name (4300) with an escape that begins with a
  /// letter. Two hexadecimal digits must follow the percent sign, which only the module checks.
  private func plantConsigneeName(_ data: [UInt8]) throws(Violation) {
    guard plantsDefect else { return }
    var options = Reading.Options()
    options.assume = .gs1
    options.pairing = false
    let label = Label(data, options)
    guard label.reading.isValid, let name = label.reading[ApplicationIdentifier("4300")!] else {
      return
    }
    let value = data[name.range]
    let isMet = zip(value, value.dropFirst()).contains { $0 == 0x25 && $1 > 0x39 }
    try require(.canary, !isMet, label)
  }

  /// The planted defect of Digital Link URIs: a valid one whose lot has an escaped slash.
  private func plantEscapedLot(_ data: [UInt8]) throws(Violation) {
    guard plantsDefect else { return }
    let label = Label(data, Reading.Options())
    guard label.isValid(.digitalLink), let lot = label.reading[ApplicationIdentifier("10")!] else {
      return
    }
    try require(.canary, !data[lot.range].contains(0x25), label)
  }
}

/// The current years that are tried; with nil, the century is fixed.
private let years: [Int?] = [2026, nil, 2050, 1999]

extension Reading.Options {
  /// Options for scan data: a bit each for strict, pairing and separators, two each for the
  /// assumption and the year.
  fileprivate init(_ byte: UInt8) {
    self.init()
    strict = byte & 1 != 0
    assume = [.auto, .gs1, .text, .auto][Int(byte >> 1 & 3)]
    pairing = byte & 8 == 0
    separatorNeverSeen = byte & 16 != 0
    currentYear = years[Int(byte >> 6)]
  }

  /// Options for Digital Link URIs.
  fileprivate init(link byte: UInt8) {
    self.init()
    strict = byte & 1 != 0
    pairing = byte & 8 == 0
    currentYear = years[Int(byte >> 6)]
  }
}

extension UInt8 {
  /// The text in front of a Digital Link URI.
  fileprivate var hostInFront: [UInt8] {
    switch self >> 1 & 3 {
    case 1: Array("https://id.gs1.org/".utf8)
    case 2: Array("]Q1HTTP://example.com:80/a/".utf8)
    default: []
    }
  }
}

extension Target {
  /// All application identifiers, and what stands around them.
  static let labelWords: [String] =
    (0..<10_000).flatMap { number in
      (2...4).filter { String(number).count <= $0 }.compactMap { width in
        let code = String(repeating: "0", count: width - String(number).count) + String(number)
        return ApplicationIdentifier(code)?.code.description
      }
    } + [
      "]C1", "]d2", "]Q3", "]E0", "]E4", "]e0", "|]e0", "]I1", "\u{1D}", "http://", "?",
      "%AB",
    ]
}
