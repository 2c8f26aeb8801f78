# SPDX-License-Identifier: Apache-2.0

# Labels that can be told apart.


def digits(guest, count):
    """A label of digits that the daemon takes for plain text, different each time."""
    return "97" + "".join(guest.random.choices("0123456789", k=count - 2))


def outcomes(records):
    """The outcomes of scans: (verdict, data, reasons …) for each record."""
    return [(record["verdict"], record["data"], *(reason["code"] for reason in record["reasons"]))
            for record in records]
