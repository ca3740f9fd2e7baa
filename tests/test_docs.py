"""The documentation names things that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])
DECISIONS = ROOT / "docs" / "decisions"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [each.partition("#")[0] for each in re.findall(r"\]\(([^)\s]+)\)", text)]
    inside = [each for each in links if each and not re.match(r"[a-z]+:", each)]
    assert [each for each in inside if not (page.parent / each).exists()] == []


def test_every_decision_is_listed_with_its_title() -> None:
    listed = re.findall(r"^- \[(\d+)\]\((\S+)\) (.+)$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = [each.read_text(encoding="utf-8").partition("\n")[0] for each in files]
    assert [(f"# {number} {title}", name) for number, name, title in listed] == list(
        zip(titles, [each.name for each in files], strict=True)
    )


def test_the_changelog_of_a_version_can_be_read_in_a_minute() -> None:
    for version in re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        assert version.count("\n- ") <= 20
