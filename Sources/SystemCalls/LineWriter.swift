// SPDX-License-Identifier: Apache-2.0

// O_NONBLOCK would not do: it belongs to the open file description, which other processes share, and it
// has no effect on files. So a thread of its own waits for the file, and nobody else.

import Glibc
import Synchronization

/// Writes lines to a descriptor in their order; whoever has a line to write never waits for the file.
public final class LineWriter: Sendable {
  private let descriptor: Int32
  private let queue: Mutex<LineQueue>
  private let lossLine: @Sendable (Int) -> [UInt8]
  private let work: Counter
  private let idleness: Counter

  /// Begins a thread that writes to `descriptor`, which must stay open as long as the process lives.
  ///
  /// - Parameters:
  ///   - capacity: the most bytes that wait; lines beyond are lost.
  ///   - lossLine: the line that tells of so many lost lines.
  public init(
    to descriptor: Int32, capacity: Int = 1 << 16, lossLine: @escaping @Sendable (Int) -> [UInt8]
  ) throws(SystemCallError) {
    self.descriptor = descriptor
    self.lossLine = lossLine
    queue = Mutex(LineQueue(capacity: capacity))
    work = try Counter.events()
    idleness = try Counter.events()
    _ = try POSIXThread { [self] in run() }
  }

  /// Has a line written that ends in a line feed; returns at once.
  public func post(_ line: [UInt8]) {
    queue.withLock { $0.append(line) }
    work.increment()
  }

  /// Waits until every line is written, or cannot be.
  ///
  /// - Parameter deadline: the latest moment, in microseconds of CLOCK_MONOTONIC.
  public func finish(by deadline: Int64) {
    while !queue.withLock({ $0.isIdle }) {
      let left = (deadline - SystemClock.monotonic.now + 999) / 1000
      guard left > 0 else { return }
      idleness.wait(milliseconds: Int32(clamping: left))
    }
  }

  private func run() {
    while true {
      guard let piece = queue.withLock({ $0.take() }) else {
        idleness.increment()
        work.wait(milliseconds: -1)
        continue
      }
      let rest = write(piece)
      queue.withLock { $0.noteEnd(of: piece, unwritten: rest) }
    }
  }

  private func write(_ piece: LineQueue.Piece) -> ArraySlice<UInt8> {
    switch piece {
    case .lines(let lines): write(lines[...])
    case .loss(let count): write(lossLine(count)[...])
    }
  }

  /// Writes all bytes, however long that takes: write(2).
  ///
  /// - Returns: the bytes that could not be written.
  private func write(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while !rest.isEmpty {
      do throws(SystemCallError) {
        let count = try systemCall("write") {
          rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
        rest = rest.dropFirst(count)
      } catch {
        // Another process has set O_NONBLOCK on the file that it shares with this one.
        guard error.errno == .resourceTemporarilyUnavailable else { return rest }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, -1)
      }
    }
    return rest
  }
}
