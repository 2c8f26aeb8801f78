// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `clients`: the users who are connected, and what they make the daemon hold.
  public struct Clients: Sendable, Equatable {
    /// The request.
    public init() {}
  }
}

extension Request.Clients: AnsweredRequest {
  public typealias Answer = ClientList
  public static let name = Request.Name.clients
  public var request: Request { .clients(self) }
  public static let schema = ObjectSchema { Request.Clients() }
}

extension AnsweredRequest where Self == Request.Clients {
  /// The users who are connected.
  public static var clients: Self { Self() }
}

/// The answer to `clients`.
public struct ClientList: Sendable, Equatable, WireObject {
  /// The users, by their ids.
  public var clients: [ClientInfo]
  /// The most connections of all users.
  public var connections: Int
  /// The connections of these that only administrators may use.
  public var reservedConnections: Int
  /// The most bytes of requests and answers of all users.
  public var bytes: Int

  /// Users and the limits for all of them.
  public init(clients: [ClientInfo], connections: Int, reservedConnections: Int, bytes: Int) {
    self.clients = clients
    self.connections = connections
    self.reservedConnections = reservedConnections
    self.bytes = bytes
  }

  public static let schema = ObjectSchema(
    Self.init(clients:connections:reservedConnections:bytes:),
    .required("clients", \.clients, .list(of: .object), "The users, by their ids."),
    .required("connections", \.connections, .count, "The most connections of all users."),
    .required(
      "reservedConnections", \.reservedConnections, .count,
      "The connections of these that only administrators may use."),
    .required("bytes", \.bytes, .count, "The most bytes of requests and answers of all users."))
}

/// A user who is connected, and what the daemon holds for it.
public struct ClientInfo: Sendable, Equatable, WireObject {
  /// The user id.
  public var uid: UInt32
  /// True for connections that may use what is reserved for administrators.
  public var administrator: Bool
  /// The open connections.
  public var connections: Int
  /// The connections of these that follow.
  public var followers: Int
  /// The requests that are not answered yet.
  public var requests: Int
  /// The bytes of requests that are not answered, and of answers that the kernel has not taken.
  public var bytes: Int
  /// The bytes of an import of items that is not complete.
  public var batch: Int
  /// The most connections that the user may have at present.
  public var mostConnections: Int
  /// The most bytes that the user may make the daemon hold at present.
  public var mostBytes: Int

  /// A user and its holdings.
  public init(
    uid: UInt32, administrator: Bool, connections: Int, followers: Int, requests: Int, bytes: Int,
    batch: Int, mostConnections: Int, mostBytes: Int
  ) {
    self.uid = uid
    self.administrator = administrator
    self.connections = connections
    self.followers = followers
    self.requests = requests
    self.bytes = bytes
    self.batch = batch
    self.mostConnections = mostConnections
    self.mostBytes = mostBytes
  }

  public static let schema = ObjectSchema(
    Self.init,
    .required("uid", \.uid, .count, "The user id."),
    .required(
      "administrator", \.administrator, .boolean,
      "True for connections that may use what is reserved for administrators."),
    .required("connections", \.connections, .count, "The open connections."),
    .required("followers", \.followers, .count, "The connections of these that follow."),
    .required("requests", \.requests, .count, "The requests that are not answered yet."),
    .required(
      "bytes", \.bytes, .count,
      "The bytes of requests not answered, and of answers that the kernel has not taken."),
    .required("batch", \.batch, .count, "The bytes of an import of items that is not complete."),
    .required(
      "mostConnections", \.mostConnections, .count,
      "The most connections that the user may have at present."),
    .required(
      "mostBytes", \.mostBytes, .count,
      "The most bytes that the user may make the daemon hold at present."))
}
