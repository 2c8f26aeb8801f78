// SPDX-License-Identifier: Apache-2.0

import CLinux
import Foundation
import Scanners
import SystemCalls
import Testing

@testable import Adoption

@Suite(.serialized) struct ListenerTests {
  private let keyboard = device(
    7, vendor: "046d", product: "c31c", serial: "", name: "Logitech USB Keyboard")
  private let scanner = device(1)

  private func found(_ ending: Listener.Ending) -> Listener.Found? {
    if case .scanned(let found) = ending { found } else { nil }
  }

  @Test func everyCandidateIsGrabbedAndNoOtherDeviceOpened() throws {
    let bench = try Bench(
      keyboard, scanner, device(3, serial: "A1", isMarked: true),
      device(4, serial: "B1", isRuledOut: true), device(5, serial: "", path: ""),
      device(6, serial: "C1", canScan: false))
    var calls: [String: [String]] = [:]
    bench.whenReady { bench in
      calls = bench.opened.mapValues(\.calls)
      bench.opened["/dev/input/event1"]?.send(strokes("4711\n", from: soon(), pace: 2000))
    }
    let found = try #require(found(try bench.listen()))
    let all = ["clock", "mask", "keysDown", "grab"]
    #expect(calls == ["/dev/input/event7": all, "/dev/input/event1": all])
    #expect(found.candidate.device == scanner && found.label.data == Array("4711".utf8))
    #expect(found.evidence == nil && !found.isOnlyKeyboard)
    #expect(bench.closed.sorted() == ["/dev/input/event1", "/dev/input/event7"])
    #expect(bench.notices == [.survey(Survey(of: bench.devices)), .ready])
  }

  @Test func signsAndTheOnlyKeyboardAreTold() throws {
    let bench = try Bench(scanner)
    bench.whenReady { bench in
      let time = soon()
      let arrow = [key(KEY_LEFT, 1, at: time), key(KEY_LEFT, 0, at: time + 1000)]
      bench.opened["/dev/input/event1"]?.send(
        arrow + strokes("4711\n", from: time + 10_000_000, pace: 2000))
    }
    let found = try #require(found(try bench.listen()))
    #expect(found.evidence == .key(UInt16(KEY_LEFT)) && found.isOnlyKeyboard)
    #expect(found.label.data == Array("4711".utf8))
  }

  @Test func aKeyThatIsDownDelaysTheGrab() throws {
    let bench = try Bench(keyboard, scanner)
    bench.prepare = { device, fake in
      if device == self.keyboard { fake.down = .init([UInt16(KEY_ENTER)]) }
    }
    bench.whenReady { bench in
      #expect(bench.opened["/dev/input/event7"]?.calls.contains("grab") == false)
      #expect(bench.opened["/dev/input/event1"]?.calls.contains("grab") == true)
      bench.opened["/dev/input/event7"]?.send([key(KEY_ENTER, 0, at: soon(after: 0))])
    }
    var isGrabbed = false
    let react = bench.react
    bench.react = { notice in
      react(notice)
      if case .opened = notice {
        isGrabbed = bench.opened["/dev/input/event7"]?.calls.contains("grab") == true
        bench.opened["/dev/input/event1"]?.send(strokes("4711\n", from: soon(), pace: 2000))
      }
      if notice == .ready { bench.devices.append(device(9, serial: "N1")) }
    }
    #expect(found(try bench.listen()) != nil)
    #expect(isGrabbed)
    #expect(bench.notices.contains(.waits(keyboard)))
  }

  @Test func aDeviceThatIsPluggedInLaterIsListenedTo() throws {
    let bench = try Bench(keyboard)
    bench.react = { notice in
      if notice == .ready { bench.devices.append(self.scanner) }
      if notice == .opened(self.scanner) {
        bench.opened["/dev/input/event1"]?.send(strokes("4711\n", from: soon(), pace: 2000))
      }
    }
    #expect(found(try bench.listen())?.candidate.device == scanner)
  }

  @Test func aDeviceThatIsUnpluggedIsTold() throws {
    let bench = try Bench(scanner)
    bench.whenReady { bench in
      bench.devices = []
      bench.opened["/dev/input/event1"]?.unplug()
    }
    #expect(try bench.listen(seconds: 1) == .expired)
    #expect(bench.notices.last == .gone(scanner))
  }

  @Test func aDeviceThatBecomesAScannerMeanwhileIsLetGo() throws {
    let bench = try Bench(scanner)
    var closed: [[String]] = []
    bench.looked = { bench in
      closed.append(bench.closed)
      bench.opened = [:]
      bench.devices = [device(1, isMarked: true)]
    }
    #expect(try bench.listen(seconds: 3) == .expired)
    #expect(closed.prefix(3) == [[], [], ["/dev/input/event1"]])
  }

  @Test func failuresAreToldOnce() throws {
    let bench = try Bench(keyboard, scanner)
    bench.openFailures["/dev/input/event7"] = .permissionDenied
    bench.prepare = { _, fake in fake.grabFailure = .resourceBusy }
    #expect(try bench.listen(seconds: 3) == .expired)
    let failure = SystemCallError("open", on: "/dev/input/event7", .permissionDenied)
    let refusal = SystemCallError("EVIOCGRAB", .resourceBusy)
    #expect(
      bench.notices == [
        .survey(Survey(of: bench.devices)), .failed(keyboard, failure), .refused(scanner, refusal),
        .ready,
      ])
  }

  @Test func escAndCtrlCOnADeviceEndIt() throws {
    for (keys, ending) in [
      ([KEY_ESC], Listener.Ending.left), ([KEY_LEFTCTRL, KEY_C], .signal(SIGINT)),
    ] {
      let bench = try Bench(keyboard)
      bench.whenReady { bench in
        let now = SystemClock.monotonic.now
        bench.opened["/dev/input/event7"]?.send(
          keys.map { key($0, 1, at: now) } + keys.map { key($0, 0, at: now + 1000) })
      }
      #expect(try bench.listen() == ending)
      #expect(bench.closed == ["/dev/input/event7"])
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]) func aSignalEndsIt(signal: Int32)
    throws
  {
    let bench = try Bench(keyboard)
    bench.whenReady { _ in pthread_kill(pthread_self(), signal) }
    #expect(try bench.listen() == .signal(signal))
    #expect(bench.closed == ["/dev/input/event7"])
  }

  /// Presses a key, has the end come, and releases the key a while later.
  private func waitAtTheEnd(releasedAfter delay: UInt32?) throws -> Int64 {
    let bench = try Bench(keyboard)
    bench.whenReady { bench in
      nonisolated(unsafe) let device = bench.opened["/dev/input/event7"]!
      device.send([key(KEY_A, 1, at: SystemClock.monotonic.now)])
      pthread_kill(pthread_self(), SIGINT)
      guard let delay else { return }
      Thread.detachNewThread {
        usleep(delay)
        device.send([key(KEY_A, 0, at: SystemClock.monotonic.now)])
      }
    }
    let began = SystemClock.monotonic.now
    #expect(try bench.listen() == .signal(SIGINT))
    #expect(bench.closed == ["/dev/input/event7"])
    return SystemClock.monotonic.now - began
  }

  @Test func theEndWaitsForTheReleaseOfAKey() throws {
    let waited = try waitAtTheEnd(releasedAfter: 400_000)
    #expect((400_000..<1_000_000).contains(waited), "\(waited)")
  }

  @Test func aKeyThatIsNeverReleasedDoesNotHoldTheEndUp() throws {
    let waited = try waitAtTheEnd(releasedAfter: nil)
    #expect((1_000_000..<3_000_000).contains(waited), "\(waited)")
  }
}
