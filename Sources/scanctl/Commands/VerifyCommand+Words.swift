// SPDX-License-Identifier: Apache-2.0

import Journal
import TerminalIO
import Wire

extension JournalVerification {
  /// The result for people.
  func lines(for path: String) -> [String] {
    var lines = ["\(visible(path)): \(range) of the journal \(visible(journal))."]
    lines += findings.map { Terminal.paint($0, .red) }
    if isWhole { lines.append("Every record is there, and no checksum is wrong.") }
    if !unsummed.isEmpty {
      lines.append(
        "\(counted(Int(clamping: unsummed.count), "record")) of an earlier version, without a checksum yet."
      )
    }
    return lines + chain + (noted.map { [sentence(of: $0)] } ?? [])
  }

  /// A sentence about each kind of record that is wrong.
  var findings: [String] {
    [
      sentence(damaged, "damaged: their checksum is wrong or missing, or they cannot be read"),
      sentence(missing, "missing"),
      sentence(altered, "altered: their checksum is right and their hash is wrong or missing"),
      endsInHash ? nil : "The journal's own hash is not that of its newest record.",
    ].compactMap { $0 }
  }

  private var range: String {
    oldest > head ? "no records" : "records \(grouped(oldest)) to \(grouped(head))"
  }

  private var isWhole: Bool {
    damaged.isEmpty && missing.isEmpty && altered.isEmpty && oldest <= head
  }

  private func sentence(_ cursors: CursorRanges, _ state: String) -> String? {
    guard !cursors.isEmpty else { return nil }
    let shown = cursors.ranges.prefix(20).map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
    let more = cursors.ranges.count > shown.count ? " and others" : ""
    return "\(grouped(cursors.count)) \(state): \(shown.joined(separator: ", "))\(more)."
  }

  private var chain: [String] {
    guard !hash.isEmpty else { return [] }
    return [
      "The chain of hashes begins after record \(grouped(chainBase)); "
        + "\(grouped(chained)) are linked rightly.",
      "Record \(grouped(head)) has the hash \(hash).",
    ]
  }

  private func sentence(of noted: NotedHash) -> String {
    guard let cursor = noted.cursor else {
      return Terminal.paint(
        "No record has the noted hash: it is of another journal, of a record that retention has "
          + "removed, or the chain was made anew.", .red)
    }
    return "The noted hash is that of record \(grouped(cursor))."
  }
}

extension JournalVerification {
  /// The result for programs: one JSON object and a line end.
  func line(for path: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("file", path)
      json.field("journal", journal)
      json.key("schema")
      json.number(schema)
      for (name, number) in [
        ("oldest", oldest), ("head", head), ("records", records), ("notSummed", unsummed.count),
        ("chained", chained), ("chainBase", chainBase),
      ] {
        json.key(outside: name)
        json.number(number)
      }
      for (name, cursors) in [("damaged", damaged), ("missing", missing), ("altered", altered)] {
        json.key(outside: name)
        cursors.write(to: &json)
      }
      json.field("hash", hash)
      json.key("endsInHash")
      json.boolean(endsInHash)
      if let noted {
        json.key("noted")
        json.object { json in
          json.field("hash", noted.hash)
          if let cursor = noted.cursor {
            json.key("cursor")
            json.number(cursor)
          }
        }
      }
      json.key("sound")
      json.boolean(isSound)
    }
    json.newline()
    return json.bytes
  }
}

extension CursorRanges {
  /// Writes the count, and the first ranges as arrays of two.
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("count")
      json.number(count)
      json.key("ranges")
      json.array { json in
        for range in ranges {
          json.array { json in
            json.number(range.lowerBound)
            json.number(range.upperBound)
          }
        }
      }
    }
  }
}
