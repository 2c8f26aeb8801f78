// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Forgets a named subscriber.
struct SubscribersForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Forget the place of a subscriber that will not come back.",
    discussion: """
      Records are no longer kept for it. Should it come back under this name, it begins where it \
      asks to, or else at the oldest record. The exit status is 1 when there is none of that name.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "Its name.")
  var name: String

  @Flag(help: "Do not ask.")
  var yes = false

  func run() throws {
    let connection = connection.connect()
    let subscribers = connection.answer(to: .subscribers).subscribers
    guard let subscriber = subscribers.first(where: { $0.name == name }) else {
      fail(1, "There is no subscriber \"\(visible(name))\".")
    }
    makeSure(meaning(of: subscriber), yes: yes)
    _ = connection.answer(to: Request.ForgetSubscriber(subscriber: name))
    print(line: "\(visible(name)) is forgotten; it had acknowledged \(subscriber.acknowledged).")
  }

  private func meaning(of subscriber: SubscriberInfo) -> String {
    let count = counted(Int(subscriber.lag), "record")
    let lag =
      subscriber.lag == 0
      ? "has acknowledged everything"
      : "has not acknowledged \(count), which may then be removed"
    return "The subscriber \(visible(name)) of \(visible(subscriber.user)), "
      + "\(subscriber.lastSeen(now: now())), \(lag). If it comes back, it begins anew, as if it had "
      + "never been there."
  }
}
