// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Record: Decodable {
  private enum CodingKeys: String, CodingKey {
    case cursor, time, scanner, station, step, readPoint, verdict, kind, symbology
    case data, dataBase64, understood, elements, notes, reasons
  }

  /// Reads a record as `write(to:)` made it; fields this version does not know are ignored.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    cursor = try fields.decodeIfPresent(Int64.self, forKey: .cursor)
    time = try Self.time(in: fields)
    scanner = try fields.decode(String.self, forKey: .scanner)
    station = try fields.decodeIfPresent(String.self, forKey: .station)
    step = try fields.decodeIfPresent(String.self, forKey: .step)
    readPoint = try fields.decodeIfPresent(String.self, forKey: .readPoint)
    verdict = try fields.decode(Verdict.self, forKey: .verdict)
    kind = try fields.decodeIfPresent(String.self, forKey: .kind)
    symbology = try fields.decodeIfPresent(String.self, forKey: .symbology)
    data = try Self.data(in: fields)
    subject =
      try verdict == .accepted
      ? Subject(from: decoder)
      : fields.decodeIfPresent(Subject.self, forKey: .understood) ?? Subject()
    elements = try fields.decodeIfPresent([RecordElement].self, forKey: .elements) ?? []
    notes = try fields.decodeIfPresent([Remark].self, forKey: .notes) ?? []
    reasons = try fields.decodeIfPresent([Remark].self, forKey: .reasons) ?? []
  }

  private static func time(in fields: KeyedDecodingContainer<CodingKeys>) throws -> Timestamp {
    let text = try fields.decode(String.self, forKey: .time)
    guard let time = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: .time, in: fields, debugDescription: "not a time in UTC as of RFC 3339")
    }
    return time
  }

  private static func data(in fields: KeyedDecodingContainer<CodingKeys>) throws -> [UInt8] {
    if let text = try fields.decodeIfPresent(String.self, forKey: .data) { return Array(text.utf8) }
    let encoded = try fields.decode(String.self, forKey: .dataBase64)
    guard let data = Data(base64Encoded: encoded) else {
      throw DecodingError.dataCorruptedError(
        forKey: .dataBase64, in: fields, debugDescription: "not base64")
    }
    return Array(data)
  }
}

extension Subject: Decodable {
  private enum CodingKeys: String, CodingKey {
    case tracking, identity, gtin, lot, serial, sscc, expiry
  }

  /// Reads the fields that are there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    tracking = try fields.decodeIfPresent(TrackingLevel.self, forKey: .tracking)
    identity = try fields.decodeIfPresent(String.self, forKey: .identity)
    gtin = try fields.decodeIfPresent(String.self, forKey: .gtin)
    lot = try fields.decodeIfPresent(String.self, forKey: .lot)
    serial = try fields.decodeIfPresent(String.self, forKey: .serial)
    sscc = try fields.decodeIfPresent(String.self, forKey: .sscc)
    expiry = try fields.decodeIfPresent(String.self, forKey: .expiry)
  }
}
