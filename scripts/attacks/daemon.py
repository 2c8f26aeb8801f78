# SPDX-License-Identifier: Apache-2.0

"""The shipped daemon under a uid of its own, and its costs as the kernel counts them."""

import os
import pathlib
import re
import resource
import socket
import subprocess
import time

import client
import users

MIB = 1 << 20
WATCHDOG = 4  # seconds; the unit gives 60
BACKLOG = 4096  # of systemd
OUR_FIRST_DESCRIPTOR = 3  # sd_listen_fds(3)

_PENDING = re.compile(r"skmem:\(r\d+,rb\d+,t(\d+),")


class DaemonDied(Exception):
    """The daemon ended, or never began to answer."""


class Daemon:
    """One process of scand; `path` is its socket. `passed`: the socket comes from the harness."""

    def __init__(self, place, configuration="", environment=None, passed=True, watched=True):
        self.place, self.path = place, str(place.root / "run" / "scand.sock")
        self._log = open(place.root / "log", "ab")
        self._watch = users.Job(users.ROOT, _note_keep_alives, str(place.root / "notify")) \
            if watched else None
        if self._watch:
            self._watch.told()
        directory = place.root / "configuration"
        directory.mkdir(exist_ok=True)
        (directory / "scand.conf").write_text("[Scand]\n" + configuration)
        (directory / "dock.scanner").write_text(
            "[Match]\nVendor=0c2e\n\n[Scanner]\nStation=dock-1\nStep=receiving\n")
        self._listener = self._listen() if passed else None
        self._began = time.monotonic()
        self.process = subprocess.Popen(
            self._command(passed), env=self._environment(environment or {}, passed),
            user=users.DAEMON.uid, group=users.DAEMON.gid, extra_groups=[], umask=0o027,
            pass_fds=[OUR_FIRST_DESCRIPTOR] if passed else [], stdin=subprocess.DEVNULL,
            stdout=self._log, stderr=self._log, preexec_fn=self._prepare, cwd=place.root)
        try:
            self._await_answer()
        except BaseException:
            self.end()
            raise

    def _command(self, passed):
        command = [str(self.place.root / "bin" / "scand"), "--state", str(self.place.state),
                   "--config", str(self.place.root / "configuration")]
        if not passed:
            return [*command, "--socket", self.path]
        return ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$0" "$@"', *command]

    def _environment(self, more, passed):
        variables = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **more}
        if self._watch:
            variables |= {"NOTIFY_SOCKET": str(self.place.root / "notify"),
                          "WATCHDOG_USEC": str(WATCHDOG * 1_000_000)}
        return variables | ({"LISTEN_FDS": "1"} if passed else {})

    def _listen(self):
        pathlib.Path(self.path).unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        os.chown(self.path, 0, users.CLIENTS)
        os.chmod(self.path, 0o660)
        listener.listen(BACKLOG)
        return listener

    def _prepare(self):
        users.die_with_parent()
        resource.setrlimit(resource.RLIMIT_NOFILE, (users.FILES, users.FILES))
        if self._listener:
            os.dup2(self._listener.fileno(), OUR_FIRST_DESCRIPTOR)
            os.set_inheritable(OUR_FIRST_DESCRIPTOR, True)

    def _await_answer(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise DaemonDied(f"scand ended with {self.process.returncode}: {self.last_words()}")
            try:
                client.status(self.path, 1)
                return
            except (client.Refused, ConnectionError, TimeoutError):
                time.sleep(0.02)
        raise DaemonDied("scand does not answer")

    def last_words(self):
        """The last line of its log."""
        lines = (self.place.root / "log").read_text(errors="replace").splitlines()
        return lines[-1][-300:] if lines else "no message"

    def is_alive(self):
        """True while it runs."""
        return self.process.poll() is None

    # Costs

    def _status(self, key):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{key}:\s+(\d+) kB", text, re.M)[1]) / 1024

    def rss(self):
        """Its resident memory in MiB."""
        return self._status("VmRSS")

    def peak(self):
        """The most resident memory since `forget_peak()`, in MiB."""
        return self._status("VmHWM")

    def forget_peak(self):
        """Begins to look for the peak anew (clear_refs of proc(5))."""
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def cpu(self):
        """The CPU time of its threads in seconds."""
        total = 0
        for thread in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                total += int((thread / "schedstat").read_text().split()[0])
            except OSError:
                pass  # It has ended.
        return total / 1e9

    def descriptors(self):
        """The number of its open descriptors."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def buffers(self):
        """Kernel memory of data under way to clients, and from clients, in MiB (ss -xm)."""
        said = subprocess.run(["ss", "-xmH"], capture_output=True, text=True, check=True).stdout
        there, ours, peers = 0, {}, set()
        for line in said.splitlines():
            # Netid State Recv-Q Send-Q, then name and inode of both ends.
            words, pending = line.split(), _PENDING.search(line)
            if len(words) < 9 or not pending:
                continue
            if words[4] == self.path:
                there += int(pending[1])
                peers.add(words[7])
            else:
                ours[words[5]] = int(pending[1])
        return there / MIB, sum(ours.get(peer, 0) for peer in peers) / MIB

    # Its end

    def stop(self):
        """SIGTERM; the seconds until it had ended, or None if that took more than ten."""
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            return None
        return time.monotonic() - began

    def longest_silence(self):
        """Ends the watch; the longest time without a keep-alive message, in seconds."""
        now = time.monotonic()
        self._watch.leave()
        times = [time for time in self._watch.told() if time <= now]
        self._watch.end()
        self._watch = None
        moments = [self._began, *times, now]
        return max(after - before for before, after in zip(moments, moments[1:]))

    def end(self):
        """Ends it, whatever state it is in. umockdev does not like a kill in mid-read."""
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(2)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self._watch:
            self._watch.end()
        if self._listener:
            self._listener.close()
        self._log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def _note_keep_alives(say, leave, path):
    """A job: receives the daemon's messages as a service manager does, and says their times."""
    pathlib.Path(path).unlink(missing_ok=True)
    times = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        os.chmod(path, 0o666)
        manager.setblocking(False)
        say("listening")
        while not leave.wait(0.02):
            try:
                while True:
                    message, descriptors, _, _ = socket.recv_fds(manager, 4096, 64)
                    for descriptor in descriptors:
                        os.close(descriptor)
                    if b"WATCHDOG=1" in message:
                        times.append(time.monotonic())
            except BlockingIOError:
                pass
    say(times)
