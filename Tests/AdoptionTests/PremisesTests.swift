// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation
import Scanners
import SystemCalls
import Testing

@testable import Adoption

@Suite struct PremisesTests {
  private let root: TemporaryRoot
  private var premises: Premises { root.premises }
  private let name = AdoptedName("dock-1")!
  private let rule = "etc/udev/rules.d/64-scand-dock-1.rules"
  private let scanner = "etc/scand/dock-1.scanner"

  init() throws { root = try TemporaryRoot() }

  private func adopt(_ name: String = "dock-1") throws {
    try premises.write(try draft(name, station: "dock-1"))
  }

  private func permissions(_ name: String) throws -> UInt32 {
    try Stat.of(path: root.path + "/" + name).rawValue.st_mode & 0o7777
  }

  // MARK: Writing

  @Test func bothFilesAreThereAndReadableForAll() throws {
    try adopt()
    #expect(root.files == [scanner, rule])
    #expect(try root.read(rule) == draft("dock-1", station: "dock-1").rule)
    #expect(try root.read(scanner) == draft("dock-1", station: "dock-1").scanner)
    for file in [rule, scanner] { #expect(try permissions(file) == 0o644) }
    for directory in ["etc", "etc/scand", "etc/udev", "etc/udev/rules.d"] {
      #expect(try permissions(directory) == 0o755)
    }
  }

  @Test func theFileAppliesToTheDevice() throws {
    try adopt()
    #expect(premises.settingsFile(of: device()) == "dock-1.scanner")
    #expect(premises.settingsFile(of: device(serial: "S2")) == nil)
    try root.write("[Match]\nVendor=0c2e\n", to: "etc/scand/10-all.scanner")
    #expect(premises.settingsFile(of: device()) == "10-all.scanner")
  }

  @Test func aNameThatIsInUseIsRefusedAndAnotherOneFound() throws {
    try adopt()
    let path = premises.rule(of: name)
    #expect(throws: AdoptionError.taken(path)) { try adopt() }
    #expect(try premises.freeName(name).description == "dock-1-2")
    try root.write("mine", to: "usr/lib/scand/dock-1-2.scanner")
    #expect(try premises.freeName(name).description == "dock-1-3")
    try root.write("mine", to: "etc/scand/dock-1-3.scanner")
    #expect(try premises.freeName(name).description == "dock-1-4")
  }

  @Test func aLinkInThePlaceOfAFileIsNeitherFollowedNorReplaced() throws {
    for file in [rule, scanner] {
      let root = try TemporaryRoot()
      try root.write("precious", to: "secret")
      try root.write("", to: "\(file).keep")
      try FileManager.default.createSymbolicLink(
        atPath: root.path + "/" + file, withDestinationPath: root.path + "/secret")
      let error = #expect(throws: AdoptionError.self) {
        try root.premises.write(try draft("dock-1"))
      }
      #expect(error == .taken(root.path + "/" + file))
      #expect(error?.exitCode == 73)
      #expect(try root.read("secret") == "precious")
      #expect(root.files == [file, "\(file).keep", "secret"].sorted())
      _ = try root.premises.forget(name, isForced: true)
      #expect(root.files.contains(file))
    }
  }

  @Test(arguments: ["openat", "fchmod", "write", "fsync", "renameat", "mkdirat"])
  func aFailureLeavesNothing(call: String) throws {
    var failures = 0
    for number in 1...12 {
      let root = try TemporaryRoot()
      do {
        try FailingCalls.with(.init(call, .noSpace, from: number)) {
          try root.premises.write(try draft("dock-1"))
        }
      } catch let error as AdoptionError {
        failures += 1
        #expect(root.files == [], "\(call) \(number): \(root.files)")
        #expect([73, 74].contains(error.exitCode), "\(error)")
      }
    }
    #expect(failures > 0)
  }

  @Test func theScannerFileOfAnAdoptionThatWasCutOffIsReplaced() throws {
    try root.write(try draft("dock-1", station: "gate-7").scanner, to: scanner)
    #expect(try premises.names() == [name])
    try adopt()
    #expect(try root.read(scanner).contains("Station=dock-1"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can play two users"))
  func whatAnotherUserCouldExchangeIsNotWritten() throws {
    try FileManager.default.createDirectory(
      atPath: root.path + "/etc/udev", withIntermediateDirectories: true)
    chown(root.path + "/etc/udev", 54_321, 54_321)
    let error = #expect(throws: AdoptionError.self) { try adopt() }
    guard case .exposed(_, let directory)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(directory == root.path + "/etc/udev")
    #expect(root.files == [])
    chown(root.path + "/etc/udev", 0, 0)
    let link = root.path + "/etc/scand"
    try? FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/tmp")
    lchown(link, 54_321, 54_321)
    #expect(throws: AdoptionError.self) { try adopt() }
    #expect(!FileManager.default.fileExists(atPath: "/tmp/dock-1.scanner"))
  }

  // MARK: Forgetting

  @Test func forgettingRemovesExactlyBothFiles() throws {
    try adopt()
    try adopt("gate-2")
    try root.write("mine", to: "etc/scand/dock-1.scanner.d/50-mine.conf")
    try root.write("mine", to: "etc/udev/rules.d/64-scand-mine.rules")
    let before = root.files
    let outcome = try premises.forget(name, isForced: false)
    #expect(outcome.removed.map(\.path) == [premises.rule(of: name), premises.scanner(of: name)])
    #expect(outcome.kept == [])
    #expect(Set(before).subtracting(root.files) == [rule, scanner])
    #expect(try premises.names().map(\.description) == ["gate-2"])
  }

  @Test(arguments: [
    "etc/udev/rules.d/64-scand-dock-1.rules", "etc/scand/dock-1.scanner",
  ])
  func aFileThatWasChangedStaysUnlessForced(file: String) throws {
    try adopt()
    let text = try root.read(file)
    for changed in [text + "#\n", text.replacingOccurrences(of: "0c2e", with: "0c2f"), text + " "] {
      try root.write(changed, to: file)
      let outcome = try premises.forget(name, isForced: false)
      #expect(outcome.kept.map(\.path) == [root.path + "/" + file])
      #expect(root.files == [file])
      #expect(try premises.names() == [name])
      #expect(try premises.forget(name, isForced: true).removed.count == 1)
      #expect(root.files == [])
      try adopt()
    }
  }

  @Test func aFileOfSomebodyElseStaysAlways() throws {
    try root.write("[Match]\nVendor=0c2e\n", to: scanner)
    try root.write("# Written by \"scanctl adop\n", to: rule)
    for isForced in [false, true] {
      let outcome = try premises.forget(name, isForced: isForced)
      #expect(outcome.removed == [] && outcome.kept == [])
    }
    #expect(root.files == [scanner, rule])
    #expect(try premises.names() == [])
  }

  @Test func aFileThatWasCutOffIsChanged() throws {
    try adopt()
    let text = try root.read(rule)
    for length in 0..<text.utf8.count {
      let origin = Marker.origin(of: Array(text.utf8.prefix(length)))
      #expect(origin != .adopted, "\(length)")
    }
    #expect(Marker.origin(of: Array(text.utf8)) == .adopted)
  }

  @Test func aNameThatWasNotAdoptedIsTold() throws {
    let result = try Forgetter(premises, isForced: false).forget(name)
    #expect(!result.isComplete)
    #expect(result.lines == ["No scanner was adopted as dock-1."])
  }
}
