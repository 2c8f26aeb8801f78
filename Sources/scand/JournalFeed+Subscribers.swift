// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Wire

extension JournalFeed {
  /// The named subscribers: what `scanctl subscribers` shows.
  func writeSubscribers(to json: inout JSONWriter) throws(RequestError) {
    let subscribers = try answering { () throws(JournalError) in try store.subscribers() }
    let head = store.status.head
    json.object { json in
      json.number("head", head)
      json.key("subscribers")
      json.array { json in for subscriber in subscribers { write(subscriber, head, to: &json) } }
    }
  }

  private func write(_ subscriber: Subscriber, _ head: Int64, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", subscriber.name)
      json.number("uid", subscriber.uid)
      json.field("user", userName(of: subscriber.uid))
      json.number("acknowledged", subscriber.cursor)
      json.number("lag", max(0, head - subscriber.cursor))
      json.field("created", subscriber.created.description)
      json.field("seen", subscriber.seen.description)
    }
  }

  func acknowledge(
    _ name: String, _ cursor: Int64, of journal: String?, by user: SubscriberUser,
    _ then: @escaping @Sendable (Result<[UInt8], RequestError>) -> Void
  ) {
    store.acknowledge(name, cursor, of: journal, by: user) { then(answer(name, $0)) }
  }

  func forget(
    _ name: String, _ then: @escaping @Sendable (Result<[UInt8], RequestError>) -> Void
  ) {
    store.forget(name) { then(answer(name, $0)) }
  }

  private func answer(
    _ name: String, _ result: Result<Int64, JournalError>
  ) -> Result<[UInt8], RequestError> {
    result.mapError(RequestError.init).map { cursor in
      var json = JSONWriter()
      json.object { json in
        json.field("subscriber", name)
        json.number("cursor", cursor)
      }
      return json.bytes
    }
  }
}

extension SubscriberUser {
  init(_ peer: Peer) {
    self.init(uid: peer.uid, isAdministrator: peer.isAdministrator)
  }
}
