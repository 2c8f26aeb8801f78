// SPDX-License-Identifier: Apache-2.0

import GS1

// The first byte of an input holds the options for the rest. `@` is the default, so that people can
// read most inputs of a corpus.

/// The fuzz targets.
public enum Target: String, Sendable, CaseIterable {
  /// Any scan data.
  case scanData = "scan-data"
  /// Digital Link URIs; some inputs get a scheme and a host in front.
  case digitalLink = "digital-link"
  /// A planted defect after three bytes; only a fuzzer that sees the branches of the module finds
  /// it.
  case canary

  /// Throws if a relation does not hold for the input.
  public func examine(
    _ input: some Collection<UInt8>, _ examination: Examination
  ) throws(Violation) {
    guard let first = input.first else { return }
    let data = Array(input.dropFirst())
    switch self {
    case .scanData: try examination.examine(data, Reading.Options(first))
    case .digitalLink:
      try examination.examine(first.hostInFront + data, Reading.Options(link: first))
    case .canary: try examination.examineCanary(data)
    }
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

extension Examination {
  /// Fails for a valid consignee's name (4300) with a percent sign. Two hexadecimal digits must
  /// follow it, which only the module checks.
  fileprivate func examineCanary(_ data: [UInt8]) throws(Violation) {
    var options = Reading.Options()
    options.assume = .gs1
    options.pairing = false
    let label = Label(data, options)
    guard label.reading.isValid, let name = label.reading[ApplicationIdentifier("4300")!] else {
      return
    }
    try require(.canary, !data[name.range].contains(0x25), label)
  }
}
