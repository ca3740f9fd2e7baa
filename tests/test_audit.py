"""The audit of pinned versions, against a service that answers as OSV documents it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

pytestmark = pytest.mark.server

AUDIT = Path(__file__).parents[1] / "scripts" / "audit"
ACCEPTED = "CVE-2026-45829"


class Service(BaseHTTPRequestHandler):
    """Knows of weaknesses by the name of the package."""

    known: ClassVar[dict[str, list[str]]] = {}

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        names = [each["package"]["name"] for each in asked]
        self.reply({"results": [{"vulns": [{"id": id_} for id_ in self.known.get(name, [])]} for name in names]})

    def do_GET(self) -> None:
        id_ = self.path.rpartition("/")[2]
        self.reply({"id": id_, "aliases": [ACCEPTED] if id_ == "GHSA-old" else [], "summary": "It is weak."})

    def reply(self, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def audit(service: str) -> tuple[int, list[str]]:
    run = subprocess.run([sys.executable, str(AUDIT), service], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    lines = [line for line in run.stdout.splitlines() if "is installed, pinned is" not in line]
    return run.returncode, lines


def test_a_weakness_is_found_unless_it_is_excepted(service: str) -> None:
    Service.known = {"jinja2": ["GHSA-new"], "chromadb": ["GHSA-old"]}
    code, lines = audit(service)
    assert code == 1
    assert lines[0].startswith("excepted: chromadb 1.")
    assert lines[1].startswith("FOUND: jinja2 3.")
    assert lines[1].endswith(": GHSA-new: It is weak.")


def test_a_service_that_is_not_there_is_no_clean_bill() -> None:
    code, lines = audit("http://127.0.0.1:1")
    assert code in (1, 3)
    assert lines[-1].startswith("NOT LOOKED: http://127.0.0.1:1 cannot be reached (ConnectError): nothing is known of ")


def test_a_file_that_is_not_what_its_wheel_says_is_a_find(tmp_path: Path) -> None:
    """All else that is installed here is as its wheels say, whatever is recorded of it."""
    about = tmp_path / "meddled-1.0.dist-info"
    about.mkdir()
    (tmp_path / "meddled.py").write_text("meddled = True")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: meddled\nVersion: 1.0\n")
    (about / "WHEEL").write_text("Wheel-Version: 1.0\nTag: py3-none-any\n")
    (about / "RECORD").write_text("meddled.py,sha256=AAAA,14\nmeddled-1.0.dist-info/METADATA,,\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, str(AUDIT), "--hashes"], capture_output=True, text=True, env=environment, check=False
    )
    assert (run.returncode, run.stderr) == (1, "")
    lines = run.stdout.splitlines()
    assert [line for line in lines if line.startswith("CHANGED")] == ["CHANGED: meddled.py of meddled"]
    assert "NOT RECORDED: meddled==1.0 py3-none-any" in lines
