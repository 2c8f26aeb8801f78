// SPDX-License-Identifier: Apache-2.0

import Tracking

/// What `scand.conf` says of the daemon: scand.conf(5).
public struct DaemonSettings: Sendable, Equatable {
  /// StateDirectory=: where the journal is; nil leaves it to the daemon.
  public var stateDirectory: String?
  /// Socket=: the path of the socket; nil leaves it to the daemon.
  public var socket: String?
  /// LogLevel=: what is logged.
  public var logLevel = LogLevel.info
  /// SerialRepeated= and the keys behind it: how scans are judged.
  public var rules = Rules()

  /// RetentionAge=: records that are older may be removed, in microseconds; nil keeps them.
  public var retentionAge: Int64?
  /// RetentionSize=: the bytes that records may take, unless a subscriber waits for them.
  public var retentionSize: Int64?
  /// RetentionHardSize=: the bytes that records may take, whoever waits for them.
  public var retentionHardSize: Int64?

  /// The settings without any file.
  public init() {}
}

/// From which severity on messages are logged, by the names of swift-log.
public enum LogLevel: String, Sendable, CaseIterable {
  /// Everything.
  case debug
  /// What an administrator may want to know.
  case info
  /// What is normal and remarkable.
  case notice
  /// What may lead to a fault.
  case warning
  /// Faults.
  case error
  /// Faults after which the daemon cannot do its work.
  case critical
}

extension DaemonSettings: SectionSettings {
  /// The longest path that fits sockaddr_un with its NUL: unix(7).
  private static let longestSocketPath = 107
  /// PATH_MAX with its NUL, less room for the names of the files in the directory.
  private static let longestDirectoryPath = 4000

  /// An hour, below which a program that was away for lunch would miss records, to 1,000 years.
  private static let retentionAges: ClosedRange<Int64> = 3_600_000_000...31_557_600_000_000_000
  /// Below, a journal would hold some thousand records only.
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
    ])
}

extension Consequence {
  /// A parser for each of them.
  static let any = parser(allCases)

  /// A parser for some of them.
  static func parser(
    _ allowed: [Consequence]
  ) -> @Sendable (String) throws(ValueError) -> Consequence {
    Value.choice(allowed.map(\.rawValue)) { text in allowed.first { $0.rawValue == text } }
  }
}

extension LogLevel {
  static let names = allCases.map(\.rawValue)

  /// The level of that name, or of the short name that syslog(3) has for it.
  init?(name: String) {
    switch name {
    case "err": self = .error
    case "crit": self = .critical
    default: self.init(rawValue: name)
    }
  }
}
