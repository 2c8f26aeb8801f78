// SPDX-License-Identifier: Apache-2.0

// The journal is read page by page, and of no page anything stays in memory. The end is the newest
// record there was at the beginning: an export has an end although scanning goes on.

import FeedClient
import TerminalIO
import Wire

/// Copies records from the socket into an output.
package struct Exporter {
  /// The request for the next page.
  package private(set) var request: Request.Read
  /// The last cursor that is asked for.
  let end: Int64
  /// The number of records written.
  package private(set) var written = 0
  /// The number of records that the format cannot represent.
  package private(set) var leftOut = 0
  /// The ranges that were asked for and are no longer in the journal.
  package private(set) var gaps: [Gap] = []
  /// Everything that matches up to here was written.
  package private(set) var reached: Int64
  /// The cursor before the first record.
  private let start: Int64

  /// An export of what `request` asks for, up to `through`, of the journal that `hello` introduces.
  ///
  /// - Throws: `journalChanged` if the request is for another journal.
  package init(_ request: Request.Read, through: Int64?, hello: Hello) throws(ExportError) {
    if let journal = request.journal, journal != hello.journal {
      throw .journalChanged(asked: journal, now: hello.journal)
    }
    self.request = request
    self.request.journal = hello.journal
    end = min(hello.head, through ?? .max)
    if case .cursor(let after) = request.after { reached = after } else { reached = 0 }
    start = max(reached, hello.oldest - 1)
  }

  /// The number of cursors done, and of all.
  package var progress: (done: Int64, all: Int64) { (reached - start, end - start) }

  /// Reads all pages; `write` is given whole records.
  package mutating func run(
    reading page: (Request.Read) throws(ExportError) -> RecordBatch,
    to encoder: inout any RecordEncoder,
    _ write: ([UInt8]) throws(OutputError) -> Void, progress: (Exporter) -> Void
  ) throws(ExportError) {
    var bytes: [UInt8] = []
    encoder.begin(&bytes)
    repeat {
      let before = self
      let batch = try page(request)
      let isLast = try append(batch, to: &encoder, &bytes)
      do throws(OutputError) {
        try write(bytes)
      } catch {
        // A page whose write failed counts as not written.
        self = before
        throw .output(error)
      }
      bytes.removeAll(keepingCapacity: true)
      progress(self)
      if isLast { break }
      // A server that does not get on would be asked for ever.
      if before.request == request { throw .daemon(.malformed("records through \(batch.through)")) }
    } while true
    encoder.end(&bytes)
    do throws(OutputError) {
      try write(bytes)
    } catch {
      throw .output(error)
    }
  }

  /// Adds a page; true if it was the last one.
  private mutating func append(
    _ batch: RecordBatch, to encoder: inout any RecordEncoder, _ bytes: inout [UInt8]
  ) throws(ExportError) -> Bool {
    if var gap = batch.gap, gap.from <= end {
      gap.to = min(gap.to, end)
      gaps.append(gap)
    }
    for encoded in batch.records where encoded.cursor <= end {
      guard let record = try? encoded.record else {
        throw .daemon(.malformed("record \(encoded.cursor)"))
      }
      if encoder.add(record, json: encoded.json, to: &bytes) { written += 1 } else { leftOut += 1 }
    }
    reached = max(reached, min(batch.through, end))
    request.after = .cursor(reached)
    return reached >= end
  }
}

extension ExportFormat {
  /// The noun for one entry of this format.
  package var noun: String { self == .epcis ? "event" : "record" }
}

extension Exporter {
  /// The closing sentence: the number of records, and the options that continue the export.
  package func summary(_ format: ExportFormat) -> String {
    var text = "\(counted(written, format.noun)) exported, through cursor \(reached)."
    if leftOut > 0 {
      text += " \(counted(leftOut, "accepted scan")) named no object and had no place there."
    }
    return text + " To go on: \(continuation)"
  }

  /// One sentence for each range that is missing from the journal.
  package var gapSentences: [String] {
    gaps.map { gap in
      "\(gap.words); \(gap.from == gap.to ? "it is" : "they are") missing in the export."
    }
  }

  /// The sentences about the output of a failed export.
  package func sentences(afterFailureOn output: OutputFile, _ format: ExportFormat) -> [String] {
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
