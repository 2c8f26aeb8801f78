// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that runs beside the test, with pipes to its standard streams. One thread may write to
/// it while another reads.
final class Program: @unchecked Sendable {
  let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  /// Starts `path`; it has `environment` and nothing else of ours but PATH and HOME.
  init(
    _ path: String, _ arguments: [String], environment: [String: String] = [:],
    errors: FileHandle? = nil
  ) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let ours = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
    process.environment = ours.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    if let errors { process.standardError = errors }
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Writes a line to its standard input.
  func write(line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
  }

  /// Ends its standard input.
  func closeInput() {
    try? input.fileHandleForWriting.close()
  }

  /// The next line of its standard output; nil at the end.
  func readLine() throws -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...end) }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      let chunk = output.fileHandleForReading.availableData
      if chunk.isEmpty { return nil }
      pending += chunk
    }
  }

  /// The rest of its standard output.
  func readToEnd() throws -> String {
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: pending + rest, as: UTF8.self)
  }

  /// Sends a signal.
  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits for its end.
  @discardableResult
  func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// Runs a program to its end with `input` and gives what it wrote and its exit status.
func run(
  _ path: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
) throws -> (output: String, errors: String, status: Int32) {
  let errors = try TemporaryFile()
  let program = try Program(
    path, arguments, environment: environment, errors: FileHandle(forWritingAtPath: errors.path))
  // A program that stops reading must not stop the test.
  signal(SIGPIPE, SIG_IGN)
  Thread.detachNewThread {
    for line in input.split(separator: "\n") { try? program.write(line: String(line)) }
    program.closeInput()
  }
  let output = try program.readToEnd()
  let status = program.wait()
  return (output, try String(contentsOfFile: errors.path, encoding: .utf8), status)
}

/// An empty file that exists as long as the value does.
final class TemporaryFile {
  let path = NSTemporaryDirectory() + "scand-file-\(UUID().uuidString)"

  init() throws {
    try Data().write(to: URL(fileURLWithPath: path))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// An empty directory that exists as long as the value does.
final class TemporaryDirectory {
  let path = NSTemporaryDirectory() + "scand-\(UUID().uuidString.prefix(8))"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// The directory of the libraries that were built with the tests.
let productDirectory = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().path
