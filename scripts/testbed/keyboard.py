# SPDX-License-Identifier: Apache-2.0

# The strokes with which a scanner in keyboard mode spells a text: the US layout, key by key.
#
# A text is its characters, with keys and control characters in braces:
#   {GS}         Ctrl+], the usual spelling of the group separator; the byte 0x1D does the same
#   {Enter} {Tab} {F8} {Down} {KP0} …   a key by its name
#   {+LeftShift} {-LeftShift}           only its press, only its release
#   {{}          an opening brace
# Every press and every release is a HID report of its own, and so a frame of its own.

import pathlib
import re

ENTER = "Enter"

_LINES = (pathlib.Path(__file__).parent.parent / "keyboard-us").read_text().splitlines()
# name, code in linux/input-event-codes.h, usage on the HID keyboard page, plain, with Shift
LAYOUT = [
    (name, int(code), int(usage, 16), plain.replace("space", " "), shifted.replace("space", " "))
    for name, code, usage, plain, shifted in
    (line.split() for line in _LINES if line and not line.startswith("# "))
]
# The keys that are the same in every layout.
_OTHERS = [
    ("esc", 1, 0x29), ("tab", 15, 0x2B), ("enter", 28, 0x28), ("capslock", 58, 0x39),
    ("numlock", 69, 0x53), ("leftctrl", 29, 0xE0), ("leftshift", 42, 0xE1), ("leftalt", 56, 0xE2),
    ("rightctrl", 97, 0xE4), ("rightshift", 54, 0xE5), ("rightalt", 100, 0xE6), ("up", 103, 0x52),
    ("left", 105, 0x50), ("right", 106, 0x4F), ("down", 108, 0x51), ("kpenter", 96, 0x58),
    ("f11", 87, 0x44), ("f12", 88, 0x45),
    *((f"f{n}", 58 + n, 0x39 + n) for n in range(1, 11)),
    *((f"kp{n}", code, 0x62 if n == 0 else 0x58 + n)
      for n, code in enumerate((82, 79, 80, 81, 75, 76, 77, 71, 72, 73))),
]
_CODE = {name: code for name, code, *_ in LAYOUT + _OTHERS}
_CHARACTER = {plain: [code] for _, code, _, plain, _ in LAYOUT}
for _, _code, _, _, _shifted in LAYOUT:
    _CHARACTER.setdefault(_shifted, [_CODE["leftshift"], _code])
_CHARACTER["\t"] = [_CODE["tab"]]
_CHARACTER["\x1d"] = [_CODE["leftctrl"], _CODE["rightbrace"]]

# The value of MSC_SCAN with which the kernel's HID driver reports a key: page and usage.
SCAN_CODE = {code: 0x70000 + usage for _, code, usage, *_ in LAYOUT + _OTHERS}


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
