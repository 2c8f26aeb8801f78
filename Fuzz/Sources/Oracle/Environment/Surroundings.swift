// SPDX-License-Identifier: Apache-2.0

// An input is a text of lines:
//
//   NAME=VALUE           a variable of the environment; $pid, $abstract and $path stand for the process
//                        and for sockets on which the examination listens
//   open sf.d            descriptors from 3 on: a socket, a file, none, a datagram socket
//   hold NAME NAME       the store is to hold a descriptor under each name; `|` stands for a new line
//   drop NAME NAME       the store is to forget these names
//   settle               the store is to send what is owed
//   full, read           the service manager's socket is filled; its messages are read

import Glibc

/// The environment and the descriptors that an input describes.
struct Surroundings {
  /// The variables that the module reads.
  static let names = [
    "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
  ]

  /// A step of a descriptor store, or of the other side.
  enum Step {
    case hold([String])
    case drop([String])
    case settle, full, read
  }

  /// The values of the variables; never empty.
  private(set) var values: [String: [UInt8]] = [:]
  /// The kinds of the descriptors from 3 on.
  private(set) var kinds: [UInt8] = []
  /// The steps of the store.
  private(set) var steps: [Step] = []

  init(_ input: [UInt8]) {
    for line in input.split(separator: 0x0A) where !line.contains(0) {
      if let sign = line.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(decoding: line[..<sign], as: UTF8.self)
        if Self.names.contains(name) {
          values[name] = replaced(Array(line[(sign + 1)...]))
          continue
        }
      }
      read(String(decoding: line, as: UTF8.self))
    }
    values = values.filter { !$1.isEmpty }
  }

  /// The value of a variable as text.
  func text(_ name: String) -> String? { values[name].map { String(decoding: $0, as: UTF8.self) } }

  /// Sets the variables, and removes those that have no value (setenv(3), unsetenv(3)).
  func apply() {
    for name in Self.names {
      guard let value = values[name] else {
        unsetenv(name)
        continue
      }
      _ = (value + [0]).withUnsafeBytes {
        setenv(name, $0.bindMemory(to: CChar.self).baseAddress!, 1)
      }
    }
  }

  private mutating func read(_ line: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    let names = words.dropFirst().prefix(8).map { String($0).replacing("|", with: "\n") }
    switch words.first {
    case "open": kinds = Array((words.dropFirst().first ?? "").utf8.prefix(40))
    case "hold": add(.hold(names))
    case "drop": add(.drop(names))
    case "settle": add(.settle)
    case "full": add(.full)
    case "read": add(.read)
    default: break
    }
  }

  private mutating func add(_ step: Step) {
    if steps.count < 24 { steps.append(step) }
  }
}

/// A value with the words that stand for something of this process.
private func replaced(_ value: [UInt8]) -> [UInt8] {
  switch value {
  case Array("$pid".utf8): Array("\(getpid())".utf8)
  case Array("$abstract".utf8): Array(NotifySocket.abstractName.utf8)
  case Array("$path".utf8): Array(NotifySocket.path.utf8)
  default: value
  }
}
