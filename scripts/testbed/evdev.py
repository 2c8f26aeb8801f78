# SPDX-License-Identifier: Apache-2.0

# An emulation of the kernel's side of one /dev/input/event node.
#
# umockdev makes such a node a pseudo-terminal in raw mode, and hands each ioctl and each read of a
# preloaded program to a handler. The handler here answers ioctls from a model of the device and
# lets the reads go to the terminal. Why not umockdev's recorded ioctls (0.17.16): with them
# EVIOCSCLOCKID and EVIOCSMASK fail with ENOENT, every EVIOCGRAB succeeds, there is no key state,
# and a removed device never returns ENODEV; recorded events come with the recording's stamps,
# unread events wait for the next reader, and a burst may be read in torn events.
#
# As in the kernel: stamps are in the clock the reader asked for, CLOCK_REALTIME until then;
# changing the clock turns the queued events into SYN_DROPPED; EVIOCGKEY discards queued key events;
# EVIOCSMASK filters, and a frame left empty vanishes; a second EVIOCGRAB is EBUSY, and readers
# without the grab read EAGAIN; events before a reader opened the node never reach it, nor do the
# unread events of a killed reader; a removed device hangs up and every call returns ENODEV.
#
# Unlike the kernel:
# - There is one queue, not one for each reader: without a grab two readers share the events, and
#   clock and masks are those that were set last.
# - The queue never overflows. It holds 170 events, and a full one makes the testbed wait. So
#   SYN_DROPPED comes by request only, and a slow machine makes no false loss.
# - A program that was handed the open node (by exec or a socket) can read it, but every ioctl is
#   ENOTTY: umockdev knows only files that the process itself has opened.
# - EVIOCGMASK, EVIOCREVOKE, key maps, absolute axes and writing LEDs are not there (EINVAL).

import errno
import os
import select
import socket
import stat
import struct
import threading
import time

from gi.repository import GLib, UMockdev

from events import (DROPPED, EV_ABS, EV_KEY, EV_LED, EV_MSC, EV_REL, EV_REP, EV_SND, EV_SW, EV_SYN,
                    REPORT)

STALLED = 10  # seconds without a read, after which a full queue is an error

_CLOCKS = (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME)
# The number of codes of each type in the kernel, which determines the length of its answers.
_COUNT = {EV_SYN: 32, EV_KEY: 768, EV_REL: 16, EV_ABS: 64, EV_MSC: 8, EV_SW: 17, EV_LED: 16,
          EV_SND: 8, 21: 128, 22: 1, 23: 128}
_STATE = {0x18: EV_KEY, 0x19: EV_LED, 0x1A: EV_SND, 0x1B: EV_SW}


class Reader:
    """A program that has the node open."""

    def __init__(self, client, others):
        """Call it as the client connects: its connection is the one that no other reader has."""
        self.client = client
        known = [os.fstat(other.connection.fileno()).st_ino for other in others]
        self.connection = next(s for s in _connections(client.get_devnode())
                               if os.fstat(s.fileno()).st_ino not in known)

    def is_alive(self):
        """True if the program still has the node open.

        umockdev 0.17.16 tells nobody when a client goes away, and a client that was killed amid an
        ioctl or a read counts as connected for ever. The connection itself knows.
        """
        hung_up = select.poll()
        hung_up.register(self.connection, 0)
        return not hung_up.poll(0)


def _connections(node):
    """Copies of the sockets by which programs that opened `node` talk to umockdev."""
    for name in os.listdir("/proc/self/fd"):
        try:
            if not stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                continue
            candidate = socket.socket(fileno=os.dup(int(name)))
        except OSError:  # closed by now
            continue
        is_listener = candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        if str(candidate.getsockname()).endswith(f"/ioctl{node}") and not is_listener:
            yield candidate
        else:
            candidate.close()


class EventNode(UMockdev.IoctlBase):
    """One event node: the actions of its device, and the events of its readers."""

    __gtype_name__ = "ScandEventNode"

    def __init__(self, name, phys, uniq, ids, codes):
        """`ids` is bus, vendor, product and version; `codes` has the codes of each event type."""
        super().__init__()
        self._strings = {6: name, 7: phys, 8: uniq}
        self._ids = ids
        self._codes = {EV_SYN: [EV_SYN, *codes], **codes}
        self._lock = threading.RLock()  # umockdev calls the handlers in a thread of its own
        self._queue = None
        self._readers = []
        self._grabber = None
        self._clock = time.CLOCK_REALTIME
        self._masks = {}
        self._down = set()

    # Actions of the device

    def plug(self, make_queue):
        """Gives the node its queue; who opens it meanwhile is kept waiting for the first answer."""
        with self._lock:
            self._queue = make_queue()

    def unplug(self):
        """Every call fails with ENODEV from now on, and readers see EPOLLHUP."""
        with self._lock:
            self._queue.close()
            self._queue, self._readers = None, []

    def send(self, frame):
        """Sends one frame's events; returns the number that a reader can read."""
        deadline = time.monotonic() + STALLED
        while True:
            with self._lock:
                if not self.readers() or self._plugged().has_room(len(frame)):
                    return self._deliver(frame)
            if time.monotonic() > deadline:
                raise TimeoutError(f"the events were not read for {STALLED} s")
            time.sleep(0.001)

    def lose(self, frames):
        """The frames happen, but a reader finds SYN_DROPPED and the end of the last in their place.

        So does the kernel when a queue is full: it keeps SYN_DROPPED and the newest event.
        """
        with self._lock:
            for frame in frames:
                self._note_keys(frame)
        return self.send([DROPPED, *(frames[-1][-2:] if frames else [REPORT])])

    def readers(self):
        """The number of readers that have the node open."""
        return len(self._living_readers())

    def is_grabbed(self):
        """True if a living reader holds EVIOCGRAB."""
        with self._lock:
            return self._grabber in [reader.client for reader in self._living_readers()]

    def is_read(self):
        """True if every event has been read."""
        return self._plugged().is_empty()

    def _deliver(self, frame):
        queue = self._plugged()
        self._note_keys(frame)
        visible = [event for event in frame if not self._is_masked(*event)]
        if not self._readers or visible == [REPORT]:
            return 0
        queue.write(visible, self._clock)
        return len(visible)

    def _plugged(self):
        with self._lock:
            if self._queue is None:
                raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
            return self._queue

    def _note_keys(self, frame):
        for kind, code, value in frame:
            if kind == EV_KEY:
                (self._down.add if value else self._down.discard)(code)

    def _is_masked(self, kind, code, _value):
        wanted = self._masks.get(kind, -1)
        return kind != EV_SYN and not (self._masks.get(0, -1) >> kind & 1 and wanted >> code & 1)

    def _living_readers(self):
        with self._lock:
            self._readers = [reader for reader in self._readers if reader.is_alive()]
            return self._readers

    # Callbacks of umockdev

    def do_client_connected(self, client):
        """A program has opened the node."""
        with self._lock:
            if not self._living_readers() and self._queue:
                self._queue.take()
                self._clock, self._masks = time.CLOCK_REALTIME, {}
            self._readers.append(Reader(client, self._readers))

    def do_handle_read(self, client):
        """Lets a read go to the queue (False), or returns the error."""
        with self._lock:
            if self._queue is None:
                client.complete(-1, errno.ENODEV)
            elif self.is_grabbed() and self._grabber is not client:
                client.complete(-1, errno.EAGAIN)
            else:
                return False
            return True

    def do_handle_ioctl(self, client):
        """Answers an ioctl as evdev does."""
        try:
            with self._lock:
                self._plugged()
                client.complete(self._ioctl(client), 0)
        except OSError as error:
            client.complete(-1, error.errno)
        except GLib.Error:  # the program was killed in mid-ioctl
            client.complete(-1, errno.EIO)
        return True

    # evdev's ioctls, by their number

    def _ioctl(self, client):
        request = client.get_request()
        is_read, size, number = request >> 31 & 1, request >> 16 & 0x3FFF, request & 0xFF
        if is_read:
            answer = self._state(number)
            return self._reply(client, answer[:size], 0 if number < 6 else len(answer[:size]))
        if number == 0x90:  # EVIOCGRAB: the argument is no address but the value itself
            return self._grab(client, any(client.get_arg().retrieve()))
        argument = client.get_arg().resolve(0, size)
        if number == 0x93:
            return self._set_mask(argument)
        if number == 0xA0:
            return self._set_clock(*struct.unpack("i", argument.retrieve()))
        raise OSError(errno.EINVAL, "unknown ioctl")

    def _reply(self, client, answer, result):
        if answer:
            client.get_arg().resolve(0, len(answer)).update(0, answer)
        return result

    def _state(self, number):
        """The answer to EVIOCGVERSION … EVIOCGBIT, before it is cut to the caller's size."""
        if number == 0x01:
            return struct.pack("i", 0x010001)
        if number == 0x02:
            return struct.pack("4H", *self._ids)
        if number == 0x03 and EV_REP in self._codes:
            return struct.pack("2I", 250, 33)
        if number in self._strings:
            return self._strings[number].encode() + b"\0"
        if number == 0x09:  # EVIOCGPROP
            return _bitmap([], 32)
        if number in _STATE:
            return self._key_state(_STATE[number])
        if number - 0x20 in _COUNT:  # EVIOCGBIT
            return _bitmap(self._codes.get(number - 0x20, []), _COUNT[number - 0x20])
        raise OSError(errno.EINVAL, "unknown ioctl")

    def _key_state(self, kind):
        self._queue.discard_type(kind)
        return _bitmap(self._down if kind == EV_KEY else [], _COUNT[kind])

    def _grab(self, client, wanted):
        if wanted and self.is_grabbed():
            raise OSError(errno.EBUSY, "grabbed already")
        if not wanted and self._grabber is not client:
            raise OSError(errno.EINVAL, "not grabbed by this reader")
        self._grabber = client if wanted else None
        return 0

    def _set_mask(self, argument):
        kind, size = struct.unpack("IIQ", argument.retrieve())[:2]
        codes = argument.resolve(8, size)
        self._masks[kind] = int.from_bytes(codes.retrieve() if codes else b"", "little")
        # The codes beyond the mask that was given are filtered, beyond the kernel's count never.
        self._masks[kind] |= -1 << _COUNT.get(kind, 0)
        return 0

    def _set_clock(self, clock):
        if clock not in _CLOCKS:
            raise OSError(errno.EINVAL, "no such clock")
        if clock != self._clock and self._queue.take():
            self._queue.write([DROPPED], clock)
        self._clock = clock
        return 0


def _bitmap(numbers, count):
    size = (count + 63) // 64 * 8
    return sum(1 << n for n in set(numbers)).to_bytes(size, "little")
