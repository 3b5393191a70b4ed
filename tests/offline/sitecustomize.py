"""Refuses the network to every Python process that has this folder on its PYTHONPATH.

Python imports `sitecustomize` at start, so the tests, their subprocesses and the notebook
kernels all get the block. Loopback and Unix sockets stay open: kernels and servers use them.
Programs that are not Python (git, uv, a browser) are not covered.
"""

import ipaddress
import os
import sys

LOCAL_NAMES = {"", "localhost", "ip6-localhost"}
# Position of the host or address among the event's arguments (Python's table of audit events).
EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}


class NetworkBlocked(ConnectionError):
    """Something tried to leave this machine during the tests."""


def is_local(host):
    """Tells whether a host, or a socket's address, stays on this machine."""
    if isinstance(host, tuple):  # (host, port, ...) of an internet socket
        host = host[0]
    elif isinstance(host, (str, bytes)) and os.sep in os.fsdecode(host):
        return True  # the path of a Unix socket
    if host is None or isinstance(host, int):
        return True
    name = os.fsdecode(host).lower().rstrip(".")
    if name in LOCAL_NAMES or name.startswith("\0"):  # an abstract Unix socket
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse(event, arguments):
    """Audit hook: raises when an event of `EVENTS` names another machine."""
    position = EVENTS.get(event)
    if position is None or is_local(arguments[position]):
        return
    raise NetworkBlocked(
        f"The tests run with the network blocked. Refused: {event} to {arguments[position]!r}"
    )


sys.addaudithook(refuse)
