// SPDX-License-Identifier: Apache-2.0

import Wedge
import Wire

extension Calibration {
  /// The things that were found, a sentence or two each, safe to show: the way of typing first, then what is
  /// wrong with the scanner's settings.
  public var findings: [String] {
    [layoutWords] + alikeWords + [separatorWords, terminatorWords] + affixWords
      + [identifierWords, speedWords] + keyWords + labelWords
  }

  /// True if a setting of the scanner should be changed.
  public var hasFault: Bool {
    separator == .missing || identifiers.isEmpty || profile.terminator == .none
      || hasWrongIdentifier
  }

  private var layoutWords: String {
    if usesAltOnly {
      return
        "Every character is typed as Alt and its number, so the layout does not matter. Plain keys are "
        + "faster: look for \"ALT mode\" or \"universal keyboard\" in the manual."
    }
    return alike.isEmpty
      ? "The layout is \(profile.layout.name)."
      : "The layout is \(listed([profile.layout.name] + alike.map(\.name), "or")), which cannot be told "
        + "apart: they type these labels with the same keys."
  }

  private var alikeWords: [String] {
    if usesAltOnly { return [] }
    return alike.map { other in
      let misread = other.misread(as: profile.layout)
      if misread.isEmpty {
        return
          "If it is \(other.name), \(profile.layout.name) reads every ASCII character all the same."
      }
      let characters = misread.map { String($0) }.joined(separator: " ")
      return
        "If it is \(other.name), these characters of other labels are read wrongly: \(characters) ."
    }
  }

  private var separatorWords: String {
    switch separator {
    case .groupSeparator(let spelling):
      let name = spelling.isEmpty ? "" : " as \(spelling)"
      return profile.groupSeparator == .auto
        ? "The group separator comes\(name), which needs no setting."
        : "The group separator comes\(name)."
    case .standIn(let text):
      return
        "\"\(visible(bytes: text))\" stands for the group separator. No label may contain it as data."
    case .missing:
      return
        "FAULT: the group separator does not come, so a lot and the serial behind it run into one "
        + "another. Switch it on: look for \"send FNC1\", \"GS1-128 group separator\", \"control "
        + "characters\" or \"function key mapping\" in the manual."
    }
  }

  private var terminatorWords: String {
    switch profile.terminator {
    case .enter: "Enter ends each scan."
    case .keypadEnter: "The Enter of the keypad ends each scan."
    case .tab: "Tab ends each scan."
    case .enterIdle: "Enter and a silence end each scan; Enter is in the prefix or the suffix too."
    case .none:
      "FAULT: no key ends a scan, so one that was cut short looks whole. Set the suffix Enter (CR) in the "
        + "scanner: look for \"suffix\", \"terminator\" or \"postamble\" in the manual."
    }
  }

  private var affixWords: [String] {
    let affixes = [("prefix", profile.prefix), ("suffix", profile.suffix)].filter { !$1.isEmpty }
    return affixes.map { "The \($0) is \"\(visible(bytes: $1))\"; scand strips it." }
  }

  private var identifierWords: String {
    if identifiers.isEmpty {
      return
        "FAULT: no symbology identifier comes, so scand has to guess what is GS1. Switch it on: look for "
        + "\"AIM id\", \"code id\" or \"symbology identifier\" in the manual."
    }
    if hasWrongIdentifier {
      return
        "FAULT: the symbology identifier \(listed(identifiers, "and")) does not say that the label is "
        + "GS1. Switch GS1 processing on: look for \"GS1-128\", \"GS1 DataMatrix\" or \"FNC1\"."
    }
    return "The symbology identifier comes: \(listed(identifiers, "and"))."
  }

  /// True if an identifier is none of GS1's for these symbols.
  private var hasWrongIdentifier: Bool { !identifiers.allSatisfy { ["]d2", "]C1"].contains($0) } }

  private var speedWords: String {
    let slow =
      longestGap > 100_000
      ? " That is slow: look for \"keyboard speed\" or \"inter-character delay\" in the manual."
      : ""
    return "A character takes \(milliseconds(timePerCharacter)), the longest pause "
      + "\(milliseconds(longestGap)).\(slow)"
  }

  private var keyWords: [String] {
    var words: [String] = []
    if capsLockPresses > 0 {
      words.append("Caps Lock is pressed (\(capsLockPresses) times); scand follows it.")
    }
    if usesKeypad { words.append("Digits are typed on the keypad, which needs no setting.") }
    return words
  }

  private var labelWords: [String] {
    isComplete
      ? [] : ["Scan the \(listed(unscanned, "and")) label too, which has the other characters."]
  }

  private func milliseconds(_ time: Int64) -> String {
    let tenths = (time + 50) / 100
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}

/// Words with commas, and a word before the last one.
private func listed(_ words: [String], _ conjunction: String) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
