// SPDX-License-Identifier: Apache-2.0

// A plain blocking client: no thread, no event loop, and nothing to install for whoever embeds it.
// Whoever wants more at a time opens more connections.

import Wire

/// A connection to scand; used by one thread at a time, closed when it is let go.
public final class FeedConnection {
  /// Where the daemon listens by default.
  public static let defaultPath = defaultSocketPath
  /// The longest line that is taken from a server, in bytes.
  public static let maximumLineLength = 16 << 20

  /// The server's introduction.
  public let hello: Hello
  private let socket: Socket
  private var lines = LineBuffer()
  private var chunk = [UInt8](repeating: 0, count: 65_536)

  /// Connects and reads the server's introduction.
  ///
  /// - Parameters:
  ///   - path: the socket.
  ///   - timeout: how long the server may take for this, and to take each request.
  /// - Throws: `refused` with the server's reason, or why there is no connection.
  public init(
    path: String = FeedConnection.defaultPath, timeout: Duration = .seconds(5)
  ) throws(FeedClientError) {
    socket = try Socket(path: path, timeout: timeout)
    let deadline = ContinuousClock.now + timeout
    guard let line = try Self.line(from: socket, &lines, &chunk, until: deadline) else {
      throw .disconnected
    }
    switch try Answer(parsing: line).message {
    case .hello(let hello) where hello.protocol == protocolVersion: self.hello = hello
    case .hello(let hello): throw .otherProtocol(hello.protocol)
    case .error(let error): throw .refused(error)
    default: throw .malformed(visible(bytes: line.prefix(80)))
    }
  }

  /// Sends a request; `id`, a whole number or a string, comes back in its answers.
  ///
  /// - Throws: `disconnected`, `timeout` if the server does not take it: the connection is then of
  ///   no more use.
  public func send(_ request: Request, id: JSONValue? = nil) throws(FeedClientError) {
    var json = JSONWriter()
    if let id {
      json.object { json in
        json.key("id")
        id.write(to: &json)
      }
    }
    let mark = json.bytes
    json.removeAll()
    request.write(to: &json)
    let body = json.bytes
    let line = mark.isEmpty ? body : mark.dropLast() + [UInt8(ascii: ",")] + body.dropFirst()
    try socket.send(line + [UInt8(ascii: "\n")])
  }

  /// Says that no more requests will come; what was asked is still answered.
  public func finishSending() {
    socket.finishSending()
  }

  /// The next line, without its line end; nil when the server has ended the connection.
  ///
  /// - Parameter timeout: how long to wait for it; nil waits as long as it takes.
  /// - Throws: `timeout`, after which one may ask again; `disconnected` within a line.
  public func nextLine(timeout: Duration? = nil) throws(FeedClientError) -> [UInt8]? {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    return try Self.line(from: socket, &lines, &chunk, until: deadline)
  }

  /// What the next line says; nil when the server has ended the connection.
  ///
  /// - Parameter timeout: how long to wait for it; nil waits as long as it takes.
  /// - Throws: as `nextLine(timeout:)`; `malformed`, after which one may ask again.
  public func next(timeout: Duration? = nil) throws(FeedClientError) -> Answer? {
    guard let line = try nextLine(timeout: timeout) else { return nil }
    return try Answer(parsing: line)
  }

  /// Sends a request and returns its answer, on a connection that follows nothing.
  ///
  /// - Throws: `server` when the answer is an error.
  public func ask(
    _ request: Request, timeout: Duration? = .seconds(70)
  ) throws(FeedClientError) -> Message {
    try send(request)
    guard let answer = try next(timeout: timeout) else { throw .disconnected }
    if case .error(let error) = answer.message { throw .server(error) }
    return answer.message
  }

  /// Asks a question and returns what stands under its name in the answer.
  ///
  /// - Throws: `server` when the answer is an error, `malformed` when it answers something else.
  public func ask(
    _ question: Request.Question, timeout: Duration? = .seconds(70)
  ) throws(FeedClientError) -> JSONValue {
    try value(of: .ask(question), under: question.name, timeout: timeout)
  }

  /// Gives an order and returns what stands in the answer, which comes once it is done.
  ///
  /// - Throws: `server` when it was not done, `malformed` when something else is answered.
  public func ask(
    _ order: Request.Order, timeout: Duration? = .seconds(70)
  ) throws(FeedClientError) -> JSONValue {
    try value(of: .order(order), under: order.answerName, timeout: timeout)
  }

  private func value(
    of request: Request, under name: StaticString, timeout: Duration?
  ) throws(FeedClientError) -> JSONValue {
    guard case .other(let fields) = try ask(request, timeout: timeout),
      let answer = fields["\(name)"]
    else { throw .malformed("\(name)") }
    return answer
  }

  private static func line(
    from socket: borrowing Socket, _ lines: inout LineBuffer, _ chunk: inout [UInt8],
    until deadline: ContinuousClock.Instant?
  ) throws(FeedClientError) -> [UInt8]? {
    while true {
      if let line = lines.next() { return line }
      if lines.count > maximumLineLength { throw .lineTooLong }
      if let deadline { try socket.wait(until: deadline) }
      let received = try socket.receive(into: &chunk)
      guard !received.isEmpty else {
        if lines.count > 0 { throw .disconnected }
        return nil
      }
      lines.append(received)
    }
  }
}
