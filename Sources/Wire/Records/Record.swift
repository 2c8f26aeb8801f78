// SPDX-License-Identifier: Apache-2.0

/// One line of the journal: a scan, its verdict and its cursor.
public struct Record: Sendable, Equatable {
  /// The record's dense number in its journal, from 1; nil where there is no journal (`replay`).
  public var cursor: Int64?
  /// Wall clock of the scan's last key event.
  public var time: Timestamp
  /// The physical device it came from.
  public var scanner: String
  /// The station where the scanner stands, if configured.
  public var station: String?
  /// The step that happens there, if configured.
  public var step: String?
  /// The URI of the place for EPCIS, if configured.
  public var readPoint: String?
  /// The verdict: only an accepted scan may be used.
  public var verdict: Verdict
  /// The kind of the data; nil for an incomplete scan, which is not interpreted.
  public var kind: String?
  /// The symbology identifier that the scanner sent, such as `]C1`.
  public var symbology: String?
  /// The scan data as received, symbology identifier included.
  public var data: [UInt8]
  /// The thing that the scan identifies. Encoded under `understood` unless the record is accepted.
  public var subject: Subject
  /// The element strings that were understood, in the order of the label.
  public var elements: [RecordElement]
  /// The remarks on the scan that do not keep it from being used.
  public var notes: [Remark]
  /// The reasons why the record is not accepted; empty when it is.
  public var reasons: [Remark]

  /// A record of `data` with nothing understood and nothing to remark.
  public init(time: Timestamp, scanner: String, verdict: Verdict, data: [UInt8]) {
    self.time = time
    self.scanner = scanner
    self.verdict = verdict
    self.data = data
    subject = Subject()
    elements = []
    notes = []
    reasons = []
  }
}

/// The verdict on a scan.
public enum Verdict: String, Sendable, CaseIterable {
  /// Read whole and good.
  case accepted
  /// Read whole, but wrong.
  case rejected
  /// Not read whole.
  case incomplete
}

/// The level at which a scan is tracked.
public enum TrackingLevel: String, Sendable, CaseIterable {
  /// One item: GTIN and AI (21).
  case serial
  /// A group of items: GTIN and AI (10).
  case lot
  /// One item of a known lot.
  case both
  /// A logistic unit: AI (00).
  case unit
  /// Nothing that can be followed.
  case none
}

/// The thing that a scan identifies.
public struct Subject: Sendable, Equatable {
  /// The level at which it is tracked.
  public var tracking: TrackingLevel?
  /// The canonical GS1 Digital Link URI of the thing, as EPCIS uses it.
  public var identity: String?
  /// AI (01) or (02), 14 digits.
  public var gtin: String?
  /// AI (10).
  public var lot: String?
  /// AI (21).
  public var serial: String?
  /// AI (00), 18 digits.
  public var sscc: String?
  /// AI (17) as `YYYY-MM-DD`.
  public var expiry: String?

  /// Nothing identified.
  public init() {}
}

/// One element string of a record.
public struct RecordElement: Sendable, Equatable {
  /// The application identifier.
  public var ai: String
  /// Its data title in the GS1 General Specifications; nil if it has none.
  public var title: String?
  /// The data field.
  public var value: String

  /// An element string of the given parts.
  public init(ai: String, title: String?, value: String) {
    self.ai = ai
    self.title = title
    self.value = value
  }
}

/// A reason or a note.
public struct Remark: Sendable, Equatable {
  /// The remark, for programs: `check-digit`, `overrun` …
  public var code: String
  /// The application identifier concerned.
  public var ai: String?
  /// The place in the scan data that it concerns, in bytes.
  public var offset: Int?
  /// The number of bytes of the scan data that it concerns.
  public var length: Int?
  /// The remark, for people.
  public var text: String

  /// A remark on the whole scan, or on the bytes at `offset`.
  public init(
    code: String, ai: String? = nil, offset: Int? = nil, length: Int? = nil, text: String
  ) {
    self.code = code
    self.ai = ai
    self.offset = offset
    self.length = length
    self.text = text
  }
}
