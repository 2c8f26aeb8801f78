# SPDX-License-Identifier: Apache-2.0

"""biip, the GS1 reader for Python, on the same labels: biip-reader.py time LABEL..."""

import contextlib
import statistics
import sys
import time

import biip

READS, ROUNDS = 20, 101


def read(label):
    with contextlib.suppress(biip.ParseError):
        return biip.parse(label)


def nanoseconds(label):
    start = time.perf_counter_ns()
    for _ in range(READS):
        read(label)
    return (time.perf_counter_ns() - start) / READS


def is_valid(result):
    """biip goes on after faults, and keeps them with the elements."""
    if not result:
        return False
    message = result.gs1_message or result.gs1_digital_link_uri
    if not message:
        return bool(result.gtin or result.sscc)
    return not any(part.gtin_error or part.sscc_error or part.gln_error
                   for part in message.element_strings)


for given in sys.argv[2:]:
    given = given.removeprefix("]Q1")  # It knows a URI only where nothing stands before it.
    times = [nanoseconds(given) for _ in range(ROUNDS)]
    print(min(times), statistics.median(times), "-", "valid" if is_valid(read(given)) else "bad")
