// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import Journal
import Scanners
import Wire

extension JournalFeed {
  /// The MiB of a log that something must be wrong with.
  private static let longLog: Int64 = 256

  /// How the daemon is: what `scanctl status` shows.
  func writeStatus(to json: inout JSONWriter) {
    let status = store.status
    let view = roster.view
    json.object { json in
      json.field("version", scandVersion)
      json.number("process", getpid())
      json.field("started", started.description)
      json.field("stateDirectory", places.state)
      json.field("socket", places.socket)
      json.field("journal", status.uuid)
      json.number("head", status.head)
      json.key("records")
      json.object { json in
        json.number("accepted", status.counts.accepted)
        json.number("rejected", status.counts.rejected)
        json.number("incomplete", status.counts.incomplete)
      }
      json.number("oldest", status.oldest)
      json.number("openExceptions", status.openExceptions)
      json.number("notDurable", status.notDurable)
      json.number("overflowed", status.overflowed)
      json.number("scanners", view.scanners.count)
      json.number("ignoredDevices", view.ignored.count)
      json.strings("problems", problems(of: status) + problems(of: view))
    }
  }

  /// The scanners, and the input devices that are not read: what `scanctl scanners` shows.
  func writeScanners(to json: inout JSONWriter) {
    let view = roster.view
    json.object { json in
      json.key("scanners")
      json.array { json in for entry in view.scanners { write(entry, to: &json) } }
      json.key("ignored")
      json.array { json in for device in view.ignored { write(device, to: &json) } }
    }
  }

  private func write(_ entry: Roster.Entry, to json: inout JSONWriter) {
    let state = entry.state
    json.object { json in
      json.field("id", state.id)
      json.field("station", entry.station)
      json.field("step", entry.step)
      write(state.properties, to: &json)
      json.field("grab", state.grab.word)
      json.number("scans", state.counts.whole)
      json.key("incomplete")
      json.object { json in
        for (cause, count) in state.counts.incomplete.sorted(by: { $0.key.name < $1.key.name }) {
          json.key(outside: cause.name)
          json.number(count)
        }
      }
      json.strings("problems", state.problems.map(\.text))
    }
  }

  private func write(_ device: IgnoredDevice, to json: inout JSONWriter) {
    json.object { json in
      write(device.properties, to: &json)
      json.field("reason", device.reason.description)
    }
  }

  private func write(_ properties: DeviceProperties, to json: inout JSONWriter) {
    json.field("name", properties.name)
    json.field("vendor", properties.vendor)
    json.field("product", properties.product)
    json.field("serial", properties.serial)
    json.field("path", properties.path)
    json.field("node", properties.node)
  }

  private func problems(of status: JournalStatus) -> [String] {
    var problems: [String] = []
    if let fault = status.fault {
      problems.append(
        """
        Recording fails; \(counted(status.notDurable, "scan")) not durable and waiting: \(fault)
        """)
    }
    if status.overflowed > 0 {
      problems.append("Lost, for want of room to wait: \(counted(status.overflowed, "scan")).")
    }
    let log = store.logBytes >> 20
    if log >= Self.longLog {
      problems.append(
        """
        The journal's log has \(log) MiB and cannot begin anew: some program keeps a transaction on \
        \(places.state)/journal.db open. End it.
        """)
    }
    if let fault = status.itemsFault {
      problems.append(
        "Items and recalls cannot be relied on; recalled goods may not be recognised: \(fault).")
    }
    return problems
  }

  private func problems(of view: Roster.View) -> [String] {
    view.scanners.flatMap { entry in
      entry.state.problems.map { "Scanner \(entry.state.id): \($0.text)." }
    }
  }
}

extension Grab {
  /// The state of a grab as the protocol says it.
  fileprivate var word: String {
    switch self {
    case .grabbed: "grabbed"
    case .waiting: "waiting"
    case .refused: "refused"
    case .off: "off"
    }
  }
}

extension JSONWriter {
  /// Writes a field whose value is a whole number.
  mutating func number(_ name: StaticString, _ value: some BinaryInteger) {
    key(name)
    number(value)
  }

  fileprivate mutating func strings(_ name: StaticString, _ values: [String]) {
    key(name)
    array { json in for value in values { json.string(value) } }
  }
}
