// SPDX-License-Identifier: Apache-2.0

import GS1

/// The bytes of scan data written with `{GS}` for the group separator.
func scanData(_ text: String) -> [UInt8] {
  let parts = text.split(separator: "{GS}", omittingEmptySubsequences: false)
  return Array(parts.joined(separator: "\u{1D}").utf8)
}

/// The default options, changed by the closure.
func options(_ change: (inout Reading.Options) -> Void) -> Reading.Options {
  var options = Reading.Options()
  change(&options)
  return options
}

/// A reading of scan data, and what a test wants to know of it as text.
struct Summary {
  let reading: Reading
  let data: [UInt8]

  init(_ text: String, _ options: Reading.Options = Reading.Options()) {
    self.init(scanData(text), options)
  }

  init(_ data: [UInt8], _ options: Reading.Options = Reading.Options()) {
    self.data = data
    let span = data.span
    self.reading = Reading.of(span, options: options)
  }

  /// The kind, and `invalid` where something is wrong: `gtin`, `text invalid`.
  var kind: String { reading.kind.name + (reading.isValid ? "" : " invalid") }

  /// The elements: `(01)09506000134352(10)ABC`.
  var elements: String {
    let span = data.span
    return reading.elements.map { "(\($0.ai.code))\($0.value(of: span))" }.joined()
  }

  /// The reasons: `check-digit(01)@5+14`.
  var reasons: String { spell(reading.reasons) }

  /// The notes, in the same form.
  var notes: String { spell(reading.notes) }

  private func spell(_ findings: FindingList) -> String {
    findings.map { "\($0.code.name)(\($0.ai?.code ?? ""))@\($0.offset)+\($0.length)" }
      .joined(separator: " ")
  }
}
