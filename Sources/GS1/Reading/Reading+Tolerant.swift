// SPDX-License-Identifier: Apache-2.0

// The symbology identifier, if there is one, determines the kind of the data. Most scanners send
// none unless they are set to; then the data have to prove what they are (Reading+Guess.swift).

/// The longest data of one symbol, symbology identifier excluded, in bytes.
let longestMessage = 8190
/// The longest URI that is not in a symbol, in bytes.
let longestURI = 8191

extension Reading {
  /// Reads as the daemon does.
  @inline(__always)
  mutating func readTolerantly(_ data: Span<UInt8>, _ options: Options) {
    symbology = SymbologyIdentifier(in: data, at: 0)
    guard data.count <= longestMessage + SymbologyIdentifier.length else {
      return readTooLong(data, options)
    }
    guard let symbology else { return readUnidentified(data, options) }
    let start = SymbologyIdentifier.length
    switch symbology.tolerantCarrier {
    case .elementStrings:
      readElementStrings(data, start..<data.count, options)
    case .eanUPC:
      readEANUPC(data, symbology, trimmed(data, from: start), options)
    case .itf14:
      readITF14(data, trimmed(data, from: start))
    case .plain, .other:
      if data.hasWebScheme(at: start, strict: false) {
        readWebAddress(data, trimmed(data, from: start), options)
      }
    }
  }

  /// Reads data that are too long for any GS1 symbol: GS1 data are refused, other data are text.
  @inline(never)
  private mutating func readTooLong(_ data: Span<UInt8>, _ options: Options) {
    let start = symbology == nil ? 0 : SymbologyIdentifier.length
    let isWebAddress = data.hasWebScheme(at: start, strict: false)
    let isLink = isWebAddress && WebAddress(data, start..<data.count).isLink(in: data)
    if isGS1(data, isLink: isLink, options) {
      reasons.append(Finding(.messageTooLong, nil, 0..<data.count))
    } else if isWebAddress, symbology != nil || options.assume == .auto {
      becomeText(webAddress: start..<data.count)
    }
  }

  /// True if the data claim to be GS1 data.
  private func isGS1(_ data: Span<UInt8>, isLink: Bool, _ options: Options) -> Bool {
    switch symbology?.tolerantCarrier {
    case .elementStrings, .eanUPC: return true
    case .itf14, .plain, .other: return isLink
    case nil: break
    }
    switch options.assume {
    case .text: return false
    case .gs1: return true
    case .auto: return isLink || data.beginsLikeKey
    }
  }

  /// Reads a message of element strings and checks it as a whole.
  @inline(__always)
  mutating func readElementStrings(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options
  ) {
    kind = .elementString
    var presence = Presence()
    let range = trimmed(data, from: range.lowerBound)
    let isBracketed = data.beginsBracketed(range)
    if isBracketed {
      walkBracketed(data, range, options, &presence)
    } else {
      walk(data, range, options, &presence)
    }
    if elements.isEmpty && reasons.isEmpty {
      reasons.append(Finding(.messageEmpty, nil, range))
    }
    checkMessage(presence, pairing: options.pairing, in: data)
    if options.separatorNeverSeen, !isBracketed { suspectSeparator(presence, in: data, options) }
  }

  /// The range of the data from `start` without the line end that a scanner or a program left.
  @inline(__always)
  mutating func trimmed(_ data: Span<UInt8>, from start: Int) -> Range<Int> {
    var end = data.count
    while end > start, data[end - 1] == 0x0D || data[end - 1] == 0x0A { end -= 1 }
    if end < data.count { notes.append(Finding(.lineEnd, nil, end..<data.count)) }
    return start..<end
  }

  /// Drops all results: the data are text.
  mutating func becomeText() {
    kind = .text
    elements.removeAll()
    reasons.removeAll()
    notes.removeAll()
  }
}

extension Span<UInt8> {
  /// True if `http://` or `https://` begins at `start`; if strict, not in mixed case.
  func hasWebScheme(at start: Int, strict: Bool) -> Bool {
    if strict {
      return hasPrefix("http://", at: start, end: count)
        || hasPrefix("HTTP://", at: start, end: count)
        || hasPrefix("https://", at: start, end: count)
        || hasPrefix("HTTPS://", at: start, end: count)
    }
    guard count - start >= 7 else { return false }
    let isSecure = self[start + 4] | 0x20 == 0x73
    return hasLetters("http", at: start) && (!isSecure || hasLetters("https", at: start))
      && hasPrefix("://", at: start + (isSecure ? 5 : 4), end: count)
  }

  /// True if these lower-case letters begin at `start`, in either case.
  func hasLetters(_ letters: StaticString, at start: Int) -> Bool {
    letters.withUTF8Buffer { bytes in
      for place in bytes.indices where self[start + place] | 0x20 != bytes[place] { return false }
      return true
    }
  }
}
