# SPDX-License-Identifier: Apache-2.0

"""From exec to READY=1, and the memory of the idle daemon: daemon.py SCAND STATE SOCKET"""

import os
import re
import signal
import socket
import subprocess
import sys
import time

program, state, path = sys.argv[1:]
notify = path + ".notify"
times, memory = [], 0
for _ in range(11):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(notify)
        manager.settimeout(10)
        start = time.perf_counter()
        daemon = subprocess.Popen(
            [program, "--state", state, "--socket", path],
            env={**os.environ, "NOTIFY_SOCKET": notify}, stderr=subprocess.DEVNULL)
        while b"READY=1" not in manager.recv(4096):
            pass
        times.append(time.perf_counter() - start)
        time.sleep(0.3)
        status = open(f"/proc/{daemon.pid}/status", encoding="ascii").read()
        memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        start = time.perf_counter()
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(10)
        ended = time.perf_counter() - start
    os.unlink(notify)
times.sort()
print(f"exec to READY                    p50 {times[5] * 1000:.1f} ms  worst {times[-1] * 1000:.1f} ms")
print(f"SIGTERM to exit                  {ended * 1000:.0f} ms")
print(f"resident memory, idle            {memory} kB")
