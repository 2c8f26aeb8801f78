// SPDX-License-Identifier: Apache-2.0

// libxkbcommon's state machine says which symbol a key has while certain modifiers are in effect. It is
// asked once for each key and level, and the answers are the table: nothing of it stays in memory.

import CInputEventCodes
import Wedge

extension Layout {
  /// Compiles a layout from the system's files of XKB: `de`, `ch(fr)`.
  ///
  /// It reads files, and takes some milliseconds.
  public static func compiled(named name: String) throws(LayoutError) -> Layout {
    try compiled(named: name, from: .system)
  }

  static func compiled(
    named name: String, from files: XKBFiles
  ) throws(LayoutError) -> Layout {
    guard let parts = LayoutName(name), let keymap = Keymap(parts, from: files) else {
      throw files.reasonForRefusing(name)
    }
    guard keymap.layoutCount == 1 else { throw .unusable("it switches between several layouts") }
    guard let table = KeysymTable(keymap) else { throw .unusable("there is no memory for it") }
    guard table.hasLetterKeys else { throw .unusable("it gives the letter keys no characters") }
    return Layout(named: name, table)
  }

  private init(named name: String, _ table: KeysymTable) {
    let quotes = table.charactersWithoutAltGr
    let keys = table.rows.map { row in
      Key(code: row.code) { level in
        let keysym = row.keysyms[Int(level.rawValue)]
        if let mark = keysym.mark {
          let quote = mark.quote.flatMap { quotes.contains($0) ? nil : $0 }
          return .dead(DeadKey(mark: mark, alone: quote ?? mark.spacing))
        }
        return keysym.character.map { .character($0) } ?? .none
      }
    }
    self.init(name: name, hasAltGr: table.hasAltGr, keys: keys)
  }
}

/// The symbols of the keys that type, at each level.
private struct KeysymTable {
  struct Row {
    let code: UInt16
    /// By `Level.rawValue`; there are eight.
    let keysyms: [Keysym]
  }

  private(set) var rows: [Row] = []
  /// True if the right Alt key reaches further symbols.
  private(set) var hasAltGr = false

  /// Asks for the symbols; nil without memory.
  init?(_ keymap: borrowing Keymap) {
    guard let state = KeyboardState(keymap), let levels = ModifierLevels(keymap) else { return nil }
    for code in 1...UInt16(UInt8.max) {
      let keysyms = Layout.Level.all.map { level in
        levels.apply(Keypad.keys.contains(code) ? [] : level, to: state)
        return state.keysym(of: code)
      }
      guard keysyms.contains(where: \.types) else { continue }
      rows.append(Row(code: code, keysyms: keysyms))
      levels.apply(.altGr, to: state)
      if state.shiftLevel(of: code) >= 2 { hasAltGr = true }
    }
  }

  /// True if the keys where others have letters give characters; some files hold only parts of a layout.
  var hasLetterKeys: Bool {
    rows.contains { (UInt16(KEY_Q)...UInt16(KEY_P)).contains($0.code) }
  }

  /// The characters of keys that need no AltGr.
  var charactersWithoutAltGr: Set<Unicode.Scalar> {
    Set(rows.flatMap { $0.keysyms[..<Int(Layout.Level.altGr.rawValue)] }.compactMap(\.character))
  }
}

/// The modifiers of a keymap that stand for the levels of a layout.
private struct ModifierLevels {
  private let shift: Keymap.Modifiers
  private let capsLock: Keymap.Modifiers
  private let altGr: Keymap.Modifiers
  private let numLock: Keymap.Modifiers

  /// The modifiers that have fixed names in XKB, and those that the keys set; nil without memory.
  init?(_ keymap: borrowing Keymap) {
    guard let altGrState = KeyboardState(keymap), let numLockState = KeyboardState(keymap) else {
      return nil
    }
    altGrState.update(key: UInt16(KEY_RIGHTALT), isDown: true)
    numLockState.update(key: UInt16(KEY_NUMLOCK), isDown: true)
    numLockState.update(key: UInt16(KEY_NUMLOCK), isDown: false)
    shift = keymap.modifier(named: "Shift")
    capsLock = keymap.modifier(named: "Lock")
    altGr = altGrState.modifiers
    numLock = numLockState.modifiers
  }

  /// Sets the modifiers of a level. Num Lock is on: only then the keypad types.
  func apply(_ level: Layout.Level, to state: borrowing KeyboardState) {
    let shiftDown = level.contains(.shift) ? shift : 0
    let altGrDown = level.contains(.altGr) ? altGr : 0
    state.set(
      down: shiftDown | altGrDown, locked: numLock | (level.contains(.capsLock) ? capsLock : 0))
  }
}

/// The keys of the numeric keypad. Scanners press them without modifiers.
private enum Keypad {
  static let keys: Set<UInt16> = Set(
    (KEY_KP7...KEY_KPDOT).map(UInt16.init)
      + [
        KEY_KPASTERISK, KEY_KPSLASH, KEY_KPCOMMA, KEY_KPEQUAL, KEY_KPPLUSMINUS, KEY_KPJPCOMMA,
        KEY_KPLEFTPAREN, KEY_KPRIGHTPAREN,
      ].map(UInt16.init))
}
