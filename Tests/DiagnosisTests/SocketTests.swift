// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Testing
import Wire

@testable import Diagnosis

@Suite struct SocketTests {
  private let path = "/run/scand/scand.sock"
  private let renewal = [
    "systemctl stop scand.socket scand.service", "systemctl start scand.socket scand.service",
  ]

  private func failed(_ error: FeedClientError, _ file: SocketFacts.File) -> SocketFacts {
    SocketFacts(file: file, attempt: .failed(error))
  }

  @Test func oneThatIsGoneOrDeafIsMadeAnew() {
    for facts in [
      failed(.noSocket(path), .absent),
      failed(.notListening(path), .socket(group: "scand", mode: 0o660)),
      failed(.notAllowed(path), .socket(group: "root", mode: 0o600)),
      failed(.notAllowed(path), .hidden),
    ] {
      #expect(facts.findings.states == [.problem])
      #expect(facts.findings.commands == renewal)
    }
  }

  @Test func oneThatIsGoneWithTheDaemonComesWithIt() {
    var facts = SocketFacts(file: .absent, attempt: .notMade, serviceRuns: false)
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings.commands == ["systemctl start scand.socket scand.service"])
    // A socket that is started already would not be made anew.
    facts.systemdListens = true
    #expect(facts.findings.commands == renewal)
  }

  @Test func whoIsNoMemberBecomesOne() {
    var facts = failed(.notAllowed(path), .socket(group: "scand", mode: 0o660))
    facts.membershipCure = [Cure(.anybody("newgrp scand"))]
    #expect(facts.findings.commands == ["newgrp scand"])
  }

  @Test func aFileInItsPlaceIsRemoved() {
    #expect(failed(.notListening(path), .other).findings.commands == ["rm -r \(path)"] + renewal)
  }

  @Test func aDaemonThatDoesNotAnswerIsStartedAnew() {
    let facts = failed(.timeout, .socket(group: "scand", mode: 0o660))
    #expect(facts.findings.commands == ["systemctl restart scand.service"])
  }

  @Test(arguments: [
    (SocketFacts.Origin.environment, "unset SCAND_SOCKET"),
    (.option, "scanctl doctor --socket /run/scand/scand.sock"),
  ]) func whoLooksInTheWrongPlaceIsToldSo(origin: SocketFacts.Origin, command: String) {
    var facts = failed(.noSocket("/nowhere"), .absent)
    facts.path = "/nowhere"
    facts.origin = origin
    facts.answersElsewhere = path
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings.commands == [command])
  }

  @Test func whatWouldStartTheDaemonIsNotTried() {
    #expect(SocketFacts(attempt: .notMade).findings.states == [.unknown])
    #expect(SocketFacts(file: .absent, attempt: .notMade).findings.states == [.problem])
  }

  @Test func anOpenDoorIsWarnedOf() {
    let facts = SocketFacts(file: .socket(group: "scand", mode: 0o666))
    #expect(facts.findings.states == [.warning])
    #expect(facts.findings.commands == renewal)
    #expect(SocketFacts().findings.states == [.ok])
  }
}
