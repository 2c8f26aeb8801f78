// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// The records that a client wants; an empty list wants all.
public struct RecordFilter: Sendable, Equatable {
  /// Only these verdicts.
  public var verdicts: [Verdict] = []
  /// Only these stations.
  public var stations: [String] = []
  /// Only these steps.
  public var steps: [String] = []
  /// Only accepted records of these GTINs.
  public var gtins: [String] = []
  /// Only accepted records of these lots.
  public var lots: [String] = []
  /// Only accepted records of these serials.
  public var serials: [String] = []
  /// Only records of this moment or later.
  public var since: Timestamp?
  /// Only records before this moment.
  public var until: Timestamp?

  /// Every record.
  public init() {}

  /// True if every record passes.
  public var isEmpty: Bool { self == RecordFilter() }

  /// True if `record` passes; a GTIN, a lot or a serial is looked for in accepted records only.
  public func passes(_ record: Record) -> Bool {
    allows(record.verdict, in: verdicts)
      && allows(record.station, in: stations)
      && allows(record.step, in: steps)
      && allows(record.verdict == .accepted ? record.subject.gtin : nil, in: gtins)
      && allows(record.verdict == .accepted ? record.subject.lot : nil, in: lots)
      && allows(record.verdict == .accepted ? record.subject.serial : nil, in: serials)
      && since.map { record.time >= $0 } ?? true
      && until.map { record.time < $0 } ?? true
  }

  private func allows<Value: Equatable>(_ value: Value?, in wanted: [Value]) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let value else { return false }
    return wanted.contains(value)
  }
}

extension RecordFilter: WireObject {
  public static let schema = ObjectSchema(
    { verdicts, stations, steps, gtins, lots, serials, since, until in
      var filter = RecordFilter()
      filter.verdicts = verdicts
      filter.stations = stations
      filter.steps = steps
      filter.gtins = gtins
      filter.lots = lots
      filter.serials = serials
      filter.since = since
      filter.until = until
      return filter
    },
    .wanted("verdicts", \.verdicts, .choice("verdict"), "Only these verdicts."),
    .wanted("stations", \.stations, .text(atMost: 256), "Only these stations."),
    .wanted("steps", \.steps, .text(atMost: 256), "Only these steps."),
    .wanted("gtins", \.gtins, .text(atMost: 256), "Only accepted records of these GTINs."),
    .wanted("lots", \.lots, .text(atMost: 256), "Only accepted records of these lots."),
    .wanted("serials", \.serials, .text(atMost: 256), "Only accepted records of these serials."),
    .optional("since", \.since, .time, "Only records of this moment or later."),
    .optional("until", \.until, .time, "Only records before this moment."))
}

extension Field where Object == RecordFilter {
  /// A list of 1 to 100 values, one of which must be met; without it every value will do.
  fileprivate static func wanted<Element: Equatable & Sendable>(
    _ name: String, _ value: @escaping @Sendable (RecordFilter) -> [Element],
    _ type: ValueType<Element>, _ meaning: String
  ) -> Field where Value == [Element] {
    .defaulted(name, value, .list(of: type, 1...100), to: [], meaning)
  }
}
