// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `keys`: one scanner's key events as they are read, until it goes; for administrators.
  public struct Keys: Sendable, Equatable {
    /// The name of the scanner in records.
    public var scanner: String

    /// A request for the key events of a scanner.
    public init(scanner: String) {
      self.scanner = scanner
    }
  }
}

extension Request.Keys: AnsweredRequest {
  public typealias Answer = KeysBegun
  public static let name = Request.Name.keys
  public var request: Request { .keys(self) }

  public static let schema = ObjectSchema(
    Self.init(scanner:),
    .required(
      "scanner", \.scanner, .text(atMost: 256), "The name of the scanner, as `scanners` tells it."))
}

/// The answer to `keys`: the scanner and its state at the beginning.
public struct KeysBegun: Sendable, Equatable, WireObject {
  /// The name of the scanner in records.
  public var scanner: String
  /// The device.
  public var device: DeviceInfo
  /// The moment from which the times of events count.
  public var time: Timestamp
  /// The codes of the keys that are down; nil if that is not known.
  public var keysDown: [UInt16]?
  /// True if the Caps Lock light is on; nil if that is not known.
  public var capsLock: Bool?
  /// The settings of the profile that are not the usual ones, as a recording has them: `Terminator=tab`.
  public var profile: [String]

  /// A beginning.
  public init(
    scanner: String, device: DeviceInfo, time: Timestamp, keysDown: [UInt16]?, capsLock: Bool?,
    profile: [String]
  ) {
    self.scanner = scanner
    self.device = device
    self.time = time
    self.keysDown = keysDown
    self.capsLock = capsLock
    self.profile = profile
  }

  public static let schema = ObjectSchema(
    Self.init(scanner:device:time:keysDown:capsLock:profile:),
    .required("scanner", \.scanner, .text, "The name of the scanner in records."),
    .inline(\.device),
    .required("time", \.time, .time, "The moment from which the times of events count."),
    .optional("keysDown", \.keysDown, .list(of: .count), "The codes of the keys that are down."),
    .optional("capsLock", \.capsLock, .boolean, "True if the Caps Lock light is on."),
    .required(
      "profile", \.profile, .list(of: .text),
      "The settings of the profile that are not the usual ones, as a recording has them."))
}

/// A line of key events after the answer to `keys`. Times are microseconds since that.
public struct KeyLine: Sendable, Equatable, WireObject {
  /// The events, in order.
  public var events: [KeyEventInfo]?
  /// The kernel lost events.
  public var dropped: KeysDropped?
  /// The client did not read fast enough, and events were not kept for it.
  public var lost: KeysLost?
  /// Nothing follows.
  public var ended: KeysEnded?

  /// A line of one of these.
  public init(
    events: [KeyEventInfo]? = nil, dropped: KeysDropped? = nil, lost: KeysLost? = nil,
    ended: KeysEnded? = nil
  ) {
    self.events = events
    self.dropped = dropped
    self.lost = lost
    self.ended = ended
  }

  public static let schema = ObjectSchema(
    Self.init(events:dropped:lost:ended:),
    .optional("events", \.events, .keyEvents, "The events, in order."),
    .optional("dropped", \.dropped, .object, "The kernel lost events."),
    .optional("lost", \.lost, .object, "Events were not kept, since the client did not read."),
    .optional("ended", \.ended, .object, "Nothing follows."))

  /// Reads a line of the server that is none of the others.
  ///
  /// - Throws: `bad-value`, `missing-field`.
  public init(_ object: JSONObject) throws(RequestError) {
    var reader = ObjectReader("line", object, in: [], isStrict: false)
    self = try Self.schema.read(&reader)
  }

  /// The bytes of the line with its line end.
  public func line(id: JSONValue?) -> [UInt8] {
    var json = JSONWriter(capacity: 64 + 24 * (events?.count ?? 0))
    json.object { json in
      json.mark(id)
      writeFields(to: &json)
    }
    json.newline()
    return json.bytes
  }
}

/// An event of an evdev device: `struct input_event` of linux/input.h, an array on the wire.
public struct KeyEventInfo: Sendable, Equatable {
  /// Microseconds since the answer to `keys`.
  public var time: Int64
  /// The event type: EV_KEY, EV_SYN …
  public var type: UInt16
  /// The event code: KEY_A, SYN_REPORT …
  public var code: UInt16
  /// The value; for EV_KEY 0 is a release, 1 a press, 2 an autorepeat.
  public var value: Int32

  /// An event.
  public init(time: Int64, type: UInt16, code: UInt16, value: Int32) {
    self.time = time
    self.type = type
    self.code = code
    self.value = value
  }
}

/// A loss in the kernel (SYN_DROPPED).
public struct KeysDropped: Sendable, Equatable, WireObject {
  /// The time of the newest event that was lost.
  public var time: Int64
  /// The codes of the keys that are down then; nil if that is not known.
  public var keysDown: [UInt16]?
  /// True if the Caps Lock light is on; nil if that is not known.
  public var capsLock: Bool?

  /// A loss.
  public init(time: Int64, keysDown: [UInt16]? = nil, capsLock: Bool? = nil) {
    self.time = time
    self.keysDown = keysDown
    self.capsLock = capsLock
  }

  public static let schema = ObjectSchema(
    Self.init(time:keysDown:capsLock:),
    .required("time", \.time, .anyInteger, "The time of the newest event that was lost."),
    .optional("keysDown", \.keysDown, .list(of: .count), "The codes of the keys that are down."),
    .optional("capsLock", \.capsLock, .boolean, "True if the Caps Lock light is on."))
}

/// A loss between the daemon and a client that did not read.
public struct KeysLost: Sendable, Equatable, WireObject {
  /// The time of the newest event that was lost.
  public var time: Int64
  /// The number of events.
  public var count: Int

  /// A loss of events.
  public init(time: Int64, count: Int) {
    self.time = time
    self.count = count
  }

  public static let schema = ObjectSchema(
    Self.init(time:count:),
    .required("time", \.time, .anyInteger, "The time of the newest event that was lost."),
    .required("count", \.count, .count, "The number of events."))
}

/// The end of the key events.
public struct KeysEnded: Sendable, Equatable, WireObject {
  /// The cause of an end.
  public enum Cause: String, Sendable, CaseIterable {
    /// The scanner is gone, or not read any more.
    case unplugged
    /// The daemon ends.
    case restart
  }

  /// The time.
  public var time: Int64
  /// The cause.
  public var cause: Cause

  /// An end.
  public init(time: Int64, cause: Cause) {
    self.time = time
    self.cause = cause
  }

  public static let schema = ObjectSchema(
    Self.init(time:cause:),
    .required("time", \.time, .anyInteger, "The time."),
    .required("cause", \.cause, .choice("cause"), "The cause."))
}

extension ValueType where Value == [KeyEventInfo] {
  /// Arrays of time, type, code and value.
  static let keyEvents = ValueType(
    description: .list(
      .list(.integer(Int64.min...Int64.max), count: 4...4), count: 0...Int.max),
    read: { value, place throws(RequestError) in
      guard case .array(let elements) = value else { throw place.bad("must be an array") }
      var events: [KeyEventInfo] = []
      events.reserveCapacity(elements.count)
      for element in elements {
        guard let event = KeyEventInfo(element) else {
          throw place.bad("must have arrays of time, type, code and value")
        }
        events.append(event)
      }
      return events
    },
    write: { events, json in
      json.array { json in
        for event in events {
          json.array { json in
            json.number(event.time)
            json.number(event.type)
            json.number(event.code)
            json.number(event.value)
          }
        }
      }
    })
}

extension KeyEventInfo {
  fileprivate init?(_ value: JSONValue) {
    guard case .array(let parts) = value, parts.count == 4, case .integer(let time) = parts[0],
      case .integer(let type) = parts[1], case .integer(let code) = parts[2],
      case .integer(let value) = parts[3], let type = UInt16(exactly: type),
      let code = UInt16(exactly: code), let value = Int32(exactly: value)
    else { return nil }
    self.init(time: time, type: type, code: code, value: value)
  }
}
