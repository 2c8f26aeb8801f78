// SPDX-License-Identifier: Apache-2.0

// The doctor sees what is there, says it in both forms, and leaves everything as it was. The
// problems of a machine are tried on real ones, in virtual machines.

import Foundation
import Testing
import Wire

@Suite struct DoctorTests {
  @Test func aScannerThatIsReadIsSeenAndItsNodeIsJudged() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    let doctor = try examine(daemon, testbed)
    #expect(doctor.status == 1)
    #expect(doctor.states(of: "socket") == ["ok"])
    #expect(doctor.states(of: "scanner") == ["ok"])
    #expect(doctor.texts(of: "scanner").first?.contains("is grabbed") == true)
    // A mocked device has no permissions of its own.
    #expect(doctor.states(of: "device") == ["problem"])
    #expect(doctor.commands(of: "device").contains("udevadm control --reload"))
    try testbed("scan dock 4711")
    var subscriber = try Subscriber(to: daemon)
    _ = try subscriber.next()
  }

  @Test func withoutAScannerTheOtherDevicesAreListed() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug desk keyboard")
    let doctor = try examine(daemon, testbed)
    #expect(doctor.states(of: "scanner") == ["problem"])
    #expect(doctor.commands(of: "scanner").contains { $0.contains("ID_BARCODE_SCANNER=1") })
    let people = try run(
      binary("scanctl"), ["doctor"],
      environment: testbed.environment.merging(["SCAND_SOCKET": daemon.socket]) { $1 })
    #expect(people.output.contains("/dev/input/event"))
    #expect(people.output.utf8.count == people.output.unicodeScalars.count)
  }

  @Test func aStoppedDaemonAndAWrongPathAreTold() throws {
    let daemon = try Daemon()
    let wrong = try daemon.scanctl("doctor", "--json", "--socket", "/nowhere/scand.sock")
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("There is no socket /nowhere/scand.sock"))
    daemon.end(by: SIGKILL)
    let stopped = try daemon.scanctl("doctor", "--json")
    #expect(stopped.status == 1)
    #expect(stopped.output.contains("is stale: no process listens on it"))
    #expect(FileManager.default.fileExists(atPath: daemon.socket))
  }

  @Test func wrongUsageIs64() throws {
    #expect(try run(binary("scanctl"), ["doctor", "--mend"]).status == 64)
  }

  /// The doctor's object.
  private struct Answer {
    let status: Int32
    let checks: [JSONValue]

    func states(of check: String) -> [String] { fields("state", of: check) }
    func texts(of check: String) -> [String] { fields("seen", of: check) }

    func commands(of check: String) -> [String] {
      found(check).flatMap { finding -> [String] in
        guard case .array(let cures)? = finding["cures"] else { return [] }
        return cures.flatMap { cure -> [String] in
          guard case .object(let fields) = cure, case .array(let lines)? = fields["commands"]
          else { return [] }
          return lines.compactMap { if case .string(let line) = $0 { line } else { nil } }
        }
      }
    }

    private func fields(_ name: String, of check: String) -> [String] {
      found(check).compactMap { if case .string(let text)? = $0[name] { text } else { nil } }
    }

    private func found(_ check: String) -> [[String: JSONValue]] {
      checks.compactMap { value in
        guard case .object(let object) = value, object["check"] == .string(check) else {
          return nil
        }
        return object.fields
      }
    }
  }

  private func examine(_ daemon: Daemon, _ testbed: Testbed) throws -> Answer {
    let result = try run(
      binary("scanctl"), ["doctor", "--json"],
      environment: testbed.environment.merging(["SCAND_SOCKET": daemon.socket]) { $1 })
    #expect(result.errors == "")
    guard case .object(let fields)? = JSONValue(parsing: result.output.utf8),
      case .array(let checks)? = fields["checks"]
    else { throw DaemonError(text: result.output) }
    #expect(
      fields["problems"]
        == .integer(Int64(checks.count { "\($0)".contains("string(\"problem\")") })))
    return Answer(status: result.status, checks: checks)
  }
}
