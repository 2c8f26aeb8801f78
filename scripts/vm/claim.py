# SPDX-License-Identifier: Apache-2.0

# Claims about scand on a real kernel. A claim is a function in a file of claims/:
#
#   @claim("A scan is at a subscriber and in the database")
#   def first_scan(guest):
#       guest.plug()
#       guest.await_grab()
#       guest.scan("]C10109506000134352")
#       [record] = guest.await_records(1)
#       expect(record["verdict"] == "accepted", f"the record is {record}")
#       return "1 record"                    # the figure in the summary
#
# It gets a machine of its own (guest.py documents its actions), restored from a saved state in
# about a second, and is false if it raises an AssertionError, Disproved or CommandFailed. A
# RigFailure (channel.py) is no result of the claim: it is tried once more.
#
#   full=True     only with --full; a claim that only does more then looks at guest.full
#   seconds=20    how long it may take on a quiet machine; after six times that (and at least 120 s)
#                 its machine is ended, and it counts as false
#   full_seconds= the same with --full, if it does more then
#   machine=      the state that it starts with:
#                 INSTALLED  a Debian with scand installed and active, no scanner plugged in
#                 SCANNER    the same with scanner 0 plugged in and grabbed, which guest.plug() then
#                            gives at once: it saves some 3 s
#                 DEBIAN     before the installation, which guest.install() does
#                 COLD       INSTALLED, but booted anew, which takes 10 to 20 s
#                 STEADY     INSTALLED, with a clock that counts instructions: slower, but what
#                            fits into a millisecond does not depend on how busy the host is
#
# Random choices come from guest.random, which is seeded with the run's seed and the claim's
# name, so that --seed repeats it.

import dataclasses
import typing

INSTALLED, SCANNER, DEBIAN = "installed", "scanner", "debian"
COLD, STEADY = "cold", "steady"


class Disproved(AssertionError):
    """The claim is false."""


@dataclasses.dataclass
class Claim:
    """A claim, and the function that tries it."""

    name: str  # FILE.FUNCTION
    text: str
    function: typing.Callable
    full: bool
    seconds: float
    full_seconds: float
    machine: str

    def expected(self, full):
        """Its duration on a quiet machine."""
        return self.full_seconds if full else self.seconds


_claims = []


def claim(text, full=False, seconds=20, full_seconds=None, machine=INSTALLED):
    """Makes a claim of a function that takes a Guest and returns a figure, or None."""
    def register(function):
        name = f"{function.__module__}.{function.__name__}"
        _claims.append(
            Claim(name, text, function, full, seconds, full_seconds or seconds, machine))
        return function
    return register


def expect(condition, otherwise):
    """Disproves the claim unless the condition holds."""
    if not condition:
        raise Disproved(otherwise)


def claims():
    """All claims of the modules that were imported."""
    return list(_claims)
