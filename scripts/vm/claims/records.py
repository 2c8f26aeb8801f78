# SPDX-License-Identifier: Apache-2.0

# Work with the journal on an installed system: recall goods, copy it while scans come in,
# put the copy back, and look into it with SQL of their own.

import json

from claim import SCANNER, claim, expect

LABEL = "]C1010950600013435210{}\x1d21{}"


def scan(guest, *serials, lot="C202507"):
    """Scans an item each."""
    for serial in serials:
        guest.scan(LABEL.format(lot, serial))


@claim("A recall holds from the next scan on, and only administrators can make one; the "
       "scans that it rejects are a worklist, which users resolve under their own names",
       seconds=6, machine=SCANNER)
def recall(guest):
    guest.plug()
    guest.await_grab()
    scan(guest, "A")
    guest.await_records(1)
    order = "scanctl recall add --lot C202507 --reason 'glass found'"
    refused = guest.run(f"setpriv --reuid=nobody --regid=scand --clear-groups {order}; echo $?").out
    expect(refused.endswith("77\n"), f"a client's recall gives {refused}")
    guest.run(order)
    scan(guest, "B")
    scan(guest, "C", lot="OTHER")
    records = guest.await_records(3)
    reasons = [[reason["code"] for reason in record["reasons"]] for record in records]
    expect(reasons == [[], ["recalled"], []], f"the reasons are {reasons}")
    guest.run("scanctl exceptions resolve 2 --note 'put aside'")
    [said] = guest.run("scanctl exceptions list --resolved --json").out.splitlines()
    resolved = json.loads(said)["resolved"]
    expect((resolved["user"], resolved["note"]) == ("root", "put aside"), f"it says {resolved}")
    expect(guest.status()["openExceptions"] == 0, f"the status is {guest.status()}")


@claim("A backup is made while scans are recorded; restored, it is the journal under another "
       "uuid, and the daemon continues with the next cursor", seconds=8, machine=SCANNER)
def backup(guest):
    guest.plug()
    guest.await_grab()
    scan(guest, *"ABC")
    before = guest.await_records(3)
    more = guest.start_scan(LABEL.format("C202507", "D"))
    guest.run("scanctl backup /root/scand.db")
    more()
    guest.await_records(4)
    uuid = guest.status()["journal"]
    held = guest.run("scanctl restore /root/scand.db; echo $?").out
    expect(held.endswith("75\n"), f"a restoration under the daemon gives {held}")
    guest.run("systemctl stop scand.socket scand.service && scanctl restore /root/scand.db && "
              "systemctl start scand.socket scand.service")
    expect(guest.status()["journal"] != uuid, "the journal has the same uuid")
    restored = guest.records()
    expect(restored[:3] == before, f"restored are {restored}")
    owners = set(guest.run("stat -c %U:%G:%a /var/lib/scand/*.db").out.split())
    expect(owners == {"_scand:scand-sql:640"}, f"the files belong to {owners}")
    guest.await_grab()
    scan(guest, "E")
    after = guest.await_records(len(restored) + 1)
    expect(after[-1]["serial"] == "E", f"the next record is {after[-1]}")
    guest.expect_sound()
    return f"{len(restored)} records, the next cursor {after[-1]['cursor']}"


@claim("Only members of the group scand-sql can read the journal's views with SQL, while the "
       "daemon runs and after it has ended", seconds=5, machine=SCANNER)
def views(guest):
    guest.plug()
    guest.await_grab()
    scan(guest, "A", "B")
    guest.await_records(2)
    query = ("setpriv --reuid=nobody --regid={} --clear-groups sqlite3 "
             "'file:/var/lib/scand/journal.db?mode=ro' 'SELECT lot, serial FROM scans'")
    for state in ("runs", "has ended"):
        seen = guest.run(query.format("scand-sql")).out.split()
        expect(seen == ["C202507|A", "C202507|B"], f"while the daemon {state}: {seen}")
        for group in ("scand", "nogroup"):
            other = guest.run(query.format(group) + " 2>&1; true").out
            expect("unable to open" in other, f"a member of {group} sees {other}")
        guest.run("systemctl stop scand.socket scand.service")
