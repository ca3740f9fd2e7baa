"""A real nginx in front of a page, which it serves under a path."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

_CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        absolute_redirect off;
        location /qa/ {{
            proxy_pass http://127.0.0.1:{inner}{kept};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto http;
            proxy_buffering off;
            proxy_read_timeout 300s;
            client_max_body_size 100m;
        }}
    }}
}}
"""


@contextmanager
def behind_nginx(bot: QABot, folder: Path, *, keeps_path: bool = False, **given: str) -> Iterator[str]:
    """Serve the page of a bot behind nginx and return its address, which has a path; nginx may hand the path on."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}/qa"
    demo = create_app(bot, uploads=folder / "uploads")
    assert launch(demo, Settings.load(port=0, public_url=address, threshold=0, **given)) == address
    configuration = folder / "nginx.conf"
    inner = demo.server_port
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, inner=inner, kept="" if keeps_path else "/")
    )
    nginx = subprocess.Popen([_nginx(), "-e", folder / "error.log", "-p", folder, "-c", configuration])
    try:
        _wait_for(port, nginx)
        yield f"{address}/"
    finally:
        nginx.terminate()
        nginx.wait()
        demo.close()


def _nginx() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found:
        return found
    why = "what is served under a path is tested with nginx: apt-get install nginx-light"
    if os.environ.get("CI"):
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int, nginx: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert nginx.poll() is None, "nginx ended"
            assert time.monotonic() < end, "nginx does not listen"
            time.sleep(0.05)
