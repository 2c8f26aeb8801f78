// SPDX-License-Identifier: Apache-2.0

extension Request {
  /// What is answered by one line at once; the answer stands under the question's name.
  public enum Question: Sendable, Equatable {
    /// How the daemon is.
    case status
    /// The scanners and what else is plugged in.
    case scanners
    /// The named subscribers, and how far they have come.
    case subscribers
    /// Items by their GTINs.
    case items(Items)
    /// Recalls by their numbers.
    case recalls(Recalls)
    /// Rejected and incomplete records, and what became of them.
    case exceptions(Exceptions)
  }

  /// Which items are asked for.
  public struct Items: Sendable, Equatable {
    /// Only this GTIN, 14 digits.
    public var gtin: String?
    /// Only GTINs behind this one, to go on where an answer ended.
    public var after: String
    /// The most items to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for items.
    public init(gtin: String? = nil, after: String = "", limit: Int = 256) {
      self.gtin = gtin
      self.after = after
      self.limit = limit
    }
  }

  /// Which recalls are asked for.
  public struct Recalls: Sendable, Equatable {
    /// Whether those that were lifted are left out.
    public var inForce: Bool
    /// Only recalls after this number, to go on where an answer ended.
    public var after: Int64
    /// The most recalls to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for recalls.
    public init(inForce: Bool = false, after: Int64 = 0, limit: Int = 256) {
      self.inForce = inForce
      self.after = after
      self.limit = limit
    }
  }

  /// Which exceptions are asked for.
  public struct Exceptions: Sendable, Equatable {
    /// Whether somebody has looked after them.
    public enum State: String, Sendable, CaseIterable {
      /// Nobody has yet.
      case open
      /// Somebody has.
      case resolved
      /// Both.
      case all
    }

    /// Those of this state.
    public var state: State
    /// Only what passes this filter.
    public var filter: RecordFilter
    /// Only records after this cursor, to go on where an answer ended.
    public var after: Int64
    /// The most exceptions to answer with, 1 to 1,000.
    public var limit: Int

    /// A request for exceptions.
    public init(
      state: State = .open, filter: RecordFilter = RecordFilter(), after: Int64 = 0,
      limit: Int = 256
    ) {
      self.state = state
      self.filter = filter
      self.after = after
      self.limit = limit
    }
  }
}

extension Request.Question {
  /// The names of all questions.
  static let names = ["status", "scanners", "subscribers", "items", "recalls", "exceptions"]

  /// The key under which it is asked and answered.
  public var name: StaticString {
    switch self {
    case .status: "status"
    case .scanners: "scanners"
    case .subscribers: "subscribers"
    case .items: "items"
    case .recalls: "recalls"
    case .exceptions: "exceptions"
    }
  }

  /// The question of a name in `names`.
  init(_ name: String, _ fields: inout RequestFields) throws(RequestError) {
    switch name {
    case "status": self = .status
    case "scanners": self = .scanners
    case "subscribers": self = .subscribers
    case "items": self = .items(try Request.Items(&fields))
    case "recalls": self = .recalls(try Request.Recalls(&fields))
    default: self = .exceptions(try Request.Exceptions(&fields))
    }
  }

  /// Writes it as the JSON object that `RequestLine` reads.
  func write(to json: inout JSONWriter) {
    json.key(name)
    json.object { json in
      switch self {
      case .status, .scanners, .subscribers: break
      case .items(let items): items.writeFields(to: &json)
      case .recalls(let recalls): recalls.writeFields(to: &json)
      case .exceptions(let exceptions): exceptions.writeFields(to: &json)
      }
    }
  }
}

extension Request.Items {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      gtin: try fields.string("gtin"), after: try fields.string("after") ?? "",
      limit: try fields.limit())
  }

  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("gtin", gtin)
    json.field("after", after)
    json.key("limit")
    json.number(limit)
  }
}

extension Request.Recalls {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      inForce: try fields.boolean("inForce"), after: try fields.cursor("after"),
      limit: try fields.limit())
  }

  fileprivate func writeFields(to json: inout JSONWriter) {
    json.key("inForce")
    json.boolean(inForce)
    json.key("after")
    json.number(after)
    json.key("limit")
    json.number(limit)
  }
}

extension Request.Exceptions {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    let name = try fields.string("state") ?? State.open.rawValue
    guard let state = State(rawValue: name) else {
      let known = State.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError("bad-value", "There is no state \"\(shown(name))\"; there are \(known).")
    }
    self.init(
      state: state, filter: try RecordFilter(&fields), after: try fields.cursor("after"),
      limit: try fields.limit())
  }

  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("state", state.rawValue)
    filter.write(to: &json)
    json.key("after")
    json.number(after)
    json.key("limit")
    json.number(limit)
  }
}

extension RequestFields {
  /// The most things to answer with.
  mutating func limit() throws(RequestError) -> Int { try integer("limit", in: 1...1000) ?? 256 }

  /// A cursor or number to go on behind; 0 if it is not there.
  mutating func cursor(_ name: String) throws(RequestError) -> Int64 {
    Int64(try integer(name, in: 0...Int.max) ?? 0)
  }
}
