"""No page may lead the crawler into a private network: addresses are checked where the connection is made.

The check stands between name resolution and the first byte sent, so it holds for redirects and for names
whose address changes between two look-ups.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
# Reserved, or IPv4 addresses in spellings no public host has; the standard library calls some of them global.
_NO_HOSTS = [
    ip_network(name) for name in ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10", "5f00::/16")
]


class BlockedAddressError(Exception):
    """The host leads to an address that is not public."""


def check_address(host: str, address: str) -> None:
    """Let only public unicast addresses pass, also those wrapped in an IPv6 address.

    Raises:
        BlockedAddressError: it is private, loopback, link-local, multicast or reserved.
    """
    if not all(_public(inner) for inner in _unwrapped(ip_address(address.partition("%")[0]))):
        raise BlockedAddressError(f"{host} leads to {address}, which is not a public address")


def check_literal(host: str) -> None:
    """The same for a host written as an address; names pass. For requests that a proxy resolves.

    Raises:
        BlockedAddressError: see `check_address`.
    """
    try:
        address = socket.inet_ntoa(socket.inet_aton(host))  # also 127.1, 0x7f000001, 2130706433
    except OSError:
        address = host.strip("[]")
    try:
        ip_address(address)
    except ValueError:
        return
    check_address(host, address)


def _unwrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    found: list[IPv4Address | IPv6Address] = [address]
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        found += [part for part in inner if part is not None]
        if address.ipv4_mapped:
            found.remove(address)
    return found


def _public(address: IPv4Address | IPv6Address) -> bool:
    odd = address.version == 6 and any(address in network for network in _NO_HOSTS)
    return address.is_global and not address.is_multicast and not odd


class Guarded:
    """Mixin of urllib3 connections: they connect to public addresses only."""

    host: str
    port: int
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        for *_, address in socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM):
            check_address(self.host, str(address[0]))
        connection: socket.socket = super()._new_conn()  # type: ignore[misc]
        try:
            check_address(self.host, connection.getpeername()[0])
        except BlockedAddressError:
            connection.close()
            raise
        return connection
