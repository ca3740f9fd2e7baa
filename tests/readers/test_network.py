import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpcore
import httpx
import pytest

from qa_bot.errors import FetchError
from qa_bot.read.fetch import CheckedBackend, CheckedTransport, is_public


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *["127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"],
        *["0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"],
        *["::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1"],
        *["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1"],
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "::1", "169.254.169.254"])
def test_no_connection_to_a_private_address(host: str) -> None:
    backend = CheckedBackend(time.monotonic() + 5, allow_private=False)
    with pytest.raises(
        FetchError, match="is an address in a private network; QA_BOT_ALLOW_PRIVATE_URLS=true allows it"
    ):
        backend.connect_tcp(host, 80)


def test_nothing_starts_after_the_deadline() -> None:
    with pytest.raises(httpcore.TimeoutException):
        CheckedBackend(time.monotonic(), allow_private=True).connect_tcp("127.0.0.1", 80)


class Redirecting(BaseHTTPRequestHandler):
    """Sends everybody to the loopback interface."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/secret")  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


class PublicNameBackend(httpcore.NetworkBackend):
    """Takes one name for a public server that happens to run here, and checks all others."""

    def connect_tcp(self, host: str, port: int, *options: object, **more: object) -> httpcore.NetworkStream:
        if host == "public.example":
            return httpcore.SyncBackend().connect_tcp("127.0.0.1", port)
        return CheckedBackend(time.monotonic() + 5, allow_private=False).connect_tcp(host, port)


def test_a_redirect_does_not_lead_into_a_private_network() -> None:
    with HTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        transport = CheckedTransport(PublicNameBackend())
        with (
            httpx.Client(transport=transport, follow_redirects=True, trust_env=False) as client,
            pytest.raises(FetchError, match=r"^127\.0\.0\.1 is an address in a private network"),
        ):
            client.get(f"http://public.example:{server.server_port}/")


def test_a_name_is_looked_up_once_and_connected_to_where_it_was_checked() -> None:
    """A name server that answers otherwise the second time (DNS rebinding) is not asked a second time."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    backend = CheckedBackend(time.monotonic() + 5, allow_private=False, resolver=lambda *_: answers.pop(0))
    with pytest.raises(httpcore.ConnectError, match=r"93\.184\.216\.34"):
        backend.connect_tcp("rebinding.example", 80)
    assert answers == [["127.0.0.1"]]


def test_one_private_address_among_public_ones_is_enough() -> None:
    backend = CheckedBackend(
        time.monotonic() + 5, allow_private=False, resolver=lambda *_: ["93.184.216.34", "10.0.0.1"]
    )
    with pytest.raises(FetchError, match=r"mixed\.example \(10\.0\.0\.1\) is an address in a private network"):
        backend.connect_tcp("mixed.example", 80)
