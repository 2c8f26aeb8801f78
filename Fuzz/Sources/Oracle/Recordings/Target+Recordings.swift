// SPDX-License-Identifier: Apache-2.0

extension Target {
  /// Words of both forms.
  static let recordingWords: [String] = [
    "profile ", "open ", "pace 4ms", "dropped ", "led ", "event 1 1e 1", "event 0 3 0", "unplug",
    "keys=", "capslock=on", "capslock=off", "Layout=us", "GroupSeparator=ctrl-]",
    "Terminator=enter", "Terminator=keypad-enter", "Terminator=tab", "Terminator=none", "Prefix=",
    "Suffix=", "CharacterTimeout=", "AbandonGap=", "IdleGap=", "MaximumLength=", "t=1s", "2s",
    "200ms", "1.5s", "5us", "2min", "1000000000000000000us", "shift+", "ctrl+rightbrace", "altgr",
    "KEY_ENTER", "enter", "kpenter", "[+1 -1]", "+a", "-a", "~a", "\"1\"", "{GS}", "{CR}", "{{",
    "{0x22}", "0x2a0", "\n\n", "whole \"", "overrun \"", "pause \"", "continuation \"",
    "started-mid-scan \"", "unterminated", "lacks-affix", "nothing", "# EVEMU 1.3\n",
    "E: 36.814746 0001 001b 0001\n", "E: 0.0 4 4 458800", "L: 01 1\n", "N: x\n", "\u{301}",
    "\u{2028}", "\u{200D}",
  ]
}
