// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import Layouts
import SystemCalls
import TerminalIO

extension StorageFacts {
  /// Gathers the state directory (stat(2), statvfs(3)); neither needs permission for the directory
  /// itself.
  static func gather(_ directory: String) -> StorageFacts {
    var facts = StorageFacts()
    facts.directory = directory
    let found = Diagnosis.status(of: directory)
    facts.status = found.map {
      Status(
        isDirectory: $0.isDirectory, owner: $0.ownerName, group: $0.groupName,
        mode: $0.permissions)
    }
    // A missing directory will be created on its parent's file system.
    facts.room = room(found == nil ? parent(of: directory) : directory)
    return facts
  }

  private static func room(_ path: String) -> Room? {
    var space = statvfs()
    guard (try? systemCall("statvfs", on: path) { statvfs(path, &space) }) != nil else {
      return nil
    }
    let place = mountPoint(of: path, in: FileContents(of: "/proc/self/mountinfo").text)
    return Room(
      mountPoint: place, isReadOnly: space.f_flag & UInt(ST_RDONLY) != 0,
      freeBytes: UInt64(space.f_bavail) * UInt64(space.f_frsize),
      totalBytes: UInt64(space.f_blocks) * UInt64(space.f_frsize),
      freeInodes: UInt64(space.f_favail), totalInodes: UInt64(space.f_files))
  }

  private static func parent(of path: String) -> String {
    let above = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + above
  }
}

extension ClockFacts {
  /// Asks the kernel (adjtimex(2), which changes nothing without a mode) and systemd.
  static func gather() -> ClockFacts {
    var facts = ClockFacts()
    var seconds = time(nil)
    var date = tm()
    gmtime_r(&seconds, &date)
    facts.year = Int(date.tm_year) + 1900
    var clock = timex()
    facts.isSynchronised = adjtimex(&clock) >= 0 && clock.status & STA_UNSYNC == 0
    if facts.isSynchronised, plausible.contains(facts.year) { return facts }
    if let said = output(of: "timedatectl", "show"), said.status == 0 {
      let answers = properties(in: said.text)
      facts.canUseNetwork = answers["CanNTP"].map { $0 == "yes" }
      facts.usesNetwork = answers["NTP"].map { $0 == "yes" }
    }
    return facts
  }
}

extension ConfigurationFacts {
  /// Reads the configuration as the daemon does; the settings are what its readable files say.
  static func gather() -> (facts: ConfigurationFacts, settings: Settings) {
    let dropIns = DropIns(names: names) { status(of: $0)?.isMask ?? false }
    var facts = ConfigurationFacts()
    facts.hidden = DropIns.directories.filter(isHidden)
    var files: [ConfigurationFile] = []
    for file in dropIns.files {
      guard let contents = contents(of: file.path) else {
        facts.hidden.append(file.path)
        continue
      }
      facts.files.append(file.path)
      files.append(ConfigurationFile(path: file.path, unit: file.unit, contents: contents))
    }
    var result = load(files: files, layouts: LayoutLibrary().layout(named:))
    result.resolveUsers { getpwnam($0)?.pointee.pw_uid }
    facts.problems = dropIns.problems + result.problems
    return (facts, result.settings)
  }

  /// True if this user may not list the directory (access(2)).
  private static func isHidden(_ directory: String) -> Bool {
    do throws(SystemCallError) {
      try systemCall("access", on: directory) { access(directory, R_OK | X_OK) }
      return false
    } catch {
      return error.errno == .permissionDenied
    }
  }

  /// The contents of a file; nil if this user may not read it.
  private static func contents(of path: String) -> ConfigurationFile.Contents? {
    switch FileContents(of: path, limit: UnitFile.maximumLength + 1) {
    case .bytes(let bytes): .bytes(bytes)
    case .absent: .unreadable(Errno.noSuchFileOrDirectory.description)
    case .unreadable(let reason): geteuid() == 0 ? .unreadable(reason) : nil
    }
  }
}
