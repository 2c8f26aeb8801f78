// SPDX-License-Identifier: Apache-2.0

// A plain blocking client: no thread, no event loop, and nothing to install for a program that embeds it.
// Programs that want several answers at a time open several connections, or use `FeedClient`.

import Wire

/// A connection to scand; used by one thread at a time, closed when it is released.
public final class FeedConnection {
  /// The path of the daemon's socket by default.
  public static let defaultPath = defaultSocketPath
  /// The longest line that is accepted from a server, in bytes.
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
  ///   - timeout: the time that the server may take for this, and to accept each request.
  /// - Throws: `refused` with the server's reason, or the reason why there is no connection.
  public init(
    path: String = FeedConnection.defaultPath, timeout: Duration = .seconds(5)
  ) throws(FeedClientError) {
    socket = try Socket(path: path, timeout: timeout)
    let deadline = ContinuousClock.now + timeout
    guard let line = try Self.line(from: socket, &lines, &chunk, until: deadline) else {
      throw .disconnected
    }
    switch try ServerLine(of: line).message {
    case .hello(let hello) where hello.protocol == protocolVersion: self.hello = hello
    case .hello(let hello): throw .otherProtocol(hello.protocol)
    case .error(let error): throw .refused(error)
    default: throw .malformed(visible(bytes: line.prefix(80)))
    }
  }

  /// Sends a request.
  ///
  /// - Parameter id: a whole number or a string that comes back in its answers.
  /// - Throws: `disconnected`, or `timeout` if the server does not accept it: the connection is then of
  ///   no more use.
  public func send(
    _ request: some AnsweredRequest, id: JSONValue? = nil
  ) throws(FeedClientError) {
    var json = JSONWriter()
    request.writeRequest(to: &json, id: id)
    json.newline()
    try socket.send(json.bytes)
  }

  /// Closes the writing side; pending requests are still answered.
  public func finishSending() {
    socket.finishSending()
  }

  /// The next line, without its line end; nil when the server has ended the connection.
  ///
  /// - Parameter timeout: the time to wait for it; nil waits as long as it takes.
  /// - Throws: `timeout`, after which one may ask again; `disconnected` within a line.
  public func nextLine(timeout: Duration? = nil) throws(FeedClientError) -> [UInt8]? {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    return try Self.line(from: socket, &lines, &chunk, until: deadline)
  }

  /// The next line, read; nil when the server has ended the connection.
  ///
  /// - Parameter timeout: the time to wait for it; nil waits as long as it takes.
  /// - Throws: as `nextLine(timeout:)`; `malformed`, after which one may ask again.
  public func next(timeout: Duration? = nil) throws(FeedClientError) -> ServerLine? {
    guard let line = try nextLine(timeout: timeout) else { return nil }
    return try ServerLine(of: line)
  }

  /// Sends a request and returns its answer, on a connection that follows nothing.
  ///
  /// - Throws: `server` when the answer is an error, `malformed` when it answers something else.
  public func ask<Kind: AnsweredRequest>(
    _ request: Kind, timeout: Duration? = .seconds(70)
  ) throws(FeedClientError) -> Kind.Answer {
    try send(request)
    guard let line = try nextLine(timeout: timeout) else { throw .disconnected }
    let answer: Result<Kind.Answer, RequestError>
    do throws(RequestError) {
      answer = try Kind.answer(in: line)
    } catch {
      throw .malformed(visible(bytes: line.prefix(80)))
    }
    switch answer {
    case .success(let answer): return answer
    case .failure(let error): throw .server(error)
    }
  }

  /// Ends the connection, from any thread: a read that waits returns.
  func interrupt() {
    socket.shutDown()
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

extension ServerLine {
  /// Reads a line of the server.
  fileprivate init(of line: [UInt8]) throws(FeedClientError) {
    do throws(RequestError) {
      try self.init(parsing: line)
    } catch {
      throw .malformed(visible(bytes: line.prefix(80)))
    }
  }
}
