// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Systemd

// Environment variables belong to the whole process, so each test has a process of its own.
@Suite struct ServiceManagerTests {
  /// Keeps the descriptors from 3 to 9, which the tests put others in the place of: the new process must
  /// not get one of them for its reports.
  init() {
    while case let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
      guard descriptor < 10 else {
        close(descriptor)
        return
      }
    }
  }

  @Test func statesReachTheSocketAndTheEnvironmentIsCleared() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      setenv("WATCHDOG_USEC", "60000000", 1)
      let manager = ServiceManager()
      #expect(manager.watchdogPatience == 60_000_000)
      #expect(getenv("NOTIFY_SOCKET") == nil && getenv("WATCHDOG_USEC") == nil)
      #expect(manager.notify("READY=1\nSTATUS=x"))
      #expect(receiver.next() == "READY=1\nSTATUS=x")
    }
  }

  @Test func aWatchdogOfAnotherProcessIsNotMeant() async {
    await #expect(processExitsWith: .success) {
      setenv("WATCHDOG_USEC", "60000000", 1)
      setenv("WATCHDOG_PID", "1", 1)
      #expect(ServiceManager().watchdogPatience == nil)
    }
  }

  @Test func withoutAServiceManagerNothingIsSent() async {
    await #expect(processExitsWith: .success) {
      unsetenv("NOTIFY_SOCKET")
      #expect(!ServiceManager().notify("READY=1"))
    }
  }

  @Test func descriptorsAreStoredOnceAndDropped() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      let store = DescriptorStore(ServiceManager())
      store.hold(["pci-1": 0, "pci-2": 0])
      #expect(
        Set([receiver.next(), receiver.next()])
          == ["FDSTORE=1\nFDNAME=pci-1", "FDSTORE=1\nFDNAME=pci-2"])
      store.hold(["pci-1": 0])
      #expect(receiver.next() == "FDSTOREREMOVE=1\nFDNAME=pci-2")
      store.hold(["pci-1": 0])
      #expect(receiver.next() == nil)
    }
  }

  @Test func aRefusedRemovalIsRepeatedBeforeAnotherDescriptorOfItsName() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      let manager = ServiceManager()
      let store = DescriptorStore(manager)
      #expect(!store.isBehind)
      receiver.fill(by: manager)
      store.drop(["pci-1"])
      #expect(store.isBehind)
      store.hold(["pci-1": 0])
      receiver.drain()
      store.settle()
      #expect(receiver.next() == "FDSTOREREMOVE=1\nFDNAME=pci-1")
      #expect(receiver.next() == "FDSTORE=1\nFDNAME=pci-1")
      #expect(receiver.next() == nil && !store.isBehind)
    }
  }

  @Test func aNameThatComesBackBeforeItsRemovalWasSentIsStoredAnew() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      let manager = ServiceManager()
      let store = DescriptorStore(manager)
      store.hold(["pci-1": 0])
      #expect(receiver.next() == "FDSTORE=1\nFDNAME=pci-1")
      receiver.fill(by: manager)
      store.hold([:])
      receiver.drain()
      store.hold(["pci-1": 1])
      #expect(receiver.next() == "FDSTOREREMOVE=1\nFDNAME=pci-1")
      #expect(receiver.next() == "FDSTORE=1\nFDNAME=pci-1")
    }
  }

  @Test func withoutAServiceManagerNoMessageIsOwed() async {
    await #expect(processExitsWith: .success) {
      unsetenv("NOTIFY_SOCKET")
      let store = DescriptorStore(ServiceManager())
      store.hold(["pci-1": 0])
      store.drop(["pci-2"])
      #expect(!store.isBehind)
    }
  }

  @Test func anotherDescriptorOfANameReplacesTheStoredOne() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      let store = DescriptorStore(ServiceManager())
      store.hold(["pci-1": 0])
      store.hold(["pci-1": 1])
      #expect(receiver.next() == "FDSTORE=1\nFDNAME=pci-1")
      #expect(receiver.next() == "FDSTOREREMOVE=1\nFDNAME=pci-1")
      #expect(receiver.next() == "FDSTORE=1\nFDNAME=pci-1")
      #expect(receiver.next() == nil)
    }
  }

  @Test func namesThatSystemdRefusesAreNeverSent() async {
    await #expect(processExitsWith: .success) {
      let receiver = try NotifyReceiver()
      let store = DescriptorStore(ServiceManager())
      let names = ["a\nWATCHDOG=trigger", "a:b", "caf\u{E9}", String(repeating: "a", count: 256)]
      store.hold(Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }))
      store.drop(names)
      #expect(receiver.next() == nil && !store.isBehind)
    }
  }

  @Test func aNameThatIsNoAddressIsNoServiceManager() async {
    await #expect(processExitsWith: .success) {
      for name in ["notify", "vsock:2:9999", "@", "/"] {
        setenv("NOTIFY_SOCKET", name, 1)
        #expect(!ServiceManager().exists)
      }
    }
  }

  @Test func numbersThatAreNotOpenAreNotClaimed() async {
    await #expect(processExitsWith: .success) {
      setenv("LISTEN_PID", "\(getpid())", 1)
      setenv("LISTEN_FDS", "1000", 1)
      setenv("LISTEN_FDNAMES", (3...1002).map { "n\($0)" }.joined(separator: ":"), 1)
      let passed = ServiceManager.passedDescriptors()
      #expect((passed.listening + passed.kept.values).allSatisfy { fcntl($0, F_GETFD) >= 0 })
    }
  }

  @Test func ofTwoKeptDescriptorsOfOneNameOneIsClosed() async {
    await #expect(processExitsWith: .success) {
      let high = fcntl(open("/dev/null", O_RDONLY), F_DUPFD, 100)
      #expect(dup2(high, 3) == 3 && dup2(high, 4) == 4)
      setenv("LISTEN_PID", "\(getpid())", 1)
      setenv("LISTEN_FDS", "2", 1)
      setenv("LISTEN_FDNAMES", "pci-1:pci-1", 1)
      #expect(ServiceManager.passedDescriptors().kept == ["pci-1": 4])
      #expect(fcntl(3, F_GETFD) == -1)
    }
  }

  @Test func passedDescriptorsAreSocketsAndNamedFiles() async {
    await #expect(processExitsWith: .success) {
      // systemd passes descriptors from 3 on.
      let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let file = open("/dev/null", O_RDONLY)
      let (high, higher) = (fcntl(socket, F_DUPFD, 100), fcntl(file, F_DUPFD, 100))
      #expect(dup2(high, 3) == 3 && dup2(higher, 4) == 4)
      setenv("LISTEN_PID", "\(getpid())", 1)
      setenv("LISTEN_FDS", "2", 1)
      setenv("LISTEN_FDNAMES", "scand.socket:pci-1", 1)
      let passed = ServiceManager.passedDescriptors()
      #expect(passed.listening == [3] && passed.kept == ["pci-1": 4])
      #expect(fcntl(3, F_GETFD) & FD_CLOEXEC != 0)
      #expect(getenv("LISTEN_FDS") == nil)
      #expect(ServiceManager.passedDescriptors().listening == [])
    }
  }
}

/// The socket of a service manager, named in the environment.
private struct NotifyReceiver {
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    let path = NSTemporaryDirectory() + "scand-notify-\(getpid()).sock"
    unlink(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw CocoaError(.fileWriteUnknown) }
    setenv("NOTIFY_SOCKET", path, 1)
  }

  /// The next message; nil if none waits.
  func next() -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Has `manager` send until the socket takes no more.
  func fill(by manager: ServiceManager) {
    while manager.notify("STATUS=full") {}
  }

  /// Throws away all messages that wait.
  func drain() {
    while next() != nil {}
  }
}
