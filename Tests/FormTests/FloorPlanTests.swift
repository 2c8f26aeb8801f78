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
  "Wedge": Room(floor: 0, outside: []),
  "Wire": Room(floor: 0, outside: ["FoundationEssentials"]),
  "SystemCalls": Room(floor: 0, outside: ["Glibc", "Synchronization", "SystemPackage"]),
  "CLinux": Room(floor: -1, outside: []),
  "CUdev": Room(floor: -1, outside: []),
  "CSQLite": Room(floor: -1, outside: []),
  "Tracking": Room(floor: 1, outside: []),
  "FeedClient": Room(floor: 1, outside: ["FoundationEssentials"]),
  "Configuration": Room(floor: 2, outside: []),
  "Scanners": Room(floor: 3, outside: ["Glibc"]),
  "Journal": Room(floor: 2, outside: ["Glibc", "Synchronization"]),
  "Feed": Room(floor: 2, outside: ["Glibc", "NIOCore", "NIOPosix", "Synchronization"]),
  "scand": Room(floor: 4, outside: ["ArgumentParser", "Glibc", "Logging", "Synchronization"]),
  "scanctl": Room(floor: 4, outside: ["ArgumentParser", "FoundationEssentials", "Glibc"]),
]

/// Rooms that must not know each other although the floors would allow it.
private let strangers: [String: Set<String>] = [
  "scanctl": ["Feed"],
  "Journal": ["Wedge", "FeedClient"],
  "Scanners": ["GS1", "Tracking", "Wire", "FeedClient", "Journal", "Feed"],
  "Feed": ["GS1", "Wedge", "Tracking", "FeedClient"],
]

/// Modules that only some files of a room may import: what they do is done while no daemon runs, or
/// to a file that is none of the daemon's.
private let doors: [String: [String: Set<String>]] = [
  "scanctl": ["Journal": ["BackupCommand.swift", "RestoreCommand.swift"]]
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
    if let there = plan[module] { return there.floor < here.floor }
    return here.outside.contains(module)
  }

  private func imports(of file: SourceFile) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || $0 == "public" }
      guard words.first == "import", words.count >= 2 else { return nil }
      return words.last.map { String($0.prefix { $0 != "." }) }
    }
  }
}
