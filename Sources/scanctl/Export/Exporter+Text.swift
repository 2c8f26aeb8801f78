// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Wire

extension ExportFormat {
  /// What an export of this format has many of.
  var noun: String { self == .epcis ? "event" : "record" }
}

extension Exporter {
  /// What is said at the end: how much it was, and how the next export goes on.
  func summary(_ format: ExportFormat) -> String {
    var text = "\(counted(written, format.noun)) exported, through cursor \(reached)."
    if leftOut > 0 {
      text += " \(counted(leftOut, "accepted scan")) named no object and had no place there."
    }
    return text + " To go on: \(continuation)"
  }

  /// What was asked for and is no longer there.
  var gapSentences: [String] {
    gaps.map { gap in
      "Records \(gap.from) to \(gap.to) are no longer in the journal (\(visible(gap.cause))); "
        + "they are missing in the export."
    }
  }

  /// What is there of an export that failed.
  func sentences(afterFailureOn output: OutputFile, _ format: ExportFormat) -> [String] {
    if output.isAllOrNothing { return ["No file was written."] }
    if format == .epcis { return ["The document was cut and is of no use."] }
    guard written > 0 else { return [] }
    return [
      "\(counted(written, format.noun)) written, through cursor \(reached). To go on: \(continuation)"
    ]
  }

  private var continuation: String {
    "--after \(reached) --journal \(visible(request.journal ?? ""))"
  }
}
