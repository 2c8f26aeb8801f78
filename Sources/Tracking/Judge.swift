// SPDX-License-Identifier: Apache-2.0

// Judging has two halves, so that the journal can look things up in between: `Understanding` says
// what the data are and what they identify, `judge` gives the verdict once the facts are there.
// Both are pure. The journal calls them inside the transaction that appends.

import GS1
import Wire

/// What the data of a scan say, before anything is known about it.
public struct Understanding: Sendable {
  /// The scan.
  public let scan: Scan
  /// What the scan identifies.
  public private(set) var subject = Subject()
  private(set) var kind: String?
  private(set) var symbology: String?
  private(set) var elements: [RecordElement] = []
  private(set) var reasons: [Remark] = []
  private(set) var notes: [Remark] = []
  /// A separator that may be missing; it counts only if the scanner has never sent one.
  public private(set) var suspicion: Remark?
  /// Whether the expiry is before the day of the scan in UTC; the last good day is the expiry itself.
  public private(set) var isExpired = false
  /// Whether the label is that of a trade item, for which policies are made, and not of a logistic
  /// unit or its contents.
  private(set) var isTradeItem = false

  /// Reads the data of `scan`; those of an incomplete scan are not interpreted.
  public init(_ scan: Scan) {
    self.scan = scan
    if scan.cause == nil { interpret(scan.data.span) }
    notes += scan.notes
  }

  private mutating func interpret(_ data: Span<UInt8>) {
    let reading = read(data, options: scan.options)
    subject = Subject(reading, data, year: scan.time.year)
    isTradeItem = reading[.gtin] != nil && subject.sscc == nil
    if let expiry = subject.expiry { isExpired = expiry < scan.time.description.prefix(10) }
    kind = reading.kind.name
    symbology = reading.symbology?.text
    elements = recordElements(reading, data)
    reasons = remarks(reading.reasons, data)
    notes = remarks(reading.notes, data)
    let suspect = Finding.Code.suspectSeparator.name
    suspicion = notes.first { $0.code == suspect }
    notes.removeAll { $0.code == suspect }
  }
}

extension Understanding {
  /// What is missing from data that were not read to their end nobody knows.
  fileprivate var mustSatisfyPolicy: Bool { isTradeItem && reasons.isEmpty }
}

extension Scan {
  /// Whether the data hold a separator, so that the scanner is known to send them.
  public var holdsSeparator: Bool { cause == nil && data.contains(0x1D) }

  /// How its data are to be read.
  var options: Options {
    var options = Options()
    options.assume = origin.assume
    options.pairing = origin.pairing
    options.separatorNeverSeen = true
    options.currentYear = time.year
    return options
  }
}

/// The record of a scan, without a cursor.
///
/// - Parameters:
///   - understanding: what the data say.
///   - facts: what the journal knows about it, the records of the same transaction included.
///   - rules: what the operator wants to happen where nothing is said of the item or the station.
public func judge(_ understanding: Understanding, facts: Facts, rules: Rules) -> Record {
  let scan = understanding.scan
  var record = Record(
    time: scan.time, scanner: scan.origin.scanner, verdict: .accepted, data: scan.data)
  record.station = scan.origin.station
  record.step = scan.origin.step
  record.readPoint = scan.origin.readPoint
  record.kind = understanding.kind
  record.symbology = understanding.symbology
  record.subject = understanding.subject
  record.elements = understanding.elements
  record.notes = understanding.notes
  record.reasons = understanding.reasons
  if let cause = scan.cause {
    record.reasons.append(Remark(cause))
  } else {
    let rules = rules.holding(at: scan.origin, for: facts.item)
    if understanding.mustSatisfyPolicy {
      record.hold(to: facts.item?.policy ?? scan.origin.defaultPolicy, of: facts.item)
    }
    record.apply(facts, rules)
    if understanding.isExpired {
      record.expire(rules, clockUnsynchronised: facts.clockUnsynchronised)
    }
    if let suspicion = understanding.suspicion, facts.separatorNeverSeen {
      record.add(suspicion, rules.separatorSuspect)
    }
  }
  if facts.clockWentBack { record.notes.append(.clockChanged) }
  record.verdict = scan.cause != nil ? .incomplete : record.reasons.isEmpty ? .accepted : .rejected
  return record
}

/// The element strings of a reading as a record shows them.
public func recordElements(_ reading: Reading, _ data: Span<UInt8>) -> [RecordElement] {
  var elements: [RecordElement] = []
  elements.reserveCapacity(reading.elements.count)
  for index in 0..<reading.elements.count {
    let element = reading.elements[index]
    let title = element.ai.title
    elements.append(
      RecordElement(
        ai: element.ai.code, title: title.isEmpty ? nil : title, value: element.value(of: data)))
  }
  return elements
}

/// What a reading found, as a record shows it.
public func remarks(_ findings: FindingList, _ data: Span<UInt8>) -> [Remark] {
  var remarks: [Remark] = []
  for index in 0..<findings.count {
    let finding = findings[index]
    remarks.append(
      Remark(
        code: finding.code.name, ai: finding.ai?.code, offset: finding.offset,
        length: finding.length, text: finding.text(of: data)))
  }
  return remarks
}
