// SPDX-License-Identifier: Apache-2.0

import Glibc
import Systemd

extension Examination {
  /// Examines the environment of a service manager, and a store of descriptors in it.
  func examineEnvironment(_ input: [UInt8]) throws(Violation) {
    let surroundings = Surroundings(input)
    try PrivateDescriptors.thread.run { () throws(Violation) in
      try examinePassed(surroundings, input)
    }
    try PrivateDescriptors.thread.run { () throws(Violation) in
      try examineManager(surroundings, input)
    }
  }

  private func examineManager(_ surroundings: Surroundings, _ input: [UInt8]) throws(Violation) {
    let address = surroundings.text("NOTIFY_SOCKET") ?? ""
    let socket = NotifySocket(at: address)
    let manager = try measured(input, .environment) {
      surroundings.apply()
      return ServiceManager()
    }
    try requireNoVariables(["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"], input)
    try require(
      .patienceIsItsNumber, manager.watchdogPatience == surroundings.patience,
      "\(manager.watchdogPatience ?? -1): \(Corpus.line(of: input))")
    try require(
      .notifySocketIsAnAddress, manager.exists == surroundings.hasNotifySocket,
      Corpus.line(of: input))
    guard let socket else { return }
    let isSent = manager.notify("READY=1\nSTATUS=x")
    let isHere = socket.next().map { $0.text == Array("READY=1\nSTATUS=x".utf8) }
    try require(.messagesArrive, isSent && isHere == true, Corpus.line(of: input))
    try examineStore(of: manager, at: socket, surroundings.steps, input)
  }

  /// Requires that no child will believe these variables.
  func requireNoVariables(_ names: [String], _ input: [UInt8]) throws(Violation) {
    try require(
      .variablesAreRemoved, names.allSatisfy { getenv($0) == nil }, Corpus.line(of: input))
  }
}

extension Surroundings {
  /// The patience of the watchdog, by a reading of its digits.
  fileprivate var patience: Int64? {
    guard text("WATCHDOG_PID").map({ number($0) == Int64(getpid()) }) ?? true,
      let patience = text("WATCHDOG_USEC").flatMap(number), patience > 0
    else { return nil }
    return patience
  }

  /// True if $NOTIFY_SOCKET is an address: an absolute path, or an abstract name.
  fileprivate var hasNotifySocket: Bool {
    guard let name = text("NOTIFY_SOCKET"), name.utf8.count > 1 else { return false }
    return "/@".utf8.contains(name.utf8.first!) && name.utf8.count < 108
  }
}

/// The number of a text of digits, which a plus sign may precede; nil if it has more than 63 bits.
func number(_ text: String) -> Int64? {
  let digits = text.utf8.first == UInt8(ascii: "+") ? text.utf8.dropFirst() : text.utf8[...]
  guard !digits.isEmpty else { return nil }
  var number: Int64 = 0
  for digit in digits {
    guard 0x30...0x39 ~= digit else { return nil }
    let (tens, isLarge) = number.multipliedReportingOverflow(by: 10)
    let (sum, isLarger) = tens.addingReportingOverflow(Int64(digit) - 0x30)
    if isLarge || isLarger { return nil }
    number = sum
  }
  return number
}

extension Allowance {
  /// Some thousand system calls.
  static let environment = Allowance(fixed: 20_000_000, perByte: 250)
}

extension Target {
  /// The variables with values, and the lines of a store.
  static let environmentWords: [String] =
    Surroundings.names.map { $0 + "=" } + [
      "$pid", "$abstract", "$path", "\nopen s", "\nhold a", "\nhold b", "\ndrop a", "\ndrop b",
      "\nsettle", "\nfull", "\nread", "scand.socket", "pci-1", ":", "4096", "4097", "sf", "+",
      "9223372036854775807", "9223372036854775808", "18446744073709551615", "-1",
    ]
}
