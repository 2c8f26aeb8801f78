// SPDX-License-Identifier: Apache-2.0

// A socket fails in few ways and the kernel names them: there is no file, it does not let us in, or
// nobody listens behind it. Connecting to a socket on which systemd listens starts the daemon, so
// that is not tried while the daemon is stopped.

import FeedClient
import TerminalIO
import Wire

/// The daemon's socket, as this user finds it.
package struct SocketFacts: Equatable {
  /// Who said where it is.
  package enum Origin: Equatable {
    case option, environment, usual
  }

  enum File: Equatable {
    case absent
    /// Something on the way to it lets this user not in (EACCES).
    case hidden
    case other
    case socket(group: String, mode: UInt32)
  }

  enum Attempt: Equatable {
    case answered
    case failed(FeedClientError)
    /// It would have started the daemon.
    case notMade
  }

  var path = defaultSocketPath
  var origin = Origin.usual
  var file = File.socket(group: UserFacts.clients, mode: 0o660)
  var attempt = Attempt.answered
  /// Where scand listens by its configuration, if that is elsewhere and somebody answers there.
  var answersElsewhere: String?
  /// Whether systemd says that the daemon runs.
  var serviceRuns = true
  /// Whether systemd says that it listens there.
  var systemdListens = false
  /// What lets this user in, if it is no member of the group.
  var membershipCure: [Cure] = []
  /// What makes the socket anew.
  var renewal = Cure.renewSocket

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

  /// What is wrong although this user is let in.
  private var modeFinding: Finding? {
    guard case .socket(_, let mode) = file, mode & 0o007 != 0 else { return nil }
    return Finding(
      check: .socket, state: .warning, seen: "\(shown) has mode \(octal(mode)), not 0660",
      why: "users outside the group scand may ask scand too", cures: [renewal])
  }

  private var notTried: Finding {
    Finding(
      check: .socket, state: .unknown, seen: "\(shown) was not tried",
      why: "that would start scand")
  }

  private func elsewhere(_ other: String) -> Finding {
    let (who, cure): (String, Command) =
      origin == .option
      ? ("--socket", .anybody("scanctl doctor --socket \(shellWord(other))"))
      : ("SCAND_SOCKET", .anybody("unset SCAND_SOCKET"))
    return problem(
      "\(who) says \(shown), but scand answers at \(visible(other))", "this program asks nobody",
      [Cure(cure)])
  }

  private func failed(_ error: FeedClientError) -> Finding {
    switch error {
    case .noSocket: absent
    case .notAllowed: shut
    case .notListening: deaf
    case .timeout, .disconnected, .malformed, .lineTooLong: silent
    case .refused(let reason):
      problem(
        "scand takes no more connections at \(shown): \(withoutStop(visible(reason.text)))",
        "programs on this machine hold them",
        [Cure(when: "which ones says", .root("ss -xp"))])
    case .otherProtocol(let version):
      problem(
        "The daemon speaks protocol \(version), and this program knows \(protocolVersion)",
        "one of them is not up to date",
        [Cure(when: "in the folder of the newer one's sources", .install, .restart)])
    case .pathTooLong, .server, .system:
      problem(withoutStop(error.description), "this program cannot ask scand", [renewal])
    }
  }

  private var absent: Finding {
    guard case .absent = file else { return problem("\(shown) is gone again", noAsking, [renewal]) }
    let seen = "There is no socket \(shown)"
    if serviceRuns { return problem("\(seen) although scand runs", noAsking, [renewal]) }
    if systemdListens { return problem("\(seen) although systemd listens", noAsking, [renewal]) }
    return problem(seen, noAsking, [Cure(.units("start scand.socket scand.service"))])
  }

  private var shut: Finding {
    if !membershipCure.isEmpty {
      return problem("You may not use \(shown)", noAsking, membershipCure)
    }
    guard case .socket(let group, let mode) = file else {
      return problem("Something on the way to \(shown) lets you not in", noAsking, [renewal])
    }
    return problem(
      "\(shown) has group \(visible(group)) and mode \(octal(mode)), not scand and 0660", noAsking,
      [renewal])
  }

  private var deaf: Finding {
    guard case .other = file else {
      return problem("Nobody listens behind \(shown), which was left behind", noAsking, [renewal])
    }
    return problem(
      "\(shown) is no socket", noAsking,
      [Cure(commands: [.root("rm -r \(shellWord(path))")] + renewal.commands)])
  }

  private var silent: Finding {
    problem("\(shown) takes connections, but scand does not answer", noAsking, [Cure(.restart)])
  }

  private var noAsking: String { "programs get no records" }

  private func problem(_ seen: String, _ why: String, _ cures: [Cure]) -> Finding {
    Finding(check: .socket, state: .problem, seen: seen, why: why, cures: cures)
  }
}
