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
