// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import TerminalIO

@Suite struct TerminalTests {
  @Test func nothingIsAcknowledgedForAReaderThatHasGone() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    #expect(isRead(ends[1]))
    close(ends[0])
    #expect(!isRead(ends[1]))
    close(ends[1])
  }

  @Test(arguments: [
    ("plain/word-1.scanner", "plain/word-1.scanner"), ("two words", "'two words'"),
    ("it's", "'it'\\''s'"), ("", "''"), ("$(x)", "'$(x)'"), ("ü", "'ü'"),
  ]) func aWordIsQuotedWhereAShellWouldReadItOtherwise(word: String, text: String) {
    #expect(shellWord(word) == text)
  }
}
