// SPDX-License-Identifier: Apache-2.0

import Wire

/// Everything that the records of one request say, GTIN by GTIN.
package struct TraceSummary {
  /// The reader of the summary, which decides what is kept.
  package enum Audience: Equatable {
    /// People, who read the beginnings of long lists, or all of them.
    case people(all: Bool)
    /// Programs, which are given the cursors of records that are not the history of one thing.
    case programs
  }

  /// The reason that the recalls are unknown; nil if they are known.
  let recallsFault: String?
  /// The records that the daemon does not send because they are damaged.
  package internal(set) var damaged: [Gap] = []
  private let target: TraceTarget
  private let recalls: [RecallInfo]
  private let audience: Audience
  private var groups = Groups<String?, ItemSummary>()

  /// A summary of nothing.
  ///
  /// - Parameters:
  ///   - target: what was asked for.
  ///   - recalls: all recalls there are.
  ///   - fault: why they are not known.
  init(
    of target: TraceTarget, recalls: [RecallInfo], fault: String? = nil, for audience: Audience
  ) {
    self.target = target
    self.recalls = recalls
    recallsFault = fault
    self.audience = audience
  }

  /// Adds the next record.
  mutating func add(_ record: Record) {
    let gtin = record.subject.gtin
    let new = ItemSummary(
      gtin: gtin, recalls: recalls, isOneItem: target.kind == .serial, limit: limit,
      historyLimit: historyLimit)
    groups.update(gtin, new: new) { $0.add(record) }
  }

  private var limit: Int? {
    switch audience {
    case .people(let all): all ? nil : 20
    case .programs: 0
    }
  }

  private var historyLimit: Int? {
    guard target.kind == .serial || target.kind == .sscc else { return 0 }
    return audience == .people(all: false) ? 1000 : nil
  }

  /// True if there was no record.
  package var isEmpty: Bool { groups.keys.isEmpty }

  /// The items in the order in which they were met, the one without a GTIN last.
  var items: [ItemSummary] {
    let all = groups.pairs.map(\.value)
    return all.filter { $0.gtin != nil } + all.filter { $0.gtin == nil }
  }

  /// The text for people; a block of lines for each GTIN.
  func lines(_ text: TraceText) -> [String] {
    Array(items.map { text.lines($0) }.joined(separator: [""]))
  }

  /// Writes one object for programs.
  ///
  /// - Parameters:
  ///   - place: the journal's uuid, its oldest and its newest record.
  ///   - text: what items are called.
  func write(
    _ text: TraceText, place: (journal: String, oldest: Int64, head: Int64),
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.field("kind", target.kind.rawValue)
      json.field("gtin", target.gtin)
      json.field("lot", target.lot)
      json.field("serial", target.serial)
      json.field("sscc", target.sscc)
      json.field("journal", place.journal)
      json.key("oldest")
      json.number(place.oldest)
      json.key("head")
      json.number(place.head)
      json.field("recallsUnavailable", text.recallsFault)
      if !damaged.isEmpty {
        json.key("gaps")
        json.array { json in for gap in damaged { gap.write(to: &json) } }
      }
      json.key("found")
      json.array { json in
        for item in items {
          item.write(for: target, name: item.gtin.flatMap { text.names[$0] }, to: &json)
        }
      }
    }
  }
}
