# SPDX-License-Identifier: Apache-2.0

# Scanners come and go, again and again, and the daemon is the same after it.

from claim import claim, expect

MARK = 'SUBSYSTEM=="input", ATTRS{name}=="replugged scanner", ENV{ID_BARCODE_SCANNER}="1"\n'
AT_ONCE = 10
SIZE = """
p=$(systemctl show --value -p MainPID scand)
ls /proc/$p/fd | wc -l
ls /proc/$p/task | wc -l
sed -n 's/^Pss_Anon: *\\([0-9]*\\) kB/\\1/p' /proc/$p/smaps_rollup
"""
ALLOWED = 64  # kB that the daemon's memory may grow by


def size(guest):
    """The daemon's numbers of descriptors, threads and kilobytes of private memory."""
    return [int(word) for word in guest.run(SIZE).out.split()]


def replug(guest, cycles, *only):
    """Plugs in and out; what was otherwise than expected, and the figure."""
    seed = guest.random.randrange(1 << 30)
    *otherwise, figure = guest.run(" ".join(map(str, ["replug", cycles, AT_ONCE, seed, *only])),
                                   timeout=60 + 2 * cycles).out.splitlines()
    expect(not otherwise, "\n".join(otherwise))
    return figure


def replug_usb(guest, cycles):
    """Plugs a USB scanner in and out, each time with another serial number."""
    for _ in range(cycles):
        guest.plug(0, serial=f"S{guest.random.randrange(1 << 30)}")
        guest.await_grab(settle=False)
        guest.unplug(0)


NOTHING_LEFT = ("leave no descriptor, no thread and no memory behind; pulled out in the middle of "
                "scans, each gives its record")


@claim(f"Scanners plugged in and out {NOTHING_LEFT}", seconds=15, full_seconds=1200)
def no_growth(guest):
    return cycle(guest, *([(300, 3), (10_000, 50)] if guest.full else [(100, 2)]))


def cycle(guest, *rounds):
    """Rounds of so many cycles of uinput devices and of USB devices: the daemon before and after."""
    guest.put(MARK, "/etc/udev/rules.d/64-replugged.rules")
    # The kernel waits several times for all processors when an input device goes; rcu_expedited
    # makes that quicker, and changes nothing else.
    guest.run("modprobe -a evdev uinput && udevadm control --reload && "
              "echo 1 >/sys/kernel/rcu_expedited")
    replug_usb(guest, 1)
    replug(guest, 10)
    before = size(guest)
    figure = f"{before[0]} descriptors, {before[1]} threads, {before[2]} kB"
    for cycles, usb in rounds:
        # Nothing is typed: what recorded scans add to the caches of the database would hide what a
        # cycle leaves behind.
        replug(guest, cycles, "none")
        replug_usb(guest, usb)
        after = size(guest)
        expect(after[:2] == before[:2], f"descriptors and threads: {before[:2]} became {after[:2]}")
        expect(after[2] <= before[2] + ALLOWED, f"{before[2]} kB became {after[2]} kB")
        figure += f"; after {cycles + usb} cycles {after[0]}, {after[1]}, {after[2]} kB"
    replug(guest, 10)
    return figure
