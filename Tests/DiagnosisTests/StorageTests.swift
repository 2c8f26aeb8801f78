// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing

@testable import Diagnosis

private let mebibyte: UInt64 = 1 << 20

@Suite struct StorageTests {
  @Test(arguments: [
    (400 * mebibyte, 1024 * mebibyte, Finding.State.ok),
    (199 * mebibyte, 1024 * mebibyte, .warning), (19 * mebibyte, 1024 * mebibyte, .problem),
    (700 * mebibyte, 16384 * mebibyte, .warning), (900 * mebibyte, 16384 * mebibyte, .ok),
    (90 * mebibyte, 16384 * mebibyte, .problem), (2048 * mebibyte, 1 << 40, .ok),
    (1000 * mebibyte, 1 << 40, .warning), (99 * mebibyte, 1 << 40, .problem),
  ]) func aShareOfTheDiskCountsWithinBounds(free: UInt64, total: UInt64, state: Finding.State) {
    let facts = StorageFacts(room: room(free: free, of: total))
    #expect(facts.roomFindings.states == [state])
  }

  @Test func inodesRunOutToo() {
    var space = room(free: 8 << 30, of: 16 << 30)
    space.freeInodes = 7
    let findings = StorageFacts(room: space).roomFindings
    #expect(findings.states == [.problem])
    #expect(findings[0].seen == "7 of 1000000 inodes are free at /var")
    #expect(findings.commands.first?.hasPrefix("du --inodes -x") == true)
    (space.freeInodes, space.totalInodes) = (0, 0)
    #expect(StorageFacts(room: space).roomFindings.states == [.ok])
  }

  @Test func aReadOnlyDiskIsMountedForWriting() {
    let findings = StorageFacts(room: room(free: 1, of: 2, isReadOnly: true)).roomFindings
    #expect(findings.states == [.problem])
    #expect(findings.commands == ["mount -o remount,rw /var"])
  }

  @Test func aDirectoryThatIsNotScandsIsGivenToIt() {
    var facts = StorageFacts(directory: "/srv/scan data")
    facts.status?.owner = "root"
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings.commands.first == "chown -R _scand:scand-sql '/srv/scan data'")
    facts.status = .init(mode: 0o755)
    #expect(facts.findings.states == [.problem])
    #expect(facts.findings.commands.contains("chmod 2750 '/srv/scan data'"))
    facts.status = nil
    #expect(facts.findings.states == [.problem])
  }

  @Test func aDaemonThatSomebodyRunsByHandWritesToTheirDirectory() {
    var facts = StorageFacts(status: .init(owner: "anna", group: "anna", mode: 0o700))
    facts.writer = "anna"
    #expect(facts.findings.states == [.ok])
    facts.writer = "root"
    #expect(facts.findings.states == [.problem])
  }

  @Test func theUsualDirectoryIsMadeByTmpfiles() {
    var facts = StorageFacts()
    #expect(facts.findings.states == [.ok])
    for status in [
      StorageFacts.Status?.none, .init(owner: "root"), .init(group: "scand"), .init(mode: 0o750),
    ] {
      facts.status = status
      #expect(facts.findings.states == [.problem])
      #expect(facts.findings.commands.first == "systemd-tmpfiles --create scand.conf")
    }
  }

  @Test func aFileThatOthersCanOpenIsAProblem() {
    var facts = StorageFacts(files: [.init(), .init(name: "lock", mode: 0o600)])
    #expect(facts.findings.states == [.ok])
    facts.files.append(.init(name: "items.db-shm", group: "scand"))
    facts.files.append(.init(name: "items.db", mode: 0o644))
    facts.files.append(.init(name: "journal.db-wal", owner: "root"))
    facts.files[1].mode = 0o640
    #expect(facts.findings.states == [.ok, .problem])
    #expect(
      facts.findings[1].details == [
        "lock: _scand, scand-sql, 0640", "items.db-shm: _scand, scand, 0640",
        "items.db: _scand, scand-sql, 0644", "journal.db-wal: root, scand-sql, 0640",
      ])
    let makeDirectory = "systemd-tmpfiles --create scand.conf"
    #expect(
      facts.findings.commands == ["chown -R _scand:scand-sql /var/lib/scand", makeDirectory])
    facts.files.removeLast()
    #expect(facts.findings.commands == [makeDirectory])
    facts.directory = "/srv/scand"
    #expect(
      facts.findings.commands.prefix(2) == [
        "chown -R _scand:scand-sql /srv/scand", "chmod 0600 /srv/scand/lock",
      ])
    facts.writer = "anna"
    facts.status?.owner = "anna"
    #expect(facts.findings.states == [.ok])
  }

  @Test func aProgramWithALockIsNamedAndEnded() {
    let lock = StorageFacts.Lock(process: 4711, name: "sqlite3", user: "anna")
    let findings = StorageFacts(locks: [lock]).findings
    #expect(findings.states == [.ok, .problem])
    #expect(
      findings[1].seen
        == "sqlite3, process 4711 of anna, has a lock on /var/lib/scand/journal.db")
    #expect(findings.commands == ["kill 4711"])
  }

  @Test func theHoldersOfLocksAreInTheKernelsTable() {
    let table = """
      1: POSIX  ADVISORY  READ 4711 fe:01:1234 120 120
      2: POSIX  ADVISORY  WRITE 12 fe:01:1234 123 EOF
      2: -> POSIX  ADVISORY  WRITE 13 fe:01:1234 120 120
      3: OFDLCK ADVISORY  READ -1 fe:01:1234 120 120
      4: FLOCK  ADVISORY  WRITE 14 fe:01:1234 0 EOF
      5: POSIX  ADVISORY  WRITE 15 fe:01:99 120 127
      6: POSIX  ADVISORY  WRITE 16 fe:01:1234 0 EOF
      """
    #expect(lockHolders(in: table, of: 1234, 120...122) == [16, 4711])
    #expect(lockHolders(in: table, of: 99, 127...200) == [15])
    #expect(lockHolders(in: "", of: 99, 0...1) == [])
  }

  @Test func whatTheDaemonCannotRecordIsSaid() {
    let facts = StorageFacts(complaints: ["Recording fails; 3 scans wait: disk full."])
    #expect(facts.findings.states == [.ok, .problem])
    #expect(facts.findings[1].seen == "scand says: Recording fails; 3 scans wait: disk full")
  }

  @Test func theMountPointIsTheDeepestAbove() {
    let table = """
      22 1 254:0 / / rw,noatime shared:1 - ext4 /dev/vda rw
      31 22 0:25 / /var rw - tmpfs tmpfs rw
      32 22 0:26 / /var/lib/sca rw - tmpfs tmpfs rw
      33 22 0:27 / /srv/scan\\040data rw - tmpfs tmpfs rw
      """
    #expect(mountPoint(of: "/var/lib/scand", in: table) == "/var")
    #expect(mountPoint(of: "/var/lib/sca", in: table) == "/var/lib/sca")
    #expect(mountPoint(of: "/srv/scan data/x", in: table) == "/srv/scan data")
    #expect(mountPoint(of: "/opt", in: table) == "/")
  }

  @Test func sizesAreShort() {
    #expect(size(19 * mebibyte) == "19 MiB")
    #expect(size(4813 * mebibyte) == "4.7 GiB")
    #expect(size(512) == "0.5 KiB")
    #expect(size(2 << 40) == "2 TiB")
  }
}
