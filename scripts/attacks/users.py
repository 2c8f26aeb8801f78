# SPDX-License-Identifier: Apache-2.0

"""The users of a run, and work done under their uids in processes of its own.

The numbers belong to nobody: systemd's table of uids leaves 60706 to 61183 unused. A job is a child
that has given root up for good. It tells its result in lines of JSON, ends when it is told to leave
or when the harness dies, and is ended by its own process id alone."""

import collections
import ctypes
import json
import os
import resource
import select
import signal
import time
import traceback

User = collections.namedtuple("User", "name uid gid groups")

CLIENTS = 60900  # the group that may connect, as scand
READERS = 60901  # the group of the databases, as scand-sql
ROOT = User("root", 0, 0, [])
DAEMON = User("the daemon's user", 60910, CLIENTS, [])
ATTACKERS = [User(f"attacker {n}", 60920 + n, 60920 + n, [CLIENTS]) for n in (1, 2, 3)]
VICTIM = User("victim", 60930, 60930, [CLIENTS])
READER = User("member of scand-sql", 60931, 60931, [CLIENTS, READERS])

NICE = 19  # of attackers
FILES = 8192  # descriptors that every process may have
PR_SET_PDEATHSIG = 1

_jobs = set()


class JobFailed(Exception):
    """The work of a job raised, or it said nothing in time."""


class Leave:
    """The end of a job as the job sees it: readable once it is to end."""

    def __init__(self, descriptor):
        self._descriptor = descriptor

    def fileno(self):
        """For select(2)."""
        return self._descriptor

    def wait(self, seconds):
        """Waits so long at most; True if it is time to leave."""
        return bool(select.select([self], [], [], seconds)[0])


class Job:
    """`work(say, leave, *arguments)` in a process of `user`; `say` sends a value to the harness."""

    def __init__(self, user, work, *arguments, nice=0):
        self.user = user
        self._told, writing = os.pipe()
        reading, self._leave = os.pipe()
        self._rest = b""
        self.process = os.fork()
        if not self.process:
            _be_child(user, work, arguments, nice, writing, reading)
        os.close(writing)
        os.close(reading)
        _jobs.add(self)

    def told(self, patience=60):
        """The next value that the job says."""
        deadline = time.monotonic() + patience
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._told], [], [], left)[0]:
                raise JobFailed(f"{self.user.name} said nothing for {patience} s")
            chunk = os.read(self._told, 1 << 16)
            if not chunk:
                raise JobFailed(f"a process of {self.user.name} ended")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        said = json.loads(line)
        if isinstance(said, dict) and "failed" in said:
            raise JobFailed(f"{self.user.name}: {said['failed']}")
        return said

    def has_told(self):
        """True if `told()` would not wait."""
        return b"\n" in self._rest or bool(select.select([self._told], [], [], 0)[0])

    def leave(self):
        """Tells the job to end."""
        if self._leave is not None:
            os.close(self._leave)
            self._leave = None

    def end(self, patience=5):
        """Has it end, by force if it does not leave."""
        if self not in _jobs:
            return
        self.leave()
        deadline = time.monotonic() + patience
        while os.waitpid(self.process, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
                break
            time.sleep(0.005)
        os.close(self._told)
        _jobs.discard(self)


def end_all():
    """Ends every job that is left."""
    for job in list(_jobs):
        job.end(patience=0.2)


def do(user, work, *arguments, patience=60, nice=0):
    """Does a piece of work as `user` and returns the one value that it says."""
    job = Job(user, work, *arguments, nice=nice)
    try:
        return job.told(patience)
    finally:
        job.end(patience=1)


def raise_limits():
    """Lets this process and its children have enough descriptors."""
    most = max(resource.getrlimit(resource.RLIMIT_NOFILE)[1], FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, most))


def become(user):
    """Gives root up for good (setgroups(2), setresgid(2), setresuid(2))."""
    os.setgroups(user.groups)
    os.setresgid(user.gid, user.gid, user.gid)
    os.setresuid(user.uid, user.uid, user.uid)


def die_with_parent():
    """Has the kernel kill this process, once it has its uid, when the harness dies (prctl(2))."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _be_child(user, work, arguments, nice, writing, reading):
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        # Another job's pipe held here would keep that job from seeing its end.
        first, second = sorted((writing, reading))
        os.closerange(3, first)
        os.closerange(first + 1, second)
        os.closerange(second + 1, FILES)
        if nice:
            os.nice(nice)
        become(user)
        die_with_parent()

        def say(value):
            os.write(writing, json.dumps(value).encode() + b"\n")

        try:
            work(say, Leave(reading), *arguments)
            status = 0
        except BrokenPipeError:
            pass
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            say({"failed": f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"})
    finally:
        os._exit(status)
