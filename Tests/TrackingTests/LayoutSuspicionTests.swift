// SPDX-License-Identifier: Apache-2.0

import Layouts
import Recordings
import Testing
import Tracking
import Wedge
import Wire

/// Scanners that are set to another layout than their profile.
@Suite struct LayoutSuspicionTests {
  private let library = LayoutLibrary()

  @Test func aLabelOfAnotherLayoutIsRejectedAndItsLayoutNamed() throws {
    let record = try record(of: "]d20109506000134352" + "10C20250{GS}21HD-12345", typedOn: "de")
    #expect(record.verdict == .rejected)
    #expect(record.reasons.first?.code == "layout-suspect")
    let text = try #require(record.reasons.first?.text)
    #expect(
      text
        == "The keys of this scan read as valid GS1 on gb; with other data on de, ch, ch(fr), it, es, "
        + "pt, se, dk, no or fi; with other data on tr keyboards: set Layout= for this scanner to the "
        + "layout that it is set to.")
  }

  @Test(arguments: Layout.common.filter { !["us", "gb", "pl"].contains($0) })
  func everyCommonLayoutIsFoundOut(name: String) throws {
    let record = try record(of: "]C10109506000134352" + "10AB-C{GS}21HD/12345", typedOn: name)
    #expect(record.verdict == .rejected)
    let text = try #require(record.reasons.first { $0.code == "layout-suspect" }?.text)
    let words = text.split { !$0.isLetter && $0 != "(" && $0 != ")" }
    #expect(words.contains(Substring(name)), "\(text)")
  }

  /// Digits only need Shift on `fr`; without a symbology identifier that may be chance.
  @Test func withoutASymbologyIdentifierItIsANote() throws {
    let record = try record(of: "010950600013435210ABC", typedOn: "fr")
    #expect(record.notes.contains { $0.code == "layout-suspect" })
    #expect(!record.reasons.contains { $0.code == "layout-suspect" })
  }

  @Test func aLabelThatReadsAsGS1IsNotReadOnceMore() throws {
    let record = try record(of: "]C10109506000134352" + "10AB", typedOn: "us") { _ in
      Issue.record("read once more")
      return []
    }
    #expect(record.verdict == .accepted)
  }

  @Test func textIsTextOnEveryLayout() throws {
    let record = try record(of: "HELLO-WORLD", typedOn: "de")
    #expect(record.verdict == .accepted)
    #expect(!record.notes.contains { $0.code == "layout-suspect" })
  }

  @Test func itIsNotedWhichLayoutsWereFoundAndThatNoneWas() throws {
    nonisolated(unsafe) var noted: [[String]] = []
    for (text, layout) in [("]C1010950600013435210A-B", "de"), ("]C1010950600013435210A-B", "us")] {
      _ = try record(of: text, typedOn: layout) { noted.append($0) }
    }
    #expect(noted.count == 2)
    #expect(noted.first?.contains("de") == true && noted.last == [])
  }

  private func record(
    of text: String, typedOn layout: String, note: @escaping @Sendable ([String]) -> Void = { _ in }
  ) throws -> Record {
    let readers = LayoutReaders(library)
    return try record(of: text, typedOn: layout, note: note) {
      readers.prepare(for: $0.profile)
      return readers.readings(of: $0).map { LayoutReading(layout: $0.layout, data: $0.data) }
    }
  }

  /// The record of a label that a scanner types on a layout, read as `us`.
  private func record(
    of text: String, typedOn layout: String,
    note: @escaping @Sendable ([String]) -> Void = { _ in },
    read: @escaping @Sendable (Keystrokes) -> [LayoutReading]
  ) throws -> Record {
    let recording = try Recording.parse(
      Array("profile Layout=\(layout)\nopen keys=\n2s\n\"\(text)\" enter".utf8),
      layouts: library.layout(named:))
    let capture = try #require(replay(recording, profile: Profile()).first)
    let keystrokes = try #require(capture.keystrokes, "\(capture.outcomeLine)")
    let scan = Scan(
      capture, time: Timestamp(microseconds: 0), origin: Origin(scanner: "s"),
      rereading: Rereading(keystrokes, read: read, note: note))
    return judge(Interpretation(scan), facts: Facts(), rules: Rules())
  }
}
