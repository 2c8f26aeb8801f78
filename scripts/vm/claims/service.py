# SPDX-License-Identifier: Apache-2.0

# The installed service: a scan's way through a real kernel, the daemon's permissions, and its
# integration with systemd.

import re
import time

from claim import SCANNER, claim, expect

LABEL = "]C1010950600013435210C202507\x1d21HD-12345"
RESTARTS = 2
FOLLOW = """'{"follow":{"after":"now"}}'"""


@claim("A scanner is plugged in and scans: the record is at a subscriber and in the database")
def first_scan(guest):
    subscriber = guest.start_command(f"ask -t -c 2 {FOLLOW}")
    began = time.monotonic()
    guest.plug()
    guest.await_grab(settle=False)
    found = time.monotonic() - began
    guest.await_grab()
    guest.scan(LABEL)
    arrival = subscriber().out.splitlines()[1].split()[0]

    [record] = guest.expect_sound()
    understood = [record.get(key) for key in ("verdict", "gtin", "lot", "serial", "symbology")]
    expect(understood == ["accepted", "09506000134352", "C202507", "HD-12345", "]C1"],
           f"the record is {record}")
    stored = guest.rows("SELECT verdict, lot, serial, CAST(data AS TEXT) FROM record")
    expect(stored == [("accepted", "C202507", "HD-12345", LABEL)], f"the database has {stored}")
    key = guest.run(f"date -d '{record['time']}' +%s.%N").out
    return f"plug to grab {found:.1f} s, last key to subscriber {float(arrival) - float(key):.3f} s"


@claim("The daemon runs as _scand, without capabilities, behind a system-call filter",
       machine=SCANNER)
def sandbox(guest):
    status = dict(line.split(":\t", 1) for line in
                  guest.run(f"cat /proc/{guest.pid()}/status").out.splitlines() if ":\t" in line)
    user, group, reader = guest.run("id -u _scand; getent group scand scand-input | cut -d: -f3") \
        .out.split()
    expect(status["Uid"].split() == [user] * 4, f"its user is {status['Uid']}")
    expect(set(status["Groups"].split()) == {group, reader}, f"its groups are {status['Groups']}")
    expect(status["NoNewPrivs"] == "1", "it can gain privileges")
    expect(status["Seccomp"] == "2", "its system calls are not filtered")
    for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        expect(int(status[capabilities], 16) == 0, f"it has {capabilities} {status[capabilities]}")
    said = guest.run("systemd-analyze security --no-pager scand.service").out
    exposure = float(re.search(r"Overall exposure level.*: ([0-9.]+)", said)[1])
    expect(exposure <= 1.0, f"its exposure is {exposure}")
    return f"exposure {exposure}"


@claim("The daemon can open a scanner, and no other keyboard and no disk", machine=SCANNER)
def devices(guest):
    scanner = guest.plug()
    keyboard = guest.hotplug()
    groups = guest.run(f"awk '/^Groups/ {{ $1 = \"\"; print }}' /proc/{guest.pid()}/status").out
    as_daemon = "setpriv --reuid=_scand --regid=scand --groups={} --no-new-privs sh -c ': <{}'"
    as_daemon = as_daemon.format(",".join(groups.split()), "{}")
    # A root shell in the unit's control group has the permissions, so only the policy can refuse.
    in_group = "bash -c 'echo $BASHPID >/sys/fs/cgroup/system.slice/scand.service/cgroup.procs" \
        " && : <{}'"
    for command, node, may in [(as_daemon, scanner, True), (as_daemon, keyboard, False),
                               (in_group, scanner, True), (in_group, "/dev/vda", False)]:
        result = guest.run(command.format(node), check=False)
        expect((result.rc == 0) == may, f"{node}: {command} ended with {result.rc} {result.err}")
        expect(may or "ermission denied" in result.err or "not permitted" in result.err, result.err)


@claim("Of the daemon's threads only the one that reads has a real-time priority",
       machine=SCANNER)
def priorities(guest):
    guest.scan(LABEL)
    guest.await_records(1)
    threads = [line.split() for line in
               guest.run(f"ps -L -o lwp=,cls=,rtprio= -p {guest.pid()}").out.splitlines()]
    real_time = [lwp for lwp, policy, _ in threads if policy != "TS"]
    expect(real_time == [str(guest.pid())], f"the threads are {threads}")
    expect(dict((t[0], t[1]) for t in threads)[real_time[0]] == "FF", f"the threads are {threads}")
    return f"1 of {len(threads)} threads"


@claim("An ordinary keyboard beside a scanner is not read: its keys, and only they, reach the "
       "console", full=True, machine=SCANNER)
def ordinary_keyboard(guest):
    scanner = guest.plug()
    keyboard = guest.hotplug()
    console = guest.start_command("timeout 40 head -n 2 /dev/tty1")
    guest.poll("pgrep -x head")
    guest.type_scan("typed by hand")
    guest.scan(LABEL)
    guest.await_records(1)
    guest.type_scan("and more")
    seen = console().out
    expect(seen == "typed by hand\nand more\n", f"the console has {seen!r}")
    opened = guest.run(f"readlink /proc/{guest.pid()}/fd/*").out.split()
    expect(scanner in opened and keyboard not in opened, f"it has {opened}")
    ignored = [device["node"] for device in guest.scanners()["ignored"]]
    expect(ignored == [keyboard], f"it ignores {ignored}")
    guest.expect_sound()


@claim("scand.socket starts the daemon, and the daemon works without scand.socket")
def socket_activation(guest):
    guest.service("stop")
    expect(guest.property("ActiveState") == "inactive", "it did not stop")
    answered = time.monotonic()
    by_socket = guest.status()["process"]
    answered = time.monotonic() - answered
    expect(by_socket == guest.pid(), "another process answered")

    guest.run("systemctl mask --runtime --now scand.socket; systemctl stop scand.service")
    expect(guest.run("ask '{\"status\":{}}'", check=False).rc != 0, "something still answers")
    guest.service("start")
    expect(guest.status()["process"] == guest.pid(), "another process answered")
    access = guest.run("stat -c '%A %U %G' /run/scand/scand.sock").out.strip()
    expect(access == "srw-rw---- _scand scand", f"the socket is {access}")
    return f"started and answered in {answered:.1f} s"


@claim("A client that connects while the daemon restarts is answered: none of them is refused")
def restart_keeps_socket(guest):
    identity = "stat -c %i /run/scand/scand.sock"
    before = guest.run(identity).out
    guest.run("touch /run/ask-on")
    clients = guest.start_command("""while [ -e /run/ask-on ]; do
        ask '{"status":{}}' >/dev/null && echo answered || echo refused
    done""")
    processes = [guest.pid()]
    for _ in range(RESTARTS):
        guest.service("restart")
        processes.append(guest.pid())
    guest.run("rm /run/ask-on")
    answers = clients().out.split()
    expect(len(set(processes)) == RESTARTS + 1, f"the processes were {processes}")
    expect(guest.run(identity).out == before, "the socket was made anew")
    expect("refused" not in answers and len(answers) > 2, f"the clients were {answers}")
    return f"{len(answers)} clients, {RESTARTS} restarts"


@claim("`systemctl status scand` shows the numbers of scanners, records and scans that are "
       "not durable",
       machine=SCANNER)
def status_line(guest):
    guest.scan(LABEL)
    guest.scan("]C10109506000134351")
    line = r'Status: "1 scanner; 2 records: 1 accepted, 1 rejected, 0 incomplete; 0 not durable"'
    guest.poll(f"systemctl status scand | grep -q '{line}'", timeout=10)
    return line.split('"')[1]


@claim("A keyboard on xHCI that is added in /etc/udev/hwdb.d is a scanner from then on",
       full=True)
def local_hwdb_line(guest):
    guest.hotplug("before")
    expect(guest.scanners()["scanners"] == [], "it is a scanner already")
    line = "scanner:usb:v0627p0001\n ID_BARCODE_SCANNER=1\n"
    guest.put(line, "/etc/udev/hwdb.d/70-scanners.hwdb")
    guest.run("systemd-hwdb update; udevadm control --reload; "
              "udevadm trigger --settle --action=change --subsystem-match=input")
    guest.await_grab()
    guest.qemu_unplug("before")
    guest.hotplug("after")
    guest.await_grab()
    guest.typed.append("]C10109506000134352")
    guest.type_scan("]C10109506000134352", "after")
    [record] = guest.await_records(1)
    expect(record["verdict"] == "accepted", f"the record is {record}")
    guest.expect_sound()


@claim("A scanner that was plugged in before `make install` is found by the commands it prints",
       machine=SCANNER)
def found_by_installation(guest):
    node = guest.plug()
    plugged = guest.run(f"udevadm info -q property {node} | sed -n s/USEC_INITIALIZED=//p").out
    started = guest.property("ExecMainStartTimestampMonotonic")
    expect(int(plugged) < int(started), "it was plugged in later")
    guest.scan(LABEL)
    [record] = guest.await_records(1)
    expect(record["verdict"] == "accepted", f"the record is {record}")


@claim("After `make uninstall` nothing is left, and a scanner is a keyboard again", full=True,
       machine=SCANNER)
def make_uninstall(guest):
    kept = "/etc/scand$|/var/lib/scand"
    guest.mount_share()
    guest.run("cd /mnt/host && make uninstall PREFIX=/usr >/run/commands && sh -e /run/commands",
              timeout=120)
    found = guest.run("find /etc /usr /var -name '*scand*' -print -o -name scanctl -print").out
    left = [path for path in found.split() if not re.match(kept, path)]
    expect(left == [], f"these are left: {left}")
    console = guest.start_command("timeout 20 head -n 1 /dev/tty1")
    guest.poll("pgrep -x head")
    guest.gadget_type("a keyboard\n", gap=5)
    expect(console().out == "a keyboard\n", "its keys do not reach the console")
    if guest.full:
        guest.install()
        guest.await_grab()
        guest.scan(LABEL)
        guest.await_records(1)
