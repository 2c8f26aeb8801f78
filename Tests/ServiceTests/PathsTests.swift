// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Testing
import Wire

@testable import Service

@Suite struct PathsTests {
  @Test func theCommandLineComesFirstThenTheConfiguration() {
    var settings = DaemonSettings()
    settings.stateDirectory = "/configured"
    settings.socket = "/configured.sock"
    #expect(
      Paths(state: "/given", socket: "/given.sock", settings: settings).state == "/given")
    #expect(Paths(state: nil, socket: nil, settings: settings).state == "/configured")
    #expect(Paths(state: nil, socket: nil, settings: settings).socket == "/configured.sock")
    #expect(Paths(state: nil, socket: nil, settings: DaemonSettings()).socket == defaultSocketPath)
  }

  @Test func theServiceManagersFirstDirectoryComesThird() async {
    await #expect(processExitsWith: .success) {
      setenv("STATE_DIRECTORY", "/managed:/other", 1)
      #expect(Paths(state: nil, socket: nil, settings: DaemonSettings()).state == "/managed")
      unsetenv("STATE_DIRECTORY")
      #expect(Paths(state: nil, socket: nil, settings: DaemonSettings()).state == "/var/lib/scand")
    }
  }
}
