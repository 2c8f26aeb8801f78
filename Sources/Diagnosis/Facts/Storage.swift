// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// The state directory, and the free space of its file system (statvfs(3)).
struct StorageFacts: Equatable {
  /// The path of the state directory.
  var directory = "/var/lib/scand"
  /// The directory as it is; nil if it is not there.
  var status: Status? = Status()
  /// The file system; nil if statvfs(3) failed.
  var room: Room?
  /// The daemon's complaints about scans that it cannot record.
  var complaints: [String] = []
  /// The required owner of the directory: the user that the daemon runs as.
  var writer = UserFacts.daemon
  /// The databases and the lock file, as far as this user may see them.
  var files: [File] = []
  /// The programs that hold locks on the databases, except the daemon.
  var locks: [Lock] = []

  /// The owner and permissions of the directory.
  struct Status: Equatable {
    var isDirectory = true
    var owner = UserFacts.daemon
    var group = UserFacts.databases
    var mode: UInt32 = 0o2750

    /// True if the permissions are not exactly those of tmpfiles.d.
    fileprivate var isAjar: Bool { mode & 0o7777 != 0o2750 }
  }

  /// The file system of the directory.
  struct Room: Equatable {
    var mountPoint = "/"
    var isReadOnly = false
    var freeBytes: UInt64
    var totalBytes: UInt64
    /// Both are 0 where the file system has no fixed number of inodes.
    var freeInodes: UInt64
    var totalInodes: UInt64
  }

  /// The findings about the directory, its file system and unrecorded scans.
  var findings: [Finding] {
    [directoryFinding] + fileFindings + roomFindings + complaints.map(complaint) + lockFindings
  }

  private var directoryFinding: Finding {
    let place = visible(directory)
    guard let status else {
      return problem(
        "There is no directory \(place)", "there is nowhere to record scans", absenceCure)
    }
    guard status.isDirectory else {
      return problem(
        "\(place) is not a directory", "there is nowhere to record scans",
        Cure(.root("mv \(shellWord(directory)) \(shellWord(directory + ".away"))"), .restart))
    }
    if status.owner != writer {
      return problem(
        "\(place) belongs to \(visible(status.owner)), not to \(visible(writer))",
        "scand may not write there",
        Cure(commands: ownerCommands + [.restart]))
    }
    let access = "\(place) has group \(visible(status.group)) and mode \(octal(status.mode))"
    if status.mode & 0o700 != 0o700 {
      return problem(access, "scand may not write there", Cure(commands: modeCommands))
    }
    if writer == UserFacts.daemon, status.group != UserFacts.databases || status.isAjar {
      return problem(
        "\(access), not scand-sql and 2750",
        "users outside the group scand-sql can read the journal and hold up recording",
        Cure(commands: modeCommands))
    }
    return Finding(check: .storage, state: .ok, seen: "\(place) belongs to \(visible(writer))")
  }

  private var absenceCure: Cure {
    isUsual ? Cure(.makeStateDirectory, .restart) : Cure(.restart)
  }

  func problem(_ seen: String, _ why: String, _ cure: Cure) -> Finding {
    Finding(check: .storage, state: .problem, seen: seen, why: why, cures: [cure])
  }

  private func complaint(_ text: String) -> Finding {
    Finding(
      check: .storage, state: .problem, seen: "scand says: \(withoutFullStop(text))",
      why: "these scans are lost if the machine stops",
      cures: [
        Cure(
          when: "scand continues by itself once the disk accepts data; to watch it",
          .anybody("scanctl status"))
      ])
  }
}

/// A sentence without its full stop.
func withoutFullStop(_ text: String) -> String {
  text.hasSuffix(".") ? String(text.dropLast()) : text
}
