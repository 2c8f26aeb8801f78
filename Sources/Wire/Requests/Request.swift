// SPDX-License-Identifier: Apache-2.0

// A request is an object with one key, its name. Each kind of request is a type that declares its
// fields and names the type of its answer; the enumerations here put them together, so that the
// compiler knows every place where one of them must be dealt with.

/// A request of a client, one JSON object a line.
public enum Request: Sendable, Equatable {
  /// The records after a cursor as they come, until the connection ends.
  case follow(Follow)
  /// One batch of records after a cursor.
  case read(Read)
  /// The records of an item, a lot, a logistic unit or a trade item.
  case trace(Trace)
  /// A question that is answered at once.
  case query(Query)
  /// A change, answered once it is durable.
  case command(Command)
  /// The users who are connected; for administrators.
  case clients(Clients)
  /// The key events of a scanner as they come, until it goes; for administrators.
  case keys(Keys)
}

extension Request {
  /// The longest request line the server takes, in bytes without the line end.
  public static let maximumLength = 65_536

  /// The most values of a request line, those within others included; 500 items with all of their
  /// fields have 4,507.
  static let mostValues = 5_000

  /// A question that is answered at once.
  public enum Query: Sendable, Equatable {
    case status(Status)
    case scanners(Scanners)
    case subscribers(Subscribers)
    case items(Items)
    case recalls(Recalls)
    case exceptions(Exceptions)
  }

  /// A change, answered once it is durable. All but `acknowledge` are for administrators.
  public enum Command: Sendable, Equatable {
    case acknowledge(Acknowledge)
    case forgetSubscriber(ForgetSubscriber)
    case setItems(SetItems)
    case removeItem(RemoveItem)
    case beginItemsAnew(BeginItemsAnew)
    case addRecall(AddRecall)
    case liftRecall(LiftRecall)
    case resolve(Resolve)
    case backup(Backup)
  }

  /// The name of a kind of request, the key of its object.
  public enum Name: String, Sendable, CaseIterable {
    case follow, read, trace
    case status, scanners, clients, subscribers, items, recalls, exceptions
    case acknowledge, forgetSubscriber, setItems, removeItem, beginItemsAnew, addRecall, liftRecall
    case resolve, backup, keys
  }
}

extension Request.Name {
  /// Reads the request of this name.
  func read(_ reader: ObjectReader) throws(RequestError) -> Request {
    switch self {
    case .follow: try Request.read(Request.Follow.self, reader)
    case .read: try Request.read(Request.Read.self, reader)
    case .trace: try Request.read(Request.Trace.self, reader)
    case .status: try Request.read(Request.Status.self, reader)
    case .scanners: try Request.read(Request.Scanners.self, reader)
    case .clients: try Request.read(Request.Clients.self, reader)
    case .subscribers: try Request.read(Request.Subscribers.self, reader)
    case .items: try Request.read(Request.Items.self, reader)
    case .recalls: try Request.read(Request.Recalls.self, reader)
    case .exceptions: try Request.read(Request.Exceptions.self, reader)
    case .acknowledge: try Request.read(Request.Acknowledge.self, reader)
    case .forgetSubscriber: try Request.read(Request.ForgetSubscriber.self, reader)
    case .setItems: try Request.read(Request.SetItems.self, reader)
    case .removeItem: try Request.read(Request.RemoveItem.self, reader)
    case .beginItemsAnew: try Request.read(Request.BeginItemsAnew.self, reader)
    case .addRecall: try Request.read(Request.AddRecall.self, reader)
    case .liftRecall: try Request.read(Request.LiftRecall.self, reader)
    case .resolve: try Request.read(Request.Resolve.self, reader)
    case .backup: try Request.Backup.request(reader)
    case .keys: try Request.read(Request.Keys.self, reader)
    }
  }
}

/// A kind of request, with its fields and the type of its answer.
public protocol AnsweredRequest: WireObject, Equatable {
  /// The answer, or the first line of it.
  associatedtype Answer: WireObject
  /// The key of the request.
  static var name: Request.Name { get }
  /// The key of the answer; nil if the answer's fields stand in the line itself.
  static var answerName: String? { get }
  /// This request as one of all.
  var request: Request { get }
}

extension AnsweredRequest {
  /// The answer stands under the request's name.
  public static var answerName: String? { name.rawValue }
}

extension Request {
  /// The request with its fields.
  public var payload: any AnsweredRequest {
    switch self {
    case .follow(let request): request
    case .read(let request): request
    case .trace(let request): request
    case .query(let query): query.payload
    case .command(let command): command.payload
    case .clients(let request): request
    case .keys(let request): request
    }
  }

  /// True if only administrators may make it.
  public var isAdministrative: Bool {
    switch self {
    case .command(let command): command.isAdministrative
    case .clients, .keys: true
    case .follow, .read, .trace, .query: false
    }
  }

  /// Writes the request as one JSON object, which begins with the client's mark if there is one.
  public func write(to json: inout JSONWriter, id: JSONValue? = nil) {
    payload.writeRequest(to: &json, id: id)
  }
}

extension Request.Query {
  var payload: any AnsweredRequest {
    switch self {
    case .status(let request): request
    case .scanners(let request): request
    case .subscribers(let request): request
    case .items(let request): request
    case .recalls(let request): request
    case .exceptions(let request): request
    }
  }
}

extension Request.Command {
  /// The key of the request.
  public var name: Request.Name { type(of: payload).name }

  /// True if only administrators may give it.
  public var isAdministrative: Bool {
    if case .acknowledge = self { false } else { true }
  }

  var payload: any AnsweredRequest {
    switch self {
    case .acknowledge(let request): request
    case .forgetSubscriber(let request): request
    case .setItems(let request): request
    case .removeItem(let request): request
    case .beginItemsAnew(let request): request
    case .addRecall(let request): request
    case .liftRecall(let request): request
    case .resolve(let request): request
    case .backup(let backup): backup.payload
    }
  }
}

extension AnsweredRequest {
  /// Writes the request as one JSON object, which begins with the client's mark if there is one.
  public func writeRequest(to json: inout JSONWriter, id: JSONValue? = nil) {
    json.object { json in
      json.mark(id)
      json.key(outside: Self.name.rawValue)
      write(to: &json)
    }
  }
}

extension JSONWriter {
  /// Writes the field `id`, if there is one.
  mutating func mark(_ id: JSONValue?) {
    guard let id else { return }
    key("id")
    id.write(to: &self)
  }
}
