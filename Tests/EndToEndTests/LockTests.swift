// SPDX-License-Identifier: Apache-2.0

// Another program's lock on the journal: the status says so, with the process, and recording goes on
// when it is gone.

import FeedClient
import Foundation
import Testing
import Wire

@Suite struct LockTests {
  @Test(.timeLimit(.minutes(2)))
  func aLockThatHoldsUpRecordingIsInTheStatusWithItsProcess() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    var follower = try Subscriber(to: daemon)
    let program = try Program(
      "/usr/bin/python3",
      [
        "-c",
        "import fcntl, sys; f = open(sys.argv[1], 'rb'); fcntl.lockf(f, fcntl.LOCK_SH, 1, 120); "
          + "print('locked', flush=True); sys.stdin.read()", "\(daemon.state)/journal.db-shm",
      ])
    #expect(try program.readLine() == "locked")
    try testbed("scan dock \(label(serial: "L"))")
    let wanted =
      "A lock or an open transaction of another program (process "
      + "\(program.process.processIdentifier)) on \(daemon.state)/journal.db has held up recording"
    let deadline = Date() + 30
    var problems: [String] = []
    while !problems.contains(where: { $0.hasPrefix(wanted) }), Date() < deadline {
      problems = try FeedConnection(path: daemon.socket).ask(.status).problems
    }
    #expect(problems.contains { $0.hasPrefix(wanted) }, "\(problems)")
    program.closeInput()
    program.wait()
    #expect(try follower.next().subject.serial == "L")
    #expect(try FeedConnection(path: daemon.socket).ask(.status).problems == [])
  }
}
