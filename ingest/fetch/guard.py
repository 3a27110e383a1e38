"""Keeps the fetcher out of inner networks: an address is checked where the connection is made, after its name is resolved.

Checking the name alone is not enough: a name may resolve to another address the second time it is asked for.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import httpx

from ingest.fetch.problems import FetchProblem

Resolver = Callable[[str, int], list[str]]
Judge = Callable[[str], bool]
_THROUGH_GATEWAYS = ipaddress.ip_network("64:ff9b::/96")  # IPv6 addresses that a gateway turns into IPv4 ones


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order; raises FetchProblem when there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchProblem("no_such_host", f"{host}: the name cannot be resolved ({error})", may_pass=True) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is reachable by anybody: not private, loopback, link-local, reserved or multicast."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if parsed in _THROUGH_GATEWAYS:
        inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    return is_public(str(inner)) if inner else parsed.is_global and not parsed.is_multicast


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to addresses it has checked itself; a private one is refused unless `allow_private`."""

    def __init__(self, *, allow_private: bool = False, resolver: Resolver = resolve, is_open: Judge = is_public) -> None:
        self._is_open = is_open
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers."""
        addresses = self._resolver(host, port)
        if not self._allow_private and (inner := [address for address in addresses if not self._is_open(address)]):
            raise FetchProblem(
                "private_address", f"{host} leads to {inner[0]}, which is no public address; set allows_private_addresses if it is meant"
            )
        last: Exception | None = None
        for address in addresses:
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: an address on the web is no file."""
        raise FetchProblem("private_address", f"{path} is a socket of this machine")

    def sleep(self, seconds: float) -> None:
        """Part of the backend's interface."""
        self._inner.sleep(seconds)


def guarded_transport(
    *, allow_private: bool, verify: ssl.SSLContext | bool = True, resolver: Resolver = resolve, is_open: Judge = is_public
) -> httpx.HTTPTransport:
    """An httpx transport whose connections are all checked; HTTP/2 where the server speaks it, no proxy from the environment."""
    transport = httpx.HTTPTransport(http2=True, trust_env=False, verify=verify)
    transport._pool.close()
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(verify=verify, trust_env=False),
        http2=True,
        keepalive_expiry=30,
        network_backend=GuardedNetwork(allow_private=allow_private, resolver=resolver, is_open=is_open),
    )
    return transport
