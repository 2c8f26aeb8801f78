// SPDX-License-Identifier: Apache-2.0

// Judging has two halves, so that the journal can look things up in between: `Interpretation` reads
// the data and finds out what they identify; `judge` gives the verdict once the facts are known.
// Both are pure. The journal calls them inside the transaction that appends the record.

import GS1
import Wire

/// The content of a scan, before anything is looked up about it.
public struct Interpretation: Sendable {
  /// The scan.
  public let scan: Scan
  /// The item, lot or logistic unit that the scan identifies.
  public private(set) var subject = Subject()
  private(set) var kind: String?
  private(set) var symbology: String?
  private(set) var elements: [RecordElement] = []
  private(set) var reasons: [Remark] = []
  private(set) var notes: [Remark] = []
  /// A separator that may be missing; it counts only if the scanner has never sent one.
  public private(set) var suspicion: Remark?
  /// True if the expiry lies before the day of the scan in UTC; the day of the expiry is still
  /// good.
  public private(set) var isExpired = false
  /// True if the keys are those of a GS1 label on another layout.
  private(set) var isLayoutSuspect = false
  /// True for the label of a trade item, to which policies apply; false for that of a logistic unit
  /// or its contents.
  private var isTradeItem = false

  /// Reads the data of `scan`; those of an incomplete scan are not interpreted.
  public init(_ scan: Scan) {
    self.scan = scan
    if scan.cause == nil { interpret(scan.data.span) }
    if scan.cause == .undecodableKey, let rereading = scan.rereading { suspectLayout(rereading) }
    notes += scan.notes
  }

  private mutating func interpret(_ data: Span<UInt8>) {
    let reading = Reading.of(data, options: scan.options)
    subject = Subject(reading, data, year: scan.time.year)
    isTradeItem = reading[.gtin] != nil && subject.sscc == nil
    if let expiry = subject.expiry { isExpired = expiry < scan.time.description.prefix(10) }
    kind = reading.kind.name
    symbology = reading.symbology?.text
    elements = reading.recordElements(of: data)
    reasons = reading.reasons.remarks(of: data)
    notes = reading.notes.remarks(of: data)
    let suspect = Finding.Code.suspectSeparator.name
    suspicion = notes.first { $0.code == suspect }
    notes.removeAll { $0.code == suspect }
    guard let rereading = scan.rereading else { return }
    if reading.isValid, reading.kind != .text {
      rereading.note([])
    } else {
      suspectLayout(rereading)
    }
  }

  /// Looks for the layout of a scanner whose data are no GS1.
  private mutating func suspectLayout(_ rereading: Rereading) {
    let suspicion = LayoutSuspicion(rereading, currentYear: scan.time.year)
    guard let remark = suspicion.remark else { return }
    if suspicion.proven.isEmpty {
      notes.append(remark)
    } else {
      isLayoutSuspect = true
      reasons.insert(remark, at: 0)
      rereading.note(suspicion.proven.flatMap(\.self))
    }
  }

  /// True if the label must carry what the item's policy demands. Nothing is demanded of faulty
  /// data: the elements that they lack may be in the part that could not be read.
  var mustSatisfyPolicy: Bool { isTradeItem && reasons.isEmpty }
}

extension Scan {
  /// True if the data hold a separator, so that the scanner is known to send them.
  public var holdsSeparator: Bool { cause == nil && data.contains(0x1D) }

  /// The way in which its data are read.
  fileprivate var options: Reading.Options {
    var options = Reading.Options()
    options.assume = origin.assume
    options.pairing = origin.pairing
    options.separatorNeverSeen = true
    options.currentYear = time.year
    return options
  }
}

extension Reading {
  /// The elements as a record shows them.
  public func recordElements(of data: Span<UInt8>) -> [RecordElement] {
    elements.map { element in
      let title = element.ai.title
      return RecordElement(
        ai: element.ai.code, title: title.isEmpty ? nil : title, value: element.value(of: data))
    }
  }
}

extension FindingList {
  /// The findings as a record shows them.
  public func remarks(of data: Span<UInt8>) -> [Remark] {
    map { finding in
      Remark(
        code: finding.code.name, ai: finding.ai?.code, offset: finding.offset,
        length: finding.length, text: finding.text(of: data))
    }
  }
}
