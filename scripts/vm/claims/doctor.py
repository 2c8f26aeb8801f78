# SPDX-License-Identifier: Apache-2.0

# `scanctl doctor` on a machine with every fault it knows: it names the faults, the commands that it
# prints are run from top to bottom, and then it finds nothing.
#
# Several faults are made at once if they do not hide each other; --full also makes each one alone.

import dataclasses
import json

from channel import CommandFailed
from claim import claim, expect

RULES = "/usr/lib/udev/rules.d/65-scand.rules"
DATABASE = "/usr/lib/udev/hwdb.d/65-scand.hwdb"
SOCKET = "/run/scand/scand.sock"
TRIGGER = "udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input"
STOP = "systemctl stop scand.service scand.socket"
PORT = "$(udevadm info -q path -n {node} | sed 's|^|/sys|; s|/[0-9]*-[0-9.]*:.*||')"

# Actions of a person besides typing: be in the folder of the sources, delete the line that the
# editor is opened at, and know that a package cannot be had here.
SHELL = """
cd /mnt/host
make() { command make "$@" PREFIX=/usr BIN=bin STRIP=: >/dev/null; }
apt-get() { :; }
cat >/run/delete-line <<'END'
#!/bin/sh
sed -i "${1#+}d" "$2"
END
chmod +x /run/delete-line
export EDITOR=/run/delete-line
"""


@dataclasses.dataclass
class Fault:
    """A fault of a machine, and the expected finding."""

    script: str  # makes it; {node} is the scanner's node
    check: str
    words: str  # in what was seen, in the reason or in the details
    state: str = "problem"
    after: str = ""  # what no command can know: which file is superfluous


FAULTS = {
    "groups missing": Fault(
        "groupdel scand-admin; groupdel scand-input", "users", "scand-admin, scand-input"),
    "user missing": Fault(f"{STOP}; userdel _scand", "users", "user _scand"),
    "stranger": Fault(
        "useradd -r eve; usermod -aG scand-input eve", "users", "eve is in the group", "warning"),
    "rules removed": Fault(
        f"rm {RULES}; udevadm control --reload; {TRIGGER}", "rules", "65-scand.rules is not"),
    "rules masked": Fault(
        f"ln -s /dev/null /etc/udev/rules.d/65-scand.rules; udevadm control --reload; {TRIGGER}",
        "rules", "disables it"),
    "hwdb removed": Fault(
        f"rm {DATABASE}; systemd-hwdb update --usr; udevadm control --reload; {TRIGGER}",
        "hwdb", "65-scand.hwdb is not"),
    "hwdb not compiled": Fault(
        "printf 'scanner:usb:vabcdp1234\\n ID_BARCODE_SCANNER=1\\n' >/etc/udev/hwdb.d/70-more.hwdb",
        "hwdb", "lacks 1 model, such as scanner:usb:vabcdp1234"),
    "rules not applied": Fault(
        f"mv {RULES} /run; udevadm control --reload; {TRIGGER}; mv /run/65-scand.rules {RULES}",
        "device", "have not been applied"),
    "node open to all": Fault("chmod 666 {node}", "device", "any program can read"),
    "node of another group": Fault("chgrp input {node}", "device", "group input and mode 0660"),
    "keyboard to desktops": Fault(
        "mkdir -p /run/udev/rules.d; echo 'KERNEL==\"event*\", ENV{{ID_INPUT}}=\"1\"' "
        ">/run/udev/rules.d/90-x.rules; "
        f"udevadm control --reload; {TRIGGER}; rm /run/udev/rules.d/90-x.rules",
        "device", "still has ID_INPUT", "warning"),
    "autosuspend": Fault(
        f"echo auto >{PORT}/power/control", "device", "put to sleep", "warning"),
    "configuration wrong": Fault(
        "printf '[Match]\\nVendor=05f9\\n[Scanner]\\nStaton=dock-1\\n' >/etc/scand/dock.scanner; "
        "systemctl reload scand; true",
        "configuration", "did you mean"),
    "configuration wrong at start": Fault(
        "printf '[Match]\\nVendor=05f9\\n[Scanner]\\nLayout=klingon\\n' >/etc/scand/dock.scanner; "
        "systemctl restart scand; true", "service", "its configuration has errors"),
    "directory of another owner": Fault(
        "chown root /var/lib/scand", "storage", "belongs to root"),
    "directory open to all": Fault(
        "chmod 755 /var/lib/scand", "storage", "mode 2755"),
    "databases open to clients": Fault(
        "chgrp scand /var/lib/scand/items.db; chmod 640 /var/lib/scand/lock",
        "storage", "lock: _scand"),
    "directory missing": Fault(
        f"{STOP}; rm -r /var/lib/scand", "storage", "There is no directory"),
    "disk full": Fault(
        f"{STOP}; mount -t tmpfs -o size=300M,mode=2750,uid=_scand,gid=scand-sql tmpfs /var/lib/scand; "
        "systemctl start scand; fallocate -l 290M /var/lib/scand/superfluous",
        "disk", "full disk", after="rm /var/lib/scand/superfluous"),
    "scans not durable": Fault(
        "dd if=/dev/zero of=/var/lib/scand/superfluous bs=64k; usb-scanner type 0 gap=1 '4711\\n'; "
        "sleep 1", "storage", "not durable", after="rm /var/lib/scand/superfluous"),
    "inodes used up": Fault(
        "mount -o remount,nr_inodes=40 /var/lib/scand", "disk", "inodes are free",
        after="mount -o remount,nr_inodes=20000 /var/lib/scand"),
    "read-only": Fault(
        "systemctl stop scand.service; mount -o remount,ro /var/lib/scand",
        "disk", "mounted read-only"),
    "service stopped": Fault("systemctl stop scand.service", "service", "does not run"),
    "service and socket stopped": Fault(STOP, "service", "does not run"),
    "service masked": Fault(
        f"{STOP}; systemctl mask scand.service", "service", "is masked"),
    "service not enabled": Fault(
        "systemctl disable scand.service", "service", "not enabled", "warning"),
    "service file removed": Fault(
        f"{STOP}; rm /usr/lib/systemd/system/scand.service; systemctl daemon-reload",
        "service", "not installed"),
    "service file changed": Fault(
        "touch /usr/lib/systemd/system/scand.service", "service", "changed after", "warning"),
    "killed": Fault(
        "kill -9 $(systemctl show --value -p MainPID scand); sleep 2", "service",
        "restarted scand.service 1 time", "warning"),
    "socket removed": Fault(f"rm {SOCKET}", "socket", "There is no socket"),
    "socket open to all": Fault(f"chmod 666 {SOCKET}", "socket", "mode 0666", "warning"),
    "socket left behind": Fault(
        f"{STOP}; perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Listen => 1, "
        f"Local => \"{SOCKET}\")'", "socket", "is stale"),
    "file in the socket's place": Fault(f"{STOP}; touch {SOCKET}", "socket", "is not a socket"),
    "daemon stands still": Fault(
        "kill -STOP $(systemctl show --value -p MainPID scand)", "socket", "does not answer"),
    "grabbed by a program": Fault(
        "systemctl stop scand; (setsid evread -g {node} >/run/evread.log 2>&1 &); "
        "until grep -q ready /run/evread.log; do sleep 0.05; done; systemctl start scand",
        "scanner", "evread, process"),
    "grabbed by a service": Fault(
        "systemctl stop scand; systemd-run -q --unit=thief evread -g {node}; sleep 1; "
        "systemctl start scand", "scanner", "has grabbed it"),
    "clock in the past": Fault(
        "date -s 1999-12-31", "clock", "the year 1999"),
}
# Faults that do not hide each other, so that one examination is enough.
SET_UP_WRONG = ["groups missing", "rules masked", "directory open to all",
                "databases open to clients", "service stopped", "socket removed"]
RUNS_WRONG = ["grabbed by a program", "node open to all", "autosuspend", "configuration wrong"]
ON_SMALL_DISK = ["scans not durable", "inodes used up", "read-only"]
ALONE = [name for name in FAULTS if name not in ON_SMALL_DISK]


@claim("scanctl doctor names the faults of an installation, and its commands fix them",
       seconds=20)
def installation(guest):
    try_faults(guest, SET_UP_WRONG, prepare(guest))
    return f"{len(SET_UP_WRONG)} faults at once"


@claim("scanctl doctor names the program that holds a scanner, and other faults of a running "
       "daemon",
       full=True, seconds=25)
def running(guest):
    try_faults(guest, RUNS_WRONG, prepare(guest))
    return f"{len(RUNS_WRONG)} faults at once"


@claim("scanctl doctor distinguishes each fault from all others", full=True, seconds=400)
def each_alone(guest):
    node = prepare(guest)
    expect_well(guest)
    for name in ALONE:
        try_faults(guest, [name], node)
        if name == "disk full":  # it has left a small disk behind
            for more in ON_SMALL_DISK:
                try_faults(guest, [more], node)
            guest.run(f"{STOP}; umount /var/lib/scand; systemctl start scand")
            guest.await_grab()
    return f"{len(FAULTS)} faults"


@claim("scanctl doctor tells a user without permission the commands that grant it", full=True,
       seconds=20)
def other_people(guest):
    prepare(guest)
    guest.run("useradd -m anna")
    found = examine(guest, "su anna -c 'scanctl doctor --json'")
    expect_finding(found, "membership", "problem", "not in the group")
    expect_finding(found, "socket", "problem", "may not use")
    expect("sudo usermod -aG scand anna" in commands(found), f"the commands are {commands(found)}")
    guest.run("usermod -aG scand anna")
    found = examine(guest, "setpriv --reuid anna --regid anna --clear-groups scanctl doctor --json")
    expect_finding(found, "membership", "problem", "this session began before")
    found = examine(guest, "su anna -c 'scanctl doctor --json'")
    expect(found["problems"] == 0, f"it still finds {wrong(found)}")
    expect_finding(found, "membership", "ok", "anna is in the group")


@claim("scanctl doctor lists the input devices if no scanner is found, and its commands "
       "register one",
       full=True, seconds=20)
def registering(guest):
    synchronise(guest)
    node = guest.hotplug()
    found = examine(guest)
    [finding] = [f for f in found["checks"] if f["check"] == "scanner"]
    expect(any(node in line and "0627:0001" in line for line in finding["details"]),
           f"the devices are {finding['details']}")
    [cure] = finding["cures"]
    expect(node in cure["when"], f"the cure is for {cure['when']}")
    mend(guest, cure["commands"])
    guest.await_grab()
    expect_well(guest)


def prepare(guest):
    """Plugs in a scanner; its node, once all is well."""
    node = guest.plug()
    guest.await_grab()
    guest.mount_share()
    synchronise(guest)
    return node


def synchronise(guest):
    """The call of a program that sets the clock: adjtimex(2) with STA_UNSYNC taken away. ADJ_STATUS
    and ADJ_MAXERROR are 0x14."""
    guest.run("perl -e 'my $t = pack(\"L x4 q4 l x4 q16\", 0x14); syscall(159, $t) >= 0 or die $!'")


def try_faults(guest, names, node):
    """Makes the faults, expects to hear of each, types the commands, expects to hear of none."""
    guest.run("\n".join(FAULTS[name].script.format(node=node) for name in names))
    found = examine(guest)
    for name in names:
        fault = FAULTS[name]
        expect_finding(found, fault.check, fault.state, fault.words, name)
    mend(guest, commands(found), names)
    guest.run("\n".join(FAULTS[name].after for name in names) + "\ntrue")
    if any(FAULTS[name].check == "clock" for name in names):
        guest.sync_clock()
        synchronise(guest)
    guest.await_grab()
    expect_well(guest, names)


def examine(guest, command="scanctl doctor --json"):
    """The findings of the doctor; its exit status must agree."""
    result = guest.run(command, check=False)
    expect(result.out, f"it ended with {result.rc}: {result.err}")
    found = json.loads(result.out)
    expect(result.rc == (1 if found["problems"] else 0), f"its exit status is {result.rc}")
    return found


def commands(found):
    """The commands that it prints, in order."""
    return [line for finding in found["checks"] for cure in finding.get("cures", [])
            for line in cure["commands"]]


def mend(guest, lines, names=()):
    """Types the commands; every one has to end well."""
    lines = [line for line in lines if not line.startswith("newgrp")]
    script = SHELL + "".join(
        f"{line} >/dev/null || {{ echo {json.dumps(line)} failed >&2; exit 1; }}\n"
        for line in lines)
    result = guest.run(script, check=False)
    expect(result.rc == 0, f"{', '.join(names)}: {result.err}")


def expect_finding(found, check, state, words, name=""):
    """Expects a finding of that check and state with these words in it."""
    texts = [" ".join([f["seen"], f.get("why", "")] + f.get("details", []))
             for f in found["checks"] if f["check"] == check and f["state"] == state]
    expect(any(words in text for text in texts),
           f"{name}: no {state} of {check} with “{words}” in {wrong(found) or texts}")


def expect_well(guest, names=()):
    """Expects that nothing is wrong. Some things take the daemon a moment."""
    def well():
        nonlocal found
        found = examine(guest)
        return found["problems"] == found["warnings"] == 0
    found = {}
    try:
        guest.until("the doctor is content", well)
    except CommandFailed:
        expect(False, f"{', '.join(names)}: it still finds {wrong(found)}")


def wrong(found):
    """The findings that are not ok."""
    return [(f["check"], f["state"], f["seen"]) for f in found["checks"] if f["state"] != "ok"]
