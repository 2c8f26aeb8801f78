# SPDX-License-Identifier: Apache-2.0

"""One user does its worst at nice 19, with 8 connections and with 500. Another one measures what it
notices, beside its figures alone in the same run."""

import time

import client
import hostile
import users
import victim
from attack import BUSY, NEAR, Goal, Row, at_most, attack, holds, if_measurable, number

STATUS, LATER, SHARE = 50, 10, 0.4  # ms; ms over alone; of the rate alone
# A machine whose figures alone are worse than these says nothing about fairness.
SLOW_STATUS, SLOW_LIVE, SLOW_RATE = 25, 100, 8_000
FEW, MANY = 8, 500
SHORT = [(FEW, "reads"), (MANY, "reads"), (FEW, "follow-fruitless"), (FEW, "status"),
         (FEW, "connect-ask")]


@attack
def floods(run):
    """One user's flood delays another user's answers, live records and catch-up by little."""
    kinds = [(count, kind) for kind in run.floods or hostile.FLOODS for count in (FEW, MANY)]
    seconds = 4 if run.full else 1.5
    alone = None
    for count, kind in kinds if run.full or run.floods else SHORT:
        if alone is None:
            alone = _alone(run, seconds)
            yield Row("none: the victim alone", "", _shown(alone), [_quick(alone)])
        yield _flood(run, kind, count, seconds, alone)


def _alone(run, seconds):
    """The quickest of three measurements, or the first in which nothing disturbed the victim."""
    found = []
    while len(found) < 3 and not any(_is_quick(alone) for alone in found):
        with run.place.daemon(live=True) as daemon:
            found.append(victim.measure(run.place, daemon.path, seconds))
    return next((alone for alone in found if _is_quick(alone)), found[-1])


def _quick_ones(alone):
    """For each of the three figures, if the machine is quick enough to tell."""
    return alone.p99 <= SLOW_STATUS, alone.live <= SLOW_LIVE, alone.rate >= SLOW_RATE


def _is_quick(alone):
    return all(_quick_ones(alone))


def _quick(alone):
    return Goal("a machine that can tell", True if _is_quick(alone) else None, _shown(alone))


def _flood(run, kind, count, seconds, alone):
    quiet = victim.busy_elsewhere() <= BUSY
    with run.place.daemon(live=True) as daemon:
        if kind in ("acknowledge", "superseded"):
            users.do(users.ATTACKERS[0], client.say_answers, daemon.path,
                     [{"follow": {"subscriber": "hostile-0"}}])
        # The speed of a machine that others use changes: the rate alone is measured beside each flood.
        alone = alone._replace(rate=victim.catch_up_rate(daemon.path, seconds))
        daemon.forget_peak()
        job = users.Job(users.ATTACKERS[0], hostile.flood, daemon.path, count, kind,
                        nice=users.NICE)
        try:
            job.told(30)
            time.sleep(0.3)
            before, began = daemon.cpu(), time.monotonic()
            found = victim.measure(run.place, daemon.path, seconds)
            goals = _goals(found, alone, quiet)
            if not all(goal.holds for goal in goals):
                # One slow sync (a checkpoint of the log) is no unfairness; two runs with one are.
                found = victim.measure(run.place, daemon.path, seconds)
                goals = _goals(found, alone, quiet)
            used = (daemon.cpu() - before) / (time.monotonic() - began)
            peak = daemon.peak()
            goals += [holds("the daemon lives", daemon.is_alive()),
                      at_most("SIGTERM to exit", daemon.stop(), 1, "s"),
                      at_most("time between keep-alive messages", daemon.longest_silence(), 4, "s"),
                      at_most("RSS", peak, 64, "MiB")]
            job.leave()
            got = job.told(30)
        finally:
            job.end()
        return Row(f"{count} connections: {hostile.FLOODS[kind].text}",
                   f"{number(used)} CPUs, RSS {number(peak)} MiB for "
                   f"{number(round(got['lines'] / got['seconds']))} lines and "
                   f"{number(round(got['made'] / got['seconds']))} connections a second",
                   _shown(found, alone), goals)


def _gross(found, alone):
    """For each goal, if it is missed by so much that a busy machine does not explain it."""
    return (found.p99 > NEAR * STATUS, found.live - alone.live > NEAR * LATER + alone.live,
            found.rate < SHARE / NEAR * alone.rate)


def _goals(found, alone, quiet):
    """The three goals; what a machine that is slow or busy misses, or meets by luck, is unknown."""
    goals = [at_most("status p99", found.p99, STATUS, "ms"),
             at_most("live p99 over alone", max(0, found.live - alone.live), LATER, "ms"),
             holds("catch-up ≥ 40 % of alone", found.rate >= SHARE * alone.rate,
                   f"{found.rate / max(1, alone.rate):.1%}")]
    return [if_measurable(quick and (quiet or goal.holds or missed), goal)
            for goal, quick, missed in zip(goals, _quick_ones(alone), _gross(found, alone))]


def _shown(found, alone=None):
    share = "" if alone is None else f" ({found.rate / max(1, alone.rate):.0%})"
    return (f"status {number(found.p50)} / {number(found.p99)} ms, live p99 {number(found.live)} "
            f"ms, catch-up {number(round(found.rate))}/s{share}")
