# SPDX-License-Identifier: Apache-2.0

# Other readers of a scanner: the console, whose keyboard it is to the kernel, and another
# program that has opened its node.

import time


class Console:
    """Collects the characters typed on the console, tty1, from now on."""

    def __init__(self, guest):
        self._guest = guest
        # The settings last as long as somebody has the terminal open.
        guest.run("(setsid sh -c 'exec </dev/tty1; stty raw -echo; >/run/console; "
                  "exec cat >>/run/console' >/dev/null 2>&1 &)\n"
                  "until [ -e /run/console ]; do sleep 0.02; done")

    def digits(self):
        """The digits that were typed there."""
        return self._guest.run("sleep 0.1; tr -dc 0-9 </run/console").out


class SecondReader:
    """Reads the node of a scanner beside the daemon, from now on."""

    def __init__(self, guest, node):
        self._guest, self._node = guest, node
        guest.record(node, grab=False)

    def presses(self):
        """The number of keys it saw go down."""
        time.sleep(0.05)
        return sum(value == 1 for _, _, value in self._guest.recorded(self._node))
