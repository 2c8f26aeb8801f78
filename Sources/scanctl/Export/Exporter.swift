// SPDX-License-Identifier: Apache-2.0

// The journal is read page by page, and of no page anything stays in memory. The end is the newest
// record there was at the beginning: an export has an end although scanning goes on.

import FeedClient
import Wire

/// Copies records from the socket into an output.
struct Exporter {
  /// What to ask for next.
  private(set) var request: Request.Read
  /// The last cursor that is asked for.
  let end: Int64
  /// How many records were written.
  private(set) var written = 0
  /// How many the format has no place for.
  private(set) var leftOut = 0
  /// What was asked for and is no longer in the journal.
  private(set) var gaps: [Gap] = []
  /// Everything that matches up to here was written.
  private(set) var reached: Int64
  /// Where it began.
  private let start: Int64

  /// An export of what `request` asks for, up to `through`, of the journal that `hello` introduces.
  ///
  /// - Throws: `journalChanged` if the request is for another journal.
  init(_ request: Request.Read, through: Int64?, hello: Hello) throws(ExportError) {
    if let journal = request.journal, journal != hello.journal {
      throw .journalChanged(asked: journal, now: hello.journal)
    }
    self.request = request
    self.request.journal = hello.journal
    end = min(hello.head, through ?? .max)
    if case .cursor(let after) = request.after { reached = after } else { reached = 0 }
    start = max(reached, hello.oldest - 1)
  }

  /// How many of how many cursors are done.
  var progress: (done: Int64, all: Int64) { (reached - start, end - start) }

  /// Reads all pages; `write` is given whole records.
  mutating func run(
    reading page: (Request.Read) throws(ExportError) -> Batch,
    to encoder: inout any RecordEncoder,
    _ write: ([UInt8]) throws(ExportError) -> Void, progress: (Exporter) -> Void
  ) throws(ExportError) {
    var bytes: [UInt8] = []
    encoder.begin(&bytes)
    repeat {
      let before = self
      let batch = try page(request)
      let isLast = take(batch, to: &encoder, &bytes)
      do throws(ExportError) {
        try write(bytes)
      } catch {
        // What may not have been written was not.
        self = before
        throw error
      }
      bytes.removeAll(keepingCapacity: true)
      progress(self)
      if isLast { break }
      // A server that does not get on would be asked for ever.
      if before.request == request { throw .daemon(.malformed("records through \(batch.through)")) }
    } while true
    encoder.end(&bytes)
    try write(bytes)
  }

  /// Adds a page; whether it was the last one.
  private mutating func take(
    _ batch: Batch, to encoder: inout any RecordEncoder, _ bytes: inout [UInt8]
  ) -> Bool {
    if var gap = batch.gap, gap.from <= end {
      gap.to = min(gap.to, end)
      gaps.append(gap)
    }
    for (record, json) in zip(batch.records, batch.json) where (record.cursor ?? 0) <= end {
      if encoder.add(record, json: json, to: &bytes) { written += 1 } else { leftOut += 1 }
    }
    reached = max(reached, min(batch.through, end))
    request.after = .cursor(reached)
    return reached >= end
  }
}
