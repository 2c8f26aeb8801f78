# SPDX-License-Identifier: Apache-2.0

# What a scanner in keyboard mode does to spell a text: the US layout, key by key.
#
# A text is its characters, with keys and control characters in braces:
#   {GS}         Ctrl+], the usual spelling of the group separator; the byte 0x1D does the same
#   {Enter} {Tab} {F8} {Down} {KP0} …   a key by its name
#   {+LeftShift} {-LeftShift}           only its press, only its release
#   {{}          an opening brace
# Every press and every release is a HID report of its own, and so a frame of its own.

import re

ENTER = "Enter"

# name, code in linux/input-event-codes.h, usage on the HID keyboard page, plain, with Shift
_ROWS = [
    ("Esc", 1, 0x29, "", ""),
    ("1", 2, 0x1E, "1", "!"), ("2", 3, 0x1F, "2", "@"), ("3", 4, 0x20, "3", "#"),
    ("4", 5, 0x21, "4", "$"), ("5", 6, 0x22, "5", "%"), ("6", 7, 0x23, "6", "^"),
    ("7", 8, 0x24, "7", "&"), ("8", 9, 0x25, "8", "*"), ("9", 10, 0x26, "9", "("),
    ("0", 11, 0x27, "0", ")"), ("Minus", 12, 0x2D, "-", "_"), ("Equal", 13, 0x2E, "=", "+"),
    ("Tab", 15, 0x2B, "\t", ""), ("LeftBrace", 26, 0x2F, "[", "{"),
    ("RightBrace", 27, 0x30, "]", "}"), ("Enter", 28, 0x28, "", ""),
    ("Semicolon", 39, 0x33, ";", ":"), ("Apostrophe", 40, 0x34, "'", '"'),
    ("Grave", 41, 0x35, "`", "~"), ("Backslash", 43, 0x31, "\\", "|"),
    ("Comma", 51, 0x36, ",", "<"), ("Dot", 52, 0x37, ".", ">"), ("Slash", 53, 0x38, "/", "?"),
    ("Space", 57, 0x2C, " ", ""), ("CapsLock", 58, 0x39, "", ""), ("NumLock", 69, 0x53, "", ""),
    ("LeftCtrl", 29, 0xE0, "", ""), ("LeftShift", 42, 0xE1, "", ""),
    ("LeftAlt", 56, 0xE2, "", ""), ("RightCtrl", 97, 0xE4, "", ""),
    ("RightShift", 54, 0xE5, "", ""), ("RightAlt", 100, 0xE6, "", ""),
    ("Up", 103, 0x52, "", ""), ("Left", 105, 0x50, "", ""), ("Right", 106, 0x4F, "", ""),
    ("Down", 108, 0x51, "", ""), ("KPEnter", 96, 0x58, "", ""), ("F11", 87, 0x44, "", ""),
    ("F12", 88, 0x45, "", ""),
    *((f"F{n}", 58 + n, 0x39 + n, "", "") for n in range(1, 11)),
    *((f"KP{n}", code, 0x62 if n == 0 else 0x58 + n, "", "")
      for n, code in enumerate((82, 79, 80, 81, 75, 76, 77, 71, 72, 73))),
    *((letter, code, 0x04 + ord(letter) - ord("A"), letter.lower(), letter)
      for row, first in (("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM", 44))
      for code, letter in enumerate(row, first)),
]
_CODE = {name.lower(): code for name, code, *_ in _ROWS}
_CHARACTER = {}
for _name, _code, _usage, _plain, _shifted in _ROWS:
    if _plain:
        _CHARACTER[_plain] = [_code]
    if _shifted:
        _CHARACTER[_shifted] = [_CODE["leftshift"], _code]
_CHARACTER["\x1d"] = [_CODE["leftctrl"], _CODE["rightbrace"]]

# What the kernel's HID driver reports as MSC_SCAN in the frame of a key: page and usage.
SCAN_CODE = {code: 0x70000 + usage for _, code, usage, *_ in _ROWS}


def strokes(text):
    """The (code, value) of each press and release that spells `text`; ValueError if none does."""
    for token in re.findall(r"\{\{\}|\{[^{}]+\}|.", text, re.DOTALL):
        yield from _strokes_of_token(token)


def _strokes_of_token(token):
    if len(token) == 1 or token == "{{}":
        chord = _CHARACTER.get(token[0])
    elif token == "{GS}":
        chord = _CHARACTER["\x1d"]
    elif token[1] in "+-":
        chord, only = [_CODE.get(token[2:-1].lower())], int(token[1] == "+")
        if chord != [None]:
            yield chord[0], only
            return
        chord = None
    else:
        chord = [_CODE[token[1:-1].lower()]] if token[1:-1].lower() in _CODE else None
    if chord is None:
        raise ValueError(f"the US layout has no key for {token!r}")
    yield from ((code, 1) for code in chord)
    yield from ((code, 0) for code in reversed(chord))
