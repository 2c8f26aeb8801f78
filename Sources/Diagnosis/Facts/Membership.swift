// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// The access of the person who runs the doctor.
struct MembershipFacts: Equatable {
  /// The user who runs the doctor.
  var user = "root"
  /// True if the effective user is root.
  var isRoot = true
  /// The user behind sudo(8).
  var sudoUser: String?
  /// True if there is a group scand at all.
  var groupExists = true
  /// True if the group database says that the person is a member.
  var isMember = true
  /// True if this session knows it: groups are given at login.
  var isMemberNow = true

  /// The findings about access to the daemon.
  var findings: [Finding] {
    guard groupExists else { return [] }
    if let sudoUser { return [behindSudo(sudoUser)] }
    if isRoot { return [ok("root can use scand")] }
    if isMemberNow { return [ok("\(visible(user)) is in the group scand")] }
    return [isMember ? notYet : stranger(user, .problem)]
  }

  /// The cures that give this person access; empty if nothing hinders.
  var cure: [Cure] {
    isRoot || isMemberNow ? [] : (isMember ? notYet : stranger(user, .problem)).cures
  }

  private func behindSudo(_ person: String) -> Finding {
    isMember
      ? ok("\(visible(person)) is in the group scand") : stranger(person, .warning)
  }

  private func stranger(_ person: String, _ state: Finding.State) -> Finding {
    Finding(
      check: .membership, state: state, seen: "\(visible(person)) is not in the group scand",
      why: "only its members and root can use scand",
      cures: [
        Cure(.root("usermod -aG scand \(shellWord(person))")),
        Cure(when: "then log out and in again, or", .anybody("newgrp scand")),
      ])
  }

  private var notYet: Finding {
    Finding(
      check: .membership, state: .problem,
      seen: "\(visible(user)) is in the group scand, but this session began before that",
      why: "it has no access yet",
      cures: [Cure(when: "log out and in again, or", .anybody("newgrp scand"))])
  }

  private func ok(_ seen: String) -> Finding {
    Finding(check: .membership, state: .ok, seen: seen)
  }
}
