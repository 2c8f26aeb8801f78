# SPDX-License-Identifier: Apache-2.0

# The US keyboard as QEMU names its keys.

_PLAIN = {
    "`": "grave_accent", "-": "minus", "=": "equal", "[": "bracket_left",
    "]": "bracket_right", "\\": "backslash", ";": "semicolon",
    "'": "apostrophe", ",": "comma", ".": "dot", "/": "slash", " ": "spc",
    "\n": "ret", "\t": "tab", "\x1b": "esc", "\x08": "backspace",
}
_SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./"))


def key_of(character):
    """The key that types an ASCII character, and the modifier to hold, or None."""
    if character in _PLAIN:
        return _PLAIN[character], None
    if character in _SHIFTED:
        return key_of(_SHIFTED[character])[0], "shift"
    if character.isascii() and (character.isdigit() or character.islower()):
        return character, None
    if character.isascii() and character.isupper():
        return character.lower(), "shift"
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
