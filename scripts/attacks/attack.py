# SPDX-License-Identifier: Apache-2.0

"""The form of an attack: a generator of rows for the table, whose docstring names the promise.

    @attack
    def idle(run):
        \"\"\"Connections that one user holds keep neither root nor another user out.\"\"\"
        with run.place.daemon() as daemon:
            …
            yield Row("1,024 idle connections", cost, noticed, goals)

`full=True`: only with --full; other attacks then look at `run.full` and do more. An attack ends its
own processes, is bounded in count and time, and leaves the place as another one may find it."""

import dataclasses
import pathlib
import typing

FAILED, HOLDS, UNKNOWN = "✘", "✔", "?"


@dataclasses.dataclass
class Goal:
    """A figure beside its goal. `holds` is None if the machine was too slow to tell."""

    text: str
    holds: typing.Optional[bool]
    figure: str = ""


@dataclasses.dataclass
class Row:
    """A row of the table."""

    name: str
    cost: str
    noticed: str
    goals: list

    def mark(self):
        """Fails if a goal fails; holds if all do."""
        if any(goal.holds is False for goal in self.goals):
            return FAILED
        return UNKNOWN if any(goal.holds is None for goal in self.goals) else HOLDS

    def missed(self):
        """The goals that do not hold, with their figures."""
        return [f"{goal.text} (is {goal.figure})" if goal.figure else goal.text
                for goal in self.goals if not goal.holds]


@dataclasses.dataclass
class Attack:
    """An attack, and the function that carries it out."""

    name: str  # FILE.FUNCTION
    promise: str
    function: typing.Callable
    full: bool


_attacks = []
BUSY = 0.7  # processors that others may use while times are measured
NEAR = 4  # a goal that is missed by more than this factor is missed on a busy machine, too
busy_elsewhere = 0.0  # processors, as measured before the attack


def attack(function=None, *, full=False):
    """Adds a function to the attacks."""
    def add(function):
        stem = pathlib.Path(function.__code__.co_filename).stem
        promise = " ".join(function.__doc__.split())
        _attacks.append(Attack(f"{stem}.{function.__name__}", promise, function, full))
        return function
    return add(function) if function else add


def attacks():
    """All attacks of the imported files."""
    return list(_attacks)


def at_most(what, figure, limit, unit):
    """The goal that a figure is at most so much; a figure of None is endless."""
    shown = "endless" if figure is None else f"{number(figure)} {unit}"
    met = figure is not None and figure <= limit
    if not met and unit in ("s", "ms") and busy_elsewhere > BUSY and (figure or 0) <= NEAR * limit:
        met = None if figure is not None else False
    return Goal(f"{what} ≤ {number(limit)} {unit}", met, shown)


def holds(text, truth, figure=""):
    """The goal that something is so."""
    return Goal(text, bool(truth), str(figure))


def if_measurable(measurable, goal):
    """A goal that is missed, or met, on a machine that is too slow says nothing."""
    if not measurable:
        goal.holds = None
    return goal


def number(value):
    """A figure as people write it: two digits that count."""
    if value is None:
        return "endless"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def percentile(values, share):
    """The value that this share of the values does not exceed; None if there is none."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 1).__int__() - 1)] if ordered else None
