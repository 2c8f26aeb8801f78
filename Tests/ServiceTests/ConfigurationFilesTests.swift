// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Service

@Suite struct ConfigurationFilesTests {
  @Test func aDirectoryHoldsTheWholeConfiguration() throws {
    let directory = try TemporaryDirectory()
    try directory.write("[Scand]\nLogLevel=debug\n", to: "scand.conf")
    try directory.write("[Scand]\nSocket=/run/x.sock\n", to: "scand.conf.d/10-socket.conf")
    try directory.write(
      "[Match]\nVendor=0c2e\n[Scanner]\nStation=dock-1\n", to: "dock-1.scanner")
    try directory.write("not a unit", to: ".hidden.scanner")
    let settings = try ConfigurationFiles(main: directory.path).settings()
    #expect(settings.daemon.logLevel == .debug)
    #expect(settings.daemon.socket == "/run/x.sock")
    #expect(settings.scanner(for: .init(vendor: "0c2e"))?.station == "dock-1")
    #expect(settings.scanner(for: .init(vendor: "0000")) == nil)
  }

  @Test func aLinkToDevNullMasksAFile() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/dock-1.scanner", withDestinationPath: "/dev/null")
    #expect(ConfigurationFiles(main: directory.path).load().problems == [])
  }

  @Test func everyErrorIsReported() throws {
    let directory = try TemporaryDirectory()
    try directory.write("[Scand]\nLogLevl=debug\nSocket=relative\n", to: "scand.conf")
    #expect(throws: ConfigurationErrors.self) {
      try ConfigurationFiles(main: directory.path).settings()
    }
    let problems = ConfigurationFiles(main: directory.path).load().problems
    #expect(problems.map(\.line) == [2, 3])
    #expect(report(ConfigurationErrors(problems: problems)) == EX_CONFIG)
  }

  @Test func usersAreLookedUpAndAnUnknownOneIsAnErrorWithItsPlace() throws {
    let directory = try TemporaryDirectory()
    try directory.write("[Scand]\nSubscriberUser=wms:root erp:7\n", to: "scand.conf")
    let files = ConfigurationFiles(main: directory.path)
    #expect(try files.settings().daemon.subscriberUsers.map(\.uid) == [0, 7])
    try directory.write("[Scand]\nSubscriberUser=erp:no-such-user\n", to: "scand.conf.d/a.conf")
    #expect(
      files.load().problems.map(\.description) == [
        "\(directory.path)/scand.conf.d/a.conf:2: SubscriberUser: \"no-such-user\" is not a user of "
          + "this machine"
      ])
  }

  @Test func aFileThatIsNotThereIsAnError() {
    let path = "/nowhere/scand.conf"
    let problems = ConfigurationFiles(main: path).load().problems
    #expect(problems.map(\.file) == [path])
    #expect(problems.map(\.code) == [.unreadable])
  }
}
