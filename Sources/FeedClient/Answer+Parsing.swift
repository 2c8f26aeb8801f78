// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Wire

extension Answer {
  /// Reads one line, without its line end.
  ///
  /// - Throws: `malformed`.
  public init(parsing line: [UInt8]) throws(FeedClientError) {
    guard case .object(let values) = JSONValue(parsing: line),
      let fields = try? JSONDecoder().decode(Fields.self, from: Data(line))
    else { throw .malformed(visible(bytes: line.prefix(80))) }
    id = values["id"]
    message = fields.message(in: line) ?? .other(values)
  }
}

/// The fields that a line may have; what it has besides is ignored.
private struct Fields: Decodable {
  struct Failure: Decodable {
    var code: String
    var text: String
  }

  var hello: Hello?
  var following: Following?
  var record: Record?
  var through: Int64?
  var gap: Gap?
  var records: [Record]?
  var head: Int64?
  var trace: TraceAnswer?
  var error: Failure?

  func message(in line: [UInt8]) -> Message? {
    if let record { return .record(record, json: recordObject(in: line)) }
    if let records, let through, let head {
      return .records(Batch(records: records, through: through, head: head, gap: gap))
    }
    if let through { return .through(through) }
    if let following { return .following(following) }
    if let gap { return .gap(gap) }
    if let error { return .error(RequestError(error.code, error.text)) }
    if let trace { return .trace(trace) }
    if let hello { return .hello(hello) }
    return nil
  }
}

/// The bytes of the record in a line `{"record":{…}}` or `{"id":…,"record":{…}}`.
///
/// The key cannot be found in a string before it: there its quotes would be escaped.
private func recordObject(in line: [UInt8]) -> [UInt8] {
  let key = Array("\"record\":".utf8)
  let starts = line.indices.first { line[$0...].starts(with: key) }
  guard let starts, line.last == UInt8(ascii: "}") else { return line }
  return Array(line[(starts + key.count)..<(line.endIndex - 1)])
}
