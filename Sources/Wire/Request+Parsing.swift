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
  private static let names = ["follow", "read", "trace"] + Question.names + Order.names

  fileprivate init(fields: [String: JSONValue]) throws(RequestError) {
    guard let (name, value) = fields.first else {
      throw RequestError("unknown-request", "The object names no request; \(Self.known).")
    }
    guard fields.count == 1 else {
      let names = fields.keys.sorted().prefix(3).map(shown).joined(separator: ", ")
      throw RequestError("malformed", "One request a line, please; this one names \(names).")
    }
    guard Self.names.contains(name) else { throw Self.unknown(request: name) }
    var parts = try RequestFields(of: name, value)
    switch name {
    case "follow": self = .follow(try Follow(&parts))
    case "read": self = .read(try Read(&parts))
    case "trace": self = .trace(try Trace(&parts))
    default:
      self =
        Question.names.contains(name)
        ? .ask(try Question(name, &parts)) : .order(try Order(name, &parts))
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
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      after: try fields.start("after"), subscriber: try fields.subscriber(),
      journal: try fields.string("journal"), filter: try RecordFilter(&fields))
    if after == nil, subscriber == nil {
      throw RequestError(
        "missing-field",
        "\"follow\" needs \"after\" (a cursor, \"now\" or \"start\") or \"subscriber\".")
    }
  }
}

extension Request.Read {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      after: try fields.start("after") ?? .start,
      journal: try fields.string("journal"),
      limit: try fields.limit(),
      waitMilliseconds: try fields.integer("waitMilliseconds", in: 0...60_000) ?? 0,
      filter: try RecordFilter(&fields))
  }
}

extension Request.Trace {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      gtin: try fields.string("gtin"), lot: try fields.string("lot"),
      serial: try fields.string("serial"), sscc: try fields.string("sscc"),
      after: try fields.cursor("after"),
      limit: try fields.limit())
    if gtin == nil, lot == nil, serial == nil, sscc == nil {
      throw RequestError(
        "missing-field", "\"trace\" needs one of \"gtin\", \"lot\", \"serial\", \"sscc\".")
    }
  }
}

extension RecordFilter {
  init(_ fields: inout RequestFields) throws(RequestError) {
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
    serials = try fields.strings("serials")
    since = try fields.time("since")
    until = try fields.time("until")
  }
}
