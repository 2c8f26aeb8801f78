# SPDX-License-Identifier: Apache-2.0

# USB scanners of two kinds, for Machine.
#
# QEMU's own keyboards are USB devices on an emulated xHCI controller: the guest sees a plug pulled
# by hardware. They are all 0627:0001 and take one report in 8 ms.
#
# Gadgets are made in the guest, of the kernel's dummy_hcd and its HID function (guest/usb-scanner):
# USB devices with any ids and any number of interfaces, at any speed, that lose no keys.

import time

import national
from channel import CommandFailed, KeysLost
from keyboard import strokes


class QemuKeyboards:
    """QEMU's usb-kbd: hotplug, type_scan, qemu_unplug."""

    DISPLAYS = 2  # that many keyboards can be typed on by name
    # One report in 8 ms, and a queue of 16 events: at 7 ms between events a tenth is lost.
    EVENT_GAP = 0.010

    def __init__(self):
        self.keyboards = {}  # name to display, which is how QEMU says for which keyboard a key is

    def hotplug(self, name="scan0", serial=None, wait=20):
        """Plugs in a keyboard; its node, once udev has made it. wait=0 does not wait."""
        serial = serial or name
        display = next(f"display{n}" for n in range(self.DISPLAYS)
                       if f"display{n}" not in self.keyboards.values())
        self.monitor.command("device_add", driver="usb-kbd", id=name, bus="xhci.0",
                             serial=serial, display=display)
        self.keyboards[name] = display
        if not wait:
            return None
        return self.poll("udevadm settle; readlink -e /dev/input/by-id/"
                         f"usb-QEMU_QEMU_USB_Keyboard_{serial}-event-kbd", wait).out.strip()

    def qemu_unplug(self, name="scan0"):
        """Pulls the plug of one of QEMU's keyboards."""
        self.monitor.command("device_del", id=name)
        self.monitor.await_event("DEVICE_DELETED", device=name)
        del self.keyboards[name]

    def type_scan(self, text, name=None, end="\n", gap=None):
        """Types a label on one of QEMU's keyboards (default: the newest); the seconds it took."""
        return self.send_keys(strokes(text + end), name, gap)

    def send_keys(self, events, name=None, gap=None):
        """Sends key events, (key, down) by QEMU's names, with `gap` seconds between them."""
        gap = self.EVENT_GAP if gap is None else gap
        name = name or list(self.keyboards)[-1]
        lost = self._lost_keys()
        began = due = time.monotonic()
        for key, down in events:
            time.sleep(max(0.0, due - time.monotonic()))
            self.monitor.command("input-send-event", events=[
                {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": key}}}],
                device=self.keyboards[name])
            due = max(due, time.monotonic() - gap) + gap
        if self._lost_keys() != lost:
            raise KeysLost(f"QEMU dropped {self._lost_keys() - lost} key events")
        return time.monotonic() - began

    def _lost_keys(self):
        return self.tail("trace.log", 1 << 24).count("hid_kbd_queue_full")


class GadgetScanners:
    """Scanners made in the guest, numbered 0 to 3: each number is a USB port of its own."""

    def gadget_plug(self, n=0, functions="keyboard", **ids):
        """Plugs in scanner n; the node of its first interface, once udev knows it. ids: vid, pid,
        maker, product, serial ("": it has none). functions: its interfaces, such as
        "keyboard,media,mouse"."""
        return self.gadget_nodes(n, functions=functions, **ids)[0]

    def gadget_nodes(self, n=0, **options):
        """As gadget_plug, but the nodes of all its interfaces, in their order."""
        words = [f"{name}={_escaped(value)}" for name, value in options.items()]
        nodes = self._usb_scanner("plug", n, *words).out.split()
        if not nodes:
            raise CommandFailed(f"scanner {n} has no event node")
        return nodes

    def gadget_type(self, text, n=0, gap=0, function=0):
        """Types a text; gap: milliseconds after each USB report. Returns when the guest's kernel
        has taken the last one."""
        self._usb_scanner(*_typing(text, n, gap, function))

    def gadget_type_on(self, layout, text, n=0, gap=0, function=0):
        """The same as a scanner that is set to a layout of national.py."""
        lines = []
        for stroke in national.strokes(text, layout):
            if len(stroke) == 1:
                lines.append(_typing(stroke, n, gap, function))
            else:
                lines.append(("press", n, f"function={function}", stroke))
                lines.append(("release", n, f"function={function}"))
        self.run(_module(*lines))

    def start_typing(self, text, n=0, gap=0, function=0):
        """The same, but returns at once; call the returned function for the Result."""
        return self.start_command(_module(_typing(text, n, gap, function)))

    def gadget_command(self, text, n=0, gap=0, function=0):
        """The command line that types a text in the guest, for scripts of one's own."""
        return "usb-scanner " + " ".join(f"'{w}'" for w in _typing(text, n, gap, function))

    def gadget_press(self, keys, n=0, function=0):
        """Presses keys, named by their characters (or Shift, Ctrl, Alt; Mute … of media keys), and
        leaves them down; it releases all that were down before."""
        self._usb_scanner("press", n, f"function={function}", keys)

    def gadget_release(self, n=0, function=0):
        """Releases all keys."""
        self._usb_scanner("release", n, f"function={function}")

    def gadget_unplug(self, n=0):
        """Pulls the plug of scanner n."""
        self._usb_scanner("unplug", n)

    def _usb_scanner(self, *words):
        return self.run(_module(words))

    # A reader of its own

    def record(self, node, grab=True):
        """Starts to read a device in the guest; recorded(node) returns the events."""
        log = "/run/evread." + node.rsplit("/", 1)[-1]
        self.run(f"rm -f {log}; (setsid evread {'-g' if grab else ''} {node} >{log} 2>&1 &); "
                 f"for i in $(seq 200); do [ -s {log} ] && break; sleep 0.02; done; "
                 f"head -1 {log} | grep ready")

    def recorded(self, node):
        """[(seconds, key code, value)] of the key events read so far."""
        lines = self.run("cat /run/evread." + node.rsplit("/", 1)[-1]).out.splitlines()
        words = [line.split() for line in lines if len(line.split()) == 4]
        if any(w[1:3] == ["0", "3"] for w in words):
            raise KeysLost("evdev reported SYN_DROPPED")
        return [(float(w[0]), int(w[2]), int(w[3])) for w in words if w[1] == "1"]


def _typing(text, n, gap, function):
    """The words with which usb-scanner types a text."""
    return "type", n, f"gap={gap:g}", f"function={function}", _escaped(text)


def _module(*lines):
    """A script of guest/usb-scanner, done by the agent itself: the words of each line."""
    return "\n".join(["#!module /usr/local/bin/usb-scanner",
                      *(" ".join(map(str, words)) for words in lines)])


def _escaped(text):
    """A text as one word of usb-scanner."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\x{ord(c):02x}" for c in text)
