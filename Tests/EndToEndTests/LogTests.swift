// SPDX-License-Identifier: Apache-2.0

// Standard error may be anything: a terminal that somebody stopped, a pipe that nobody reads. Nothing of
// that may hold up the thread that reads scanners.

import Foundation
import Testing

@Suite struct LogTests {
  @Test func aChangedLogLevelHoldsFromTheReloadOn() throws {
    let configuration = try Configuration("[Scand]\nLogLevel=error\n")
    let daemon = try Daemon(configuration: configuration.path)
    #expect(!daemon.errors.contains("Ready: "))
    try configuration.write("[Scand]\nLogLevel=info\n")
    try daemon.reload()
    daemon.end()
    #expect(daemon.errors.contains("The configuration was read again."))
    #expect(daemon.errors.contains("Ended."))
  }

  @Test func aFullPipeAsStandardErrorStopsNeitherScansNorTheEnd() throws {
    let pipe = FullPipe()
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed, standardError: pipe.input)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    try testbed("scan dock \(label(serial: "A1"))")
    try daemon.reload()
    var subscriber = try Subscriber(to: daemon)
    #expect(try subscriber.next().subject.serial == "A1")
    daemon.send(SIGTERM)
    #expect(daemon.manager.hears("STOPPING=1"))
    #expect(daemon.hasEnded(within: 10))
  }

  @Test func theLinesThatAFullPipeCostAreCountedOnceItIsRead() throws {
    // A hundred and one lines a reload: the errors that are shown, and that nothing changed.
    let configuration = try Configuration("[Scand]\n")
    let pipe = FullPipe()
    let daemon = try Daemon(configuration: configuration.path, standardError: pipe.input)
    try configuration.write("[Scand]\n" + String(repeating: "LogLevel=loud\n", count: 99))
    let reloads = 20
    for _ in 0..<reloads { try daemon.reload() }
    let lines = try pipe.lines(until: "Log lines were lost")
    let lost = lines.last.flatMap { Int($0.split(separator: " ").last?.dropLast() ?? "") } ?? 0
    // The line "Ready" and a hundred lines for each reload.
    #expect(lines.count - 1 + lost == 1 + 100 * reloads)
    #expect(lost > 0)
    try configuration.write("[Scand]\n")
    try daemon.reload()
    #expect(try pipe.lines(until: "was read again").count == 1)
  }
}

extension Daemon {
  /// Has it read its configuration again, and waits until it has.
  fileprivate func reload() throws {
    send(SIGHUP)
    guard manager.hears("RELOADING=1"), manager.hears("READY=1") else {
      throw DaemonError(text: "scand did not reload: \(errors)")
    }
  }

  /// True if the process ends within so many seconds.
  fileprivate func hasEnded(within seconds: Double) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      if kill(process, 0) != 0 { return true }
      usleep(10_000)
    }
    return false
  }
}

/// A directory with a scand.conf.
private final class Configuration {
  private let directory: TemporaryDirectory
  var path: String { directory.path }

  init(_ text: String) throws {
    directory = try TemporaryDirectory()
    try write(text)
  }

  func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/scand.conf"))
  }
}

/// A pipe that takes no byte more until it is read.
private final class FullPipe {
  let input: FileHandle
  private let output: FileHandle
  private var filling = 0
  private var pending = Data()

  init() {
    let pipe = Pipe()
    (input, output) = (pipe.fileHandleForWriting, pipe.fileHandleForReading)
    let number = input.fileDescriptor
    // The option belongs to the open file, so it must be gone before the daemon inherits it.
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    while write(number, [UInt8](repeating: 46, count: 512), 512) == 512 { filling += 512 }
    while write(number, [46], 1) == 1 { filling += 1 }
    _ = fcntl(number, F_SETFL, 0)
  }

  /// The lines up to the first one that holds `text`.
  func lines(until text: String) throws -> [String] {
    var lines: [String] = []
    while true {
      while let end = pending.firstIndex(of: 10) {
        lines.append(String(decoding: pending[..<end], as: UTF8.self))
        pending.removeSubrange(...end)
        if lines.last!.contains(text) { return lines }
      }
      let chunk = output.availableData
      guard !chunk.isEmpty else { throw DaemonError(text: "no line with \(text)") }
      let old = min(filling, chunk.count)
      filling -= old
      pending += chunk.dropFirst(old)
    }
  }
}
