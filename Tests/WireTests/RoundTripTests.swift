// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

/// Every request, answer, line and error is read as it was written.
@Suite struct RoundTripTests {
  @Test(arguments: requests) func aRequestIsReadAsItWasWritten(request: Request) {
    for id in [nil, .integer(-7), .string("\"id\"")] as [JSONValue?] {
      var json = JSONWriter()
      request.write(to: &json, id: id)
      let line = RequestLine(parsing: json.bytes)
      #expect(line.id == id)
      #expect(line.request == .success(request))
    }
  }

  @Test func everyKindOfRequestIsAmongThem() {
    let names = Set(requests.map { type(of: $0.payload).name })
    #expect(names == Set(Request.Name.allCases))
  }

  @Test func everyAnswerIsReadAsItWasWritten() throws {
    try check(Following(after: 3, journal: "j"), to: Request.Follow.self)
    try check(
      RecordBatch(records: [record(4)], through: 5, head: 6, gap: Gap(from: 1, to: 3)),
      to: Request.Read.self)
    try check(RecordBatch(records: [], through: 0, head: 0), to: Request.Read.self)
    try check(
      TracedRecords(records: [record(1), record(2)], through: 2, head: 9, complete: false),
      to: Request.Trace.self)
    try check(status, to: Request.Status.self)
    try check(
      ClientList(
        clients: [
          ClientInfo(
            uid: 990, administrator: false, connections: 1, followers: 2, requests: 3, bytes: 4,
            batch: 5, mostConnections: 6, mostBytes: 7)
        ], connections: 8, reservedConnections: 9, bytes: 10), to: Request.Clients.self)
    try check(ScannerList(scanners: [scanner], ignored: [ignored]), to: Request.Scanners.self)
    try check(
      SubscriberList(
        head: 9,
        subscribers: [
          SubscriberInfo(
            name: "wms", uid: 990, user: "wms", acknowledged: 8, lag: 1, created: time, seen: time)
        ]), to: Request.Subscribers.self)
    try check(
      ItemList(items: [ItemInfo(fields: item, changed: change)], complete: true),
      to: Request.Items.self)
    try check(RecallList(recalls: [recall, lifted], complete: false), to: Request.Recalls.self)
    try check(
      ExceptionList(
        exceptions: [
          ExceptionInfo(record: record(7), resolved: nil),
          ExceptionInfo(record: record(8), resolved: resolution),
        ], through: 8, head: 9, complete: false, open: 1), to: Request.Exceptions.self)
    let place = SubscriberPlace(subscriber: "wms", cursor: 8)
    try check(place, to: Request.Acknowledge.self)
    try check(place, to: Request.ForgetSubscriber.self)
    try check(ItemsSet(complete: false), to: Request.SetItems.self)
    try check(
      ItemsSet(complete: true, added: 1, changed: 2, unchanged: 3), to: Request.SetItems.self)
    try check(ItemRemoved(gtin: "09506000134352", removed: true), to: Request.RemoveItem.self)
    try check(ItemsSetAside(setAside: "/x", cause: "y"), to: Request.BeginItemsAnew.self)
    try check(recall, to: Request.AddRecall.self)
    try check(lifted, to: Request.LiftRecall.self)
    try check(ExceptionsResolved(cursors: [7, 8], resolved: resolution), to: Request.Resolve.self)
    try check(BackupState(id: "a", pages: 4, done: 2, length: nil), to: Request.BeginBackup.self)
    try check(
      BackupState(id: "a", pages: 4, done: 4, length: 16_384), to: Request.BackupProgress.self)
    for count in 0..<7 {
      let bytes = (0..<count).map { UInt8($0 * 51) }
      try check(BackupPart(id: "a", offset: 7, bytes: bytes), to: Request.ReadBackup.self)
    }
    try check(BackupEnded(id: "a"), to: Request.EndBackup.self)
    try check(begun, to: Request.Keys.self)
    var unknown = begun
    (unknown.keysDown, unknown.capsLock, unknown.profile) = (nil, nil, [])
    try check(unknown, to: Request.Keys.self)
  }

  @Test(arguments: [
    KeyLine(events: [
      KeyEventInfo(time: 5, type: 1, code: 30, value: 1),
      KeyEventInfo(time: .max, type: .max, code: .max, value: .min),
    ]),
    KeyLine(events: []), KeyLine(dropped: KeysDropped(time: 5)),
    KeyLine(dropped: KeysDropped(time: 5, keysDown: [], capsLock: true)),
    KeyLine(lost: KeysLost(time: 6, count: 7)), KeyLine(ended: KeysEnded(time: 8, cause: .restart)),
  ])
  func aLineOfKeysIsReadAsItWasWritten(line: KeyLine) throws {
    let read = try ServerLine(parsing: line.line(id: .string("a")).dropLast())
    #expect(read.id == .string("a"))
    guard case .other(let object) = read.message else {
      Issue.record("taken for another line")
      return
    }
    #expect(try KeyLine(object) == line)
  }

  @Test(arguments: [
    #"{"events":7}"#, #"{"events":[[1,2,3]]}"#, #"{"events":[[1,2,3,4,5]]}"#,
    #"{"events":[[1,65536,3,4]]}"#, #"{"events":[[1,2,3,2147483648]]}"#, #"{"events":[{}]}"#,
    #"{"dropped":{}}"#, #"{"ended":{"time":1,"cause":"?"}}"#,
  ])
  func aLineOfKeysThatIsNoneIsRefused(line: String) throws {
    guard case .object(let object)? = JSONValue(parsing: line.utf8) else {
      Issue.record("no object")
      return
    }
    #expect(throws: RequestError.self) { try KeyLine(object) }
  }

  @Test(arguments: RequestError.Code.allCases)
  func everyErrorIsReadAsItWasWritten(code: RequestError.Code) throws {
    let error = RequestError(code, "\u{202e}text\"")
    let line = ServerLine(id: .integer(1), .error(error))
    #expect(try ServerLine(parsing: line.bytes.dropLast()) == line)
    #expect(try Request.Status.answer(in: line.bytes.dropLast()) == .failure(error))
  }

  @Test func anErrorOfALaterVersionKeepsItsText() throws {
    let line = Array(#"{"error":{"code":"of-tomorrow","text":"x","more":1}}"#.utf8)
    let error = RequestError(.unrecognized, "x")
    #expect(try ServerLine(parsing: line).message == .error(error))
  }

  @Test func everyLineIsReadAsItWasWritten() throws {
    let hello = Hello(version: "1", host: "h", journal: "j", oldest: 2, head: 1)
    let messages: [Message] = [
      .hello(hello), .following(Following(after: 0, journal: "j")), .record(record(1)),
      .through(9), .gap(Gap(from: 1, to: 2)), .other(["news": .array([.integer(1)])]),
    ]
    for message in messages {
      for id in [nil, .string("x")] as [JSONValue?] {
        let line = ServerLine(id: id, message)
        #expect(line.bytes.last == 0x0A)
        #expect(try ServerLine(parsing: line.bytes.dropLast()) == line)
      }
    }
  }

  @Test func aRecordKeepsTheBytesThatItsWriterMade() throws {
    let later =
      Array(#"{"cursor":1,"#.utf8) + record(1).body.dropFirst().dropLast()
      + Array(#","new":{"]":"}"}}"#.utf8)
    let line = Array(#"{"record":"#.utf8) + later + Array("}".utf8)
    guard case .record(let encoded) = try ServerLine(parsing: line).message else {
      Issue.record("no record")
      return
    }
    #expect(encoded.json == later)
    #expect(try encoded.record == (try record(1).record))
  }

  @Test func everyFieldIsDeclaredWithItsMeaning() {
    func check(_ fields: [FieldDescription]) {
      for field in fields {
        #expect(field.meaning.hasSuffix("."), "\(field.name)")
        if case .object(let inner) = field.type { check(inner) }
      }
      #expect(Set(fields.map(\.name)).count == fields.count)
    }
    func checkBoth<Kind: AnsweredRequest>(_ request: Kind) {
      check(Kind.schema.fields)
      check(Kind.Answer.schema.fields)
    }
    for request in requests { checkBoth(request.payload) }
    check(Record.schema.fields)
  }

  private func check<Kind: AnsweredRequest>(
    _ answer: Kind.Answer, to kind: Kind.Type, at location: SourceLocation = #_sourceLocation
  ) throws where Kind.Answer: Equatable {
    for id in [nil, .integer(5)] as [JSONValue?] {
      let line = EncodedAnswer(answer, to: kind).line(id: id)
      #expect(line.last == 0x0A)
      #expect(try kind.answer(in: line.dropLast()) == .success(answer), sourceLocation: location)
      #expect(try ServerLine(parsing: line.dropLast()).id == id, sourceLocation: location)
    }
  }
}

private let time = Timestamp(microseconds: 1_795_421_160_123_456)
private let change = Change(time: time, author: Author(uid: 1000, name: "alice"))
private let resolution = Resolution(change: change, note: "label printed again")
private let item = ItemFields(
  gtin: "09506000134352", name: "Hand cream", policy: "lot",
  checks: ["expired": "reject", "recalled": "off"])
private let recall = RecallInfo(
  number: 1, gtin: "09506000134352", lot: "C202507", reason: "glass found", added: change)
private let lifted = RecallInfo(
  number: 2, serial: "\u{1d}", reason: "x", added: change, lifted: change)
private let device = DeviceInfo(
  name: "\u{1b}[2J", vendor: "0c2e", product: "0b61", serial: "", path: "p",
  node: "/dev/input/event3")
private let scanner = ScannerInfo(
  id: "usb-0c2e_0b61", station: "dock-1", step: nil, device: device, grab: .waiting, scans: 7,
  reReads: 3, incomplete: ["overrun": 1, "pause": 2], problems: ["not grabbed"])
private let ignored = IgnoredDeviceInfo(device: device, reason: "not marked as a scanner")
private let status = Status(
  version: "1.2.3", process: 7, started: time, stateDirectory: "/state", socket: "/socket",
  journal: "j", head: 6, records: VerdictCounts(accepted: 1, rejected: 2, incomplete: 3), oldest: 1,
  openExceptions: 5, notDurable: 4, overflowed: 3, scanners: 2, ignoredDevices: 1,
  problems: ["Recording fails."])

private func record(_ cursor: Int64) -> EncodedRecord {
  var record = Record(
    time: time, scanner: "s", verdict: cursor % 2 == 0 ? .rejected : .accepted,
    data: Array("]C101\u{1d}".utf8))
  record.cursor = cursor
  record.subject.lot = "C202507"
  return EncodedRecord(record, body: record.body)
}

private let begun = KeysBegun(
  scanner: "usb-1",
  device: DeviceInfo(name: "n", vendor: "v", product: "p", serial: "s", path: "x", node: "/dev/x"),
  time: Timestamp(microseconds: 7), keysDown: [30, 42], capsLock: false,
  profile: ["Terminator=tab", "Prefix=\"a\""])

private let requests: [Request] = {
  var filter = RecordFilter()
  filter.verdicts = [.rejected, .incomplete]
  filter.stations = ["dock-1", "\"\u{1d}"]
  filter.steps = ["receiving"]
  filter.gtins = ["09506000134352"]
  filter.lots = ["C202507"]
  filter.serials = ["HD-12345"]
  filter.since = Timestamp(microseconds: 1_795_420_800_000_001)
  filter.until = Timestamp(microseconds: 1_795_420_900_000_000)
  return [
    .follow(.init(after: .now)), .follow(.init(after: .start)), .keys(.init(scanner: "usb-1")),
    .follow(.init(after: .cursor(.max), journal: "u", filter: filter)),
    .follow(.init(after: nil, subscriber: "wms")),
    .follow(.init(after: .now, subscriber: "a.b_c-1", journal: "u", filter: filter)),
    .read(.init(after: .cursor(3), journal: "u", limit: 7, waitMilliseconds: 8, filter: filter)),
    .read(.init(after: .start)),
    .trace(.init(gtin: "a", lot: "b", serial: "c", sscc: "d", after: 5, limit: 6)),
    .trace(.init(serial: "\u{202e}")),
    .clients(.init()), .query(.status(.init())), .query(.scanners(.init())),
    .query(.subscribers(.init())),
    .query(.items(.init(gtin: "a", after: "b", limit: 3))),
    .query(.recalls(.init(inForce: true, after: 4, limit: 5))),
    .query(.exceptions(.init(state: .all, filter: filter, after: 6, limit: 7))),
    .command(.acknowledge(.init(subscriber: "wms", cursor: 8))),
    .command(.acknowledge(.init(subscriber: "wms", cursor: 8, journal: "u"))),
    .command(.forgetSubscriber(.init(subscriber: "wms"))),
    .command(.setItems(.init(items: [item, ItemFields(gtin: "b", policy: "any")]))),
    .command(.setItems(.init(items: [item], batch: "c", part: 2, more: true))),
    .command(.removeItem(.init(gtin: "a"))), .command(.beginItemsAnew(.init())),
    .command(.addRecall(.init(gtin: "a", lot: "b", reason: "\"c\""))),
    .command(.addRecall(.init(serial: "d", reason: "e"))),
    .command(.liftRecall(.init(number: 9))),
    .command(.resolve(.init(cursors: [1, 2], note: "found"))),
    .command(.backup(.begin(.init()))), .command(.backup(.progress(.init(id: "x")))),
    .command(.backup(.read(.init(id: "x", offset: 10)))),
    .command(.backup(.end(.init(id: "x")))),
  ]
}()
