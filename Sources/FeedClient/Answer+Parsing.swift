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
      let json = recordObjects(in: line)
      return .records(
        Batch(records: records, json: json, through: through, head: head, gap: gap))
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
  guard let start = end(of: "\"record\":", in: line), line.last == UInt8(ascii: "}") else {
    return line
  }
  return Array(line[start..<(line.endIndex - 1)])
}

/// The bytes of each record in a line `{"records":[{…},{…}],…}`.
private func recordObjects(in line: [UInt8]) -> [[UInt8]] {
  guard let key = end(of: "\"records\"", in: line),
    let bracket = line[key...].firstIndex(of: UInt8(ascii: "["))
  else { return [] }
  let start = bracket + 1
  var objects: [[UInt8]] = []
  var (begin, depth, isInString) = (start, 0, false)
  var place = start
  while place < line.count {
    switch line[place] {
    case UInt8(ascii: "\\") where isInString: place += 1
    case UInt8(ascii: "\""): isInString.toggle()
    case _ where isInString: break
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if depth == 0 { begin = place }
      depth += 1
    case UInt8(ascii: "]") where depth == 0: return objects
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 0 { objects.append(Array(line[begin...place])) }
    default: break
    }
    place += 1
  }
  return objects
}

/// The index after the first `key` in a line.
private func end(of key: StaticString, in line: [UInt8]) -> Int? {
  let key = key.withUTF8Buffer { Array($0) }
  let start = line.indices.first { line[$0...].starts(with: key) }
  return start.map { $0 + key.count }
}
