// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `status`: the state of the daemon.
  public struct Status: Sendable, Equatable {
    /// The request.
    public init() {}
  }
}

extension Request.Status: AnsweredRequest {
  public typealias Answer = Status
  public static let name = Request.Name.status
  public var request: Request { .query(.status(self)) }
  public static let schema = ObjectSchema { Request.Status() }
}

extension AnsweredRequest where Self == Request.Status {
  /// The state of the daemon.
  public static var status: Self { Self() }
}

/// The answer to `status`.
public struct Status: Sendable, Equatable {
  /// The version of the daemon.
  public var version: String
  /// The process id.
  public var process: Int32
  /// The time of the start.
  public var started: Timestamp
  /// The directory of the journal.
  public var stateDirectory: String
  /// The path of the socket.
  public var socket: String
  /// The journal's uuid.
  public var journal: String
  /// The newest record; 0 before the first.
  public var head: Int64
  /// The number of records of each verdict.
  public var records: VerdictCounts
  /// The oldest record that is still there; `head + 1` when there is none.
  public var oldest: Int64
  /// The number of rejected and incomplete records that nobody has resolved.
  public var openExceptions: Int64
  /// The number of scans that are not on the disk yet.
  public var notDurable: Int
  /// The number of scans lost because there was no room to wait.
  public var overflowed: Int
  /// The number of scanners that are read.
  public var scanners: Int
  /// The number of input devices that are not read.
  public var ignoredDevices: Int
  /// One sentence for each problem.
  public var problems: [String]
  /// The named subscribers that hold retention back or stay away, the first few; the problems name them
  /// too.
  public var overdueSubscribers: [OverdueSubscriberInfo]
  /// The hash of the newest record, in hexadecimal; empty before the first one of the chain.
  public var hash: String
  /// The number of records of an earlier version that have no checksum yet.
  public var notSummed: Int64

  /// A state.
  public init(
    version: String, process: Int32, started: Timestamp, stateDirectory: String, socket: String,
    journal: String, head: Int64, records: VerdictCounts, oldest: Int64, openExceptions: Int64,
    notDurable: Int, overflowed: Int, scanners: Int, ignoredDevices: Int, problems: [String],
    overdueSubscribers: [OverdueSubscriberInfo] = [], hash: String = "", notSummed: Int64 = 0
  ) {
    self.version = version
    self.process = process
    self.started = started
    self.stateDirectory = stateDirectory
    self.socket = socket
    self.journal = journal
    self.head = head
    self.records = records
    self.oldest = oldest
    self.openExceptions = openExceptions
    self.notDurable = notDurable
    self.overflowed = overflowed
    self.scanners = scanners
    self.ignoredDevices = ignoredDevices
    self.problems = problems
    self.overdueSubscribers = overdueSubscribers
    self.hash = hash
    self.notSummed = notSummed
  }
}

extension Status: WireObject {
  public static let schema = ObjectSchema(
    Self.init,
    .required("version", \.version, .text, "The version of the daemon."),
    .required("process", \.process, .count, "The process id."),
    .required("started", \.started, .time, "The time of the start."),
    .required("stateDirectory", \.stateDirectory, .text, "The directory of the journal."),
    .required("socket", \.socket, .text, "The path of the socket."),
    .required("journal", \.journal, .text, "The journal's uuid."),
    .required("head", \.head, .count, "The newest record; 0 before the first."),
    .required("records", \.records, .object, "The number of records of each verdict."),
    .required("oldest", \.oldest, .count, "The oldest record that is still there."),
    .required(
      "openExceptions", \.openExceptions, .count,
      "The number of rejected and incomplete records that nobody has resolved."),
    .required("notDurable", \.notDurable, .count, "The number of scans not on the disk yet."),
    .required(
      "overflowed", \.overflowed, .count,
      "The number of scans lost because there was no room to wait."),
    .required("scanners", \.scanners, .count, "The number of scanners that are read."),
    .required(
      "ignoredDevices", \.ignoredDevices, .count,
      "The number of input devices that are not read."),
    .required("problems", \.problems, .list(of: .text), "One sentence for each problem."),
    .defaulted(
      "overdueSubscribers", \.overdueSubscribers, .list(of: .object), to: [],
      "The named subscribers that hold retention back or stay away."),
    .defaulted("hash", \.hash, .text, to: "", "The hash of the newest record, in hexadecimal."),
    .defaulted(
      "notSummed", \.notSummed, .count, to: Int64(0),
      "The number of records without a checksum yet."))
}

/// The number of records of each verdict.
public struct VerdictCounts: Sendable, Equatable {
  /// Records that may be used.
  public var accepted: Int64
  /// Records that were read whole, but are wrong.
  public var rejected: Int64
  /// Records that were not read whole.
  public var incomplete: Int64

  /// Counts; none by default.
  public init(accepted: Int64 = 0, rejected: Int64 = 0, incomplete: Int64 = 0) {
    self.accepted = accepted
    self.rejected = rejected
    self.incomplete = incomplete
  }
}

extension VerdictCounts: WireObject {
  public static let schema = ObjectSchema(
    Self.init(accepted:rejected:incomplete:),
    .required("accepted", \.accepted, .count, "Records that may be used."),
    .required("rejected", \.rejected, .count, "Records that were read whole, but are wrong."),
    .required("incomplete", \.incomplete, .count, "Records that were not read whole."))
}
