// SPDX-License-Identifier: Apache-2.0

// The server refuses what it does not know: a misspelt filter must not follow everything. So every
// field is taken by name, and what is left over at the end is an error with the nearest known name.

/// A request line as it was read: the request and the `id` its answers repeat.
public struct RequestLine: Sendable {
  /// The client's own mark, a string or a number; nil when it gave none.
  public var id: JSONValue?
  /// The request, or why it is none.
  public var request: Result<Request, RequestError>

  /// Reads one line, without its line end.
  public init(parsing line: some Sequence<UInt8>) {
    guard case .object(var fields) = JSONValue(parsing: line) else {
      request = .failure(
        RequestError("malformed", "The line is not a JSON object such as {\"status\":{}}."))
      return
    }
    let id = fields.removeValue(forKey: "id")
    do throws(RequestError) {
      try Request.check(id: id)
      self.id = id
      request = .success(try Request(fields: fields))
    } catch {
      request = .failure(error)
    }
  }
}

extension Request {
  private static let names = ["follow", "read", "status", "scanners", "trace"]

  fileprivate init(fields: [String: JSONValue]) throws(RequestError) {
    guard let (name, value) = fields.first else {
      throw RequestError("unknown-request", "The object names no request; \(Self.known).")
    }
    guard fields.count == 1 else {
      let names = fields.keys.sorted().prefix(3).map(shown).joined(separator: ", ")
      throw RequestError("malformed", "One request a line, please; this one names \(names).")
    }
    guard Self.names.contains(name) else { throw Self.unknown(request: name) }
    var parts = try Fields(of: name, value)
    switch name {
    case "follow": self = .follow(try Follow(&parts))
    case "read": self = .read(try Read(&parts))
    case "trace": self = .trace(try Trace(&parts))
    case "scanners": self = .scanners
    default: self = .status
    }
    try parts.finish()
  }

  private static var known: String { "known are " + names.joined(separator: ", ") }

  fileprivate static func check(id: JSONValue?) throws(RequestError) {
    switch id {
    case nil, .integer: return
    case .string(let text) where text.utf8.count <= 256: return
    default:
      throw RequestError("malformed", "\"id\" must be a whole number or a string of ≤ 256 bytes.")
    }
  }

  private static func unknown(request name: String) -> RequestError {
    let hint = nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" } ?? known + "."
    return RequestError("unknown-request", "There is no request \"\(shown(name))\"; \(hint)")
  }
}

extension Request.Follow {
  fileprivate init(_ fields: inout Fields) throws(RequestError) {
    guard let after = try fields.start("after") else {
      throw RequestError(
        "missing-field", "\"follow\" needs \"after\": a cursor, \"now\" or \"start\".")
    }
    self.init(
      after: after, journal: try fields.string("journal"), filter: try RecordFilter(&fields))
  }
}

extension Request.Read {
  fileprivate init(_ fields: inout Fields) throws(RequestError) {
    self.init(
      after: try fields.start("after") ?? .start,
      journal: try fields.string("journal"),
      limit: try fields.integer("limit", in: 1...1000) ?? 256,
      waitMilliseconds: try fields.integer("waitMilliseconds", in: 0...60_000) ?? 0,
      filter: try RecordFilter(&fields))
  }
}

extension Request.Trace {
  fileprivate init(_ fields: inout Fields) throws(RequestError) {
    self.init(
      gtin: try fields.string("gtin"), lot: try fields.string("lot"),
      serial: try fields.string("serial"), sscc: try fields.string("sscc"),
      after: Int64(try fields.integer("after", in: 0...Int.max) ?? 0),
      limit: try fields.integer("limit", in: 1...1000) ?? 256)
    if gtin == nil, lot == nil, serial == nil, sscc == nil {
      throw RequestError(
        "missing-field", "\"trace\" needs one of \"gtin\", \"lot\", \"serial\", \"sscc\".")
    }
  }
}

extension RecordFilter {
  fileprivate init(_ fields: inout Fields) throws(RequestError) {
    for name in try fields.strings("verdicts") {
      guard let verdict = Verdict(rawValue: name) else {
        let known = Verdict.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError(
          "bad-value", "There is no verdict \"\(shown(name))\"; there are \(known).")
      }
      verdicts.append(verdict)
    }
    stations = try fields.strings("stations")
    steps = try fields.strings("steps")
    gtins = try fields.strings("gtins")
    lots = try fields.strings("lots")
  }
}

/// A name from outside, cut to what a message has room for, and safe to show.
private func shown(_ name: String) -> String {
  visible(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))))
}

/// The fields of one request, taken one by one.
private struct Fields {
  private let request: String
  private var values: [String: JSONValue]
  private var known: [String] = []

  init(of request: String, _ value: JSONValue) throws(RequestError) {
    guard case .object(let values) = value else {
      throw RequestError("bad-value", "\"\(request)\" must be an object, such as {}.")
    }
    self.request = request
    self.values = values
  }

  private mutating func take(_ name: String) -> JSONValue? {
    known.append(name)
    return values.removeValue(forKey: name)
  }

  mutating func string(_ name: String) throws(RequestError) -> String? {
    switch take(name) {
    case nil: return nil
    case .string(let value): return value
    default: throw bad(name, "must be a string")
    }
  }

  mutating func strings(_ name: String) throws(RequestError) -> [String] {
    guard let value = take(name) else { return [] }
    guard case .array(let elements) = value, (1...100).contains(elements.count) else {
      throw bad(name, "must be an array of 1 to 100 strings")
    }
    var strings: [String] = []
    for element in elements {
      guard case .string(let string) = element else {
        throw bad(name, "must be an array of strings")
      }
      strings.append(string)
    }
    return strings
  }

  mutating func integer(
    _ name: String, in range: ClosedRange<Int>
  ) throws(RequestError) -> Int? {
    switch take(name) {
    case nil: return nil
    case .integer(let value) where range.contains(Int(value)): return Int(value)
    default:
      throw bad(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  mutating func start(_ name: String) throws(RequestError) -> Request.Start? {
    switch take(name) {
    case nil: return nil
    case .string("now"): return .now
    case .string("start"): return .start
    case .integer(let value) where value >= 0: return .cursor(value)
    default: throw bad(name, "must be a cursor (0 or more), \"now\" or \"start\"")
    }
  }

  func finish() throws(RequestError) {
    guard let unknown = values.keys.min() else { return }
    let nearest = nearestName(to: unknown, among: known)
    let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(list(known))."
    throw RequestError(
      "unknown-field", "\"\(request)\" has no field \"\(shown(unknown))\"; \(hint)")
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  private func bad(_ name: String, _ text: String) -> RequestError {
    RequestError("bad-value", "\"\(name)\" of \"\(request)\" \(text).")
  }
}
