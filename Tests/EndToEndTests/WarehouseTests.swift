// SPDX-License-Identifier: Apache-2.0

// A day with the command as it ships: people set policies, recall goods, work through rejected
// records, and follow under a name.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct WarehouseTests {
  private let testbed: Testbed
  let daemon: Daemon

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
  }

  private let lotAlone = "]C1010950600013435210C202507"

  @Test func twoThousandItemsAreImportedAllOrNone() throws {
    let file = try TemporaryFile()
    let rows = (0..<2000).map { number in
      let digits = "950600\(100_000 + number)"
      return
        "\(digits)\(checkDigit(digits));\(number % 2 == 0 ? "lot" : "serial");\"=Item; \(number)\""
    }
    try ("\u{FEFF}gtin;policy;name\r\n" + rows.joined(separator: "\r\n")).write(
      toFile: file.path, atomically: true, encoding: .utf8)
    let planned = try daemon.scanctl("items", "import", "--dry-run", file.path)
    #expect(
      planned.output.hasSuffix(
        "2,000 would be added, 0 changed, 0 are so already; nothing was changed.\n"))
    #expect(try daemon.scanctl("items").output == "0 items.\n", "there is none yet")

    let imported = try daemon.scanctl("items", "import", file.path)
    #expect(imported.output == "2,000 items: 2,000 added, 0 changed, 0 unchanged.\n")
    #expect(imported.status == 0)
    let listed = try daemon.scanctl("items", "list").output.split(separator: "\n")
    #expect(listed.count == 2001)
    #expect(listed.first?.contains(" by \(NSUserName())") == true)
    #expect(listed.last == "2,000 items.")

    let exported = try daemon.scanctl("items", "export").output
    let again = try run(
      binary("scanctl"), ["items", "import", "-"], input: exported,
      environment: ["SCAND_SOCKET": daemon.socket])
    #expect(again.output == "2,000 items: 0 added, 0 changed, 2,000 unchanged.\n")

    try ("gtin,policy\n96385074,both\n9506001000001,lots\n").write(
      toFile: file.path, atomically: true, encoding: .utf8)
    let refused = try daemon.scanctl("items", "import", file.path)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("\(file.path):3: policy: \"lots\" is no policy"))
    #expect(refused.errors.hasSuffix("nothing was changed.\n"))
    #expect(try daemon.scanctl("items", "export").output == exported)
  }

  @Test func aLabelWithoutTheSerialThatIsRequiredIsRejectedUntilTheItemIsRemoved() throws {
    var subscriber = try Subscriber(to: daemon)
    let set = try daemon.scanctl(
      "items", "set", "9506000134352", "--policy", "serial", "--name", "Hairdryer")
    #expect(set.output == "+ 09506000134352  name Hairdryer  policy serial\n")
    try testbed("scan dock \(lotAlone)")
    let rejected = try subscriber.next()
    #expect(rejected.verdict == .rejected)
    #expect(rejected.reasons.map(\.code) == ["serial-required"])
    try testbed("scan dock \(label(serial: "A"))")
    #expect(try subscriber.next().verdict == .accepted)

    #expect(try daemon.scanctl("items", "remove", "09506000134352").status == 0)
    #expect(try daemon.scanctl("items", "remove", "09506000134352").status == 1)
    try testbed("scan dock \(lotAlone)")
    #expect(try subscriber.next().verdict == .accepted)
  }

  @Test func aRecallHoldsFromTheNextScanOnUntilItIsLifted() throws {
    var subscriber = try Subscriber(to: daemon)
    try testbed("scan dock \(label(serial: "A"))")
    #expect(try subscriber.next().verdict == .accepted)
    let added = try daemon.scanctl("recall", "add", "--lot", "C202507", "--reason", "glass found")
    #expect(added.output.hasPrefix("Recall 1: lot C202507 of every GTIN."))
    try testbed("scan dock \(label(serial: "B"))")
    let recalled = try subscriber.next()
    #expect(recalled.verdict == .rejected)
    #expect(recalled.reasons.map(\.code) == ["recalled"])
    #expect(try daemon.scanctl("recall", "list", "--in-force").output.contains("glass found"))

    #expect(try daemon.scanctl("recall", "lift", "1").status == 0)
    try testbed("scan dock \(label(serial: "C"))")
    #expect(try subscriber.next().verdict == .accepted)
    let twice = try daemon.scanctl("recall", "lift", "1", "2")
    #expect(twice.status == 65)
    #expect(twice.errors.contains("no recall 2"))
    #expect(try daemon.scanctl("recall", "list", "--in-force").status == 0)
    let listed = try daemon.scanctl("recall", "list").output
    #expect(listed.contains("lifted") && listed.contains("by \(NSUserName())"))
  }

  @Test func exceptionsAreShownAndResolvedInTheNameOfWhoDoesIt() throws {
    var subscriber = try Subscriber(to: daemon)
    for label in ["]C1010950600013435310C1", label(serial: "A"), "]C10109506000134359"] {
      try testbed("scan dock \(label)")
    }
    _ = try subscriber.next(3)
    #expect(try daemon.scanctl("status").output.contains("open exceptions  2\n"))
    let list = try daemon.scanctl("exceptions", "list")
    #expect(list.status == 0)
    #expect(list.output.hasPrefix("1  "))
    #expect(list.output.hasSuffix("2 open exceptions.\n"))
    let one = try daemon.scanctl("exceptions", "list", "--lot", "C1", "--since", "yesterday")
    #expect(one.output.hasSuffix("1 exception found; 2 open in all.\n"))
    #expect(try daemon.scanctl("exceptions", "--until", "yesterday").status == 0)
    let shown = try daemon.scanctl("exceptions", "show", "1")
    #expect(shown.output.contains("\n    ]C1010950600013435310C1\n         ~~~~~~~~~~~~~~\n"))
    #expect(try daemon.scanctl("exceptions", "show", "2").status == 1)

    let resolved = try daemon.scanctl("exceptions", "resolve", "1", "--note", "printed again")
    #expect(resolved.output == "1 exception resolved by \(NSUserName()); 1 open.\n")
    let twice = try daemon.scanctl("exceptions", "resolve", "3", "1", "--note", "so")
    #expect(twice.status == 65)
    #expect(twice.errors.contains("printed again"))
    let done = try daemon.scanctl("exceptions", "list", "--resolved").output
    #expect(done.contains("by \(NSUserName()): printed again"))
    let json = try daemon.scanctl("exceptions", "list", "--all", "--json").output
    #expect(json.split(separator: "\n").count == 2)
    #expect(json.contains("\"note\":\"printed again\""))
  }

  @Test func aNamedSubscriberGoesOnBehindWhatItAcknowledgedAcrossARestart() throws {
    for number in 1...3 { try testbed("scan dock \(label(serial: "S\(number)"))") }
    let follow = ["follow", "--json", "--subscriber", "wms"]
    let first = try daemon.scanctl(
      "follow", "--json", "--subscriber", "wms", "--count", "2", "--acknowledge")
    #expect(cursors(first.output) == [1, 2])
    let list = try daemon.scanctl("subscribers", "list").output
    #expect(list.hasPrefix("wms  \(NSUserName())  acknowledged 2  1 record behind  last seen"))

    let errors = try TemporaryFile()
    let running = try Program(
      binary("scanctl"), follow + ["--acknowledge", "--count", "3"],
      environment: ["SCAND_SOCKET": daemon.socket],
      errors: FileHandle(forWritingAtPath: errors.path))
    let third = try running.readLine() ?? ""
    #expect(cursors(third) == [3])
    try testbed("await dock read")
    daemon.end(by: SIGKILL)
    try daemon.start()
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    for number in 4...5 { try testbed("scan dock \(label(serial: "S\(number)"))") }
    let rest = try running.readToEnd()
    #expect(running.wait() == 0)
    #expect(cursors(rest) == [4, 5], "nothing twice, nothing left out")
    let caughtUp = try daemon.scanctl("subscribers", "list").output
    #expect(caughtUp.contains("acknowledged 5") && caughtUp.contains("up to date"))

    let unsure = try daemon.scanctl("subscribers", "forget", "wms")
    #expect(unsure.status == 64)
    #expect(unsure.errors.contains("--yes"))
    #expect(try daemon.scanctl("subscribers", "forget", "wms", "--yes").status == 0)
    #expect(try daemon.scanctl("subscribers").status == 0)
  }

  @Test func nastyNamesAreHarmlessEverywhere() throws {
    let nasty =
      "{\"setItems\":{\"items\":[{\"gtin\":\"9506000134352\",\"policy\":\"any\","
      + "\"name\":\"=a\\u001b[2J\\u202e\\u0007\\r\\nb\"}]}}"
    let answer = try run(
      "/usr/bin/socat", ["-t1", "-", "UNIX-CONNECT:\(daemon.socket)"], input: nasty)
    #expect(answer.output.contains("\"added\":1"))
    for arguments in [["list"], ["list", "--json"]] {
      let result = try run(
        binary("scanctl"), ["items"] + arguments, environment: ["SCAND_SOCKET": daemon.socket])
      #expect(!result.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
    let exported = try daemon.scanctl("items", "export").output
    #expect(exported.contains(",'=a{ESC}[2J{U+202E}{BEL}{CR}{LF}b,"))
    #expect(try daemon.scanctl("items", "export", "--raw").output.contains("=a\u{1B}[2J"))
    let refused = try daemon.scanctl("items", "remove", "a\u{1B}[2J")
    #expect(refused.status == 64)
    #expect(!refused.errors.contains("\u{1B}"))
  }

  @Test(.enabled(if: geteuid() == 0)) func whoIsNoAdministratorIsToldWhatToDo() throws {
    chmod(daemon.socket, 0o666)
    let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", binary("scanctl")]
    for order in [
      ["items", "set", "9506000134352", "--policy", "lot"],
      ["recall", "add", "--lot", "L", "--reason", "x"],
      ["exceptions", "resolve", "1", "--note", "x"],
    ] {
      let result = try run(
        "/usr/bin/setpriv", asNobody + order, environment: ["SCAND_SOCKET": daemon.socket])
      #expect(result.status == 77)
      #expect(result.errors.contains("scand-admin"), "\(result.errors)")
    }
  }

  /// The cursors of records, one a line.
  private func cursors(_ output: String) -> [Int] {
    output.split(separator: "\n").compactMap { line in
      Int(line.dropFirst("{\"cursor\":".count).prefix { $0.isNumber })
    }
  }
}

/// The GS1 check digit behind these digits.
private func checkDigit(_ digits: String) -> Int {
  let sum = digits.reversed().enumerated().reduce(0) { sum, place in
    sum + (place.element.wholeNumberValue ?? 0) * (place.offset % 2 == 0 ? 3 : 1)
  }
  return (10 - sum % 10) % 10
}
