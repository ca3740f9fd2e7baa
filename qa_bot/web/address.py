"""Tell where a page is served, and who can reach it."""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from qa_bot.settings import Settings


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, as only it can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listens_on(settings: Settings) -> tuple[str, int]:
    """Return host and port: those that were set, else those that a hosting service names the way Gradio has it."""
    given = settings.model_fields_set
    named = Settings.load(host=os.environ.get("GRADIO_SERVER_NAME"), port=os.environ.get("GRADIO_SERVER_PORT"))
    return (
        settings.host if "host" in given else named.host,
        settings.port if "port" in given else named.port,
    )


def is_private(settings: Settings) -> bool:
    """Say whether this machine alone can reach the page: it listens on loopback, and no proxy hands it on."""
    return is_loopback(listens_on(settings)[0]) and not settings.public_url


def public_host(settings: Settings) -> str | None:
    """Return the host and port under which a proxy serves the page, as browsers write them."""
    return urlsplit(settings.public_url).netloc.lower() or None


def public_path(settings: Settings) -> str:
    """Return the path under which a proxy serves the page, "" where that is the root."""
    return urlsplit(settings.public_url).path.rstrip("/")
