// SPDX-License-Identifier: Apache-2.0

// The floor plan of ARCHITECTURE.md, held by what the files really import. A target may import
// targets of lower floors only, and of the world outside just what stands here beside it.

import Foundation
import Testing

private struct Room {
  let floor: Int
  let outside: Set<String>
}

private let plan: [String: Room] = [
  "GS1": Room(floor: 0, outside: []),
  "KeyNames": Room(floor: 0, outside: []),
  "Wedge": Room(floor: 0, outside: []),
  "Wire": Room(floor: 0, outside: []),
  "SystemCalls": Room(floor: 0, outside: ["Glibc", "Synchronization", "SystemPackage"]),
  "CInputEventCodes": Room(floor: -1, outside: []),
  "CChecksum": Room(floor: -1, outside: []),
  "CEvdev": Room(floor: -1, outside: []),
  "CLinux": Room(floor: -1, outside: []),
  "CNettle": Room(floor: -1, outside: []),
  "CUdev": Room(floor: -1, outside: []),
  "CSQLite": Room(floor: -1, outside: []),
  "CXkbcommon": Room(floor: -1, outside: []),
  "Tracking": Room(floor: 1, outside: []),
  "FeedClient": Room(floor: 1, outside: ["Dispatch", "Synchronization"]),
  "Layouts": Room(floor: 1, outside: ["Synchronization"]),
  "Recordings": Room(floor: 1, outside: []),
  "Systemd": Room(floor: 1, outside: ["Glibc"]),
  "TerminalIO": Room(floor: 1, outside: ["Glibc"]),
  "Calibration": Room(floor: 2, outside: []),
  "Configuration": Room(floor: 2, outside: []),
  "Scanners": Room(floor: 3, outside: ["Glibc", "Synchronization"]),
  "Journal": Room(floor: 2, outside: ["Glibc", "Synchronization"]),
  "Feed": Room(floor: 2, outside: ["Glibc", "NIOCore", "NIOPosix", "Synchronization"]),
  "Export": Room(floor: 2, outside: ["Glibc"]),
  "ItemImport": Room(floor: 2, outside: []),
  "Traceability": Room(floor: 2, outside: []),
  "Adoption": Room(floor: 4, outside: ["Glibc"]),
  "Diagnosis": Room(floor: 4, outside: ["Glibc"]),
  "Service": Room(floor: 4, outside: ["Glibc", "Logging", "Synchronization"]),
  "scand": Room(floor: 5, outside: ["ArgumentParser"]),
  "scanctl": Room(floor: 5, outside: ["ArgumentParser", "Glibc"]),
]

/// Rooms that must not know each other although the floors would allow it.
private let strangers: [String: Set<String>] = [
  "Service": [
    "Calibration", "Diagnosis", "Export", "FeedClient", "ItemImport", "Recordings", "TerminalIO",
    "Traceability",
  ],
  "scand": [
    "Adoption", "Calibration", "Diagnosis", "Export", "FeedClient", "ItemImport", "Recordings",
    "TerminalIO", "Traceability",
  ],
  "scanctl": [
    "CChecksum", "CEvdev", "CLinux", "CNettle", "CSQLite", "Feed", "Scanners", "Service", "Systemd",
  ],
  "Adoption": ["GS1", "Tracking", "FeedClient", "Journal", "Feed", "CUdev"],
  "Diagnosis": ["GS1", "Wedge", "Tracking", "Journal", "Feed"],
  "Export": ["Wedge", "Tracking"],
  "ItemImport": ["Wedge", "FeedClient"],
  "Traceability": ["Wedge", "Tracking"],
  "Journal": ["Wedge", "FeedClient"],
  "Scanners": ["GS1", "Tracking", "Wire", "FeedClient", "Journal", "Feed"],
  "Feed": ["GS1", "Wedge", "Tracking", "FeedClient"],
]

/// Modules that only some files of a room may import: what they do is done while no daemon runs, to a file
/// that is none of the daemon's, or reads only.
private let doors: [String: [String: Set<String>]] = [
  "scanctl": [
    "Journal": [
      "BackupCommand.swift", "RestoreCommand.swift", "VerifyCommand.swift",
      "VerifyCommand+Words.swift",
    ]
  ]
]

@Suite struct FloorPlanTests {
  @Test func everyRoomIsInThePlanAndEveryPlannedRoomExists() throws {
    let rooms = try FileManager.default.contentsOfDirectory(atPath: repository + "/Sources")
    #expect(Set(rooms) == Set(plan.keys))
  }

  @Test(arguments: plan.keys.sorted()) func aRoomImportsOnlyFromLowerFloors(room: String) throws {
    let files = try swiftFiles(in: "Sources/" + room)
    #expect(!files.isEmpty || room.hasPrefix("C"))
    for file in files {
      for module in imports(of: file) where !isAllowed(module, in: room, file) {
        Issue.record("\(file.path): \(room) must not import \(module)")
      }
    }
  }

  private func isAllowed(_ module: String, in room: String, _ file: SourceFile) -> Bool {
    let here = plan[room]!
    if let files = doors[room]?[module],
      !files.contains(file.path.split(separator: "/").last.map(String.init) ?? "")
    {
      return false
    }
    if strangers[room]?.contains(module) == true { return false }
    if here.outside.contains(module) { return true }
    return plan[module].map { $0.floor < here.floor } ?? false
  }

  private func imports(of file: SourceFile) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || $0 == "public" }
      guard words.first == "import", words.count >= 2 else { return nil }
      return words.last.map { String($0.prefix { $0 != "." }) }
    }
  }
}
