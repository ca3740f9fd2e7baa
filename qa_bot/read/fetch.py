"""Fetch a document from an address that has been checked, within limits of time, size and reach."""

from __future__ import annotations

import re
import socket
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread

import httpcore
import httpx

from qa_bot.errors import FetchError
from qa_bot.printing import one_line
from qa_bot.read.kinds import is_readable_type
from qa_bot.settings import Settings

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


MOST_REDIRECTS = 5
_ERROR_NUMBER = re.compile(r"\[Errno -?\d+\]\s*")

# gzip only: it can be unpacked with a limit, so that a small answer cannot fill the memory.
_HEADERS = {"User-Agent": "qa-bot", "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "gzip"}
# httpx wraps these only in its own transport.
_CORE_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a server answered: the address that it answered at in the end, media type, declared encoding, bytes."""

    url: str
    media_type: str
    charset: str | None
    data: bytes


def fetch(url: str, settings: Settings) -> FetchedPage:
    """Return the document at an http or https address; raise FetchError with one line that says why not.

    All of it (names, redirects, body) must arrive within `settings.fetch_seconds` and unpack to at most
    `settings.max_fetch_mb`. Only public addresses are reached unless `settings.allow_private_urls`.
    """
    backend = CheckedBackend(time.monotonic() + settings.fetch_seconds, settings.allow_private_urls)
    try:
        with (
            httpx.Client(
                transport=CheckedTransport(backend),
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
                headers=_HEADERS,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                trust_env=False,
            ) as client,
            client.stream("GET", url) as response,
        ):
            return _page(response, settings)
    except FetchError as error:
        raise FetchError(one_line(f"{url}: {error}")) from None
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise FetchError(f"{url}: no answer within {settings.fetch_seconds:g} s (QA_BOT_FETCH_SECONDS)") from None
    except httpx.TooManyRedirects:
        raise FetchError(f"{url}: redirects more than {MOST_REDIRECTS} times") from None
    except (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol):
        raise FetchError(f"{url}: leads to an address that is neither http nor https") from None
    except (httpx.HTTPError, httpx.InvalidURL, *_CORE_ERRORS) as error:
        why = _ERROR_NUMBER.sub("", str(error)) or type(error).__name__
        raise FetchError(one_line(f"{url}: cannot be fetched: {why}")) from None


def _page(response: httpx.Response, settings: Settings) -> FetchedPage:
    if not response.is_success:
        raise FetchError(f"the server answers {response.status_code} {response.reason_phrase}".rstrip())
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not is_readable_type(media_type):
        raise FetchError(f"is {media_type}, which is not a kind that can be read")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"is packed as {encoding}, though only gzip was asked for")
    limit = int(settings.max_fetch_mb * 1e6)
    chunks = response.iter_raw()
    data = _collect(_unpacked(chunks, limit) if "gzip" in encoding else chunks, limit)
    if data is None:
        raise FetchError(f"is over the limit of {settings.max_fetch_mb:g} MB (QA_BOT_MAX_FETCH_MB)")
    return FetchedPage(str(response.url), media_type, response.charset_encoding, data)


def _collect(chunks: Iterable[bytes], limit: int) -> bytes | None:
    """Return the chunks as one, or None once they are more than `limit` bytes."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > limit:
            return None
    return bytes(data)


def _unpacked(chunks: Iterable[bytes], limit: int) -> Iterable[bytes]:
    gzip = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            # What does not fit is left packed: one byte over the limit is enough to know.
            yield gzip.decompress(chunk, limit + 1)
    except zlib.error as error:
        raise FetchError(f"its gzip packing is damaged ({error})") from None
    if not gzip.eof:
        raise FetchError("the answer was cut off")
