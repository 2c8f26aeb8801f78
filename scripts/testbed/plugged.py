# SPDX-License-Identifier: Apache-2.0

# A device that is plugged in, and the two ways in which it comes to send: typed, or as recorded.

import time

from evdev import EventNode
from events import EV_KEY, EV_MSC, MSC_SCAN, REPORT
from keyboard import SCAN_CODE, strokes
from product import KINDS


class Plugged:
    """A device that is plugged in, the name it goes by, and how fast it types."""

    def __init__(self, device):
        self.device = device
        self.pace = 0.001  # seconds from frame to frame
        self.entries = list(device.entries())
        codes = KINDS[device.product.kind][0]
        self.node = EventNode(
            device.product.name, device.phys, device.product.serial, device.ids, codes)

    def type(self, text):
        """Types a text at the pace; how many events a reader can read."""
        sent = 0
        due = time.monotonic()
        for frame in _key_frames(text):
            time.sleep(max(0.0, due - time.monotonic()))
            due = max(due, time.monotonic() - self.pace) + self.pace
            sent += self.node.send(frame)
        return sent

    def play(self, path, fast):
        """Plays an evemu recording; how many events a reader can read."""
        sent = 0
        start = time.monotonic()
        for after, frame in _recorded_frames(path):
            if not fast:
                time.sleep(max(0.0, start + after - time.monotonic()))
            sent += self.node.send(frame)
        return sent

    def lose(self, text):
        """Types a text that no reader gets; how many events tell of the loss."""
        return self.node.lose(_key_frames(text))


def _key_frames(text):
    """One frame for each press and release, with the scan code before the key as HID sends it."""
    return [[(EV_MSC, MSC_SCAN, SCAN_CODE[code]), (EV_KEY, code, value),
             REPORT] for code, value in strokes(text)]


def _recorded_frames(path):
    """The frames of an evemu recording, each with the seconds since the first."""
    start, frame = None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("E:"):
            stamp, kind, code, value = line.split()[1:5]
            frame.append((int(kind, 16), int(code, 16), int(value)))
            start = float(stamp) if start is None else start
            if frame[-1][:2] == REPORT[:2]:
                yield float(stamp) - start, frame
                frame = []
