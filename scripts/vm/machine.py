# SPDX-License-Identifier: Apache-2.0

# A virtual machine under QEMU, without KVM: boots or is restored, runs commands, loses its power.
#
#   with Machine(image) as machine:
#       machine.start()                            # boots: 10 to 20 s
#       node = machine.gadget_plug(0, serial="S1") # scanners.py: USB scanners of two kinds
#       machine.gadget_type("]C10109506000134352\n")
#       print(machine.run("ls /dev/input").out)
#
# Its disk is a copy-on-write layer in a folder of its own, so nothing it does lasts. It can be left
# in two ways. `save` and `start(loadvm=…)` keep a state of this machine in its own disk (savevm).
# `freeze` makes a State of it, from which any number of machines start in a second, each with a
# fresh layer: the memory is what a migration would send. QEMU refuses both while a 9p folder is
# mounted, and both need the same devices on the command line again, which is why every machine has
# all that any claim could want: a port to plug disks into, two displays, a line to the host.

import base64
import ctypes
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from channel import Agent, CommandFailed, Monitor, RigFailure
from scanners import GadgetScanners, QemuKeyboards
from writelog import LoggedDisk

BOOT_PATIENCE = 180  # seconds; a machine with many jobs on it needs up to 60
PORTS = 2  # for disks that are plugged in
# udev lets QEMU's keyboard sleep after 2 s; waking takes longer than its queue of 16 events lasts.
KERNEL_OPTIONS = (
    "console=ttyS0 quiet panic=-1 audit=0 random.trust_cpu=on tsc=reliable no_timer_check "
    "net.ifnames=0 usbcore.autosuspend=-1 systemd.show_status=0 "
    # Work that is expensive on an emulated processor and is not under test. A program that always
    # lies at the same addresses (norandmaps) is translated once, and starts in a third of the time.
    "mitigations=off nokaslr norandmaps lsm=yama init_on_alloc=0 hardened_usercopy=off "
    "cgroup.memory=nokmem")

_libc = ctypes.CDLL(None)


def _die_with_parent():
    pr_set_pdeathsig = 1
    _libc.prctl(pr_set_pdeathsig, signal.SIGKILL)


class State:
    """A machine that was frozen: its disk, which stays as it is, and its memory."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.disk = self.folder / "disk.qcow2"
        self.memory = self.folder / "memory"


class Machine(QemuKeyboards, GadgetScanners):
    """A machine with the image's disk, or with a frozen one's disk and memory."""

    def __init__(self, image, state=None, share=None, cpus=2, memory="512M", append="",
                 steady=False):
        super().__init__()
        self.image, self.state, self.share = pathlib.Path(image), state, share
        self.cpus, self.memory, self.append = cpus, memory, append
        self.steady = steady
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="scand-vm-"))
        self.disks = []
        self.process = self.monitor = self.agent = None
        self._layer = self.folder / "disk.qcow2"
        self.given_up = None
        self._started = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.power_cut()
        shutil.rmtree(self.folder, ignore_errors=True)

    @classmethod
    def hardware(cls, image):
        """The parts of the machine, as text; a state fits only the same parts."""
        with cls(image, share="share") as machine:
            return " ".join(machine._command()).replace(str(machine.folder), "")

    # Life

    def start(self, loadvm=None, cold=False):
        """Boots; the first time, a frozen machine goes on where it was, unless `cold`. With
        `loadvm`, it goes back to what was saved under that name."""
        restoring = not loadvm and not cold and self.state and not self._layer.exists()
        if not self._layer.exists():
            self._make_layer()
        resume = ["-loadvm", loadvm] if loadvm else \
            ["-incoming", f"exec:cat '{self.state.memory}'"] if restoring else []
        for name in ("monitor", "agent"):
            (self.folder / name).unlink(missing_ok=True)
        self.keyboards.clear()
        deadline = time.monotonic() + BOOT_PATIENCE
        with self._started:
            if self.given_up:
                raise RigFailure(self.given_up)
            with open(self.folder / "qemu.log", "ab") as log:
                self.process = subprocess.Popen(
                    self._command() + resume, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    preexec_fn=_die_with_parent)
        try:
            self._connect(deadline)
            if resume:
                self._await_answer(deadline)
                if self.steady:  # the processor's own counter goes at another pace from now on
                    self.run("echo acpi_pm >/sys/devices/system/clocksource/clocksource0/"
                             "current_clocksource")
                self.sync_clock()
            else:
                self._await_boot(deadline)
        except BaseException:
            self.power_cut()
            raise
        return self

    def _make_layer(self):
        below = (self.state.disk, "qcow2") if self.state else (self.image / "root.ext4", "raw")
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", below[0].resolve(),
                        "-F", below[1], self._layer], check=True)

    def _command(self):
        command = [
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none",
            "-machine", "q35,i8042=off,hpet=off,vmport=off", "-cpu", "max",
            "-accel", f"tcg,thread={'single' if self.steady else 'multi'},tb-size=256",
            "-smp", str(self.cpus), "-m", self.memory, "-no-reboot",
            "-kernel", self.image / "vmlinux", "-initrd", self.image / "initrd.img",
            "-append", f"{KERNEL_OPTIONS} {self.append}".strip(),
            "-serial", f"file:{self.folder}/console.log",
            "-qmp", f"unix:{self.folder}/monitor,server=on,wait=off",
            "-drive", f"file={self._layer},if=none,id=root,format=qcow2,discard=unmap",
            "-device", "virtio-blk-pci,drive=root",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={self.folder}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=vm-agent",
            "-chardev", f"file,id=feed,path={self.folder}/feed,append=on",
            "-device", "virtserialport,chardev=feed,name=feed",
            "-device", "virtio-rng-pci",
            "-device", "qemu-xhci,id=xhci",
            "-D", f"{self.folder}/trace.log", "-trace", "hid_kbd_queue_full"]
        for number in range(self.DISPLAYS):
            command += ["-device", f"bochs-display,id=display{number}"]
        for number in range(PORTS):
            command += ["-device", f"pcie-root-port,id=port{number},chassis={number + 1}"]
        for disk in self.disks:
            command += disk.arguments()
        if self.share:
            command += ["-virtfs", f"local,path={self.share},mount_tag=host,"
                                   "security_model=none,readonly=on,id=host"]
        if self.steady:  # an instruction takes a nanosecond; waiting for nothing takes none
            command += ["-icount", "shift=0,sleep=on"]
        return [str(word) for word in command]

    def _connect(self, deadline):
        def give_up():
            self._check_alive()
            return time.monotonic() > deadline
        self.agent = Agent(str(self.folder / "agent"), give_up)
        self.monitor = Monitor(str(self.folder / "monitor"), give_up)

    def _check_alive(self):
        if self.process.poll() is not None:
            raise RigFailure(f"QEMU ended: {self.tail('qemu.log')}{self.tail('console.log')}")

    def _await_boot(self, deadline):
        while not self.agent.ready.wait(0.05):
            self._check_alive()
            if time.monotonic() > deadline:
                raise RigFailure(f"the guest did not come up: {self.tail('console.log')}")
        self.run("systemctl is-system-running --wait", BOOT_PATIENCE, check=False)

    def _await_answer(self, deadline):
        answer = self.agent.start("true", BOOT_PATIENCE)
        try:
            answer(deadline - time.monotonic())
        except RigFailure as failure:
            raise RigFailure(f"{failure}\n{self.tail('qemu.log')}") from failure

    def tail(self, name, count=2000):
        """The end of one of the files in the machine's folder: console.log, qemu.log."""
        try:
            return (self.folder / name).read_bytes()[-count:].decode(errors="replace")
        except OSError:
            return ""

    def shutdown(self, timeout=60):
        """Has the guest power itself off in order."""
        self.start_command("systemctl poweroff --no-block")
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"the guest was not off after {timeout} s") from None
        self._close()

    def power_cut(self):
        """Kills QEMU: data that the guest sent to its disk survive, data in its memory do not."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._close()

    def give_up(self, why):
        """Ends the machine for good, from any thread; threads that wait for it get the reason."""
        with self._started:
            self.given_up = why
            if self.process and self.process.poll() is None:
                self.process.kill()

    def _close(self):
        for end in (self.agent, self.monitor):
            if end:
                end.close()

    def restore(self):
        """Ends the machine, if it still runs, and begins again as at first, with its own disk as it
        was and no other."""
        self.power_cut()
        self._layer.unlink(missing_ok=True)
        (self.folder / "feed").unlink(missing_ok=True)
        self.disks.clear()
        self.start()

    # Saved moments

    def save(self, name="saved"):
        """Saves this moment for start(loadvm=name); nothing of the share may be mounted."""
        said = self.monitor.human(f"savevm {name}")
        if said:
            raise CommandFailed(f"savevm: {said}")

    def freeze(self, folder):
        """Makes a State of the machine in an empty folder; the machine has ended then."""
        state = State(folder)
        self.monitor.command("migrate-set-parameters", max_bandwidth=1 << 40)
        self.monitor.command("migrate", uri=f"exec:cat >'{state.memory}'")
        deadline = time.monotonic() + 120
        while (status := self.monitor.command("query-migrate")["status"]) != "completed":
            if status in ("failed", "cancelled") or time.monotonic() > deadline:
                raise RigFailure(f"the machine could not be frozen: {status}")
            time.sleep(0.05)
        self.monitor.command("quit")
        self.process.wait()
        self._close()
        shutil.move(self._layer, state.disk)
        return state

    # In the guest

    def start_command(self, script, timeout=60):
        """Starts a bash script in the guest; call the returned function for its Result."""
        return self.agent.start(script, timeout)

    def run(self, script, timeout=60, check=True):
        """Runs a bash script in the guest: its Result; rc is 124 if it took longer."""
        result = self.agent.start(script, timeout)()
        if check and result.rc:
            raise CommandFailed(f"{script.strip()}\nended with {result.rc}: "
                                f"{result.out[-2000:]}{result.err[-2000:]}".rstrip())
        return result

    def poll(self, script, timeout=20):
        """Runs a script until it ends with 0; its last Result. The guest does the waiting."""
        loop = (f"end=$(( $(cut -d. -f1 /proc/uptime) + {timeout:.0f} ))\n"
                f"until out=$(bash -c {_quoted(script)} 2>&1); do\n"
                "  (( $(cut -d. -f1 /proc/uptime) <= end )) || { printf %s \"$out\"; exit 1; }\n"
                "  sleep 0.03\ndone\nprintf '%s\\n' \"$out\"")
        result = self.run(loop, timeout + 30, check=False)
        if result.rc:
            raise CommandFailed(f"not true within {timeout} s: {script.strip()}\n"
                                f"{result.out[-2000:]}".rstrip())
        return result

    def put(self, data, path, mode="644"):
        """Writes a small file (bytes or text) in the guest, whole or not at all."""
        data = data.encode() if isinstance(data, str) else data
        path, new = _quoted(path), _quoted(f"{path}.new")
        self.run(f"mkdir -p $(dirname {path}) && base64 -d >{new} <<'END' && "
                 f"chmod {mode} {new} && mv {new} {path}\n{base64.encodebytes(data).decode()}END\n")

    def mount_share(self):
        """Mounts the host's folder, which cannot be written, at /mnt/host."""
        self.run("mountpoint -q /mnt/host || { modprobe -a 9pnet_virtio 9p; mount -t 9p "
                 "-o trans=virtio,version=9p2000.L,cache=loose,msize=262144 host /mnt/host; }")

    def sync_clock(self):
        """Sets the guest's clock, which stood still while it was saved."""
        self.run(f"date -s @{time.time():.3f}")

    def feed(self):
        """The whole lines that were written to /dev/virtio-ports/feed in the guest. They are on the
        host as soon as the write is done there, so a power cut does not take them away."""
        try:
            text = (self.folder / "feed").read_bytes().decode(errors="replace")
        except OSError:
            return []
        return text.split("\n")[:-1]

    # Disks and power

    def hold_writeback(self, path="/"):
        """Keeps the guest's kernel from writing by itself what nobody synced: a power cut surely
        loses it."""
        self.run("sysctl -q vm.dirty_writeback_centisecs=0 vm.dirty_expire_centisecs=360000; "
                 f"mount -o remount,commit=3600 {path}")

    def add_disk(self, size="64M"):
        """Plugs in a fresh ext4 disk whose writes are logged; its node is `.node` (writelog.py)."""
        return self.plug_disk(LoggedDisk.make(self.folder, len(self.disks), size))

    def plug_disk(self, disk):
        """Plugs a disk in, with a fresh log."""
        for arguments in disk.nodes():
            self.monitor.command("blockdev-add", **arguments)
        self.monitor.command("device_add", **disk.device())
        self.disks.append(disk)
        self.poll(f"test -b {disk.node}")
        return disk


def _quoted(text):
    return "'" + str(text).replace("'", "'\\''") + "'"
