// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `recalls`: recalls by their numbers.
  public struct Recalls: Sendable, Equatable {
    /// True if recalls that were lifted are left out.
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

  /// `addRecall`: goods are to be recalled: a GTIN, or a lot or a serial of one GTIN or of all.
  public struct AddRecall: Sendable, Equatable {
    /// The GTIN; nil for every GTIN.
    public var gtin: String?
    /// The lot.
    public var lot: String?
    /// The serial.
    public var serial: String?
    /// The reason.
    public var reason: String

    /// A request to recall goods.
    public init(gtin: String? = nil, lot: String? = nil, serial: String? = nil, reason: String) {
      self.gtin = gtin
      self.lot = lot
      self.serial = serial
      self.reason = reason
    }
  }

  /// `liftRecall`: a recall is to be lifted.
  public struct LiftRecall: Sendable, Equatable {
    /// The number of the recall.
    public var number: Int64

    /// A request to lift a recall.
    public init(number: Int64) {
      self.number = number
    }
  }
}

extension Request.Recalls: AnsweredRequest {
  public typealias Answer = RecallList
  public static let name = Request.Name.recalls
  public var request: Request { .query(.recalls(self)) }

  public static let schema = ObjectSchema(
    Self.init(inForce:after:limit:),
    .defaulted(
      "inForce", \.inForce, .boolean, to: false, "True if recalls that were lifted are left out."),
    .after(\.after),
    .limit(\.limit))
}

extension AnsweredRequest where Self == Request.Recalls {
  /// Recalls by their numbers.
  public static func recalls(
    inForce: Bool = false, after: Int64 = 0, limit: Int = 256
  ) -> Self {
    Self(inForce: inForce, after: after, limit: limit)
  }
}

extension Request.AddRecall: AnsweredRequest {
  public typealias Answer = RecallInfo
  public static let name = Request.Name.addRecall
  public var request: Request { .command(.addRecall(self)) }

  public static let schema = ObjectSchema(
    Self.init(gtin:lot:serial:reason:),
    .optional("gtin", \.gtin, .gtin, "The GTIN; without it every GTIN."),
    .optional("lot", \.lot, .lot, "The lot."),
    .optional("serial", \.serial, .serial, "The serial."),
    .required("reason", \.reason, .text(atMost: 4096), "The reason."))
}

extension Request.LiftRecall: AnsweredRequest {
  public typealias Answer = RecallInfo
  public static let name = Request.Name.liftRecall
  public var request: Request { .command(.liftRecall(self)) }

  public static let schema = ObjectSchema(
    Self.init(number:),
    .required("number", \.number, .cursor, "The number of the recall."))
}

/// The answer to `recalls`.
public struct RecallList: Sendable, Equatable, WireObject {
  /// The recalls, by number.
  public var recalls: [RecallInfo]
  /// True if there are no more.
  public var complete: Bool

  /// A list.
  public init(recalls: [RecallInfo], complete: Bool) {
    self.recalls = recalls
    self.complete = complete
  }

  public static let schema = ObjectSchema(
    Self.init(recalls:complete:),
    .required("recalls", \.recalls, .list(of: .object), "The recalls, by number."),
    .required("complete", \.complete, .boolean, "True if there are no more."))
}

/// A recall and its history; the answer to `addRecall` and `liftRecall`.
public struct RecallInfo: Sendable, Equatable {
  /// The number among all recalls there ever were.
  public var number: Int64
  /// The GTIN; nil for every GTIN.
  public var gtin: String?
  /// The lot.
  public var lot: String?
  /// The serial.
  public var serial: String?
  /// The reason.
  public var reason: String
  /// The time when it came into force, and the author.
  public var added: Change
  /// The time when it was lifted, and the author; nil while it is in force.
  public var lifted: Change?

  /// A recall.
  public init(
    number: Int64, gtin: String? = nil, lot: String? = nil, serial: String? = nil, reason: String,
    added: Change, lifted: Change? = nil
  ) {
    self.number = number
    self.gtin = gtin
    self.lot = lot
    self.serial = serial
    self.reason = reason
    self.added = added
    self.lifted = lifted
  }
}

extension RecallInfo: WireObject {
  public static let schema = ObjectSchema(
    Self.init(number:gtin:lot:serial:reason:added:lifted:),
    .required("number", \.number, .count, "The number among all recalls there ever were."),
    .optional("gtin", \.gtin, .text, "The GTIN; without it every GTIN."),
    .optional("lot", \.lot, .text, "The lot."),
    .optional("serial", \.serial, .text, "The serial."),
    .required("reason", \.reason, .text, "The reason."),
    .required("added", \.added, .object, "The time when it came into force, and the author."),
    .optional("lifted", \.lifted, .object, "The time when it was lifted, and the author."))
}
