// SPDX-License-Identifier: Apache-2.0

/// A request line as it was received: the request, and the `id` that its answers repeat.
public struct RequestLine: Sendable {
  /// The client's own mark, a string or a number; nil when it gave none.
  public var id: JSONValue?
  /// The request, or the error in it.
  public var request: Result<Request, RequestError>

  /// Reads one line, without its line end.
  public init(parsing line: some Sequence<UInt8>) {
    let line = Array(line)
    do throws(RequestError) {
      var object = try Self.object(in: line)
      let id = object.fields.removeValue(forKey: "id")
      try Self.check(id: id)
      self.id = id
      request = .success(try Request(object, in: line))
    } catch {
      request = .failure(error)
    }
  }

  private static func object(in line: [UInt8]) throws(RequestError) -> JSONObject {
    do throws(JSONParser.Failure) {
      if case .object(let object) = try JSONValue(reading: line, values: Request.mostValues) {
        return object
      }
    } catch .key {
      throw RequestError(.malformed, "A key of the line is not ASCII, or longer than 64 bytes.")
    } catch .tooMany {
      throw RequestError(.malformed, "The line has more than \(Request.mostValues) values.")
    } catch {}
    throw RequestError(
      .malformed, "The line is not a JSON object such as {\"status\":{}}.")
  }

  private static func check(id: JSONValue?) throws(RequestError) {
    switch id {
    case nil, .integer: return
    case .string(let text) where text.utf8.count <= 256: return
    default:
      throw RequestError(.malformed, "\"id\" must be a whole number or a string of ≤ 256 bytes.")
    }
  }
}

extension Request {
  /// The request that `object`, a part of `line`, names.
  fileprivate init(_ object: JSONObject, in line: [UInt8]) throws(RequestError) {
    guard let (key, value) = object.fields.first else {
      throw RequestError(.unknownRequest, "The object names no request; \(Self.known).")
    }
    guard object.fields.count == 1 else {
      let names = Self.firstKeys(of: object).map(shown).joined(separator: ", ")
      throw RequestError(.malformed, "One request a line, please; this one names \(names).")
    }
    guard let name = Name(named: key) else { throw Self.unknown(key) }
    guard case .object(let fields) = value else {
      throw RequestError(.badValue, "\"\(key)\" must be an object, such as {}.")
    }
    self = try name.read(ObjectReader(key, fields, in: line, isStrict: true))
  }

  /// Reads a request of one kind.
  static func read<Kind: AnsweredRequest>(
    _ kind: Kind.Type, _ reader: ObjectReader
  ) throws(RequestError) -> Request {
    var reader = reader
    let payload = try kind.schema.read(&reader)
    try reader.finish(known: kind.schema.fields)
    return payload.request
  }

  private static func firstKeys(of object: JSONObject) -> [String] {
    var keys: [String] = []
    while keys.count < 3 {
      let rest = object.fields.keys.lazy.filter { key in keys.last.map { $0 < key } ?? true }
      guard let next = rest.min() else { break }
      keys.append(next)
    }
    return keys
  }

  private static var known: String {
    "known are " + Name.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func unknown(_ name: String) -> RequestError {
    let nearest = nearestName(to: name, among: Name.allCases.map(\.rawValue))
    let hint = nearest.map { "did you mean \"\($0)\"?" } ?? known + "."
    return RequestError(.unknownRequest, "There is no request \"\(shown(name))\"; \(hint)")
  }
}
