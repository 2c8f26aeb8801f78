// SPDX-License-Identifier: Apache-2.0

import Feed
import Scanners
import Synchronization
import Wedge
import Wire

/// The inputs of a tap as lines of the socket. Its end gives the tap back.
final class KeyStream: LineStream {
  /// The most events in a line; 4 KiB or so.
  fileprivate static let eventsInLine = 256

  fileprivate struct State {
    var batch = KeyTap.Batch()
    /// The number of inputs of the batch that have been sent.
    var sent = 0
    /// The moment from which times count.
    var start: Int64 = 0
  }

  /// The tap, which is still to be put to a scanner.
  let tap = KeyTap()
  private let desk: TapDesk
  private let state = Mutex(State())

  /// A stream with a tap that was reserved.
  init(of desk: TapDesk) {
    self.desk = desk
  }

  deinit { desk.close(tap) }

  var memory: Int { KeyTap.memory }

  /// Has times count from a moment.
  func begin(at start: Int64) {
    state.withLock { $0.start = start }
  }

  func next(id: JSONValue?, orCall call: @escaping @Sendable () -> Void) -> StreamPiece {
    state.withLock { state in
      if state.batch.isEmpty { tap.take(into: &state.batch, orCall: call) }
      return state.batch.isEmpty ? .nothing : piece(&state, id)
    }
  }

  private func piece(_ state: inout State, _ id: JSONValue?) -> StreamPiece {
    var bytes: [UInt8] = []
    if let line = state.nextLine() { bytes += line.line(id: id) }
    if state.sent < state.batch.inputs.count { return .lines(bytes) }
    if let lost = state.lost { bytes += KeyLine(lost: lost).line(id: id) }
    let ended = state.ended
    // Its memory stays: the reading thread gets it back.
    state.batch.removeAll()
    state.sent = 0
    return ended.map { .last(bytes + KeyLine(ended: $0).line(id: id)) } ?? .lines(bytes)
  }
}

extension KeyStream.State {
  /// The next events up to a loss, or the loss; nil if all have been sent.
  fileprivate mutating func nextLine() -> KeyLine? {
    var events: [KeyEventInfo] = []
    while sent < batch.inputs.count, events.count < KeyStream.eventsInLine {
      switch batch.inputs[sent] {
      case .event(let event):
        events.append(
          KeyEventInfo(
            time: time(event.time), type: event.type, code: event.code, value: event.value))
      case .dropped(let moment, let keysDown):
        if !events.isEmpty { return KeyLine(events: events) }
        sent += 1
        return KeyLine(
          dropped: KeysDropped(
            time: time(moment), keysDown: keysDown?.codes, capsLock: keysDown?.capsLock))
      case .idle, .unplugged: break
      }
      sent += 1
    }
    return events.isEmpty ? nil : KeyLine(events: events)
  }

  fileprivate var lost: KeysLost? {
    batch.lost == 0 ? nil : KeysLost(time: time(batch.lostUntil), count: batch.lost)
  }

  fileprivate var ended: KeysEnded? {
    batch.end.map {
      KeysEnded(time: time($0.time), cause: $0.cause == .unplugged ? .unplugged : .restart)
    }
  }

  /// A moment as microseconds since the beginning.
  private func time(_ moment: Int64) -> Int64 { max(0, moment - start) }
}

extension JournalFeed {
  func keys(
    _ request: Request.Keys, from peer: Peer,
    then: @escaping @Sendable (Result<(KeysBegun, any LineStream), RequestError>) -> Void
  ) {
    do throws(RequestError) {
      try desk.reserve()
    } catch {
      return then(.failure(error))
    }
    // Its memory is taken on this thread, not on the main thread.
    let stream = KeyStream(of: desk)
    desk.add(
      .add(stream.tap, scanner: request.scanner, user: peer.uid) { result in
        then(
          result.map { start in
            stream.begin(at: start.time)
            return (KeysBegun(start), stream)
          })
      })
  }
}

extension KeysBegun {
  fileprivate init(_ start: KeyTapStart) {
    self.init(
      scanner: start.scanner.id, device: DeviceInfo(start.scanner.properties), time: now(),
      keysDown: start.keysDown?.codes, capsLock: start.capsLock,
      profile: start.profile.recordingWords)
  }
}
