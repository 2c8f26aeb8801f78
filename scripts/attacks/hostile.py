# SPDX-License-Identifier: Apache-2.0

"""The hostile clients: crowds that hold the server's memory, and floods that hold its threads.

Both are work for a users.Job. Every one is bounded: a crowd by its number of connections, a flood
by the time after which it ends by itself."""

import collections
import json
import select
import selectors
import socket
import time

LINE = 65_536
CHUNK = 1 << 18
PATIENCE = 10  # seconds that a connection may take to be greeted or refused
LONGEST = 120  # seconds after which everything ends by itself

EVIL = "\u05b0\u0327"  # two marks that normalisation has to put into order


def line(request):
    """A request as a line."""
    return json.dumps(request, ensure_ascii=False).encode() + b"\n"


# Crowds

Stall = collections.namedtuple("Stall", "text request floods halves")
Stall.__new__.__defaults__ = (False, False)


def fruitless():
    """The worst filters that a line has room for: long values that nothing equals."""
    return {"stations": [f"{number:03d}{'s' * 190}" for number in range(100)],
            "lots": [f"{number:03d}{'l' * 190}" for number in range(100)]}


def legal_fruitless():
    """As many filters as there may be, each as long as what it filters can be."""
    return {"stations": [f"{number:03d}{'s' * 61}" for number in range(100)],
            "steps": [f"{number:03d}{'t' * 61}" for number in range(100)],
            "lots": [f"{number:03d}{'l' * 17}" for number in range(100)],
            "serials": [f"{number:03d}{'x' * 17}" for number in range(100)],
            "gtins": ["09506000134352"] * 100}


def small_fruitless():
    """Filters that nothing passes and any server accepts."""
    return {"stations": [f"nowhere-{number}" for number in range(100)]}


STALLS = {
    "idle": Stall("idle after hello", b""),
    "partial": Stall("a line of 64 KiB - 1 without its end", b'{"' + b"x" * (LINE - 3)),
    "read": Stall("an unread read of 1,000 records", line({"read": {"after": 0, "limit": 1000}})),
    "trace": Stall("an unread trace of 1,000 records",
                   line({"trace": {"gtin": "09506000134352", "limit": 1000}})),
    "items": Stall("an unread page of 1,000 items", line({"items": {"limit": 1000}})),
    "recalls": Stall("an unread page of 1,000 recalls", line({"recalls": {"limit": 1000}})),
    "exceptions": Stall("an unread page of 1,000 exceptions",
                        line({"exceptions": {"limit": 1000}})),
    "follow": Stall("an unread follow from the start", line({"follow": {"after": "start"}})),
    "filters": Stall("a follow with the longest filters",
                     line({"follow": {"after": "now", **fruitless()}})),
    "filters-legal": Stall("a follow with 500 filters",
                           line({"follow": {"after": "now", **legal_fruitless()}})),
    "wait": Stall("a read that waits 60 s, with 500 filters",
                  line({"read": {"after": "now", "waitMilliseconds": 60_000,
                                 **legal_fruitless()}})),
    "half": Stall("an unread read, writing side closed",
                  line({"read": {"after": 0, "limit": 1000}}), False, True),
    "half-follow": Stall("an unread follow, writing side closed",
                         line({"follow": {"after": "start"}}), False, True),
    "status": Stall("unread status, pipelined until the socket is full", line({"status": {}}),
                    True),
    "scanners": Stall("unread scanners, pipelined until the socket is full",
                      line({"scanners": {}}), True),
    "subscribers": Stall("unread subscribers, pipelined until the socket is full",
                         line({"subscribers": {}}), True),
    "reads": Stall("unread reads, pipelined until the socket is full",
                   line({"read": {"after": 0, "limit": 1000}}), True),
    "junk": Stall("junk lines of 64 KiB, until the socket is full", b"x" * (LINE - 1) + b"\n",
                  True),
    "empty": Stall("empty lines, until the socket is full", b"\n" * LINE, True),
    "urgent": Stall("urgent data (MSG_OOB) within a line", b'{"', False),
    "drip": Stall("one byte sent at a time until 64 KiB lie there", b'{"', False),
    "both": Stall("an unread follow, then unread reads until the socket is full",
                  line({"follow": {"after": "start"}})
                  + line({"read": {"after": 0, "limit": 1000}}) * 800, True),
}


def crowd(say, leave, path, count, kind):
    """Holds `count` connections that stall; says how many stand, and why others do not."""
    stall, held, refused = STALLS[kind], [], collections.Counter()
    began = time.monotonic()
    for _ in range(count):
        if leave.wait(0) or time.monotonic() - began > LONGEST / 2:
            break
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(path)
            first = _first_line(connection)
        except OSError as error:
            refused[type(error).__name__] += 1
            connection.close()
            continue
        if b'"hello"' not in first:
            refused[_code(first)] += 1
            connection.close()
            continue
        held.append(connection)
        _stall(connection, stall)
    if kind == "drip":
        _drip(held)
    if kind == "urgent":
        _send_urgently(held)
    # Servers make room for more while they read; the second time they are all full.
    for connection in held:
        if stall.floods:
            _stall(connection, stall)
    say({"standing": len(held), "refused": dict(refused), "seconds": time.monotonic() - began})
    leave.wait(LONGEST)
    ended = sum(_has_ended(connection) for connection in held)
    for connection in held:
        connection.close()
    say({"ended": ended})


def _first_line(connection):
    """Reads the first line and not a byte more: what follows is to stay unread."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = connection.recv(4096, socket.MSG_PEEK)
        if not seen:
            return b""
        end = seen.find(b"\n")
        if end >= 0:
            return connection.recv(end + 1)
        time.sleep(0.001)
    raise TimeoutError


def _code(first):
    try:
        return json.loads(first)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return "no word" if not first else "?"


def _stall(connection, stall):
    try:
        if not stall.floods:
            connection.sendall(stall.request)
        else:
            connection.setblocking(False)
            size = len(stall.request)
            many = stall.request * max(1, LINE // size)
            for _ in range(100):
                sent = connection.send(many)
                if sent < len(many):
                    break
        if stall.halves:
            connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # The socket is full, or the server has closed it: its right.


def _drip(held):
    for _ in range(40):
        for connection in held:
            try:
                connection.send(b"x", socket.MSG_DONTWAIT)
            except OSError:
                pass


def _send_urgently(held):
    for connection in held:
        try:
            connection.send(b"x", socket.MSG_OOB)
        except OSError:
            return  # Kernels before 5.15 have none on Unix sockets.


def _has_ended(connection):
    """True if the server has ended the connection, whatever it sent before."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


# Floods

Flood = collections.namedtuple("Flood", "text requests depth lives")
Flood.__new__.__defaults__ = (4, 0)


def _numbered(make):
    return lambda number: line(make(number))


def _same(request):
    sent = request if isinstance(request, bytes) else line(request)
    return lambda _: sent


# `depth`: requests under way. `lives`: bytes, or lines, after which it is made anew.
FLOODS = {
    "reads": Flood("fruitless reads in a loop",
                   _same({"read": {"after": 0, **small_fruitless()}})),
    "reads-full": Flood("reads of 1,000 records in a loop",
                        _same({"read": {"after": 0, "limit": 1000}}), 2),
    "since": Flood("reads of a time long past in a loop",
                   _same({"read": {"after": 0, "until": "1971-01-01T00:00:00Z"}})),
    "follow": Flood("follows from the start, read and opened again",
                    _same({"follow": {"after": "start"}}), 1, 4 << 20),
    "follow-fruitless": Flood("fruitless follows from the start, opened again",
                              _same({"follow": {"after": "start", **small_fruitless()}}), 1, 60),
    "status": Flood("status, pipelined", _same({"status": {}}), 256),
    "trace": Flood("traces of a frequent GTIN",
                   _same({"trace": {"gtin": "09506000134352", "limit": 1000}})),
    "trace-fruitless": Flood("traces of a frequent GTIN with another lot",
                             _same({"trace": {"gtin": "09506000134352", "serial": "K1",
                                              "lot": "nothing"}})),
    "exceptions": Flood("fruitless pages of exceptions",
                        _same({"exceptions": {"limit": 1000, **small_fruitless()}})),
    "items": Flood("pages of 1,000 items", _same({"items": {"limit": 1000}})),
    "junk": Flood("junk lines of 64 KiB", _same(b"x" * (LINE - 1) + b"\n")),
    "empty": Flood("empty lines", _same(b"\n" * 4096), 4096 * 4),
    "nested": Flood("arrays nested 32,000 deep", _same(b"[" * (LINE - 1) + b"\n")),
    "connect": Flood("connections made and closed", _same(b""), 0, 1),
    "connect-ask": Flood("connections made, asked for status and closed unread",
                         _same({"status": {}}), 1, 2),
    "acknowledge": Flood("acknowledgements in a loop",
                         _same({"acknowledge": {"subscriber": "hostile-0", "cursor": 1}}), 64),
    "names": Flood("subscribers' names made in a loop",
                   _numbered(lambda n: {"follow": {"subscriber": f"hostile-{n % 200}"}}), 1, 2),
    "superseded": Flood("one name followed by all connections",
                        _same({"follow": {"subscriber": "hostile-0"}}), 1, 64 << 10),
    "not-allowed": Flood("items imported without permission",
                         _same({"setItems": {"items": [
                             {"gtin": f"{n:014d}", "policy": "lot"} for n in range(400)]}})),
}


class _Hostile:
    """One connection of a flood."""

    def __init__(self, flood, path, number):
        self.flood, self.number = flood, number
        self.under_way, self.received, self.lines, self.unsent = 0, 0, 0, b""
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.settimeout(0.5)
            self.socket.connect(path)
            self.socket.setblocking(False)
        except OSError:
            self.socket.close()
            raise

    def send(self):
        """Sends until the requests under way are as many as they may be."""
        try:
            while self.unsent or self.under_way < self.flood.depth:
                if not self.unsent:
                    self.unsent = self.flood.requests(self.number)
                    self.under_way += max(1, self.unsent.count(b"\n"))
                self.unsent = self.unsent[self.socket.send(self.unsent):]
        except BlockingIOError:
            pass

    def receive(self):
        """Reads what has come; False if the connection is to end."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            return False
        lines = chunk.count(b"\n")
        self.lines += lines
        self.received += len(chunk)
        if self.flood.lives:
            used = self.received if self.flood.lives > 4096 else self.lines
            return used < self.flood.lives
        self.under_way = max(0, self.under_way - lines)
        return True

    def wants_to_send(self):
        """True if `send()` has something to do."""
        return bool(self.unsent) or self.under_way < self.flood.depth


class _Crew:
    """The connections of a flood, made anew when they end."""

    def __init__(self, kind, path, count):
        self.flood, self.path, self.count = FLOODS[kind], path, count
        self.made, self.refused, self.lines, self.received = 0, 0, 0, 0
        self.selector, self.living = selectors.DefaultSelector(), 0

    def fill(self):
        """Makes missing connections, a few at a time."""
        for _ in range(min(self.count - self.living, 64)):
            try:
                hostile = _Hostile(self.flood, self.path, self.made)
            except OSError:
                self.refused += 1
                return
            self.made += 1
            self.living += 1
            self.selector.register(hostile.socket, self._interest(hostile), hostile)

    def turn(self, leave, seconds):
        """Does what can be done; False if it is time to leave."""
        for key, events in self.selector.select(seconds):
            if key.data is None:
                return False
            self._serve(key.data, events)
        return True

    def _serve(self, hostile, events):
        try:
            alive = not events & selectors.EVENT_READ or hostile.receive()
            if alive and events & selectors.EVENT_WRITE:
                hostile.send()
        except BlockingIOError:
            alive = True
        except OSError:
            alive = False
        if alive:
            self.selector.modify(hostile.socket, self._interest(hostile), hostile)
        else:
            self.selector.unregister(hostile.socket)
            hostile.socket.close()
            self.living -= 1
            self.lines += hostile.lines
            self.received += hostile.received

    @staticmethod
    def _interest(hostile):
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if hostile.wants_to_send() else 0)


def flood(say, leave, path, count, kind):
    """Does its worst with `count` connections until it is told to leave."""
    crew = _Crew(kind, path, count)
    crew.selector.register(leave, selectors.EVENT_READ, None)
    began = time.monotonic()
    said = False
    while time.monotonic() - began < LONGEST:
        crew.fill()
        if not crew.turn(leave, 0.05):
            break
        if not said and (crew.living >= count or time.monotonic() - began > 3):
            say({"standing": crew.living})
            said = True
    seconds = time.monotonic() - began
    for key in list(crew.selector.get_map().values()):
        if key.data is not None:
            crew.lines += key.data.lines
            key.fileobj.close()
    if not said:
        say({"standing": crew.living})
    say({"lines": crew.lines, "made": crew.made, "refused": crew.refused, "seconds": seconds})
