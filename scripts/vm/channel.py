# SPDX-License-Identifier: Apache-2.0

# Channels to a virtual machine over Unix sockets: QEMU's monitor, and the agent in the guest.
#
# There are two kinds of failures, which the runner must distinguish. A RigFailure means that the
# rig broke (QEMU ended, the guest does not answer, keys were lost on the way), so the test has no
# result. A CommandFailed means that the guest ran the command, and that the command failed.

import collections
import itertools
import json
import queue
import socket
import threading
import time

Result = collections.namedtuple("Result", "rc out err seconds")


class RigFailure(Exception):
    """The rig broke: the claim is neither true nor false."""


class KeysLost(RigFailure):
    """The guest was too slow to take the keys that QEMU's own keyboard typed."""


class CommandFailed(Exception):
    """A command in the guest, or one of QEMU's, came out wrong."""


class _Connection:
    """A Unix socket; a thread reads messages and hands them on, None when it is closed."""

    def __init__(self, path, give_up, read_one, on_message):
        self._socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self._socket.connect(path)
                break
            except OSError as error:
                if give_up():
                    self._socket.close()
                    raise RigFailure(f"cannot connect to {path}") from error
                time.sleep(0.02)
        threading.Thread(target=self._read, args=(read_one, on_message), daemon=True).start()

    def _read(self, read_one, on_message):
        stream = self._socket.makefile("rb")
        while True:
            try:
                message = read_one(stream)
            except (OSError, ValueError):
                message = None
            on_message(message)
            if message is None:
                return

    def send(self, data):
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise RigFailure(f"the virtual machine is gone: {error}") from error

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()


class Monitor:
    """QEMU's monitor: commands in JSON (the QEMU Machine Protocol), and events."""

    def __init__(self, path, give_up):
        self._replies, self._events = queue.Queue(), queue.Queue()
        self._lock = threading.Lock()
        self._connection = _Connection(
            path, give_up, lambda stream: json.loads(stream.readline() or "null"), self._on_message)
        self._reply(30)
        self.command("qmp_capabilities")

    def _on_message(self, message):
        gone = {"gone": True, "event": None}
        if message is None or "event" in message:
            self._events.put(message or gone)
        if message is None or "event" not in message:
            self._replies.put(message or gone)

    def command(self, execute, timeout=30, **arguments):
        """Does one command; a name's underscores stand for hyphens, except in device_add."""
        if execute != "device_add":
            arguments = {name.replace("_", "-"): value for name, value in arguments.items()}
        with self._lock:
            line = json.dumps({"execute": execute, "arguments": arguments})
            self._connection.send(line.encode() + b"\n")
            reply = self._reply(timeout)
        if "error" in reply:
            raise CommandFailed(f"{execute}: {reply['error']['desc']}")
        return reply.get("return")

    def _reply(self, timeout):
        try:
            reply = self._replies.get(timeout=timeout)
        except queue.Empty:
            raise RigFailure(f"QEMU's monitor did not answer for {timeout} s") from None
        if "gone" in reply:
            self._replies.put(reply)
            raise RigFailure("QEMU is gone")
        return reply

    def human(self, line, timeout=60):
        """Runs a command of the human monitor, such as savevm; returns its output."""
        return self.command("human-monitor-command", timeout, command_line=line).strip()

    def await_event(self, name, timeout=30, **data):
        """Waits for an event of that name whose data hold these values."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                event = self._events.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise RigFailure(f"QEMU did not tell of {name} within {timeout} s") from None
            if "gone" in event:
                self._events.put(event)
                raise RigFailure("QEMU is gone")
            if event["event"] == name and data.items() <= event.get("data", {}).items():
                return event

    def close(self):
        self._connection.close()


class Agent:
    """The program in the guest that runs shell scripts; guest/vm-agent documents the protocol."""

    def __init__(self, path, give_up):
        self._numbers = itertools.count(1)
        self._waiting = {}
        self._lock = threading.Lock()
        self._gone = False
        self.ready = threading.Event()
        self._connection = _Connection(path, give_up, self._read_one, self._on_message)

    @staticmethod
    def _read_one(stream):
        words = stream.readline().split()
        if len(words) != 4:
            return None
        return words[0].decode(), int(words[1]), stream.read(int(words[2])), \
            stream.read(int(words[3]))

    def _on_message(self, message):
        with self._lock:
            if message is None:
                self._gone = True
                boxes = [self._waiting.pop(name) for name in list(self._waiting)]
            elif message[0] == "READY":
                self.ready.set()
                boxes = []
            else:
                boxes = [self._waiting.pop(message[0])] if message[0] in self._waiting else []
        for box in boxes:
            box.put(message)

    def start(self, script, timeout):
        """Starts a shell script; call the returned function for its Result."""
        name, box, began = f"r{next(self._numbers)}", queue.Queue(), time.monotonic()
        script = script.encode() if isinstance(script, str) else script
        with self._lock:
            if self._gone:
                raise RigFailure("the guest is gone")
            self._waiting[name] = box
            self._connection.send(f"{name} {timeout:.0f} {len(script)}\n".encode() + script)

        def result(limit=timeout + 20):
            try:
                answer = box.get(timeout=limit)
            except queue.Empty:
                raise RigFailure(f"no answer from the guest: {script[:200]!r}") from None
            if answer is None:
                raise RigFailure(f"the guest is gone: {script[:200]!r}")
            return Result(answer[1], answer[2].decode(errors="replace"),
                          answer[3].decode(errors="replace"), time.monotonic() - began)
        return result

    def close(self):
        self._connection.close()
