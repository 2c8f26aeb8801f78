# SPDX-License-Identifier: Apache-2.0

# Scanners that are set to other keyboard layouts than the US one.

from claim import SCANNER, claim, expect

LABEL = "]C1010950600013435210yzqawm-7\x1d21MWAQZY-35"
FIELDS = ("verdict", "data", "gtin", "lot", "serial", "symbology")
MEANT = ["accepted", LABEL, "09506000134352", "yzqawm-7", "MWAQZY-35", "]C1"]
# Many layouts have ] at the same place as the German one, but of those only de types ' + and & with
# keys that give characters of GS1.
GERMAN_ONLY = LABEL + "'+&"


def set_layout(guest, layout, serial):
    """Tells scand the layout of the scanner with a serial number."""
    guest.scanner_file(layout, f"[Match]\nSerial={serial}\n[Scanner]\nLayout={layout}\n")


def fields(record):
    """The parts of a record that the label determines."""
    return [record.get(name) for name in FIELDS]


@claim("Three scanners side by side, set to the US, the German and the French layout, type the same "
       "label with y z q a w m, a symbology identifier and GS: the three records have the same data",
       seconds=10, machine=SCANNER)
def three(guest):
    for layout in ("de", "fr"):
        set_layout(guest, layout, layout)
    guest.reload()
    guest.plug(0)
    guest.plug(1, serial="de")
    guest.plug(2, serial="fr")
    guest.await_grab(3)
    for n, layout in enumerate(("us", "de", "fr")):
        guest.scan(LABEL, n, layout=layout)
    guest.await_records(3)
    records = guest.expect_sound()
    expect(len({record["scanner"] for record in records}) == 3, f"the scanners are {records}")
    for record in records:
        expect(fields(record) == MEANT, f"the record is {record}")
    return f"3 records of {len(LABEL)} characters"


@claim("A German scanner without Layout= accepts nothing: each label is rejected as `layout-suspect`, "
       "which names de among the layouts that fit, or alone; after three `scanctl scanners` and `scanctl "
       "status` show it; with Layout=de the next label is accepted and the problem is gone",
       full=True, seconds=15, machine=SCANNER)
def suspect(guest):
    guest.plug()
    scans = 1
    while "layout-suspect" not in scan_as_german(guest, scans, LABEL):
        # Here it takes seconds to make the tables of the other layouts; scans wait one.
        expect(scans < 10, "no layout is suspected")
        scans += 1
    for label, named in ((LABEL, " de,"), (GERMAN_ONLY, " on de keyboards:")):
        expect(not any(problems(guest)), "it is said too soon")
        scans += 1
        reasons = scan_as_german(guest, scans, label)
        expect(named in reasons["layout-suspect"], f"the reasons are {reasons}")
    for said in problems(guest):
        expect("its last 3 labels read as valid GS1 on de; set Layout=" in said, f"it says {said}")

    [scanner] = guest.scanners()["scanners"]
    set_layout(guest, "de", scanner["serial"])
    guest.reload()
    guest.scan(LABEL, layout="de")
    record = guest.await_records(scans + 1)[-1]
    expect(fields(record) == MEANT, f"the record is {record}")
    expect(not any(problems(guest)), f"it still says {problems(guest)}")
    return f"{scans - 3} scans before the other layouts were known"


def scan_as_german(guest, count, label):
    """Scans a label, which gives so many records now; the reasons of the last one, by their codes."""
    guest.gadget_type_on("de", label + "\n", gap=1)
    record = guest.await_records(count)[-1]
    reasons = {reason["code"]: reason["text"] for reason in record["reasons"]}
    expect(record["verdict"] == ("rejected" if "layout-suspect" in reasons else "incomplete"),
           f"the record is {record}")
    return reasons


def problems(guest):
    """The problems that `scanctl scanners` and `scanctl status` show."""
    return [guest.run(f"scanctl {command} | grep '!'; true").out
            for command in ("scanners", "status")]
