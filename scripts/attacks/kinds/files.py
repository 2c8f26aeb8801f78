# SPDX-License-Identifier: Apache-2.0

"""Locks on the daemon's files, by those who may connect and by those who may read the databases."""

import errno
import fcntl
import json
import os
import sqlite3
import stat
import time

import client
import users
from attack import Row, attack, holds, number

# The bytes of the wal-index that SQLite locks (sqlite.org/walformat.html).
WRITE_LOCK, OTHER_LOCKS = 120, {"checkpoints": 121, "recovery": 122, "readers": 123}
FILES = ["lock", "journal.db", "journal.db-shm", "journal.db-wal", "items.db", "items.db-shm",
         "items.db-wal"]
HELD_UP = 3  # seconds that a lock is held


@attack
def modes(run):
    """A client that is no member of scand-sql can open none of the daemon's files."""
    with run.place.daemon() as daemon:
        opened = users.do(users.ATTACKERS[0], _open_all, str(run.place.state))
        by_readers = users.do(users.READER, _open_all, str(run.place.state))
        made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in run.place.state.iterdir()}
        loose = [f"{name} {mode:03o}" for name, mode in sorted(made.items())
                 if mode & 0o022 or mode & 0o007]
        yield Row("a client opens the daemon's files", "none",
                  ", ".join(f"{name}: {said}" for name, said in opened.items()),
                  [holds("a client opens no file", not any(said.startswith("opened")
                                                           for said in opened.values()),
                         [name for name, said in opened.items() if said.startswith("opened")]),
                   holds("lock is 0600", made.get("lock") == 0o600, f"{made.get('lock', 0):04o}"),
                   holds("a member of scand-sql cannot open lock",
                         not by_readers["lock"].startswith("opened"), by_readers["lock"]),
                   holds("nobody else may write, others nothing", not loose, ", ".join(loose))])
        yield from _lock_file(run, daemon)


def _lock_file(run, daemon):
    """A lock on `lock` while the daemon restarts."""
    daemon.stop()
    for user in (users.ATTACKERS[0], users.READER):
        job = users.Job(user, _flock, str(run.place.state / "lock"), nice=users.NICE)
        try:
            said = job.told()
            started = ""
            try:
                with run.place.daemon():
                    pass
            except Exception as error:
                started = str(error)
            yield Row(f"flock on the file lock, by {_name(user)}", said["said"],
                      "a restart " + (f"fails: {started}" if started else "succeeds"),
                      [holds("the daemon starts", not started, started)])
        finally:
            job.end()


@attack
def recording(run):
    """A lock on the journal's index is impossible for clients; a member of scand-sql is named."""
    for user in (users.ATTACKERS[0], users.READER):
        yield from _held_up(run, user, "journal.db-shm", _scan)
    for name, byte in OTHER_LOCKS.items() if run.full else ():
        yield from _held_up(run, users.READER, "journal.db-shm", _scan, byte, f" for {name}")


@attack
def transaction(run):
    """A program that keeps a transaction open in SQL does not stop recording."""
    with run.place.daemon(live=True) as daemon:
        job = users.Job(users.READER, _read_transaction, str(run.place.state / "journal.db"),
                        nice=users.NICE)
        try:
            said = job.told()
            done = all(_scan(run, daemon, HELD_UP) for _ in range(10))
        finally:
            job.end()
        yield Row("a transaction kept open, by a member of scand-sql", said["said"],
                  "10 scans were " + ("recorded" if done else "not recorded"),
                  [holds("recording goes on", done),
                   holds("SIGTERM to exit ≤ 1 s", (daemon.stop() or 99) <= 1)])


def _read_transaction(say, leave, path):
    """A job: begins a transaction and does not end it."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    database.execute("BEGIN")
    count = database.execute("SELECT max(cursor) FROM record").fetchone()[0]
    say({"said": f"open after record {count:,}"})
    leave.wait(60)


@attack
def items(run):
    """The same holds for the file of items and recalls."""
    for user in (users.ATTACKERS[0], users.READER):
        yield from _held_up(run, user, "items.db-shm", _recall)


def _held_up(run, user, name, attempt, byte=WRITE_LOCK, what=""):
    with run.place.daemon(live=True) as daemon:
        attempt(run, daemon, 5)  # It can be done without the lock.
        job = users.Job(user, _lock_byte, str(run.place.state / name), byte, nice=users.NICE)
        try:
            said = job.told()
            began = time.monotonic()
            done = attempt(run, daemon, HELD_UP)
            state, named = {}, False
            end = time.monotonic() + HELD_UP
            while not done and not named and time.monotonic() < end:
                state = users.do(users.VICTIM, client.say_status, daemon.path, 5)
                problems = " ".join(state.get("status", {}).get("problems", []))
                named = str(job.process) in json.dumps(state.get("status", {}).get("problems", []))
                time.sleep(0.1)
            held = time.monotonic() - began
        finally:
            job.end()
        again = attempt(run, daemon, 10)
        if user is users.READER:
            goals = [holds("status names the process", done or named, problems if not done else ""),
                     holds("it goes on when the lock has gone", again),
                     holds("the daemon lives", daemon.is_alive())]
        else:
            goals = [holds("a client cannot lock it", said["said"] != "locked", said["said"]),
                     holds("it goes on", done and again)]
        seen = "went on" if done else f"stood still for {number(held)} s, status: " \
            + (problems[:120] or state.get("error", "no problem"))
        yield Row(f"a read lock{what} on {name}, by {_name(user)}", said["said"],
                  f"{attempt.__doc__} {seen}",
                  goals + [holds("SIGTERM to exit ≤ 1 s", (daemon.stop() or 99) <= 1)])


def _scan(run, daemon, patience):
    """recording"""
    head = client.status(daemon.path)["head"]
    run.place.testbed("scan dock 7")
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if client.status(daemon.path)["head"] > head:
            return True
        time.sleep(0.02)
    return False


def _recall(run, daemon, patience):
    """a recall"""
    request = {"addRecall": {"lot": f"T{time.monotonic_ns()}", "reason": "attack"}}
    try:
        with client.Client(daemon.path, patience) as asking:
            return "error" not in asking.ask(request, patience)
    except (client.Refused, OSError):
        return False


def _name(user):
    return "a client" if user in users.ATTACKERS else f"a {user.name}"


def _open_all(say, _, directory):
    """A job: says for each file if it can be opened."""
    found = {}
    for name in FILES:
        try:
            os.close(os.open(f"{directory}/{name}", os.O_RDONLY))
            found[name] = "opened"
        except OSError as error:
            found[name] = errno.errorcode[error.errno]
    say(found)


def _flock(say, leave, path):
    """A job: holds a lock of flock(2)."""
    _hold(say, leave, path, lambda file: fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB))


def _lock_byte(say, leave, path, byte):
    """A job: holds a read lock of fcntl(2) on a byte that SQLite locks."""
    def lock(file):
        end = time.monotonic() + 5
        while True:
            try:
                return fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, byte)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise
    _hold(say, leave, path, lock)


def _hold(say, leave, path, lock):
    try:
        with open(path, "rb", buffering=0) as file:
            lock(file)
            say({"said": "locked"})
            leave.wait(60)
    except OSError as error:
        say({"said": errno.errorcode[error.errno]})
        leave.wait(60)
