"""The guards in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa_bot.settings import Settings
from qa_bot.web.address import is_loopback, is_private, listens_on, public_host
from qa_bot.web.guard.access import Access
from qa_bot.web.guard.headers import SecurityHeaders
from qa_bot.web.guard.health import Health
from qa_bot.web.guard.limits import Limits
from qa_bot.web.guard.origin import OwnOrigin
from qa_bot.web.guard.routes import KnownRoutes
from qa_bot.web.guard.streams import OwnStreams
from qa_bot.web.visitor import Cookies


def guards(
    settings: Settings,
    *,
    users: Mapping[str, str],
    is_well: Callable[[], bool],
    scripts: Sequence[str],
    is_framed: bool,
) -> list[Middleware]:
    """Return the middleware of a page, the outermost first.

    `users` are names by the token that somebody logged in with, `scripts` what Gradio's script inserts into the page.
    How often a visitor may ask is limited where others can reach the page.
    """
    per_minute = 0 if is_private(settings) else settings.requests_per_minute
    return [
        Middleware(Access),
        Middleware(SecurityHeaders, scripts=scripts, is_framed=is_framed),
        *_own_names(settings),
        Middleware(Health, is_well=is_well),
        Middleware(KnownRoutes),
        Middleware(OwnOrigin, public=public_host(settings)),
        Middleware(Limits, max_file_mb=settings.max_file_mb, per_minute=per_minute, users=users),
        Middleware(OwnStreams),
        Middleware(Cookies),
    ]


def _own_names(settings: Settings) -> list[Middleware]:
    """Return what keeps strange web pages, whose name leads here, from a loopback server (DNS rebinding)."""
    if not is_loopback(listens_on(settings)[0]):
        return []
    # "[" is what is left of [::1]:7860, which no name can look like.
    names = ["localhost", "127.0.0.1", "[", *filter(None, [urlsplit(settings.public_url).hostname])]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=names)]
