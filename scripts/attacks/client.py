# SPDX-License-Identifier: Apache-2.0

"""A client of the socket with time limits, for whoever asks and waits for an answer."""

import json
import select
import socket
import time

CHUNK = 1 << 18


class Refused(Exception):
    """The server sent an error in place of `hello`, or nothing."""

    def __init__(self, code, text=""):
        super().__init__(f"{code}: {text}")
        self.code = code


class Client:
    """One connection, past its `hello`."""

    def __init__(self, path, patience=10):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(patience)
        self._rest = b""
        try:
            self.socket.connect(path)
            first = self.line(patience)
        except OSError as error:
            self.socket.close()
            raise Refused(type(error).__name__, str(error)) from error
        if "hello" not in first:
            self.socket.close()
            raise Refused(first.get("error", {}).get("code", "?"), str(first))
        self.hello = first["hello"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, request):
        """Sends a request: an object, or a line as bytes."""
        line = request if isinstance(request, bytes) else json.dumps(request).encode()
        self.socket.sendall(line + b"\n")

    def raw_line(self, patience=10):
        """The next line, without its end; TimeoutError if it does not come in time."""
        deadline = time.monotonic() + patience
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                raise TimeoutError(f"no line for {patience} s")
            chunk = self.socket.recv(CHUNK)
            if not chunk:
                raise ConnectionError("the connection ended")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def line(self, patience=10):
        """The next line as an object."""
        return json.loads(self.raw_line(patience))

    def ask(self, request, patience=10):
        """The answer to a request."""
        self.send(request)
        return self.line(patience)


def status(path, patience=10):
    """The object `status` over a connection of its own."""
    with Client(path, patience) as client:
        return client.ask({"status": {}}, patience)["status"]


def say_status(say, _, path, patience=10):
    """A job: says how many milliseconds connecting and `status` took, and the status."""
    began = time.monotonic()
    try:
        answer = status(path, patience)
    except Refused as error:
        say({"error": error.code})
    except (TimeoutError, ConnectionError) as error:
        say({"error": type(error).__name__})
    else:
        say({"milliseconds": (time.monotonic() - began) * 1000, "status": answer})


def say_answers(say, _, path, requests, patience=10):
    """A job: says the answers to requests that are sent one after the other."""
    with Client(path, patience) as client:
        say([client.ask(request, patience) for request in requests])
