"""Fetch a document from an address, within limits of time, size and reach."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from qa_bot.errors import FetchError
from qa_bot.printing import one_line
from qa_bot.readers.kinds import is_readable_type
from qa_bot.readers.network import CheckedBackend, CheckedTransport
from qa_bot.settings import Settings

MOST_REDIRECTS = 5
_ERROR_NUMBER = re.compile(r"\[Errno -?\d+\]\s*")

# gzip only: it can be unpacked with a limit, so that a small answer cannot fill the memory.
_HEADERS = {"User-Agent": "qa-bot", "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "gzip"}
# httpx wraps these only in its own transport.
_CORE_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError)


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered: the address that it answered at in the end, media type, declared encoding, bytes."""

    url: str
    media_type: str
    charset: str | None
    data: bytes


def fetch(url: str, settings: Settings) -> Page:
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


def _page(response: httpx.Response, settings: Settings) -> Page:
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
    return Page(str(response.url), media_type, response.charset_encoding, data)


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
