# SPDX-License-Identifier: Apache-2.0

# The machine that a claim gets: a Debian with scand, its scanners, and questions to the daemon.

import collections
import json
import random
import time

from channel import CommandFailed
from claim import COLD, DEBIAN, SCANNER, STEADY, expect
from machine import Machine
from states import FIRST_NODE, INSTALL

SOCKET = "/run/scand/scand.sock"
_ONE_ANSWER = 200
DROP_IN = "/etc/systemd/system/scand.service.d/claim.conf"


class Guest(Machine):
    """A machine with Debian and scand, for one claim."""

    def __init__(self, states, claim, seed=0, full=False):
        others = {DEBIAN: states.debian, SCANNER: states.scanner}
        super().__init__(states.image, others.get(claim.machine, states.installed),
                         share=states.share, steady=claim.machine == STEADY)
        self.full, self.seed = full, seed
        self.random = random.Random(f"{seed} {claim.name}")
        self.typed = []  # every label that was typed, whole or not
        self._cold = claim.machine == COLD
        self._begins_with = FIRST_NODE if claim.machine == SCANNER else None
        self._first_node = self._begins_with

    def start(self, loadvm=None, cold=False):
        """As Machine.start; the first start is cold if the claim requires it."""
        super().start(loadvm, cold or self._cold)
        self._cold = False
        return self

    def restore(self):
        """As Machine.restore."""
        self._first_node = self._begins_with
        super().restore()

    def install(self):
        """Installs scand as a person would; returns the output of make and of the commands it prints."""
        self.mount_share()
        return self.run(INSTALL, timeout=120).out

    # Scanners

    def plug(self, n=0, **options):
        """Plugs in a Datalogic Gryphon, a model that the hwdb knows, as scanner n; its node once
        udev is done. The options are those of gadget_plug: vid, pid, maker, product, serial,
        functions. The scanner that a claim begins with is there already."""
        if self._first_node and n == 0 and not options:
            node, self._first_node = self._first_node, None
            return node
        return self.gadget_plug(n, **options)

    def unplug(self, n=0):
        """Pulls the plug of scanner n."""
        self.gadget_unplug(n)

    def scan(self, text, n=0, gap=1, layout="us"):
        """Types a label and Enter as scanner n, which is set to a layout of national.py; gap:
        milliseconds after each USB report, of which a character has two. Returns when the kernel has
        the last one."""
        self.typed.append(text)
        if layout == "us":
            self.gadget_type(text + "\n", n, gap)
        else:
            self.gadget_type_on(layout, text + "\n", n, gap)

    def start_scan(self, text, n=0, gap=1):
        """The same, but returns at once; call the returned function to wait for the end."""
        self.typed.append(text)
        return self.start_typing(text + "\n", n, gap)

    def await_grab(self, scanner_count=1, timeout=20, settle=True):
        """Waits until the daemon has that many scanners and has grabbed all of them; the scanners.
        `settle`: and then until what comes is no longer taken for the rest of a scan that had begun
        before (CharacterTimeout=, 1 s of silence)."""
        answer = self.asked([{"scanners": {}}], timeout, (scanner_count, '"grab":"grabbed"'))[0]
        scanners = answer["scanners"]["scanners"]
        expect(len(scanners) == scanner_count, f"there are more scanners: {scanners}")
        if settle:
            time.sleep(1.1)
        return scanners

    # The daemon

    def ask(self, request):
        """Sends one request, a dictionary, to the socket; the answer. CommandFailed if there is no
        answer or an error."""
        return self.asked([request])[0]

    def asked(self, requests, timeout=20, until=(0, "")):
        """The answers to several requests, one after the other on one connection. `until`: each is
        sent again until a Perl pattern occurs so many times in the answer."""
        lines = [json.dumps(request) for request in requests]
        if until[0]:
            lines = [f"?{until[0]} {until[1]}\t{line}" for line in lines]
        said = self.run("\n".join([f"#!socket {SOCKET}", *lines]), timeout)
        answers = [json.loads(line) for line in said.out.splitlines()]
        for answer in answers:
            if "error" in answer:
                raise CommandFailed(f"{requests}: {answer['error']}")
        return answers

    def status(self):
        """The output of `scanctl status --json`."""
        return self.ask({"status": {}})["status"]

    def scanners(self):
        """The output of `scanctl scanners --json`: the scanners, and the other input devices."""
        return self.ask({"scanners": {}})["scanners"]

    def records(self, after=0):
        """All records after a cursor, as a subscriber reads them."""
        records = []
        while True:
            answer = self.ask({"read": {"after": after, "limit": 1000}})
            records += answer["records"]
            after = answer["through"]
            if after >= answer["head"]:
                return records

    def await_records(self, count, timeout=20, after=0):
        """Waits until there are so many records after a cursor; all records after it."""
        if count > _ONE_ANSWER:  # the records of a page are not all that there are
            return self.until(f"{count} records", lambda: (
                found if len(found := self.records(after)) >= count else None), timeout)
        request = {"read": {"after": after, "limit": 1000}}
        answer = self.asked([request], timeout, (count, r'\{"cursor":'))[0]
        return answer["records"] + (
            self.records(answer["through"]) if answer["through"] < answer["head"] else [])

    def until(self, what, condition, timeout=20):
        """Waits until a function returns something, and returns that; CommandFailed if it never
        does. What it asks may fail meanwhile."""
        deadline = time.monotonic() + timeout
        failure = ""
        while True:
            try:
                if found := condition():
                    return found
            except CommandFailed as error:
                failure = f": {error}"
            if time.monotonic() > deadline:
                raise CommandFailed(f"not within {timeout} s: {what}{failure}")
            time.sleep(0.05)

    def move_state(self, node=None, size="64M", options="defaults"):
        """Puts the state directory on a file system of its own, and starts the daemon on that: the
        one on a disk's node, or a new one of this size in memory."""
        make = f"node={node}" if node else (
            f"truncate -s {size} /run/state.ext4 && mke2fs -q -t ext4 /run/state.ext4 && "
            "node=$(losetup --show -f /run/state.ext4)")
        self.run(f"systemctl stop scand.service && {make} && "
                 f"mount -o {options} $node /var/lib/scand && rm -rf /var/lib/scand/lost+found && "
                 "systemd-tmpfiles --create scand.conf && systemctl start scand.service")

    def follow(self, after="start"):
        """Starts a subscriber in the guest that writes each record to a file on the host at once;
        published() gives them, even when the power is gone. It waits for a daemon that restarts."""
        self.run(f"(setsid scanctl follow --json --after {after} >/dev/virtio-ports/feed "
                 "2>/run/follow.err &)")

    def published(self):
        """The records that reached the subscriber that follow() started."""
        return [json.loads(line) for line in self.feed()]

    def rows(self, sql):
        """The rows of an SQL query of the journal, read-only: a tuple a row."""
        text = self.run("sqlite3 -readonly -json 'file:/var/lib/scand/journal.db?mode=ro' <<'END'\n"
                        f"{sql}\nEND").out
        return [tuple(row.values()) for row in json.loads(text or "[]")]

    # The service

    def service(self, verb, timeout=60):
        """Has systemctl do that to scand.service."""
        return self.run(f"systemctl {verb} scand.service", timeout)

    def reload(self):
        """Has the daemon read its configuration again; returns when the new one is in force."""
        def count():
            return self.log().count("The configuration was read again.")
        before = count()
        self.service("reload")
        self.until("the configuration is read", lambda: count() > before)

    def pid(self):
        """The daemon's process, 0 if there is none."""
        return int(self.run("read -r pid </sys/fs/cgroup/system.slice/scand.service/cgroup.procs; "
                            "echo ${pid:-0}").out)

    def property(self, name, unit="scand.service"):
        """A property of a unit."""
        return self.run(f"systemctl show --value -p {name} {unit}").out.strip()

    def log(self):
        """The messages of the daemon, and of systemd about it, in the system journal."""
        return self.run("journalctl -u scand.service --no-pager -o short-monotonic").out

    def await_log(self, text, timeout=20):
        """Waits until the daemon, or systemd about it, writes that to the journal."""
        self.run(f"timeout {timeout} grep -q -m 1 -F '{text}' "
                 "< <(exec journalctl -u scand.service -f -n all -o cat)", timeout + 10)

    def drop_in(self, text):
        """Adds a drop-in to scand.service; it counts from the next start."""
        self.put(text, DROP_IN)
        self.run("systemctl daemon-reload")

    def scanner_file(self, name, text):
        """Writes /etc/scand/NAME.scanner; it counts from the next reload."""
        self.put(text, f"/etc/scand/{name}.scanner")

    def configuration(self, text):
        """Writes /etc/scand/scand.conf; it counts from the next reload."""
        self.put(text, "/etc/scand/scand.conf")

    def expect_sound(self, records=None):
        """Expects that the journal is sound, that the cursors are dense from 1, and that no record
        is of something that was not typed whole, or more often than it was typed; the records."""
        records = self.records() if records is None else records
        cursors = [record["cursor"] for record in records]
        expect(cursors == list(range(1, len(cursors) + 1)), f"the cursors are {cursors}")
        said = self.rows("PRAGMA integrity_check")
        expect(said == [("ok",)], f"the database says {said}")
        whole = collections.Counter(record.get("data") for record in records
                                    if record["verdict"] != "incomplete")
        extra = whole - collections.Counter(self.typed)
        expect(not extra, f"these records were not typed, or not so often: {dict(extra)}")
        return records
