// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A line from the server: a message, and the mark of the request it answers.
public struct ServerLine: Sendable, Equatable {
  /// The `id` that the request had.
  public var id: JSONValue?
  /// The message.
  public var message: Message

  /// A line.
  public init(id: JSONValue? = nil, _ message: Message) {
    self.id = id
    self.message = message
  }
}

/// The message of a line from the server.
public enum Message: Sendable, Equatable {
  /// The first line of a connection.
  case hello(Hello)
  /// A follow has begun.
  case following(Following)
  /// A record of a follow.
  case record(EncodedRecord)
  /// Every matching record up to this cursor has been sent.
  case through(Int64)
  /// Records that were asked for are not sent: they are no longer there, or damaged.
  case gap(Gap)
  /// A request that was not carried out, or a follow that has to end.
  case error(RequestError)
  /// Anything else: the answer to a request (`answer(to:)`), or something that a later version says.
  case other(JSONObject)
}

/// The introduction of the server.
public struct Hello: Sendable, Equatable {
  /// The version of the protocol.
  public var `protocol`: Int
  /// The version of the server.
  public var version: String
  /// The name of its machine.
  public var host: String
  /// The journal's uuid.
  public var journal: String
  /// The oldest record that is still there; `head + 1` when there is none.
  public var oldest: Int64
  /// The newest record; 0 before the first.
  public var head: Int64

  /// An introduction.
  public init(
    protocol: Int = protocolVersion, version: String, host: String, journal: String,
    oldest: Int64, head: Int64
  ) {
    self.protocol = `protocol`
    self.version = version
    self.host = host
    self.journal = journal
    self.oldest = oldest
    self.head = head
  }
}

extension Hello: WireObject {
  public static let schema = ObjectSchema(
    Self.init(protocol:version:host:journal:oldest:head:),
    .required("protocol", \.protocol, .count, "The version of the protocol."),
    .required("version", \.version, .text, "The version of the server."),
    .required("host", \.host, .text, "The name of its machine."),
    .required("journal", \.journal, .text, "The journal's uuid."),
    .required("oldest", \.oldest, .count, "The oldest record that is still there."),
    .required("head", \.head, .count, "The newest record; 0 before the first."))
}

/// The fields that a line of the server can have, at most one of which is there.
private struct LineFields: WireObject {
  var hello: Hello?
  var following: Following?
  var record: EncodedRecord?
  var through: Int64?
  var gap: Gap?
  var error: RequestError?

  static let schema = ObjectSchema(
    Self.init(hello:following:record:through:gap:error:),
    .optional("hello", \.hello, .object, "The introduction of the server."),
    .optional("following", \.following, .object, "The place where a follow begins."),
    .optional("record", \.record, .record, "A record of a follow."),
    .optional("through", \.through, .count, "Every matching record up to here has been sent."),
    .optional("gap", \.gap, .object, "Records that are not sent."),
    .optional("error", \.error, .object, "An error."))

  init(
    hello: Hello? = nil, following: Following? = nil, record: EncodedRecord? = nil,
    through: Int64? = nil, gap: Gap? = nil, error: RequestError? = nil
  ) {
    self.hello = hello
    self.following = following
    self.record = record
    self.through = through
    self.gap = gap
    self.error = error
  }

  var message: Message? {
    if let record { return .record(record) }
    if let through { return .through(through) }
    if let gap { return .gap(gap) }
    if let error { return .error(error) }
    if let following { return .following(following) }
    return hello.map { .hello($0) }
  }
}

extension ServerLine {
  /// Reads one line, without its line end.
  ///
  /// - Throws: `malformed`, `missing-field`, `bad-value`.
  public init(parsing line: some Sequence<UInt8>) throws(RequestError) {
    let line = Array(line)
    guard case .object(var object)? = JSONValue(parsing: line) else {
      throw RequestError(.malformed, "The line is not a JSON object.")
    }
    id = object.fields.removeValue(forKey: "id")
    // The answer to `read` has a `through` beside its records.
    if object["records"] != nil {
      message = .other(object)
      return
    }
    var reader = ObjectReader("line", object, in: line, isStrict: false)
    message = try LineFields.schema.read(&reader).message ?? .other(object)
  }

  /// Writes the line with its line end.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.mark(id)
      switch message {
      case .hello(let hello): LineFields(hello: hello).writeFields(to: &json)
      case .following(let following): LineFields(following: following).writeFields(to: &json)
      case .record(let record): LineFields(record: record).writeFields(to: &json)
      case .through(let cursor): LineFields(through: cursor).writeFields(to: &json)
      case .gap(let gap): LineFields(gap: gap).writeFields(to: &json)
      case .error(let error): LineFields(error: error).writeFields(to: &json)
      case .other(let object): object.writeFields(to: &json)
      }
    }
    json.newline()
  }

  /// The bytes of the line with its line end.
  public var bytes: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }
}

/// The answer to a request, encoded where its type is known.
public struct EncodedAnswer: Sendable, Equatable {
  private let fields: [UInt8]

  /// The answer to a request of a kind.
  public init<Kind: AnsweredRequest>(_ answer: Kind.Answer, to kind: Kind.Type) {
    var json = JSONWriter()
    if let name = Kind.answerName {
      json.key(outside: name)
      answer.write(to: &json)
    } else {
      answer.writeFields(to: &json)
    }
    fields = json.bytes
  }

  /// The two parts of that line between which the records belong, if the answer has been made without any.
  public func parts(id: JSONValue?) -> (before: [UInt8], after: [UInt8]) {
    let line = line(id: id)
    // No string of JSON has a quotation mark within it, so this is the key and nothing else.
    let key = Array("\"records\":[".utf8)
    let start = line.indices.first { line[$0...].starts(with: key) } ?? line.startIndex
    let middle = start + key.count
    return (Array(line[..<middle]), Array(line[middle...]))
  }

  /// The bytes of the line that answers a request with that mark, line end included.
  public func line(id: JSONValue?) -> [UInt8] {
    var json = JSONWriter(capacity: fields.count + 64)
    json.object { json in
      json.mark(id)
      json.json(fields)
    }
    json.newline()
    return json.bytes
  }
}

extension AnsweredRequest {
  /// Reads the line that answers a request of this kind, without its line end.
  ///
  /// - Returns: the answer, or the error that the server answered.
  /// - Throws: if the line is neither.
  public static func answer(
    in line: some Sequence<UInt8>
  ) throws(RequestError) -> Result<Answer, RequestError> {
    let line = Array(line)
    let received = try ServerLine(parsing: line)
    switch received.message {
    case .error(let error): return .failure(error)
    case .following(let following):
      if let following = following as? Answer { return .success(following) }
    case .other(let object):
      guard let key = answerName else {
        var reader = ObjectReader(name.rawValue, object, in: line, isStrict: false)
        return .success(try Answer.schema.read(&reader))
      }
      guard let value = object[key] else { break }
      let place = FieldPlace(object: "line", field: key, text: line, isStrict: false)
      return .success(try place.read(value, Answer.schema))
    case .hello, .record, .through, .gap: break
    }
    throw RequestError(.malformed, "The line does not answer \"\(name.rawValue)\".")
  }
}
