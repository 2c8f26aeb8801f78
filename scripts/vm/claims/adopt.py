# SPDX-License-Identifier: Apache-2.0

# `scanctl adopt` on a terminal, with udev, grabs and the daemon of a real machine, and `scanctl forget`.

from claim import claim, expect
from console import Console
from labels import digits, outcomes
from terminal import Terminal

# A model that the hwdb does not know, and an ordinary keyboard beside it.
SCANNER = {"vid": "1209", "pid": "c0de", "maker": "NoName", "product": "Scanner"}
KEYBOARD = {"vid": "046d", "pid": "c31c", "maker": "Logitech", "product": "Keyboard"}
RULE, FILE = "/etc/udev/rules.d/64-scand-dock-1.rules", "/etc/scand/dock-1.scanner"


def start(guest, *words):
    """Starts scanctl adopt on a terminal; the terminal, once it listens."""
    terminal = Terminal(guest, " ".join(
        ["exec scanctl adopt --station dock-1 --step receiving", *words]))
    terminal.expect_text("no other program")
    return terminal


def plug(guest, serial):
    """Plugs in both: the scanner as number 0, the keyboard as number 1; the scanner's node."""
    node = guest.plug(0, serial=serial, **SCANNER)
    guest.plug(1, **KEYBOARD)
    return node


def adopt(guest, *words):
    """Adopts scanner 0 with a label that nobody else may hear."""
    terminal = start(guest, *words)
    guest.run("sleep 1.2")
    label = digits(guest, 24)
    guest.gadget_type(label + "\n")
    terminal.expect_text("Adopt it?")
    terminal.type("y\\n")
    status, said = terminal.end()
    expect(label in said, f"the label is not shown: {said}")
    expect(status == 0 and "udev marks it as a scanner." in said, f"{status}: {said}")
    return label


def is_marked(guest, node):
    """True if udev's database calls it a scanner."""
    return "ID_BARCODE_SCANNER=1" in guest.run(f"udevadm info -q property {node}").out


@claim("scanctl adopt on a terminal makes a scanner of the device that scans a label: no key of it "
       "reaches the console, udev and scand know it at once, at any port, and scanctl forget makes it a "
       "keyboard again", seconds=20)
def serial_number(guest):
    node = plug(guest, "AB12")
    console = Console(guest)
    label = adopt(guest)
    [scanner] = guest.await_grab()
    expect((scanner["node"], scanner["station"], scanner["step"]) == (node, "dock-1", "receiving"),
           f"the scanner is {scanner}")
    here, there = digits(guest, 20), digits(guest, 20)
    guest.scan(here)
    guest.await_records(1)
    guest.unplug(0)
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    other = guest.plug(2, serial="AB12", **SCANNER)
    expect(is_marked(guest, other), "it is no scanner at another port")
    guest.await_grab()
    guest.scan(there, 2)
    records = guest.await_records(2)
    expect(outcomes(records) == [("accepted", here), ("accepted", there)], f"{outcomes(records)}")
    expect([r["station"] for r in records] == ["dock-1"] * 2, f"the stations are {records}")
    expect(not console.digits(), f"the console heard {console.digits()}")
    guest.run(f"scanctl forget dock-1 && ! test -e {RULE} && ! test -e {FILE}")
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    expect(not is_marked(guest, other), "udev still marks it")
    typed = digits(guest, 6)
    guest.gadget_type(typed, 2)
    expect(console.digits() == typed, f"the console heard {console.digits()}")
    return f"{len(label) + len(here) + len(there) + 3} keys, 0 on the console"


@claim("Without a serial number the port is adopted: the same model at another port stays a keyboard, "
       "and so does the keyboard", seconds=15)
def port(guest):
    node = plug(guest, "")
    adopt(guest)
    [scanner] = guest.await_grab()
    expect(scanner["node"] == node, f"the scanner is {scanner}")
    twin = guest.plug(2, serial="", **SCANNER)
    expect(not is_marked(guest, twin), "the same model at another port is a scanner")
    guest.unplug(0)
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    node = guest.plug(0, serial="", **SCANNER)
    expect(is_marked(guest, node), "it is no scanner when it comes again")
    [scanner] = guest.await_grab()
    expect(scanner["station"] == "dock-1", f"the scanner is {scanner}")


@claim("While scanctl adopt waits, Esc and Ctrl+C on a keyboard end it; afterwards, and after kill -9, "
       "the keyboards are the console's again and nothing is adopted", seconds=20)
def ends(guest):
    node = plug(guest, "AB12")
    console = Console(guest)
    heard = ""
    for keys, end in (("Esc", 1), ("Ctrl c", 130), (None, 137)):
        terminal = start(guest)
        guest.gadget_type("4711", 1)
        expect(console.digits() == heard, f"the console heard {console.digits()}")
        guest.run("sleep 0.5")
        if keys:
            guest.gadget_press(keys, 1)
            guest.gadget_release(1)
        else:
            guest.run("pkill -KILL -x scanctl")
        status, said = terminal.end()
        expect(status == end, f"{keys}: {status}: {said}")
        typed = digits(guest, 6)
        guest.gadget_type(typed, 1)
        heard += typed
        expect(console.digits() == heard, f"after {keys} the console heard {console.digits()}")
    guest.run(f"! test -e {RULE} && ! test -e {FILE}")
    expect(not is_marked(guest, node), "something was adopted")
