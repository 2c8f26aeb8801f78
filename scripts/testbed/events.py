# SPDX-License-Identifier: Apache-2.0

# Events as evdev gives them to a program, and the queue in which they wait to be read.

import os
import select
import struct
import time

EV_SYN, EV_KEY, EV_REL, EV_ABS, EV_MSC, EV_SW, EV_LED, EV_SND, EV_REP = 0, 1, 2, 3, 4, 5, 17, 18, 20
SYN_REPORT, SYN_DROPPED, MSC_SCAN = 0, 3, 4
REPORT, DROPPED = (EV_SYN, SYN_REPORT, 0), (EV_SYN, SYN_DROPPED, 0)

_EVENT = struct.Struct("@llHHi")  # struct input_event


class Queue:
    """The terminal between the device and its readers: bytes of `struct input_event`.

    It gives out whole events as long as it never holds more than the 4095 bytes that the kernel's
    n_tty line discipline has room for; beyond that a read may end within an event.
    """

    _ROOM = 170 * _EVENT.size

    def __init__(self, terminal, path):
        """`terminal` is umockdev's end; `path` leads to the readers' end, held open here too."""
        self._terminal = terminal
        self._readers_end = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        self._waiter = select.poll()
        self._waiter.register(self._readers_end, select.POLLIN)
        self._written = 0  # bytes since it was last known to be empty

    def is_empty(self):
        """True if everything has been read; unlike FIONREAD, poll waits for what is on its way."""
        return not self._waiter.poll(0)

    def has_room(self, events):
        """True if this many more events are sure to fit."""
        if self.is_empty():
            self._written = 0
        return self._written + events * _EVENT.size <= self._ROOM

    def write(self, events, clock):
        """Writes (type, code, value) triples with the clock's time as their stamp."""
        seconds, nanoseconds = divmod(time.clock_gettime_ns(clock), 10**9)
        self._write(b"".join(_EVENT.pack(seconds, nanoseconds // 1000, *e) for e in events))

    def take(self):
        """Empties it; returns its contents, one event each."""
        unread = b""
        while not self.is_empty():
            unread += os.read(self._readers_end, self._ROOM)
        self._written = 0
        return [unread[i:i + _EVENT.size] for i in range(0, len(unread), _EVENT.size)]

    def discard_type(self, unwanted):
        """Drops the unread events of one type, and the frames that are empty without them."""
        kept = frame = b""
        for event in self.take():
            kind_and_code = _EVENT.unpack(event)[2:4]
            if kind_and_code[0] == unwanted or (kind_and_code == REPORT[:2] and not frame):
                continue
            frame += event
            if kind_and_code == REPORT[:2]:
                kept, frame = kept + frame, b""
        self._write(kept + frame)

    def close(self):
        """Hangs up: readers see EPOLLHUP. (umockdev never closes its end, so this does.)"""
        os.close(self._terminal)
        os.close(self._readers_end)

    def _write(self, data):
        self._written += os.write(self._terminal, data)
