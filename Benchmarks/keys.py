# SPDX-License-Identifier: Apache-2.0

"""From the last key event to the line at a subscriber, through the shipped daemon: keys.py SCAND DIR

The key events come from the testbed, whose emulated read(2) and ioctl(2) take about a millisecond of
what is measured here; no kernel does.
"""

import datetime
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

program, folder = sys.argv[1:]
testbed = pathlib.Path(__file__).parent.parent / "scripts/testbed/testbed"
bed = subprocess.Popen(
    [testbed], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def do(command):
    bed.stdin.write(command + "\n")
    bed.stdin.flush()
    answer = bed.stdout.readline()
    assert answer.startswith("ok"), (command, answer)
    return answer[3:].strip()


environment = dict(word.split("=", 1) for word in do("env").split())
daemon = subprocess.Popen(
    [program, "--state", folder + "/state", "--socket", folder + "/socket"],
    env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
while not os.path.exists(folder + "/socket"):
    time.sleep(0.01)
do("plug dock honeywell")
do("await dock grab")
do("type dock {Enter}")
client = socket.socket(socket.AF_UNIX)
client.connect(folder + "/socket")
client.sendall(b'{"follow":{"after":"now"}}\n')
lines = client.makefile("rb")
lines.readline(), lines.readline()
delays = []
for number in range(100):
    do(f"begin scan dock ]C101095060001343521727063010C202507{{GS}}21HD-{number}")
    record = json.loads(lines.readline())["record"]
    arrived = time.time()
    typed = datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp()
    delays.append((arrived - typed) * 1e6)
    do("join")
delays.sort()
print(f"last key event -> subscriber     p50 {delays[50]:.0f} µs  p99 {delays[98]:.0f} µs "
      "(through scand; about 1 ms of it is the emulated device)")
daemon.terminate()
daemon.wait()
bed.stdin.close()
bed.wait()
