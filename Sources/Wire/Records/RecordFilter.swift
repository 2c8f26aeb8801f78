// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// The records that a client wants; an empty set wants all.
public struct RecordFilter: Sendable, Equatable {
  /// Only these verdicts.
  public var verdicts: Set<Verdict> = []
  /// Only these stations.
  public var stations: TextSet = []
  /// Only these steps.
  public var steps: TextSet = []
  /// Only accepted records of these GTINs.
  public var gtins: TextSet = []
  /// Only accepted records of these lots.
  public var lots: TextSet = []
  /// Only accepted records of these serials.
  public var serials: TextSet = []
  /// Only records of this moment or later.
  public var since: Timestamp?
  /// Only records before this moment.
  public var until: Timestamp?

  /// Every record.
  public init() {}

  /// True if every record passes.
  public var isEmpty: Bool { self == RecordFilter() }

  /// True if `record` passes; a GTIN, a lot or a serial is looked for in accepted records only.
  ///
  /// The server asks this for each record and follower, so it takes the same time however many
  /// values there are, and allocates nothing.
  public func passes(_ record: Record) -> Bool {
    let isAccepted = record.verdict == .accepted
    return (verdicts.isEmpty || verdicts.contains(record.verdict))
      && allows(record.station, in: stations)
      && allows(record.step, in: steps)
      && allows(isAccepted ? record.subject.gtin : nil, in: gtins)
      && allows(isAccepted ? record.subject.lot : nil, in: lots)
      && allows(isAccepted ? record.subject.serial : nil, in: serials)
      && since.map { record.time >= $0 } ?? true
      && until.map { record.time < $0 } ?? true
  }

  private func allows(_ text: String?, in wanted: TextSet) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let text else { return false }
    return wanted.contains(text)
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
    .verdicts,
    .wanted("stations", \.stations, .place, "Only these stations."),
    .wanted("steps", \.steps, .place, "Only these steps."),
    .wanted("gtins", \.gtins, .gtin, "Only accepted records of these GTINs."),
    .wanted("lots", \.lots, .lot, "Only accepted records of these lots."),
    .wanted("serials", \.serials, .serial, "Only accepted records of these serials."),
    .optional("since", \.since, .time, "Only records of this moment or later."),
    .optional("until", \.until, .time, "Only records before this moment."))
}

/// The most values of one filter.
private let choices = 1...100

extension Field where Object == RecordFilter, Value == TextSet {
  /// Texts, one of which must be met; without them every text will do.
  fileprivate static func wanted(
    _ name: String, _ value: @escaping @Sendable (RecordFilter) -> TextSet,
    _ text: ValueType<String>, _ meaning: String
  ) -> Field {
    let list = ValueType<[String]>.list(of: text, choices)
    let type = ValueType<TextSet>(
      description: list.description,
      read: { value, place throws(RequestError) in TextSet(try list.read(value, place)) },
      write: { list.write($0.sorted, &$1) })
    return .defaulted(name, value, type, to: [], meaning)
  }
}

extension Field where Object == RecordFilter, Value == Set<Verdict> {
  /// Verdicts, one of which must be met; without them every verdict will do.
  fileprivate static var verdicts: Field {
    let list = ValueType<[Verdict]>.list(of: .choice("verdict"), choices)
    let type = ValueType<Set<Verdict>>(
      description: list.description,
      read: { value, place throws(RequestError) in Set(try list.read(value, place)) },
      write: { wanted, json in list.write(Verdict.allCases.filter(wanted.contains), &json) })
    return .defaulted("verdicts", \.verdicts, type, to: [], "Only these verdicts.")
  }
}
