// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Testing
import Wire

@testable import scanctl

@Suite struct RefusalTests {
  private func refusal(_ code: RequestError.Code) -> FeedClientError {
    .server(RequestError(code, "The daemon's \u{1B} words."))
  }

  @Test func whoMayNotIsToldHowToBecomeOneWhoMay() {
    let error = refusal(.notAllowed)
    let sentence = error.sentence(asking: Request.RemoveItem(gtin: "0").request)
    #expect(sentence.contains("sudo usermod -aG scand-admin $USER"))
    #expect(error.exitCode == 77)
  }

  @Test func aNameOfAnotherUserIsNoMatterOfTheGroup() {
    let request = Request.Acknowledge(subscriber: "wms", cursor: 1).request
    let sentence = refusal(.notAllowed).sentence(asking: request)
    #expect(sentence.hasPrefix("The daemon's {ESC} words."))
    #expect(!sentence.contains("scand-admin"))
  }

  @Test func damagedItemsNameWhatMendsThem() {
    let error = refusal(.itemsUnavailable)
    #expect(error.sentence.hasSuffix("sudo scanctl items begin-anew"))
    #expect(error.exitCode == 69)
  }

  @Test func everythingElseIsSaidInTheDaemonsWords() {
    #expect(refusal(.alreadyLifted).sentence == "The daemon's {ESC} words.")
    #expect(refusal(.alreadyLifted).exitCode == 65)
    #expect(FeedClientError.timeout.sentence == FeedClientError.timeout.description)
  }

  @Test func whoeverLeavesWithoutAnAnswerMayHaveDoneIt() {
    #expect(FeedClientError.disconnected.leavesUnknown)
    #expect(!refusal(.batchLost).leavesUnknown)
  }
}
