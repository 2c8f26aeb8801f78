// SPDX-License-Identifier: Apache-2.0

extension Request {
  /// Writes the request as the JSON object that `RequestLine` reads, without a line end.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      switch self {
      case .follow(let follow): follow.write(to: &json)
      case .read(let read): read.write(to: &json)
      case .trace(let trace): trace.write(to: &json)
      case .ask(let question): question.write(to: &json)
      case .order(let order): order.write(to: &json)
      }
    }
  }
}

extension Request.Follow {
  fileprivate func write(to json: inout JSONWriter) {
    json.key("follow")
    json.object { json in
      after?.write(to: &json)
      json.field("subscriber", subscriber)
      json.field("journal", journal)
      filter.write(to: &json)
    }
  }
}

extension Request.Read {
  fileprivate func write(to json: inout JSONWriter) {
    json.key("read")
    json.object { json in
      after.write(to: &json)
      json.field("journal", journal)
      json.key("limit")
      json.number(limit)
      json.key("waitMilliseconds")
      json.number(waitMilliseconds)
      filter.write(to: &json)
    }
  }
}

extension Request.Trace {
  fileprivate func write(to json: inout JSONWriter) {
    json.key("trace")
    json.object { json in
      json.field("gtin", gtin)
      json.field("lot", lot)
      json.field("serial", serial)
      json.field("sscc", sscc)
      json.key("after")
      json.number(after)
      json.key("limit")
      json.number(limit)
    }
  }
}

extension Request.Start {
  fileprivate func write(to json: inout JSONWriter) {
    json.key("after")
    switch self {
    case .now: json.string(literal: "now")
    case .start: json.string(literal: "start")
    case .cursor(let cursor): json.number(cursor)
    }
  }
}

extension RecordFilter {
  func write(to json: inout JSONWriter) {
    write(verdicts.map(\.rawValue), as: "verdicts", to: &json)
    write(stations, as: "stations", to: &json)
    write(steps, as: "steps", to: &json)
    write(gtins, as: "gtins", to: &json)
    write(lots, as: "lots", to: &json)
    write(serials, as: "serials", to: &json)
    json.field("since", since?.description)
    json.field("until", until?.description)
  }

  private func write(_ values: [String], as key: StaticString, to json: inout JSONWriter) {
    guard !values.isEmpty else { return }
    json.key(key)
    json.array { json in for value in values { json.string(value) } }
  }
}
