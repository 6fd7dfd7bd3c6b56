"""Listening sockets made by us, because a small answer must not wait for a delayed acknowledgement.

A socket made without a protocol number keeps the event loop from setting TCP_NODELAY, and every small
answer then takes 48 ms instead of half a millisecond.
"""

import errno
import socket

BACKLOG = 2048


class PortError(OSError):
    """A port cannot be listened on. ``reason``: ``in_use``, ``not_allowed``, ``host_wrong``."""

    def __init__(self, reason: str, host: str, port: int) -> None:
        super().__init__(f"{reason}: {host}:{port}")
        self.reason = reason
        self.host = host
        self.port = port


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port`` (0: any free one).

    Raises:
        PortError: with why not.
    """
    made = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        if made is not None:
            made.close()
        raise PortError(_reason(error), host, port) from None
    return made


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "in_use"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "not_allowed"
    return "host_wrong"
