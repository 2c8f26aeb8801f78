# SPDX-License-Identifier: Apache-2.0

# `scanctl calibrate` on a terminal, while a scanner that is set to the German layout scans its labels.

from claim import SCANNER, claim, expect
from terminal import Terminal

FILE = "/etc/scand/dock-1.scanner"
LABEL = "]C1010950600013435210yzqawm-7\x1d21MWAQZY-35"
# The settings of the terminal before and after, also if Ctrl+C has come.
SCRIPT = """
trap : INT
stty -g >/run/before
scanctl calibrate {scanner} --output {file}
status=$?
stty -g >/run/after
exit $status
"""


def start(guest, scanner):
    """Starts it; the terminal, once it listens."""
    terminal = Terminal(guest, SCRIPT.format(scanner=scanner["id"], file=FILE))
    terminal.expect_text("Scan label 1, or labels 2 and 3")
    return terminal


def end(guest, terminal):
    """Its exit status and what it said; the settings of the terminal must be as before."""
    ended = terminal.end()
    guest.run("test -s /run/before && cmp /run/before /run/after")
    return ended


@claim("scanctl calibrate on a terminal, with a scanner that is set to the German layout: Ctrl+C in "
       "the middle of a label leaves no file and the terminal as it was; two labels give a file with "
       "Layout=de, with which the next label is accepted", full=True, seconds=25, machine=SCANNER)
def german(guest):
    guest.plug()
    [scanner] = guest.scanners()["scanners"]
    labels = guest.run("scanctl calibrate --labels").out.splitlines()
    _, first, second = ("]C1" + label.replace("{GS}", "\x1d") for label in labels)

    terminal = start(guest, scanner)
    guest.gadget_type_on("de", first[:20])
    terminal.type("\\003")
    status, said = end(guest, terminal)
    expect(status == 75 and "Nothing was written." in said, f"Ctrl+C: {status}: {said}")
    left = guest.run("ls -A /etc/scand").out.split()
    expect(not any("dock" in name for name in left), f"in /etc/scand are {left}")

    terminal = start(guest, scanner)
    guest.gadget_type_on("de", second + "\n", gap=1)
    terminal.expect_text("That was the second half. Scan the other one.")
    guest.gadget_type_on("de", first + "\n", gap=1)
    status, said = end(guest, terminal)
    expect(status == 0 and "The layout is de." in said, f"{status}: {said}")
    settings = [line for line in guest.run(f"cat {FILE}").out.splitlines()
                if line and not line.startswith("#")]
    expect(settings == ["[Match]", "Vendor=05f9", "Product=2206", f"Serial={scanner['serial']}",
                        "[Scanner]", "Layout=de"], f"the file has {settings}")

    guest.reload()
    before = guest.status()["head"]
    guest.scan(LABEL, layout="de")
    [record] = guest.await_records(1, after=before)
    expect((record["verdict"], record["data"]) == ("accepted", LABEL), f"the record is {record}")
