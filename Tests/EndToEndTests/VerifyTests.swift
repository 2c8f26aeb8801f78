// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct VerifyTests {
  private let journal = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "JournalTests/Journals/schema-4.db")

  @Test func aCopyIsVerifiedAndNothingIsMadeBesideIt() throws {
    try withCopy { copy in
      let people = try run(binary("scanctl"), ["verify", copy])
      #expect(people.status == 0)
      #expect(people.output.contains("records 1 to 11"), "\(people.output)")
      #expect(people.output.contains("11 records of an earlier version"), "\(people.output)")
      let program = try run(binary("scanctl"), ["verify", "--json", copy])
      #expect(program.output.contains("\"notSummed\":11"), "\(program.output)")
      #expect(program.output.hasSuffix("\"sound\":true}\n"), "\(program.output)")
      let folder = URL(fileURLWithPath: copy).deletingLastPathComponent().path
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["journal.db"])
    }
  }

  @Test func missingRecordsAndAHashThatIsNotThereAreFailures() throws {
    try withCopy { copy in
      let noted = try run(
        binary("scanctl"), ["verify", "--head", String(repeating: "ab", count: 32), copy])
      #expect(noted.status == 1)
      #expect(noted.output.contains("No record has the noted hash"), "\(noted.output)")
      _ = try run("/usr/bin/sqlite3", [copy, "DELETE FROM record WHERE cursor IN (3, 5, 6)"])
      let missing = try run(binary("scanctl"), ["verify", copy])
      #expect(missing.status == 1)
      #expect(missing.output.contains("3 missing: 3, 5 to 6."), "\(missing.output)")
    }
  }

  @Test func aFileThatIsNoneAndAHashThatIsNoneAreRefused() throws {
    #expect(try run(binary("scanctl"), ["verify", "/nonexistent/journal.db"]).status == 66)
    #expect(try run(binary("scanctl"), ["verify", "--head", "12"]).status == 64)
    let other = try run(binary("scanctl"), ["verify", "/etc/hostname"])
    #expect(other.status == 74)
  }

  private func withCopy(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "scand-verify-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: "journal.db")
    try FileManager.default.copyItem(at: journal, to: copy)
    try body(copy.path)
  }
}
