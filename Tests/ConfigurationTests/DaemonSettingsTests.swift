// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

@Suite("scand.conf")
struct DaemonSettingsTests {
  @Test("is not needed")
  func defaults() {
    let daemon = load(files: []).settings.daemon
    #expect(daemon.stateDirectory == nil)
    #expect(daemon.socket == nil)
    #expect(daemon.logLevel == .info)
    #expect(daemon.rules.serialRepeated == .note)
    #expect(daemon.rules.lotConflict == .note)
    #expect(daemon.rules.expiryConflict == .note)
    #expect(daemon.rules.expired == .note)
    #expect(daemon.rules.recalled == .reject)
    #expect(daemon.rules.itemsUnavailable == .note)
    #expect(daemon.rules.unverifiedLayout == .note)
    #expect(daemon.rules.separatorSuspect == .note)
  }

  @Test("sets what the daemon does")
  func all() {
    let result = loadDaemon(
      """
      [Scand]
      StateDirectory=/srv/scand
      Socket=/run/other/scand.sock
      LogLevel=debug
      SerialRepeated=reject
      LotConflict=reject
      ExpiryConflict=off
      Expired=reject
      Recalled=note
      ItemsUnavailable=reject
      UnverifiedLayout=reject
      SeparatorSuspect=reject
      """)
    var expected = DaemonSettings()
    expected.stateDirectory = "/srv/scand"
    expected.socket = "/run/other/scand.sock"
    expected.logLevel = .debug
    expected.rules.serialRepeated = .reject
    expected.rules.lotConflict = .reject
    expected.rules.expiryConflict = .off
    expected.rules.expired = .reject
    expected.rules.recalled = .note
    expected.rules.itemsUnavailable = .reject
    expected.rules.unverifiedLayout = .reject
    expected.rules.separatorSuspect = .reject
    #expect(result.settings.daemon == expected)
    #expect(result.problems == [])
  }

  @Test(
    "takes the names of syslog for levels",
    arguments: [("err", LogLevel.error), ("crit", .critical)])
  func syslogLevels(name: String, level: LogLevel) {
    #expect(loadDaemon("[Scand]\nLogLevel=\(name)\n").settings.daemon.logLevel == level)
  }

  @Test("has the last value, and an empty one takes it back")
  func lastWins() {
    let result = loadDaemon(
      "[Scand]\nSerialRepeated=reject\nSerialRepeated=off\nSocket=/a\nSocket=")
    #expect(result.settings.daemon.rules.serialRepeated == .off)
    #expect(result.settings.daemon.socket == nil)
    #expect(result.problems == [])
  }

  @Test("is overridden by its drop-ins")
  func dropIns() {
    let result = load(files: [
      ConfigurationFile(
        path: "a", unit: .daemon,
        contents: .bytes(Array("[Scand]\nLogLevel=debug\nSocket=/a\n".utf8))),
      ConfigurationFile(
        path: "b", unit: .daemon, contents: .bytes(Array("[Scand]\nLogLevel=error\n".utf8))),
    ])
    #expect(result.settings.daemon.logLevel == .error)
    #expect(result.settings.daemon.socket == "/a")
  }

  @Test(
    "says what is wrong with a value and keeps the one before",
    arguments: [
      (
        "LogLevel=loud",
        "LogLevel: \"loud\" is not one of debug, info, notice, warning, error, critical"
      ),
      (
        "LogLevel=Warning",
        "LogLevel: \"Warning\" is not one of debug, info, notice, warning, error, critical; "
          + "did you mean warning?"
      ),
      (
        "UnverifiedLayout=off",
        "UnverifiedLayout: \"off\" is not one of reject, note"
      ),
      (
        "ItemsUnavailable=off",
        "ItemsUnavailable: \"off\" is not one of reject, note"
      ),
      (
        "Recalled=refuse",
        "Recalled: \"refuse\" is not one of reject, note, off"
      ),
      (
        "Expired=Reject",
        "Expired: \"Reject\" is not one of reject, note, off; did you mean reject?"
      ),
      (
        "DefaultPolicy=lot",
        "DefaultPolicy: belongs in [Scanner] of a .scanner file, not in [Scand]"
      ),
      (
        "Socket=scand.sock",
        "Socket: \"scand.sock\" is not an absolute path of at most 107 bytes"
      ),
    ])
  func badValues(line: String, expected: String) {
    let result = loadDaemon("[Scand]\n\(line)\n")
    #expect(result.shown == ["/etc/scand/scand.conf:2: \(expected)"])
    #expect(result.settings.daemon == DaemonSettings())
  }
}
