# SPDX-License-Identifier: Apache-2.0

# Plugs: pulled, put elsewhere, in pairs, with several interfaces, with a key held down.

import time

from claim import SCANNER, claim, expect
from console import Console
from labels import digits, outcomes

KEYBOARD = {"vid": "046d", "pid": "c31c", "maker": "Logitech", "product": "Keyboard"}


@claim("A scanner that is pulled out in the middle of a scan gives one record `unplugged`; plugged "
       "in at another port it keeps its name, and its next whole scan has the note `moved`",
       seconds=6, machine=SCANNER)
def moved(guest):
    guest.plug()
    [scanner] = guest.scanners()["scanners"]
    before, cut, first, second = (digits(guest, 20) for _ in range(4))
    guest.scan(before)
    # At one go: after a second without a key it would be the pause that ended the scan.
    guest.run(f"{guest.gadget_command(cut[:12])} && usb-scanner unplug 0")
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    guest.plug(1, serial=scanner["serial"])
    [again] = guest.await_grab(settle=False)
    expect(again["id"] == scanner["id"], f"{scanner['id']} became {again['id']}")
    expect(again["path"] != scanner["path"], f"it is at {again['path']} still")
    guest.gadget_type("\n", 1)
    guest.scan(first, 1)
    guest.scan(second, 1)
    guest.await_records(4)
    records = guest.expect_sound()
    found = outcomes(records)
    expect(found == [("accepted", before), ("incomplete", cut[:12], "unplugged"),
                     ("accepted", first), ("accepted", second)], f"the records are {found}")
    notes = [[note["code"] for note in record["notes"]] for record in records]
    expect(notes == [[], [], ["moved"], []], f"the notes are {notes}")


@claim("Two scanners with the same serial number, on two ports, are told apart by their ports, and "
       "two scans that come at the same time are not mixed up", seconds=6, machine=SCANNER)
def twins(guest):
    guest.plug()
    [alone] = guest.scanners()["scanners"]
    guest.plug(1, serial=alone["serial"])
    scanners = guest.await_grab(2, settle=False)
    names = {scanner["id"] for scanner in scanners}
    expect(names == {scanner["path"] for scanner in scanners}, f"they are called {names}")
    expect(f"Scanner {alone['id']} is " in guest.log(), "the new name is not in the log")
    labels = [digits(guest, 30), digits(guest, 30)]
    for typing in [guest.start_scan("\n" + label, n, gap=5) for n, label in enumerate(labels)]:
        typing()
    guest.typed = labels
    guest.await_records(2)
    found = {(record["scanner"], record["verdict"], record["data"])
             for record in guest.expect_sound()}
    expected = {(f"platform-dummy_hcd_{n}-usb-0_1_1_0", "accepted", label)
                for n, label in enumerate(labels)}
    expect(found == expected, f"the records are {found}")


@claim("Of a scanner with media keys only the interface that can type digits is read; an ordinary "
       "keyboard beside it is not read, types on the console, and the daemon's user cannot open it",
       seconds=8)
def interfaces(guest):
    nodes = guest.gadget_nodes(0, functions="keyboard,media")
    keyboard = guest.plug(1, **KEYBOARD)
    [scanner] = guest.await_grab(settle=False)
    expect(scanner["node"] == nodes[0], f"{scanner['node']} is read, the keys are at {nodes[0]}")
    ignored = {device["node"]: device["reason"] for device in guest.scanners()["ignored"]}
    expect(ignored == {nodes[1]: "no digit and Enter keys", keyboard: "not marked as a scanner"},
           f"not read: {ignored}")
    console = Console(guest)
    guest.gadget_press("Mute", function=1)
    guest.gadget_release(function=1)
    guest.gadget_type("4711\n", 1)
    label = digits(guest, 20)
    guest.gadget_type("\n")
    guest.scan(label)
    guest.await_records(1)
    found = outcomes(guest.expect_sound())
    expect(found == [("accepted", label)], f"the records are {found}")
    heard = console.digits()
    expect(heard.endswith("4711") and label not in heard, f"the console heard {heard}")
    expect(can_open(guest, scanner["node"]), "the daemon's user cannot open the scanner")
    expect(not can_open(guest, keyboard), "the daemon's user can open the keyboard")


def can_open(guest, node):
    """True if the daemon's user, with all its groups, can open a node."""
    return guest.run("setpriv --reuid _scand --regid scand --init-groups "
                     f"sh -c 'exec <{node}'", check=False).rc == 0


@claim("A key that is down while a scanner is plugged in delays the grab; after 2 s `scanctl "
       "scanners` reports it; after its release the scanner is grabbed, and every later key "
       "is read", seconds=10)
def held_key(guest):
    # The press has to come before the daemon hears of the scanner, and not within 50 ms after the
    # kernel opened it, or the kernel drops it.
    guest.run("modprobe -a usbhid hid_generic evdev; udevadm control --stop-exec-queue")
    plugging = guest.start_command("usb-scanner plug 0")
    guest.poll("test -e /dev/input/event0")
    guest.run("sleep 0.1 && usb-scanner press 0 a && udevadm control --start-exec-queue")
    plugging()
    guest.until("a scanner", lambda: guest.scanners()["scanners"])
    began = time.monotonic()
    problem = guest.until("a problem", lambda: [
        text for s in guest.scanners()["scanners"] for text in s["problems"]])
    patience = time.monotonic() - began
    expect("a key is held down" in problem[0], f"the problem is {problem}")
    [scanner] = guest.scanners()["scanners"]
    expect(scanner["grab"] == "waiting", f"the grab is {scanner['grab']}")
    first, second = digits(guest, 20), digits(guest, 20)
    guest.gadget_release(0)
    [scanner] = guest.await_grab(settle=False)
    expect(not scanner["problems"], f"there still is {scanner['problems']}")
    guest.scan(first)
    guest.scan(second)
    guest.await_records(2)
    found = [outcome[:2] for outcome in outcomes(guest.expect_sound())]
    expect(found in ([("incomplete", first), ("accepted", second)],
                     [("accepted", first), ("accepted", second)]), f"the records are {found}")
    return f"said after {patience:.1f} s"
