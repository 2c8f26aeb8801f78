# SPDX-License-Identifier: Apache-2.0

# Claims whose end is known: ../selftest holds the runner to it.

from claim import SCANNER, claim, expect


@claim("A claim that holds", machine=SCANNER)
def holds(guest):
    guest.scan("true")
    guest.await_records(1)
    return guest.expect_sound()[0]["data"]


@claim("A claim that is false", machine=SCANNER)
def false(guest):
    guest.scan("one")
    guest.await_records(1)
    expect(len(guest.records()) == 2, "there is one record")


@claim("A record of something that nobody typed", machine=SCANNER)
def not_typed(guest):
    guest.gadget_type("another\n")
    guest.typed.append("one")
    guest.await_records(1)
    guest.expect_sound()


@claim("A command that fails")
def command(guest):
    guest.run("systemctl is-active no-such.service")


@claim("A claim that is written wrong")
def wrong(guest):
    guest.no_such_method()


@claim("A virtual machine that ends")
def lost(guest):
    guest.process.kill()
    guest.run("true")


@claim("A kernel that panics")
def panic(guest):
    guest.run("echo c >/proc/sysrq-trigger")


@claim("A claim that does not end", seconds=1)
def endless(guest):
    guest.run("sleep 1000", timeout=1000)
