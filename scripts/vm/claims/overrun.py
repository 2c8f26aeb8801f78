# SPDX-License-Identifier: Apache-2.0

# Keys that were lost, or came before the daemon listened.

from claim import SCANNER, claim, expect
from labels import digits, outcomes


@claim("A daemon that is stopped while 40 characters are typed, so that the kernel's buffer "
       "of 64 events overruns, gives one record `overrun` and no wrong scan; the next scan "
       "is whole",
       seconds=5, machine=SCANNER)
def overrun(guest):
    guest.plug()
    before, lost, after = digits(guest, 20), digits(guest, 40), digits(guest, 20)
    guest.scan(before)
    guest.await_records(1)
    pid = guest.pid()
    guest.run(f"kill -STOP {pid}\n{guest.gadget_command(lost + chr(10))}\nkill -CONT {pid}")
    guest.scan(after)
    guest.await_records(3)
    first, incomplete, last = outcomes(guest.expect_sound())
    rest = incomplete[1]
    expect(first == ("accepted", before) and last == ("accepted", after)
           and incomplete == ("incomplete", rest, "overrun") and len(rest) < 17
           and lost.endswith(rest), f"the records are {first}, {incomplete}, {last}")
    return f"{len(rest)} of {len(lost)} characters left"


# Types "2" until the daemon has grabbed the scanner, some more, and Enter: by the shell itself, so
# that no pause is as long as the one behind which a new scan may begin. It prints how many.
TYPE_AND_START = r"""
exec 3>/dev/hidg0 4<> <(:)
key() {
  printf "\\0\\0$1\\0\\0\\0\\0\\0" >&3
  printf '\0\0\0\0\0\0\0\0' >&3
  read -t 0.03 -u 4
  n=$((n + 1))
}
for i in 1 2 3 4 5 6 7 8; do key '\x1f'; done
systemctl start --no-block scand.service
(until ask '{"scanners":{}}' 2>/dev/null | grep -q '"grabbed"'; do sleep 0.05; done
 touch /run/reads) &
until [ -e /run/reads ]; do key '\x1f'; done
for i in 1 2 3 4 5 6 7 8; do key '\x1f'; done
echo $n
key '\x28'
"""


@claim("A daemon that starts in the middle of a scan gives one record `started-mid-scan`; the next "
       "scan is whole", seconds=5, machine=SCANNER)
def started_in_a_scan(guest):
    guest.plug()
    guest.service("stop")
    typed = int(guest.run(TYPE_AND_START).out)
    after = digits(guest, 20)
    guest.scan(after)
    guest.await_records(2)
    incomplete, accepted = outcomes(guest.expect_sound())
    seen = len(incomplete[1])
    expect(incomplete == ("incomplete", "2" * seen, "started-mid-scan") and 8 <= seen <= typed - 8
           and accepted == ("accepted", after), f"the records are {incomplete}, {accepted}")
    return f"{seen} of {typed} characters seen"
