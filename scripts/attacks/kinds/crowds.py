# SPDX-License-Identifier: Apache-2.0

"""Crowds of connections that stall. They try to use up connections, memory and kernel buffers."""

import grp
import time

import client
import hostile
import users
from attack import Goal, Row, at_most, attack, holds, number

MEMORY = 64  # MiB, of the process and of the kernel's buffers
MORE = 4  # MiB that the last crowd may leave behind beyond the first
IDLE = 0.1  # processors that a crowd may cost that does nothing
CROWD = 1000
CLEAR = {"quota-exceeded", "too-many-connections"}

SHORT = ["read", "filters", "reads"]
AS_ADMINISTRATOR = ["read", "reads"]
SPREAD = ["read", "reads", "follow", "junk", "partial"]


@attack
def idle(run):
    """Connections that one user holds keep out neither root nor an administrator nor others."""
    sockets = [True, False] if run.full and not _has_group("scand") else [True]
    for passed in sockets:
        with run.place.daemon(passed=passed) as daemon:
            job = users.Job(users.ATTACKERS[0], hostile.crowd, daemon.path, 1024, "idle",
                            nice=users.NICE)
            said = job.told(hostile.LONGEST)
            served = {user.name: users.do(user, client.say_status, daemon.path, 5)
                      for user in (users.ROOT, users.DAEMON, users.VICTIM)}
            goals = [holds(f"{name} is answered", "error" not in answer, answer.get("error", ""))
                     for name, answer in served.items()]
            goals.append(_clear(said["refused"]))
            where = "" if passed else ", the daemon's own socket"
            yield Row(f"1,024 idle connections of one user{where}",
                      f"{said['standing']:,} connections, {_costs(daemon)}",
                      ", ".join(f"{name}: {_served(answer)}" for name, answer in served.items()),
                      goals + [_ending(daemon)])
            job.end()


@attack(full=True)
def idle_three(run):
    """The idle connections of three users together keep neither root nor an administrator out."""
    with run.place.daemon() as daemon:
        jobs = [users.Job(user, hostile.crowd, daemon.path, 1024, "idle", nice=users.NICE)
                for user in users.ATTACKERS]
        said = [job.told(hostile.LONGEST) for job in jobs]
        served = {user.name: users.do(user, client.say_status, daemon.path, 5)
                  for user in (users.ROOT, users.DAEMON, users.VICTIM)}
        yield Row("1,024 idle connections of each of three users",
                  f"{sum(one['standing'] for one in said):,} connections, {_costs(daemon)}",
                  ", ".join(f"{name}: {_served(answer)}" for name, answer in served.items()),
                  [*(holds(f"{name} is answered", "error" not in answer, answer.get("error", ""))
                     for name, answer in served.items()), _ending(daemon)])
        _leave(jobs)


@attack
def one_user(run):
    """1,000 stalled connections of one user take at most 64 MiB, and as much in the kernel."""
    for kind in hostile.STALLS if run.full else SHORT:
        yield stalled(run, kind, [users.ATTACKERS[0]], 10 if run.full else 3)


@attack(full=True)
def three_users(run):
    """The same holds for 1,000 stalled connections of three users."""
    for kind in SPREAD:
        yield stalled(run, kind, users.ATTACKERS, 10)


@attack(full=True)
def administrators(run):
    """The same holds for the stalled connections of root and of the daemon's own user."""
    for user in (users.ROOT, users.DAEMON):
        for kind in AS_ADMINISTRATOR:
            yield stalled(run, kind, [user], 3, others=())


def stalled(run, kind, attackers, rounds, others=(users.ROOT, users.DAEMON, users.VICTIM)):
    """A crowd that forms, stays and leaves several times; then one that is there at the end."""
    with run.place.daemon() as daemon:
        worst = _Worst(daemon)
        for round_ in range(rounds):
            jobs = _form(daemon, attackers, kind)
            worst.look(jobs, others if round_ in (0, rounds - 1) else ())
            if round_ < rounds - 1:
                _leave(jobs)
                worst.left()
        worst.rest()
        ending = _ending(daemon)
        _leave(jobs)
        return worst.row(kind, attackers, rounds, ending, [user.name for user in others])


class _Worst:
    """The highest costs of all rounds."""

    def __init__(self, daemon):
        self._daemon, self.peak, self.there, self.back = daemon, 0, 0, 0
        self.after, self.refused, self.standing, self.slowest = [], {}, 0, 0
        self.unserved, self.load = [], 0
        self.descriptors = daemon.descriptors()
        daemon.forget_peak()

    def look(self, jobs, others):
        """Waits until the crowd's costs have stopped growing, and asks as the others."""
        said = [job.told(hostile.LONGEST) for job in jobs]
        self.standing = max(self.standing, sum(one["standing"] for one in said))
        for one in said:
            for code, times in one["refused"].items():
                self.refused[code] = self.refused.get(code, 0) + times
        for user in others:
            answer = users.do(user, client.say_status, self._daemon.path, 10)
            if "error" in answer:
                self.unserved.append(f"{user.name}: {answer['error']}")
            self.slowest = max(self.slowest, answer.get("milliseconds", 10_000))
        before = -1
        for _ in range(20):
            there, back = self._daemon.buffers()
            if there + back > self.there + self.back:
                self.there, self.back = there, back
            if abs(there + back + self._daemon.rss() - before) < 0.5:
                break
            before = there + back + self._daemon.rss()
            time.sleep(0.1)
        self.peak = max(self.peak, self._daemon.peak())

    def rest(self):
        """Measures the CPU that the daemon uses while nobody does anything."""
        time.sleep(0.2)
        before = self._daemon.cpu()
        time.sleep(0.5)
        self.load = (self._daemon.cpu() - before) / 0.5

    def left(self):
        """Waits until the daemon has noticed that they have left; its memory then."""
        end = time.monotonic() + 5
        while self._daemon.descriptors() > self.descriptors + 2 and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.1)
        self.peak = max(self.peak, self._daemon.peak())
        self.after.append(self._daemon.rss())

    def row(self, kind, attackers, rounds, ending, others):
        """The row of the table."""
        goals = [at_most("RSS", self.peak, MEMORY, "MiB"),
                 at_most("kernel buffers", self.there + self.back, MEMORY, "MiB"),
                 at_most("RSS after the last crowd, beyond the first",
                         max(0, self.after[-1] - self.after[0]), MORE, "MiB"),
                 at_most("CPU while they stand", self.load, IDLE, "CPUs"), ending]
        if others:
            goals += [_clear(self.refused),
                      holds("others are answered", not self.unserved, "; ".join(self.unserved))]
        whose = attackers[0].name if attackers[0].name in ("root", users.DAEMON.name) else (
            f"{len(attackers)} users" if len(attackers) > 1 else "one user")
        return Row(f"{CROWD:,} of {whose}, {rounds} times: {hostile.STALLS[kind].text}",
                   f"RSS {number(self.peak)} MiB, buffers {number(self.there)} + "
                   f"{number(self.back)} MiB; RSS after the first {number(self.after[0])}, "
                   f"the last {number(self.after[-1])} MiB",
                   (f"status after {number(self.slowest)} ms; " if others else "")
                   + f"{self.standing:,} stood{_refusals(self.refused)}", goals)


def _form(daemon, attackers, kind):
    share = -(-CROWD // len(attackers))
    return [users.Job(user, hostile.crowd, daemon.path, share, kind, nice=users.NICE)
            for user in attackers]


def _leave(jobs):
    for job in jobs:
        job.leave()
    for job in jobs:
        job.end()


def _ending(daemon):
    if not daemon.is_alive():
        return Goal("the daemon lives", False, daemon.last_words())
    return at_most("SIGTERM to exit", daemon.stop(), 1, "s")


def _clear(refused):
    unclear = {code: times for code, times in refused.items() if code not in CLEAR}
    return holds("the others are told quota-exceeded", not unclear, unclear)


def _costs(daemon):
    there, back = daemon.buffers()
    return f"RSS {number(daemon.rss())} MiB, buffers {number(there + back)} MiB"


def _served(answer):
    return answer.get("error") or f"{number(answer['milliseconds'])} ms"


def _refusals(refused):
    return "".join(f", {times:,} × {code}" for code, times in refused.items())


def _has_group(name):
    try:
        return bool(grp.getgrnam(name))
    except KeyError:
        return False
