// SPDX-License-Identifier: Apache-2.0

import Wire

extension Target {
  /// The names of requests and of their fields, and values that some field takes.
  static let requestWords: [String] =
    Request.Name.allCases.map { "{\"\($0.rawValue)\":{" } + fieldNames.map { "\"\($0)\":" } + [
      "\"id\":", "\"now\"", "\"start\"", "\"accepted\"", "\"rejected\"", "\"incomplete\"",
      "\"09506000134352\"", "\"395060001343520001\"", "\"C202507\"", "\"HD-1\"", "\"Dock 1\"",
      "\"packing\"", "\"2026-11-28T00:00:00Z\"", "\"serial\"", "\"lot\"", "\"both\"", "\"any\"",
      "9223372036854775807", "-9223372036854775808", "\\u05b0", "\\u0327", "\u{5B0}\u{327}",
      "\\ud83d\\ude00", "1e19", "null", "true", "[[[[[[[[", "}}", "\"]",
    ]

  private static let fieldNames = [
    "after", "subscriber", "journal", "limit", "waitMilliseconds", "verdicts", "stations", "steps",
    "gtins", "lots", "serials", "since", "until", "gtin", "lot", "serial", "sscc", "name", "cursor",
    "items", "batch", "policy", "recall", "number", "reason", "step", "note", "open", "begin",
    "read", "offset", "end",
  ]
}
