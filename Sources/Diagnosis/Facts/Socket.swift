// SPDX-License-Identifier: Apache-2.0

// A socket fails in few ways and the kernel names them: there is no file, it does not let us in, or
// nobody listens behind it. Connecting to a socket on which systemd listens starts the daemon, so
// that is not tried while the daemon is stopped.

import FeedClient
import TerminalIO
import Wire

/// The daemon's socket, as this user finds it.
package struct SocketFacts: Equatable {
  /// The source of the socket's path.
  package enum Origin: Equatable {
    case option, environment, usual
  }

  /// The file at the path of the socket.
  enum File: Equatable {
    case absent
    /// Something on the way to it lets this user not in (EACCES).
    case hidden
    case other
    case socket(group: String, mode: UInt32)
  }

  /// The result of connecting.
  enum Attempt: Equatable {
    case answered
    case failed(FeedClientError)
    /// It would have started the daemon.
    case notMade
  }

  /// The path that was tried.
  var path = defaultSocketPath
  /// The source of the path.
  var origin = Origin.usual
  /// The file at the path.
  var file = File.socket(group: UserFacts.clients, mode: 0o660)
  /// The result of connecting.
  var attempt = Attempt.answered
  /// The configured path of the socket, if that is another one and scand answers there.
  var answersElsewhere: String?
  /// True if systemd says that the daemon runs.
  var serviceRuns = true
  /// True if systemd says that it listens there.
  var systemdListens = false
  /// The cures for a user who is not in the group.
  var membershipCure: [Cure] = []
  /// The cure that recreates the socket.
  var renewal = Cure.renewSocket

  /// The findings about the socket.
  var findings: [Finding] {
    switch attempt {
    case .answered: [modeFinding ?? answered]
    case .notMade: [file == .absent ? absent : notTried]
    case .failed(let error): [answersElsewhere.map(elsewhere) ?? failed(error)]
    }
  }

  private var shown: String { visible(path) }

  private var answered: Finding {
    Finding(check: .socket, state: .ok, seen: "scand answers at \(shown)")
  }

  /// The finding about a socket that is open to everybody.
  private var modeFinding: Finding? {
    guard case .socket(_, let mode) = file, mode & 0o007 != 0 else { return nil }
    return Finding(
      check: .socket, state: .warning, seen: "\(shown) has mode \(octal(mode)), not 0660",
      why: "users outside the group scand can use scand too", cures: [renewal])
  }

  private var notTried: Finding {
    Finding(
      check: .socket, state: .unknown, seen: "\(shown) was not tried",
      why: "connecting would start scand")
  }

  private func elsewhere(_ other: String) -> Finding {
    let (who, cure): (String, Command) =
      origin == .option
      ? ("--socket", .anybody("scanctl doctor --socket \(shellWord(other))"))
      : ("SCAND_SOCKET", .anybody("unset SCAND_SOCKET"))
    return problem(
      "\(who) says \(shown), but scand answers at \(visible(other))",
      "this program reaches no daemon",
      [Cure(cure)])
  }

  private func failed(_ error: FeedClientError) -> Finding {
    switch error {
    case .noSocket: absent
    case .notAllowed: denied
    case .notListening: notListening
    case .timeout, .disconnected, .malformed, .lineTooLong: silent
    case .refused(let reason):
      problem(
        "scand accepts no more connections at \(shown): \(withoutFullStop(visible(reason.text)))",
        "other programs use all of them",
        [Cure(when: "to see which", .root("ss -xp"))])
    case .otherProtocol(let version):
      problem(
        "The daemon speaks protocol \(version), and this program knows \(protocolVersion)",
        "one of them is outdated",
        [Cure(when: "in the source directory of the newer one", .install, .restart)])
    case .pathTooLong, .server, .system:
      problem(withoutFullStop(error.description), "this program cannot ask scand", [renewal])
    }
  }

  private var absent: Finding {
    guard case .absent = file else {
      return problem("\(shown) has disappeared", noAsking, [renewal])
    }
    let seen = "There is no socket \(shown)"
    if serviceRuns { return problem("\(seen) although scand runs", noAsking, [renewal]) }
    if systemdListens { return problem("\(seen) although systemd listens", noAsking, [renewal]) }
    return problem(seen, noAsking, [Cure(.units("start scand.socket scand.service"))])
  }

  private var denied: Finding {
    if !membershipCure.isEmpty {
      return problem("You may not use \(shown)", noAsking, membershipCure)
    }
    guard case .socket(let group, let mode) = file else {
      return problem("A directory on the way to \(shown) denies you access", noAsking, [renewal])
    }
    return problem(
      "\(shown) has group \(visible(group)) and mode \(octal(mode)), not scand and 0660", noAsking,
      [renewal])
  }

  private var notListening: Finding {
    guard case .other = file else {
      return problem("\(shown) is stale: no process listens on it", noAsking, [renewal])
    }
    return problem(
      "\(shown) is not a socket", noAsking,
      [Cure(commands: [.root("rm -r \(shellWord(path))")] + renewal.commands)])
  }

  private var silent: Finding {
    problem("\(shown) accepts connections, but scand does not answer", noAsking, [Cure(.restart)])
  }

  private var noAsking: String { "programs get no records" }

  private func problem(_ seen: String, _ why: String, _ cures: [Cure]) -> Finding {
    Finding(check: .socket, state: .problem, seen: seen, why: why, cures: cures)
  }
}
