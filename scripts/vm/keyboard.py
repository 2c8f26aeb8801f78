# SPDX-License-Identifier: Apache-2.0

# The US keyboard as QEMU names its keys.

import pathlib

# QEMU's names where they are not those of linux/input-event-codes.h.
_QEMU = {
    "grave": "grave_accent", "leftbrace": "bracket_left", "rightbrace": "bracket_right",
    "space": "spc",
}
_CONTROL = {"\n": "ret", "\t": "tab", "\x1b": "esc", "\x08": "backspace"}
_LINES = (pathlib.Path(__file__).parent.parent / "keyboard-us").read_text(encoding="utf-8")
_PLAIN, _SHIFTED = {}, {}
for _line in _LINES.splitlines():
    if _line and not _line.startswith("# "):
        _name, _, _, _plain, _shifted = _line.split()
        _PLAIN[_plain.replace("space", " ")] = _QEMU.get(_name, _name)
        _SHIFTED[_shifted] = _QEMU.get(_name, _name)


def key_of(character):
    """The key that types an ASCII character, and the modifier to hold, or None."""
    if character in _CONTROL:
        return _CONTROL[character], None
    if character in _PLAIN:
        return _PLAIN[character], None
    if character in _SHIFTED:
        return _SHIFTED[character], "shift"
    if ord(character) < 0x20:  # GS (0x1D) is Ctrl+], and so on
        return key_of(chr(ord(character) + 0x40).lower())[0], "ctrl"
    raise ValueError(f"no key types {character!r}")


def strokes(text):
    """The (key, down) of each press and release that spells a text."""
    for character in text:
        key, modifier = key_of(character)
        if modifier:
            yield modifier, True
        yield key, True
        yield key, False
        if modifier:
            yield modifier, False
