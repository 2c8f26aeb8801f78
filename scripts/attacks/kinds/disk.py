# SPDX-License-Identifier: Apache-2.0

"""A disk that hangs under one of the files. stall.c, which is preloaded, plays the disk."""

import shutil
import subprocess
import time

import client
import users
import victim
from attack import Goal, Row, at_most, attack, holds, number
from place import ROOT

CHANGE = {"addRecall": {"lot": "stuck", "reason": "attack"}}
STUCK = 4.5  # seconds, more than the watchdog has patience for


@attack
def items(run):
    """While the disk hangs under items.db, reads are answered, scans recorded; SIGTERM works."""
    library = _library(run.place)
    if library is None:
        yield Row("a disk that hangs under items.db", "not tried: no C compiler", "",
                  [Goal("a C compiler", None)])
        return
    flag = run.place.root / "stuck"
    environment = {"LD_PRELOAD": str(library), "STALL_WHILE": str(flag), "STALL_PATH": "items.db"}
    with run.place.daemon(live=True, environment=environment) as daemon:
        jobs = []
        flag.touch()
        try:
            jobs = [users.Job(users.DAEMON, client.say_answers, daemon.path, [CHANGE], 60)
                    for _ in range(4)]
            time.sleep(0.5)
            found, began = _served(run, daemon), time.monotonic()
            time.sleep(max(0, STUCK - (time.monotonic() - began)))
            problems = users.do(users.VICTIM, client.say_status, daemon.path, 5)
            said = " ".join(problems.get("status", {}).get("problems", []))
            alive, silence = daemon.is_alive(), daemon.longest_silence()
            ending = daemon.stop()
        finally:
            flag.unlink()
            for job in jobs:
                job.end()
        yield Row("a disk that hangs under items.db, and 4 recalls",
                  "SIGTERM to exit: " + (f"{number(ending)} s" if ending else "more than 10 s"),
                  ", ".join(f"{name}: {_time(taken)}" for name, taken in found.items())
                  + f"; status: {said[:100] or problems.get('error', 'no problem')}",
                  [*(at_most(name, taken, 1000, "ms") for name, taken in found.items()),
                   holds("status names items", "item" in said.lower(), said[:80]),
                   holds("the daemon lives", alive),
                   at_most("time between keep-alive messages", silence, 4, "s"),
                   at_most("SIGTERM to exit", ending, 1, "s")])


def _served(run, daemon):
    """How many milliseconds each kind of request takes, and a scan; None: more than 5 s."""
    found = {}
    for name, request in (("status", {"status": {}}),
                          ("read", {"read": {"after": 0, "limit": 10}}),
                          ("trace", {"trace": {"serial": "K1"}}),
                          ("exceptions", {"exceptions": {"limit": 10}}),
                          ("follow", {"follow": {"after": "start"}}),
                          ("acknowledge", {"acknowledge": {"subscriber": "none", "cursor": 1}})):
        found[name] = users.do(users.VICTIM, _time_answer, daemon.path, request)
    found["scan"] = _time_scan(run, daemon)
    return found


def _time_scan(run, daemon):
    live = users.Job(users.VICTIM, victim.follow_live, daemon.path)
    try:
        live.told(6)
        run.place.testbed("scan dock 7")
        time.sleep(1)
        live.leave()
        received = live.told(5)
        return received[0] if received else None
    except users.JobFailed:
        return None
    finally:
        live.end()


def _time_answer(say, _, path, request):
    """A job: says the milliseconds until the answer; None if there is none for 5 s."""
    began = time.monotonic()
    try:
        with client.Client(path, 5) as asking:
            asking.ask(request, 5)
        say((time.monotonic() - began) * 1000)
    except (client.Refused, OSError):
        say(None)


def _time(milliseconds):
    return "none for 5 s" if milliseconds is None else f"{number(milliseconds)} ms"


def _library(place):
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None
    library = place.root / "stall.so"
    made = subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library,
                           ROOT / "scripts" / "attacks" / "stall.c"],
                          capture_output=True, check=False)
    return library if made.returncode == 0 else None
