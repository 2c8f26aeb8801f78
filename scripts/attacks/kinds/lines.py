# SPDX-License-Identifier: Apache-2.0

"""Lines of 64 KiB made to cost more than their length, and filters that cost each record."""

import json
import time

import client
import hostile
import users
import victim
from attack import Row, at_most, attack, holds, number, percentile
from place import GTIN

CPU = 5  # ms a line
RECORD = 20  # ms a record for 100 followers
TIMES = 20
ENOUGH = 1.0  # seconds of CPU after which a line has shown what it costs
ROOM = hostile.LINE - 1
EVIL = hostile.EVIL


def _fit(head, tail, unit=EVIL, room=ROOM):
    """`head`, as many units as fit into a line, `tail`."""
    head, tail, unit = head.encode(), tail.encode(), unit.encode()
    return head + unit * ((room - len(head) - len(tail)) // len(unit)) + tail


FOLLOW = '{"follow":{"after":"now",'
ESCAPED = r"\u05b0\u0327"


def _lists(field, count):
    """A filter of `count` values that differ at their ends only."""
    each = EVIL * ((ROOM - 200) // count // len(EVIL.encode()) - 2)
    values = [f"{each}{number:03d}" for number in range(count)]
    return hostile.line({"follow": {"after": "now", field: values}})[:-1]


def _marks(field, length):
    """A filter of 100 values that begin as a record's may and go on with marks."""
    values = [chr(97 + number % 26) + EVIL * length + f"{number:03d}" for number in range(100)]
    return hostile.line({"follow": {"after": "now", field: values}})[:-1]


def _many_keys(unit, count):
    each = (ROOM - 100) // count - len(unit.encode()) - 10
    keys = ",".join(f'"{unit}{"k" * max(0, each - 6)}{number:05d}":1' for number in range(count))
    return ('{"read":{' + keys + "}}").encode()[:ROOM]


def lines():
    """Each line and its name."""
    for name, unit in (("raw", EVIL), ("escaped", ESCAPED)):
        yield f"U+05B0 U+0327, {name}, as the request's name", _fit('{"', '":{}}', unit)
        yield f"… {name}, as a field", _fit('{"read":{"', '":1}}', unit)
        yield f"… {name}, as a value", _fit('{"read":{"verdicts":["', '"]}}', unit)
        yield f"… {name}, as an id", _fit('{"id":"', '","status":{}}', unit)
        yield f"… {name}, as a subscriber", _fit('{"follow":{"subscriber":"', '"}}', unit)
        yield f"… {name}, acknowledged", _fit(
            '{"acknowledge":{"cursor":1,"subscriber":"', '"}}', unit)
        yield f"… {name}, as a journal", _fit('{"follow":{"after":1,"journal":"', '"}}', unit)
        yield f"… {name}, as a station", _fit('{"read":{"after":"now","stations":["', '"]}}', unit)
        yield f"… {name}, as a traced serial", _fit('{"trace":{"serial":"', '"}}', unit)
        yield f"… {name}, as an item's GTIN", _fit('{"items":{"gtin":"', '"}}', unit)
        yield f"… {name}, as a time", _fit('{"read":{"since":"', '"}}', unit)
    yield "… twice the same key", _fit('{"a":1,"', '":2}', EVIL, ROOM // 2)[:-1] \
        + b"," + _fit('"', '":3}', EVIL, ROOM // 2 - 8)
    yield "100 stations that differ at the end", _lists("stations", 100)
    yield "100 lots that differ at the end", _lists("lots", 100)
    yield "6,000 short keys", _many_keys("", 6000)
    yield "500 keys of U+05B0 U+0327", _many_keys(EVIL * 12, 500)
    yield "arrays 32,000 deep", b'{"read":{"after":' + b"[" * (ROOM // 2)
    yield "objects 10,000 deep", b'{"a":' * (ROOM // 6)
    yield "one number of 65,000 digits", _fit('{"read":{"after":', "}}", "7")
    yield "a fraction of 65,000 digits", _fit('{"read":{"after":0.', "}}", "3")
    yield "an exponent of 65,000 digits", _fit('{"read":{"after":1e', "}}", "9")
    yield "32,000 numbers", _fit('{"read":{"after":"now","stations":[', "1]}}", "1,")
    yield "10,000 values", _fit('{"read":{"after":"now","stations":[', '"x"]}}', '"xxx",')
    yield "half surrogates", _fit('{"read":{"after":"now","stations":["', '"]}}', r"\ud83d")
    yield "surrogate pairs", _fit('{"read":{"after":"now","stations":["', '"]}}', r"\ud83d\ude00")
    yield "combining marks on one letter", _fit(
        '{"read":{"after":"now","stations":["a', '"]}}', "\u0316\u0301")
    yield "Hangul syllables to compose", _fit('{"', '":1}', "\u1100\u1161\u11a8")
    yield "a value of quotes to escape", _fit('{"', '":1}', '\\"')
    yield "control characters", _fit('{"', '":1}', r"\u0000")
    yield "blanks", b" " * (ROOM - 13) + b'{"status":{}}'
    yield "65,535 backslashes", b'{"' + b"\\" * (ROOM - 2)
    yield "bytes that are not UTF-8", b'{"' + b"\xff\xfe" * ((ROOM - 6) // 2) + b'":1}'


SHORT = ("U+05B0 U+0327, raw, as the request's name", "… escaped, as a value",
         "… raw, as an id", "… raw, as a subscriber", "100 stations that differ at the end",
         "500 keys of U+05B0 U+0327", "6,000 short keys", "arrays 32,000 deep",
         "one number of 65,000 digits")


@attack
def long(run):
    """Any line of 64 KiB is parsed and accepted or refused in 5 ms of CPU, on whichever thread."""
    with run.place.daemon() as daemon:
        for name, sent in lines():
            if run.full or name in SHORT:
                yield _row(name, sent, daemon)


def _row(name, sent, daemon):
    before = daemon.cpu()
    job = users.Job(users.ATTACKERS[0], _send, daemon.path, sent.decode("latin-1"),
                    TIMES, nice=users.NICE)
    slowest = 0.0
    try:
        while not job.has_told():
            answer = users.do(users.VICTIM, client.say_status, daemon.path, 15, patience=20)
            slowest = max(slowest, answer.get("milliseconds", 15_000))
        said = job.told(90)
    except users.JobFailed as error:
        said = {"times": 1, "answer": str(error)}
    finally:
        job.end()
    each = (daemon.cpu() - before) * 1000 / max(1, said["times"])
    # The victim's own questions cost some CPU, too: far below a millisecond a line.
    return Row(f"a line: {name}", f"{number(each)} ms of CPU",
               f"status after {number(slowest)} ms; answer: {said['answer'][:60]}",
               [at_most("CPU a line", each, CPU, "ms of CPU"),
                holds("the daemon lives", daemon.is_alive())])


def _send(say, _, path, text, times):
    """A job: sends a line several times, on new connections if it has to; says the answer."""
    sent, taken, answer, done = text.encode("latin-1"), 0.0, "", 0
    for _ in range(times):
        with client.Client(path, 20) as asking:
            began = time.monotonic()
            asking.send(sent)
            try:
                answer = _read_all(asking, sent.count(b"\n") + 1)
            except ConnectionError:
                answer = "the connection ended"
            except TimeoutError:
                answer = "no answer for 20 s"
            done += 1
            taken += time.monotonic() - began
        if taken > ENOUGH:
            break
    say({"times": done, "answer": answer})


def _read_all(asking, count):
    """Reads so many lines; the code of the error in the first of them, or its name."""
    first = asking.raw_line(20)
    for _ in range(min(count - 1, 4000)):
        asking.raw_line(20)
    found = json.loads(first)
    return found["error"]["code"] if "error" in found else next(k for k in found if k != "id")


def _filters():
    return [("100 stations of U+05B0 U+0327, 250 bytes", _marks("stations", 62)),
            ("100 lots of U+05B0 U+0327, 64 bytes", _marks("lots", 15)),
            ("500 values, as long as they may be",
             hostile.line({"follow": {"after": "now", **hostile.legal_fruitless()}})[:-1]),
            ("100 stations of U+05B0 U+0327, 64 bytes", _marks("stations", 15)),
            ("100 lots of U+05B0 U+0327, 250 bytes", _marks("lots", 62)),
            ("one station of U+05B0 U+0327", _fit(FOLLOW + '"stations":["', '"]}}'))]


@attack
def filters(run):
    """The filters of followers cost a record little, and no other client's live record waits."""
    for name, request in _filters() if run.full else _filters()[:3]:
        with run.place.daemon(live=True) as daemon:
            job = users.Job(users.ATTACKERS[0], _follow_all, daemon.path, request.decode(), 100,
                            nice=users.NICE)
            try:
                said = job.told(60)
                live = users.Job(users.VICTIM, victim.follow_live, daemon.path)
                live.told(10)
                before = daemon.cpu()
                for _ in range(5):
                    run.place.testbed(f"scan dock ]C101{GTIN}10L7")
                    time.sleep(0.05)
                time.sleep(1)
                live.leave()
                received = live.told(60)
                live.end()
                each = (daemon.cpu() - before) * 1000 / 5
                late = percentile(received, 1) if len(received) == 5 else None
                yield Row(f"100 followers, filter: {name}",
                          f"{number(each)} ms of CPU a record",
                          f"last key to live record at most {number(late)} ms; {said['said']}",
                          [at_most("CPU a record", each, RECORD, "ms of CPU"),
                           at_most("live", late, 100, "ms"),
                           at_most("SIGTERM to exit", daemon.stop(), 1, "s")])
            finally:
                job.end()


def _follow_all(say, leave, path, request, count):
    """A job: follows on many connections and reads nothing."""
    open_, answers = [], {}
    for _ in range(count):
        try:
            following = client.Client(path, 15)
            found = following.ask(request.encode(), 15)
            answer = found["error"]["code"] if "error" in found else "following"
            open_.append(following)
        except (client.Refused, OSError) as error:
            answer = getattr(error, "code", type(error).__name__)
        answers[answer] = answers.get(answer, 0) + 1
    say({"said": ", ".join(f"{times} × {code}" for code, times in answers.items())})
    leave.wait(60)
