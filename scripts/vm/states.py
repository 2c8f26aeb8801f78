# SPDX-License-Identifier: Apache-2.0

# The saved states from which claims start: Debian after booting; the same with scand installed by
# `make install` from a directory with the necessary files; and that with a scanner, which was
# plugged in before the installation and is found by it.
#
# Each state is made once and used until one of its inputs changes: its name ends in a hash of them.
# Concurrent runs hold a shared lock on the states they use, so that none is removed under them; a
# run that makes a state holds an exclusive lock.

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import time
import uuid

from channel import RigFailure
from machine import Machine, State

_KEPT = 6  # entries that are not in use, the newest first; a state has 130 to 200 MB
_HERE = pathlib.Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_INSTALLED_FROM = ["Makefile", "docs/man", "systemd", "udev-rules"]
_IN_IMAGE = {"initramfs-init", "vm-agent", "vm-agent.service"}  # of guest/; the rest are tools

# So that a claim need not wait for it.
_SETTLE = """
modprobe -a libcomposite uinput
modprobe dummy_hcd num=4 is_high_speed=0
udevadm settle
sync
"""
# As a person installs it: by running the commands that make prints.
INSTALL = """
set -e
cd /mnt/host
make install PREFIX=/usr BIN=bin STRIP=: >/run/commands
sh -e /run/commands || { journalctl -u scand.service -o cat; exit 1; }
for i in $(seq 300); do systemctl is-active --quiet scand.service && break; sleep 0.1; done
systemctl is-active scand.service || { journalctl -u scand.service -o cat; exit 1; }
"""
FIRST_NODE = "/dev/input/event0"
# After the first second of silence a scan is one that was not begun before it was read.
_FOUND = "scanctl scanners --json | grep -q '\"grab\":\"grabbed\"' && sleep 1.2"
_GONE = "scanctl status --json | grep -q '\"scanners\":0'"


class States:
    """The states kept in a folder with the image. `programs` is where scand and scanctl are; `say`
    is called as print is when something takes long."""

    def __init__(self, folder, programs, say):
        self.image = pathlib.Path(folder).resolve()
        self._programs, self._say = pathlib.Path(programs), say
        self._folder = self.image / "states"
        self._folder.mkdir(exist_ok=True)
        self._locks = [_locked(self.image / "lock", fcntl.LOCK_SH, say)]
        self._image_stamp = (self.image / "stamp").read_text(encoding="utf-8")
        self.share = self._kept("share", _content_of(self._sources()), self._fill)
        # Also the parts of the machine: they must be the same when it resumes.
        hardware = Machine.hardware(self.image)
        self.debian = State(self._kept(
            "debian", [self._image_stamp, hardware, _SETTLE], self._boot, "Booting the guest"))
        self.scanner = State(self._kept(
            "scanner", [_build(self.debian), self.share.name, INSTALL, _FOUND], self._install,
            "Installing scand in the guest"))
        self.installed = State(self._kept(
            "installed", [_build(self.scanner), _GONE], self._unplug))
        self._remove_old()

    def _sources(self):
        """The files of the share, and their places in it."""
        files = [path for name in _INSTALLED_FROM for path in _files(_ROOT / name)]
        found = {str(path.relative_to(_ROOT)): path for path in files}
        for name in ("scand", "scanctl"):
            found[f"bin/{name}"] = self._programs / name
        for path in sorted((_HERE / "guest").iterdir()):
            if path.name not in _IN_IMAGE:
                found[f"tools/{path.stem if path.suffix == '.c' else path.name}"] = path
        found["tools/keyboard-us"] = _HERE.parent / "keyboard-us"
        return found

    def _fill(self, folder):
        for name, path in self._sources().items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".c":
                _compile(path, target)
            else:
                shutil.copy(path, target)
        for name in ("scand", "scanctl"):
            subprocess.run(["strip", folder / "bin" / name], check=True)

    def _boot(self, folder):
        with Machine(self.image, share=self.share) as machine:
            machine.start()
            machine.run(_SETTLE)
            machine.freeze(folder)

    def _install(self, folder):
        with Machine(self.image, self.debian, share=self.share) as machine:
            machine.start()
            machine.mount_share()
            machine.run("cp /mnt/host/tools/* /usr/local/bin/")
            node = machine.gadget_plug()
            if node != FIRST_NODE:
                raise RigFailure(f"the first scanner is {node}")
            machine.run(INSTALL, timeout=120)
            machine.poll(_FOUND, 30)
            machine.run("umount /mnt/host; sync")
            machine.freeze(folder)

    def _unplug(self, folder):
        with Machine(self.image, self.scanner, share=self.share) as machine:
            machine.start()
            machine.gadget_unplug()
            machine.poll(_GONE, 30)
            machine.run("sync")
            machine.freeze(folder)

    def _check(self, folder):
        """Goes on from a state: seldom one is frozen in a moment from which the kernel cannot."""
        if (folder / "memory").exists():
            with Machine(self.image, State(folder), share=self.share) as machine:
                machine.start()

    def _kept(self, name, made_from, make, title=None):
        """The folder of that name for these ingredients, which is made if it is not there."""
        digest = hashlib.sha256(repr(made_from).encode()).hexdigest()[:12]
        folder = self._folder / f"{name}-{digest}"
        lock_path = self._folder / f"{name}-{digest}.lock"
        while True:
            lock = _locked(lock_path, fcntl.LOCK_SH, self._say)
            if (folder / "build").exists():
                self._locks.append(lock)
                os.utime(lock_path)
                return folder
            lock.close()
            with _locked(lock_path, fcntl.LOCK_EX, self._say):
                if not (folder / "build").exists():
                    self._make(folder, make, title)

    def _make(self, folder, make, title):
        began = time.monotonic()
        if title:
            self._say(f"{title} ... ", end="")
        part = folder.with_suffix(".part")
        for last in (False, True):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            try:
                make(part)
                self._check(part)
                break
            except RigFailure:
                if last:
                    raise
        (part / "build").write_text(str(uuid.uuid4()), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
        if title:
            self._say(f"done ({time.monotonic() - began:.0f} s)")

    def _remove_old(self):
        locks = sorted(self._folder.glob("*.lock"), key=lambda path: -path.stat().st_mtime)
        for path in locks[_KEPT:]:
            try:
                lock = _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB, self._say)
            except BlockingIOError:
                continue  # in use
            with lock:
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                shutil.rmtree(path.with_suffix(".part"), ignore_errors=True)
                path.unlink()


def _build(state):
    """The identity of a build of a state: its disk lies below those of the states made from it, and
    another build would not fit them."""
    return (state.folder / "build").read_text(encoding="utf-8")


def _locked(path, how, say):
    """The opened and locked file; prints a message if it has to wait."""
    while True:
        lock = open(path, "ab")
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if how & fcntl.LOCK_NB:
                lock.close()
                raise
            say(f"waiting for another run, which makes or uses {path.with_suffix('')}")
            fcntl.flock(lock, how)
        try:
            if os.fstat(lock.fileno()).st_ino == path.stat().st_ino:
                return lock
        except FileNotFoundError:
            pass  # who had it has removed it
        lock.close()


def _files(path):
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _content_of(sources):
    return [(name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in sources.items()]


def _compile(source, target):
    # Static: the guest's C library may be older than this machine's.
    done = subprocess.run(["cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-static",
                           "-pthread", "-o", target, source], capture_output=True, text=True)
    if done.returncode:
        raise RigFailure(f"{source} cannot be compiled:\n{done.stderr}")
