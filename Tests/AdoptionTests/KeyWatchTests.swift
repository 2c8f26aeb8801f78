// SPDX-License-Identifier: Apache-2.0

import CLinux
import Testing
import Wedge

@testable import Adoption

@Suite struct KeyWatchTests {
  private let second: Int64 = 1_000_000

  /// A device that was opened at zero with all keys up.
  private func watch(keysDown: KeySet? = KeySet.none) -> KeyWatch {
    KeyWatch(openedAt: 0, keysDown: keysDown)
  }

  /// The news of a device that sends events, and then nothing for five seconds.
  private func news(_ events: [KeyEvent], _ watch: inout KeyWatch) -> [KeyNews] {
    var news = events.compactMap { watch.process(.event($0)) }
    var now = events.last?.time ?? 0
    let end = now + 5 * second
    while let due = watch.deadline, due <= end {
      now = max(due, now)
      if let found = watch.process(.idle(now: now)) { news.append(found) }
    }
    return news
  }

  private func news(_ events: [KeyEvent]) -> [KeyNews] {
    var watch = watch()
    return news(events, &watch)
  }

  private func label(_ data: String, pace: Int64) -> KeyNews {
    .label(
      Label(
        data: Array(data.utf8), keys: data.count, duration: Int64(data.count) * pace,
        isDecoded: true))
  }

  // MARK: Labels

  @Test(arguments: ["123", "4711", "0109506000134352"]) func aLabelIsALabel(data: String) {
    #expect(news(strokes(data + "\n", from: 2 * second, pace: 2000)) == [label(data, pace: 2000)])
  }

  @Test func aSlowScannerIsStillAScanner() {
    let data = String(repeating: "1234567890", count: 4)
    #expect(
      news(strokes(data + "\n", from: 2 * second, pace: 50_000)) == [label(data, pace: 50_000)])
  }

  @Test(arguments: ["\n", "1\n", "12\n"]) func aFewKeysAreNoLabel(text: String) {
    #expect(news(strokes(text, from: 2 * second, pace: 2000)) == [])
  }

  @Test func aLineAtAPersonsPaceIsNoLabelAndASign() {
    var watch = watch()
    #expect(
      news(strokes("12345678\n", from: 2 * second, pace: 150_000), &watch) == [.slowLine])
    #expect(watch.evidence == .pace)
  }

  @Test func theKeysBeforeAPauseDoNotCountForALabel() {
    var events = strokes("12", from: 2 * second, pace: 2000)
    events += strokes("345\n", from: 8 * second, pace: 2000)
    let found = news(events)
    #expect(found == [label("345", pace: 2000)])
  }

  @Test func aLabelRightAfterOpeningIsAPiece() {
    #expect(news(strokes("4711\n", from: 1000, pace: 2000)) == [.piece])
  }

  @Test func aLabelWithLostKeysIsAPieceAndTheNextOneCounts() {
    var watch = watch()
    for event in strokes("4711", from: 2 * second, pace: 2000) { _ = watch.process(.event(event)) }
    let dropped = watch.process(.dropped(at: 2 * second + 9000, keysDown: KeySet.none))
    #expect(dropped == .piece)
    #expect(news(strokes("23\n", from: 2 * second + 10_000, pace: 2000), &watch) == [])
    #expect(
      news(strokes("4711\n", from: 9 * second, pace: 2000), &watch) == [label("4711", pace: 2000)])
  }

  @Test func aLabelWithoutEnterIsTold() {
    #expect(news(strokes("4711", from: 2 * second, pace: 2000)) == [.noTerminator])
  }

  @Test func aKeyWithoutACharacterMakesTheLabelNoWorse() {
    var events = strokes("123", from: 2 * second, pace: 2000)
    // Right Alt with a digit is a character of another layout.
    events += [key(KEY_RIGHTALT, 1, at: 2_006_000), key(KEY_2, 1, at: 2_006_000)]
    events += [key(KEY_2, 0, at: 2_007_000), key(KEY_RIGHTALT, 0, at: 2_007_000)]
    events += strokes("\n", from: 2_008_000, pace: 2000)
    let found = news(events)
    guard case .label(let label)? = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    #expect(!label.isDecoded && label.keys == 4)
  }

  // MARK: Esc and Ctrl+C

  @Test func escAloneEndsIt() {
    #expect(news(strokesOf(KEY_ESC, at: 2 * second)) == [.escape])
  }

  @Test func ctrlCAloneEndsIt() {
    #expect(news(ctrlC(at: 2 * second)) == [.interrupt])
    #expect(news(strokesOf(KEY_C, at: 2 * second)) == [])
  }

  @Test func escIsNoticedAlsoWithTheNextKeyIfNothingWasReadBetween() {
    var watch = watch()
    for event in strokesOf(KEY_ESC, at: 2 * second) { #expect(watch.process(.event(event)) == nil) }
    #expect(watch.process(.event(key(KEY_1, 1, at: 3 * second))) == .escape)
    #expect(watch.down.codes == [UInt16(KEY_1)])
  }

  @Test func escAndCtrlCWithinALabelAreItsCharacters() {
    var events = strokesOf(KEY_ESC, at: 2 * second)
    events += strokes("123", from: 2 * second + 2000, pace: 2000)
    events += ctrlC(at: 2 * second + 8000)
    events += strokes("\n", from: 2 * second + 10_000, pace: 2000)
    let label = Label(
      data: Array("\u{1B}123\u{3}".utf8), keys: 5, duration: 10_000, isDecoded: true)
    #expect(news(events) == [.label(label)])
  }

  @Test func escAfterALabelThatWasJustSentIsPartOfIt() {
    var events = strokes("4711\n", from: 2 * second, pace: 2000)
    events += strokesOf(KEY_ESC, at: 2 * second + 12_000)
    let found = news(events)
    #expect(!found.contains(.escape), "\(found)")
  }

  private func strokesOf(_ code: Int32, at time: Int64) -> [KeyEvent] {
    [key(code, 1, at: time), key(code, 0, at: time + 1000)]
  }

  private func ctrlC(at time: Int64) -> [KeyEvent] {
    [key(KEY_LEFTCTRL, 1, at: time)] + strokesOf(KEY_C, at: time)
      + [key(KEY_LEFTCTRL, 0, at: time + 1000)]
  }

  // MARK: Signs of a keyboard

  private func evidence(_ events: [KeyEvent]) -> KeyboardEvidence? {
    var watch = watch()
    _ = news(events, &watch)
    return watch.evidence
  }

  @Test(arguments: [
    KEY_LEFT, KEY_RIGHT, KEY_UP, KEY_HOME, KEY_END, KEY_PAGEUP, KEY_PAGEDOWN, KEY_INSERT,
    KEY_DELETE,
    KEY_BACKSPACE, KEY_LEFTMETA, KEY_RIGHTMETA, KEY_COMPOSE, KEY_SYSRQ, KEY_PAUSE, KEY_VOLUMEUP,
    KEY_MUTE, KEY_POWER, KEY_PLAYPAUSE, KEY_CALC, KEY_WWW, KEY_SLEEP, KEY_MICMUTE, 0x1D0,
  ])
  func aKeyThatNoScannerSendsIsASign(code: Int32) {
    #expect(evidence(strokesOf(code, at: 2 * second)) == .key(UInt16(code)))
  }

  @Test(arguments: [
    KEY_DOWN, KEY_F1, KEY_F7, KEY_F8, KEY_F9, KEY_F10, KEY_F12, KEY_F13, KEY_TAB, KEY_ENTER,
    KEY_KPENTER, KEY_KP5, KEY_CAPSLOCK, KEY_NUMLOCK, KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTSHIFT,
    KEY_A,
    KEY_ESC, KEY_102ND, KEY_SPACE,
  ])
  func aKeyThatScannersSendIsNone(code: Int32) {
    #expect(evidence(strokesOf(code, at: 2 * second)) == nil)
  }

  @Test func noKeyOfALabelIsASign() {
    #expect(evidence(strokes("0109506000134352\n", from: 2 * second, pace: 2000)) == nil)
    #expect(evidence(strokes("12345678901234567890\n", from: 2 * second, pace: 60_000)) == nil)
  }

  @Test func aHeldKeyIsASign() {
    let held = [key(KEY_A, 1, at: 2 * second), key(KEY_A, 0, at: 2 * second + 301_000)]
    #expect(evidence(held) == .held(UInt16(KEY_A)))
    let repeated = [key(KEY_A, 1, at: 2 * second), key(KEY_A, 2, at: 2 * second + 250_000)]
    #expect(evidence(repeated) == .held(UInt16(KEY_A)))
  }

  @Test func aModifierIsHeldForAWholeLabel() {
    var events = [key(KEY_LEFTSHIFT, 1, at: 2 * second)]
    events += strokes("1234567890", from: 2 * second, pace: 50_000)
    events += [key(KEY_LEFTSHIFT, 0, at: 2 * second + 500_000)]
    #expect(evidence(events) == nil)
  }

  @Test func pausesLikeAPersonsAreASign() {
    #expect(evidence(strokes("1234", from: 2 * second, pace: 400_000)) == .pace)
    #expect(evidence(strokes("123", from: 2 * second, pace: 400_000)) == nil)
    #expect(evidence(strokes("1\n2\n3\n4\n5\n", from: 2 * second, pace: 400_000)) == nil)
  }

  // MARK: Keys that are down

  @Test func theKeysThatAreDownAreKnown() {
    var watch = watch(keysDown: KeySet([UInt16(KEY_ENTER)]))
    #expect(watch.down.codes == [UInt16(KEY_ENTER)])
    _ = watch.process(.event(key(KEY_ENTER, 0, at: 500_000)))
    #expect(watch.down.isEmpty)
    #expect(watch.evidence == nil)
    _ = watch.process(.event(key(KEY_1, 1, at: 600_000)))
    _ = watch.process(.dropped(at: 700_000, keysDown: KeySet([UInt16(KEY_2)])))
    #expect(watch.down.codes == [UInt16(KEY_2)])
    _ = watch.process(.unplugged(at: 800_000))
    #expect(watch.down.isEmpty)
  }
}
