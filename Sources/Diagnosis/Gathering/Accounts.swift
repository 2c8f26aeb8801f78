// SPDX-License-Identifier: Apache-2.0

import Glibc
import TerminalIO

/// The name of a user (getpwuid(3)); nil if there is none with that number.
package func userName(_ number: uid_t) -> String? {
  getpwuid(number).map { String(cString: $0.pointee.pw_name) }
}

/// The name of a group (getgrgid(3)); nil if there is none with that number.
func groupName(_ number: gid_t) -> String? {
  getgrgid(number).map { String(cString: $0.pointee.gr_name) }
}

/// True if the group database has a user in a group (getgrouplist(3)).
func isUser(_ user: String, in group: String) -> Bool {
  guard let account = getpwnam(user), let wanted = getgrnam(group) else { return false }
  let (own, number) = (account.pointee.pw_gid, wanted.pointee.gr_gid)
  var count: Int32 = 64
  var groups = [gid_t](repeating: 0, count: 64)
  while getgrouplist(user, own, &groups, &count) < 0, count > groups.count {
    groups = [gid_t](repeating: 0, count: Int(count))
  }
  return groups.prefix(Int(max(count, 0))).contains(number)
}

extension UserFacts {
  /// Gathers the user and group databases.
  ///
  /// - Parameter unit: the properties of scand.service, which may add groups.
  static func gather(unit: [String: String]) -> UserFacts {
    var facts = UserFacts()
    facts.missingGroups = [clients, administrators, devices, databases].filter {
      getgrnam($0) == nil
    }
    facts.hasDaemonUser = getpwnam(daemon) != nil
    let given = (unit["SupplementaryGroups"] ?? "").split(separator: " ").map(String.init)
    facts.daemonMayReadDevices = given.contains(devices) || isUser(daemon, in: devices)
    facts.strangers = members(of: devices).filter { $0 != daemon }
    facts.databaseReaders = members(of: databases).filter { $0 != daemon }
    facts.isDescribed = ["/etc", "/run", "/usr/local/lib", "/usr/lib"].contains {
      status(of: "\($0)/sysusers.d/scand.conf") != nil
    }
    return facts
  }

  /// The members that the group database lists (getgrnam(3)).
  private static func members(of group: String) -> [String] {
    guard let entry = getgrnam(group), var name = entry.pointee.gr_mem else { return [] }
    var members: [String] = []
    while let member = name.pointee {
      members.append(String(cString: member))
      name += 1
    }
    return members
  }
}

extension MembershipFacts {
  /// Gathers the user who runs this program.
  static func gather() -> MembershipFacts {
    var facts = MembershipFacts()
    facts.isRoot = geteuid() == 0
    facts.user = userName(getuid()) ?? "\(getuid())"
    facts.groupExists = getgrnam(UserFacts.clients) != nil
    if facts.isRoot, let name = environmentVariable("SUDO_USER"), name != "root" {
      facts.sudoUser = name
    }
    facts.isMember = isUser(facts.sudoUser ?? facts.user, in: UserFacts.clients)
    facts.isMemberNow = hasGroup(UserFacts.clients)
    return facts
  }

  /// True if this process is in a group (getgroups(2)).
  private static func hasGroup(_ name: String) -> Bool {
    guard let number = getgrnam(name)?.pointee.gr_gid else { return false }
    var groups = [gid_t](repeating: 0, count: Int(max(getgroups(0, nil), 0)))
    let count = getgroups(Int32(groups.count), &groups)
    return getegid() == number || groups.prefix(Int(max(count, 0))).contains(number)
  }
}
