"""Connect to addresses that have been checked, within one deadline."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread

import httpcore
import httpx

from qa_bot.errors import FetchError

_TRANSLATED = ip_network("64:ff9b::/96")
_SITE_LOCAL = ip_network("fec0::/10")


def is_public(address: str) -> bool:
    """Say whether an IP address, or the IPv4 address inside an IPv6 one, belongs to the public internet."""
    ip = ip_address(address.partition("%")[0])
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or one in _SITE_LOCAL)
        for one in (ip, *_inner(ip))
        # The wrapping of an IPv4 address is reserved by itself; what counts is the address inside.
        if not (isinstance(one, IPv6Address) and one.ipv4_mapped)
    )


def _inner(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _TRANSLATED else None
    return [inner for inner in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), translated) if inner]


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a name; in a thread, because resolving cannot be told to stop."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(address[4][0]) for address in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(f"the name {host} is not known")
    return answer


@dataclass(frozen=True, slots=True)
class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name once, checks every address and connects to one that was checked.

    So neither a redirect nor a name server that changes its answer leads into a private network.
    `deadline` is a value of `time.monotonic`; nothing here waits beyond it.
    """

    deadline: float
    allow_private: bool
    resolver: Callable[[str, int, float], list[str]] = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of `host` that answers; raise FetchError if one is private."""
        addresses = self.resolver(host, port, _left(self.deadline))
        private = next((address for address in addresses if not is_public(address)), None)
        if private and not self.allow_private:
            what = f"{host} ({private})" if private != host else host
            raise FetchError(f"{what} is an address in a private network; QA_BOT_ALLOW_PRIVATE_URLS=true allows it")
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, _left(self.deadline), local_address, socket_options
                )
                return _TimedStream(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


@dataclass(frozen=True, slots=True)
class _TimedStream(httpcore.NetworkStream):
    stream: httpcore.NetworkStream
    deadline: float

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.deadline))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self.stream.start_tls(ssl_context, server_hostname, _left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> object:
        return self.stream.get_extra_info(info)


class CheckedTransport(httpx.BaseTransport):
    """Carries httpx's requests over a `CheckedBackend`; never over a proxy, which would resolve names itself."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(httpx.create_ssl_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return its response, the body still to be read."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


@dataclass(frozen=True, slots=True)
class _Body(httpx.SyncByteStream):
    response: httpcore.Response

    def __iter__(self) -> Iterable[bytes]:  # type: ignore[override]
        return self.response.iter_stream()

    def close(self) -> None:
        self.response.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.TimeoutException
    return left
