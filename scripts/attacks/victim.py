# SPDX-License-Identifier: Apache-2.0

"""What another client notices: its status, the latency of its live records, its catch-up rate.

The measurements are work for a users.Job, so that the victim has a uid of its own."""

import collections
import datetime
import os
import pathlib
import time

import client
import users
from attack import percentile

REQUESTS = 200
PACE = 0.01  # seconds between two requests
SLOWEST = 5  # seconds after which an answer counts as not given

Figures = collections.namedtuple("Figures", "p50 p99 live rate requests scans")


def ask_status(say, _, path, count, seconds):
    """Says the milliseconds that each of `count` requests for the status took."""
    taken, end = [], time.monotonic() + seconds
    try:
        with client.Client(path, SLOWEST) as asking:
            while len(taken) < count and time.monotonic() < end:
                began = time.monotonic()
                taken.append(None)
                asking.ask({"status": {}}, SLOWEST)
                taken[-1] = (time.monotonic() - began) * 1000
                time.sleep(PACE)
    except (client.Refused, OSError):
        taken = [*taken, None] if not taken or taken[-1] is not None else taken
    say([SLOWEST * 1000 if value is None else value for value in taken])


def follow_live(say, leave, path):
    """Says the milliseconds from the last key of each scan until its record was here."""
    taken = []
    with client.Client(path) as following:
        following.ask({"follow": {"after": "now"}})
        say("following")
        while not leave.wait(0):
            try:
                record = following.line(0.2).get("record")
            except TimeoutError:
                continue
            if record:
                then = datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00"))
                taken.append((time.time() - then.timestamp()) * 1000)
    say(taken)


def catch_up(say, _, path, seconds):
    """Says how many records a second a follow from the start brings."""
    with client.Client(path) as following:
        head = following.hello["head"]
        following.send({"follow": {"after": "start"}})
        following.socket.settimeout(0.2)
        lines, began = 0, time.monotonic()
        while lines < head and time.monotonic() - began < seconds:
            try:
                chunk = following.socket.recv(client.CHUNK)
            except TimeoutError:
                continue
            if not chunk:
                break
            lines += chunk.count(b"\n")
        say(lines / (time.monotonic() - began))


def measure(place, path, seconds):
    """The victim's figures now. The scanner scans while it asks; then it catches up."""
    live = users.Job(users.VICTIM, follow_live, path)
    asking = None
    typed, taken, received = 0, [SLOWEST * 1000], []
    try:
        live.told(10)
        asking = users.Job(users.VICTIM, ask_status, path, REQUESTS, max(seconds, 8))
        end = time.monotonic() + seconds
        while time.monotonic() < end or not asking.has_told():
            place.testbed("scan dock 7")
            typed += 1
            time.sleep(0.01)
        taken = asking.told(30)
        time.sleep(0.3)
        live.leave()
        received = live.told(10)
    except users.JobFailed:
        pass  # The victim was not served; what it did not get counts as endless.
    finally:
        live.end()
        if asking:
            asking.end()
    rate = catch_up_rate(path, seconds)
    late = received + [SLOWEST * 1000] * max(0, typed - len(received))
    return Figures(percentile(taken, 0.5), percentile(taken, 0.99),
                   percentile(late, 0.99) if late else SLOWEST * 1000, rate, len(taken), typed)


def catch_up_rate(path, seconds):
    """The records a second of the victim's catch-up; 0 if it is not served."""
    try:
        return users.do(users.VICTIM, catch_up, path, min(seconds, 4), patience=30)
    except users.JobFailed:
        return 0


def busy_elsewhere(seconds=0.3):
    """The processors that are busy while nothing of this run is (proc(5))."""
    def sample():
        words = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        numbers = [int(word) for word in words]
        return sum(numbers), numbers[3] + numbers[4]
    total, idle = sample()
    time.sleep(seconds)
    total_after, idle_after = sample()
    passed = max(1, total_after - total)
    return os.cpu_count() * (1 - (idle_after - idle) / passed)
