# SPDX-License-Identifier: Apache-2.0

# A terminal in the guest.


class Terminal:
    """A script of sh(1) on a terminal of its own (script(1)), from now on."""

    def __init__(self, guest, script):
        self._guest = guest
        guest.put(script, "/run/terminal.sh")
        guest.run("""
rm -f /run/terminal.in /run/terminal.log /run/terminal.status
mkfifo /run/terminal.in
(setsid sleep 600 >/run/terminal.in &)
(setsid sh -c 'script -qefc "sh /run/terminal.sh" /run/terminal.log </run/terminal.in >/dev/null 2>&1
echo $? >/run/terminal.status' &)
""")

    def expect_text(self, text):
        """Waits until it has said that."""
        self._guest.poll(f"grep -qF '{text}' /run/terminal.log")

    def type(self, text):
        """Types on the terminal."""
        self._guest.run(f"printf '{text}' >/run/terminal.in")

    def end(self):
        """Waits for its end; the exit status, 128 + N for signal N, and what it said."""
        # The file is there before the number is.
        status = self._guest.poll("grep . /run/terminal.status").out.strip()
        return int(status), self._guest.run("cat /run/terminal.log").out
