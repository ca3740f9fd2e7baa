"""Stand between visitors and the page: each module refuses one kind of request, or hardens the response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa_bot.settings import Settings, is_loopback, is_private, listens_on, public_host, public_path
from qa_bot.web.guard.headers import SecurityHeaders
from qa_bot.web.guard.limits import Allowance, Limits
from qa_bot.web.guard.login import LoggedIn, LogoutByForm, Sessions
from qa_bot.web.guard.requests import Access, Failures, HealthCheck, KnownRoutes, OwnOrigin, WithoutPrefix
from qa_bot.web.guard.streams import NamedUploads, OwnSessions
from qa_bot.web.uploads import Uploads
from qa_bot.web.visitor import Cookies

__all__ = ["Allowance", "Sessions", "guards"]


_IPV6 = ("[::1]", "::1", "[")
"""What versions of Starlette make of [::1]:7860; no name can look like it."""


def guards(
    settings: Settings,
    *,
    users: Mapping[str, str],
    uploads: Uploads,
    is_well: Callable[[], bool],
    scripts: Sequence[str],
    has_accounts: bool,
    is_framed: bool,
) -> list[Middleware]:
    """Return the middleware of a page, the outermost first.

    `users` are names by the token that somebody logged in with, `uploads` where the page looks for files that were
    sent, `scripts` what Gradio's script inserts into the page.
    How often a visitor may ask is limited where others can reach the page.
    """
    per_minute = 0 if is_private(settings) else settings.requests_per_minute
    prefix = public_path(settings)
    return [
        *([Middleware(WithoutPrefix, prefix=prefix)] if prefix else []),
        Middleware(Access),
        Middleware(SecurityHeaders, scripts=scripts, is_framed=is_framed),
        Middleware(Failures),
        *_own_names(settings),
        Middleware(HealthCheck, is_well=is_well),
        Middleware(KnownRoutes),
        Middleware(OwnOrigin, public=public_host(settings)),
        Middleware(Limits, max_file_mb=settings.max_file_mb, per_minute=per_minute, users=users),
        Middleware(LogoutByForm),
        *([Middleware(LoggedIn, users=users)] if has_accounts else []),
        Middleware(OwnSessions, users=users),
        Middleware(NamedUploads, uploads=uploads, users=users),
        Middleware(Cookies, path=f"{prefix}/"),
    ]


def _own_names(settings: Settings) -> list[Middleware]:
    """Return what keeps strange web pages, whose name leads here, from a loopback server (DNS rebinding)."""
    host, _ = listens_on(settings)
    if not is_loopback(host):
        return []
    names = ["localhost", "127.0.0.1", *_IPV6, host, *filter(None, [urlsplit(settings.public_url).hostname])]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=names)]
