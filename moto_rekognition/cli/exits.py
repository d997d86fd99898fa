"""Exit statuses, and the exceptions that end a command with one of them."""

from __future__ import annotations

import click

#: No face, no match. As `grep`, a command that finds nothing exits with 1.
NOTHING_FOUND = 1
#: What click exits with for a wrong command line.
USAGE = 2
#: The service refused a request, or a file cannot be read or written.
REFUSED = 3
#: The installation or the server does not work.
BROKEN = 4

EPILOG = """\b
Exit status:
  0  done
  1  nothing found: no face, no match
  2  wrong command line
  3  refused by the service, or a file that cannot be used
  4  the installation or the server does not work
"""


class Refused(click.ClickException):
    """The service refused a request, or a file cannot be used."""

    exit_code = REFUSED


class Broken(click.ClickException):
    """The installation or the server does not work; the message says what to do."""

    exit_code = BROKEN
