# SPDX-License-Identifier: Apache-2.0

# Scanners that are set to a keyboard layout other than the US one: the keys that they type.
#
# The tables are written by hand from what is printed on the keyboards (DIN 2137 T1 and AZERTY), for
# the characters that the claims type. scand's own tables come from XKB. A stroke is the character
# that the same key types on a US keyboard, or the names of keys that are down together.

GS = "\x1d"
# The group separator comes as F8, or as Ctrl and the key that is ] on a US keyboard.
_STROKES = {
    "us": {},
    "de": {**dict(zip("yzYZ\"&'()*+-/:;=?_", "zyZY@^|*(}]/&><)_?", strict=True)),
           "]": "AltGr 9", "<": "102ND", ">": "Shift 102ND", GS: "F8"},
    "fr": {**dict(zip("aqzwmAQZWM-1234567890", "qawz;QAWZ:6!@#$%^&*()", strict=True)),
           "]": "AltGr -"},
}


def strokes(text, layout):
    """The strokes with which a scanner that is set to a layout types a text."""
    return [_STROKES[layout].get(character, character) for character in text]
