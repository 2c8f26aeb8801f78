# SPDX-License-Identifier: Apache-2.0

# The possible states of a disk after a power loss.
#
# QEMU's blklogwrites driver logs every write and every flush that the guest sends to a disk, in
# order. After a power loss, a disk with a volatile cache guarantees only the data written before
# the last flush; any part of the later data may be there, sector by sector. So one run of the guest
# gives an image for every possible moment of a power loss, and the images are read here on the
# host, without booting and without mounting.
#
#   disk = machine.add_disk()                      # in the guest: mount disk.node, write to it
#   now = disk.log.count()                         # while the guest runs: where its log is
#   disk.image("crash.img", at=now)                # nothing that was not flushed is there
#   disk.image("crash.img", at=now, rng=Random(1)) # some of it is
#   recover("crash.img"); read_files("crash.img", ["journal.db", "journal.db-wal"], "folder")
#
# A write that was under way while a flush ran is taken as flushed: the log cannot tell.

import json
import pathlib
import struct
import subprocess

SECTOR = 512
# include/block/… of QEMU and Documentation/admin-guide/device-mapper/log-writes.rst of the kernel.
FLUSH, FUA, DISCARD = 1, 2, 4
_MAGIC = 0x6A736677736872
_SUPER, _ENTRY = struct.Struct("<QQQI"), struct.Struct("<QQQQ")


class WriteLog:
    """The log of a disk's writes; it may still be growing."""

    def __init__(self, path):
        self.path = path
        self.entries = []  # (flags, offset on the disk, size, offset in the log)
        self._next = None

    def count(self):
        """Reads the new entries; returns the number of all."""
        with open(self.path, "rb") as log:
            end = log.seek(0, 2)
            if self._next is None and not self._read_super(log):
                return 0
            while self._next + SECTOR <= end:
                log.seek(self._next)
                sector, sectors, flags, _ = _ENTRY.unpack(log.read(_ENTRY.size))
                size = sectors * SECTOR
                stored = 0 if flags & DISCARD else size
                if self._next + SECTOR + stored > end or (not flags and not size):
                    break  # it is being written
                self.entries.append((flags, sector * SECTOR, size, self._next + SECTOR))
                self._next += SECTOR + stored
        return len(self.entries)

    def _read_super(self, log):
        log.seek(0)
        head = log.read(_SUPER.size)
        if len(head) < _SUPER.size:
            return False
        magic, version, _, sector = _SUPER.unpack(head)
        # It stays empty until the first flush.
        if (magic, version, sector) not in ((_MAGIC, 1, SECTOR), (0, 0, 0)):
            raise ValueError(f"{self.path} is no log of writes")
        self._next = SECTOR
        return True

    def flushed(self, at):
        """The number of the first `at` entries that a flush made durable."""
        return max((i + 1 for i in range(at) if self.entries[i][0] & FLUSH), default=0)

    def flushes(self):
        """The entries that are flushes."""
        return [i for i, entry in enumerate(self.entries) if entry[0] & FLUSH]

    def replay(self, target, at, rng=None, everything=False):
        """Writes onto `target`, a copy of the disk as it was, what is there after a power loss at
        `at`; how many writes were at risk. rng=None: none of them is there; a random.Random: parts
        of them; everything=True: all of them, as when QEMU is killed."""
        safe = self.flushed(at)
        with open(self.path, "rb") as log, open(target, "r+b") as out:
            for index, (flags, offset, size, where) in enumerate(self.entries[:at]):
                sure = index < safe or everything or flags & FUA
                if not size or flags & DISCARD or not (sure or rng):
                    continue  # what was discarded may be there as well
                log.seek(where)
                data = log.read(size)
                for start, end in [(0, size)] if sure else _surviving(size, rng):
                    out.seek(offset + start)
                    out.write(data[start:end])
        return sum(1 for flags, _, size, _ in self.entries[safe:at] if size and not flags & FLUSH)


def _surviving(size, rng):
    """The parts of a write that a power loss left: none, all, or some sectors."""
    fate = rng.randrange(3)
    if fate == 0:
        return []
    return [(start, start + SECTOR) for start in range(0, size, SECTOR)
            if fate == 1 or rng.random() < 0.5]


class LoggedDisk:
    """A raw disk of a machine, its content when the machine took it, and the log of its writes."""

    def __init__(self, folder, number):
        self.number = number
        self.path = pathlib.Path(folder) / f"data{number}.raw"
        self.original = self.path.with_suffix(".original")
        self.node = f"/dev/disk/by-id/virtio-data{number}"
        self.log = None

    @classmethod
    def make(cls, folder, number, size="64M"):
        """A disk with an empty ext4 file system."""
        disk = cls(folder, number)
        subprocess.run(["truncate", "-s", size, disk.path], check=True)
        subprocess.run(["mke2fs", "-q", "-t", "ext4", "-E", "lazy_itable_init=0,nodiscard",
                        disk.path], check=True)
        return disk

    def replace(self, image):
        """Puts another content onto the disk, while no machine has it."""
        _copy(image, self.path)

    def image(self, target, at=None, rng=None, everything=False):
        """Writes the disk as a power loss at entry `at` of the log (None: now) would leave it, as
        WriteLog.replay says; how many writes were at risk."""
        at = self.log.count() if at is None else at
        _copy(self.original, target)
        return self.log.replay(target, at, rng, everything)

    # Ways to attach it to QEMU: blockdev-add and device_add, or -blockdev and -device at the next
    # boot.

    def nodes(self):
        """The block nodes, from the file up. A fresh log begins here."""
        _copy(self.path, self.original)
        log = self.path.with_suffix(".log")
        log.write_bytes(b"")
        self.log = WriteLog(log)
        name = f"data{self.number}"
        return [
            {"driver": "file", "node_name": f"{name}-file", "filename": str(self.path)},
            {"driver": "file", "node_name": f"{name}-log", "filename": str(log)},
            {"driver": "blklogwrites", "node_name": name,
             "file": f"{name}-file", "log": f"{name}-log"}]

    def device(self):
        """The device, in the machine's port of the same number."""
        return {"driver": "virtio-blk-pci", "id": f"disk{self.number}", "bus": f"port{self.number}",
                "drive": f"data{self.number}", "serial": f"data{self.number}", "write-cache": "on"}

    def arguments(self):
        """The same as words of QEMU's command line."""
        words = []
        for node in self.nodes():
            node["node-name"] = node.pop("node_name")
            words += ["-blockdev", json.dumps(node)]
        return words + ["-device", ",".join(f"{k}={v}" for k, v in self.device().items())]


def _copy(source, target):
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", source, target], check=True)


def recover(image):
    """Replays an ext4 file system's journal, as mounting does; whether it is sound then."""
    repaired = 1  # e2fsck(8): exit status; replaying counts as that
    return subprocess.run(["e2fsck", "-fy", image], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode <= repaired


def read_files(image, names, folder):
    """Copies files out of an ext4 image into a folder; the names of those that are there."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    targets = {name: folder / pathlib.PurePath(name).name for name in names}
    for target in targets.values():
        target.unlink(missing_ok=True)
    script = "".join(f'dump "{name}" "{target}"\n' for name, target in targets.items())
    subprocess.run(["debugfs", "-f", "-", image], input=script.encode(), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=True)
    return [name for name, target in targets.items() if target.exists()]
