"""The network is closed to all tests; these show that it is."""

import socket

import pytest
from fakes import ClosedNetworkError

from qa_bot.read import read
from qa_bot.settings import Settings


def test_no_other_machine_can_be_connected_to() -> None:
    with socket.socket() as connection, pytest.raises(ClosedNetworkError):
        connection.connect(("192.0.2.1", 80))
    with socket.socket(socket.AF_INET6) as connection, pytest.raises(ClosedNetworkError):
        connection.connect(("2001:db8::1", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(ClosedNetworkError):
        connection.sendto(b"?", ("192.0.2.1", 53))


@pytest.mark.parametrize("name", ["example.org", "huggingface.co", b"api.example.org"])
def test_no_name_can_be_looked_up(name: str | bytes) -> None:
    with pytest.raises(ClosedNetworkError):
        socket.getaddrinfo(name, 443)
    with pytest.raises(ClosedNetworkError):
        socket.create_connection((name, 443), timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_reading_an_address_fails_on_the_closed_network() -> None:
    (error,) = read("http://example.org/story.html", Settings.load(fetch_seconds=5))
    assert str(error).endswith("cannot be fetched: the name example.org is not known")
