# SPDX-License-Identifier: Apache-2.0

# Suspending and resuming.
#
# The kernel's own test goes as far as this emulator supports: every process is frozen, every device
# is put to sleep and woken (USB devices are reset), only the processors stay awake. Real sleep does
# not work here: QEMU ends in S3 ("mem"), and its clock's alarm does not wake the guest from
# "freeze".

from claim import SCANNER, claim, expect
from labels import digits, outcomes

SUSPEND = """
echo 1 >/sys/module/suspend/parameters/pm_test_delay
echo devices >/sys/power/pm_test
echo freeze >/sys/power/state
echo none >/sys/power/pm_test
dmesg | grep -c 'usb .*: reset .* USB device'
"""


@claim("After suspend and resume, up to the sleep of the processors, the scanner is still grabbed; "
       "a scan that was cut by it is incomplete, and the next one is whole", seconds=6,
       machine=SCANNER)
def resumed(guest):
    guest.plug()
    cut, after = digits(guest, 12), digits(guest, 20)
    guest.gadget_type(cut)
    resets = guest.run(SUSPEND).out.split()
    expect(resets == ["1"], f"the scanner was reset {resets} times")
    guest.await_grab(settle=False)
    guest.gadget_type("\n")
    guest.scan(after)
    guest.until("the next scan", lambda: guest.await_records(1)[-1]["data"] == after)
    incomplete, accepted = outcomes(guest.expect_sound())
    expect(incomplete in [("incomplete", cut, cause) for cause in ("pause", "no-terminator")],
           f"the scan that was cut gave {incomplete}")
    expect(accepted == ("accepted", after), f"the next one gave {accepted}")
