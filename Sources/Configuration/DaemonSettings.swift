// SPDX-License-Identifier: Apache-2.0

import Tracking

/// The daemon's settings: scand.conf(5).
public struct DaemonSettings: Sendable, Equatable {
  /// StateDirectory=: the directory of the journal; nil for the daemon's default.
  public var stateDirectory: String?
  /// Socket=: the path of the socket; nil for the daemon's default.
  public var socket: String?
  /// LogLevel=: the lowest severity that is logged.
  public var logLevel = LogLevel.info
  /// SerialRepeated= to SeparatorSuspect=: the rules by which scans are judged.
  public var rules = Rules()

  /// RetentionAge=: the age from which records may be removed, in microseconds; nil keeps them.
  public var retentionAge: Int64?
  /// RetentionSize=: the size of the journal above which records may be removed, in bytes, unless a
  /// subscriber has not acknowledged them.
  public var retentionSize: Int64?
  /// RetentionHardSize=: the size of the journal above which records are removed, acknowledged or
  /// not.
  public var retentionHardSize: Int64?
  /// SubscriberUser=: the names of subscribers that one user alone may use, each name once.
  public var subscriberUsers: [SubscriberReservation] = []
  /// SubscriberAbsence=: the time in microseconds after which a subscriber that was not seen is
  /// reported; nil: never.
  public var subscriberAbsence: Int64? = 7 * 86_400_000_000

  /// The default settings.
  public init() {}
}

/// The severities of log messages, with swift-log's names.
public enum LogLevel: String, Sendable, CaseIterable {
  /// Messages for developers.
  case debug
  /// Information for administrators.
  case info
  /// Normal but significant events.
  case notice
  /// Conditions that may lead to an error.
  case warning
  /// Errors.
  case error
  /// Errors with which the daemon cannot work.
  case critical
}

extension DaemonSettings: SectionSettings {
  /// The longest path that fits sockaddr_un with its NUL: unix(7).
  private static let longestSocketPath = 107
  /// PATH_MAX with its NUL, less the length of the file names in the directory.
  private static let longestDirectoryPath = 4000

  /// One hour to 1,000 years. With less than an hour a program would miss records over a lunch
  /// break.
  private static let retentionAges: ClosedRange<Int64> = 3_600_000_000...31_557_600_000_000_000
  /// A smaller journal has room for a few thousand records only.
  private static let smallestJournal: Int64 = 10 << 20

  static let section = Section<DaemonSettings>(
    name: "Scand",
    keys: [
      .value("StateDirectory", \.stateDirectory, Value.path(atMost: longestDirectoryPath)),
      .value("Socket", \.socket, Value.path(atMost: longestSocketPath)),
      .value("LogLevel", \.logLevel, Value.choice(LogLevel.names, LogLevel.init(name:))),
      .value("SerialRepeated", \.rules.serialRepeated, Consequence.any),
      .value("LotConflict", \.rules.lotConflict, Consequence.any),
      .value("ExpiryConflict", \.rules.expiryConflict, Consequence.any),
      .value("Expired", \.rules.expired, Consequence.any),
      .value("Recalled", \.rules.recalled, Consequence.any),
      .value("ItemsUnavailable", \.rules.itemsUnavailable, Consequence.parser([.reject, .note])),
      .value("UnverifiedLayout", \.rules.unverifiedLayout, Consequence.parser([.reject, .note])),
      .value("SeparatorSuspect", \.rules.separatorSuspect, Consequence.parser([.reject, .note])),
      .value("RetentionAge", \.retentionAge, TimeSpan.parser(in: retentionAges)),
      .value("RetentionSize", \.retentionSize, ByteSize.parser(atLeast: smallestJournal)),
      .value("RetentionHardSize", \.retentionHardSize, ByteSize.parser(atLeast: smallestJournal)),
      subscriberUserKey,
      subscriberAbsenceKey,
    ])

  private static let subscriberUserKey = Key<DaemonSettings>(
    name: SubscriberReservation.key,
    assign: { (settings, assignment) throws(ValueError) in
      settings.subscriberUsers += try SubscriberReservation.parse(assignment)
    },
    reset: { $0.subscriberUsers = [] })

  /// An empty value means never, as `infinity` does.
  private static let subscriberAbsenceKey = Key<DaemonSettings>(
    name: "SubscriberAbsence",
    assign: { (settings, assignment) throws(ValueError) in
      settings.subscriberAbsence =
        assignment.value == "infinity" ? nil : try TimeSpan.parse(assignment.value)
    },
    reset: { $0.subscriberAbsence = nil })
}

extension DaemonSettings {
  /// Of several assignments to one name the last one counts, so that a drop-in can change it.
  ///
  /// Done once for all: a search at each assignment would cost the square of their number.
  mutating func keepLastReservations() {
    var names: Set<String> = []
    subscriberUsers = subscriberUsers.reversed().filter { names.insert($0.name).inserted }
    subscriberUsers.reverse()
  }
}

extension Consequence {
  /// A parser for all consequences.
  static let any = parser(allCases)

  /// A parser for the allowed consequences.
  static func parser(
    _ allowed: [Consequence]
  ) -> @Sendable (String) throws(ValueError) -> Consequence {
    Value.choice(allowed.map(\.rawValue)) { text in allowed.first { $0.rawValue == text } }
  }
}

extension LogLevel {
  static let names = allCases.map(\.rawValue)

  /// The level with this name, or with this short name of syslog(3).
  init?(name: String) {
    switch name {
    case "err": self = .error
    case "crit": self = .critical
    default: self.init(rawValue: name)
    }
  }
}
