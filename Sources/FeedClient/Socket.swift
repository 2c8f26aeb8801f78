// SPDX-License-Identifier: Apache-2.0

// A server that goes away is an error, never a SIGPIPE.

import SystemCalls

/// A connected Unix stream socket, closed when it is let go.
struct Socket: ~Copyable {
  private let descriptor: Descriptor

  /// Connects to the socket at `path` (connect(2)); `timeout` is for this and for every `send`.
  init(path: String, timeout: Duration) throws(FeedClientError) {
    guard let address = UnixAddress(path: path) else { throw .pathTooLong(path) }
    descriptor = try Self.connected(to: address, path, timeout)
  }

  private static func connected(
    to address: UnixAddress, _ path: String, _ timeout: Duration
  ) throws(FeedClientError) -> Descriptor {
    do throws(SystemCallError) {
      let descriptor = try Descriptor(unixSocket: .stream, path: path)
      descriptor.setSendTimeout(timeout)
      try descriptor.connect(to: address)
      return descriptor
    } catch {
      throw FeedClientError(error, path: path)
    }
  }

  /// Sends all of `bytes` (send(2)).
  func send(_ bytes: [UInt8]) throws(FeedClientError) {
    var rest = bytes[...]
    do throws(SystemCallError) {
      while !rest.isEmpty { rest = rest.dropFirst(try descriptor.send(rest)) }
    } catch {
      throw FeedClientError(error)
    }
  }

  /// Tells the server that nothing more will be sent (shutdown(2)).
  func finishSending() {
    descriptor.finishSending()
  }

  /// Ends both directions (shutdown(2)): whoever waits to receive is told that the stream has ended.
  func shutDown() {
    descriptor.shutDown()
  }

  /// Waits until there is something to receive (poll(2)).
  ///
  /// - Throws: `timeout` at `deadline`.
  func wait(until deadline: ContinuousClock.Instant) throws(FeedClientError) {
    while true {
      let left = max(.zero, ContinuousClock.now.duration(to: deadline))
      // Rounded up, so as not to come back a moment too early and ask again and again.
      let milliseconds = min(left / .milliseconds(1), 1e9).rounded(.up)
      do throws(SystemCallError) {
        if try descriptor.waitUntilReadable(milliseconds: Int32(milliseconds)) { return }
      } catch {
        throw FeedClientError(error)
      }
      if left == .zero { throw .timeout }
    }
  }

  /// Receives what is there, waiting for a first byte (recv(2)); empty at the end of the stream.
  func receive(into buffer: inout [UInt8]) throws(FeedClientError) -> ArraySlice<UInt8> {
    do throws(SystemCallError) {
      return buffer[..<(try descriptor.receive(into: &buffer))]
    } catch {
      throw FeedClientError(error)
    }
  }
}

extension FeedClientError {
  /// A call of a connection that failed.
  fileprivate init(_ error: SystemCallError) {
    switch error.errno {
    case .brokenPipe, .connectionReset: self = .disconnected
    case .resourceTemporarilyUnavailable, .nowInProgress: self = .timeout
    default: self = .system(call: error.call, errno: error.errno.rawValue)
    }
  }

  /// A call of a connection to `path` that failed before it was one.
  fileprivate init(_ error: SystemCallError, path: String) {
    guard error.call == "connect" else {
      self = .system(call: error.call, errno: error.errno.rawValue)
      return
    }
    switch error.errno {
    case .noSuchFileOrDirectory, .notDirectory: self = .noSocket(path)
    case .connectionRefused: self = .notListening(path)
    case .permissionDenied, .notPermitted: self = .notAllowed(path)
    default: self.init(error)
    }
  }
}
