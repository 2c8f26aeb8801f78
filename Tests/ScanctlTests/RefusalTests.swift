// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Testing
import Wire

@testable import scanctl

@Suite struct RefusalTests {
  private func refusal(_ code: String) -> FeedClientError {
    .server(RequestError(code, "The daemon's \u{1B} words."))
  }

  @Test func whoMayNotIsToldHowToBecomeOneWhoMay() {
    let error = refusal("not-allowed")
    let sentence = error.sentence(giving: .removeItem(gtin: "0"))
    #expect(sentence.contains("sudo usermod -aG scand-admin $USER"))
    #expect(error.exitCode == 77)
  }

  @Test func aNameOfAnotherUserIsNoMatterOfTheGroup() {
    let order = Request.Order.acknowledge(subscriber: "wms", cursor: 1, journal: nil)
    let sentence = refusal("not-allowed").sentence(giving: order)
    #expect(sentence.hasPrefix("The daemon's {ESC} words."))
    #expect(!sentence.contains("scand-admin"))
  }

  @Test func damagedItemsNameWhatMendsThem() {
    let error = refusal("items-unavailable")
    #expect(error.sentence.hasSuffix("sudo scanctl items begin-anew"))
    #expect(error.exitCode == 69)
  }

  @Test func everythingElseIsSaidInTheDaemonsWords() {
    #expect(refusal("already-lifted").sentence == "The daemon's {ESC} words.")
    #expect(refusal("already-lifted").exitCode == 65)
    #expect(FeedClientError.timeout.sentence == FeedClientError.timeout.description)
  }

  @Test func whoeverLeavesWithoutAnAnswerMayHaveDoneIt() {
    #expect(FeedClientError.disconnected.leavesUnknown)
    #expect(!refusal("batch-lost").leavesUnknown)
  }
}
