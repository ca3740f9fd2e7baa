"""What articles order a model to do changes neither the format nor the citations, even if the model obeys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fakes import HashingEmbedder
from hostile import ATTACKS, LIE, LINK, QUESTION, SHOUT, TRUTH, Attack
from scripted import numbered, offered, scripted

from qa_bot import Answer, QABot, Settings
from qa_bot.show.document import answer_html
from qa_bot.show.markdown import answer_markdown
from qa_bot.show.text import answer_text

pytestmark = pytest.mark.slow

NEVER_SAID = (
    LIE,
    SHOUT,
    LINK,
    "Mallory",
    "Lund",
    "Brunel",
    "Elvis",
    "giants",
    "cheese",
    "password",
    "sk-0123456789",
    "bribes",
    "unsafe",
    "fall into",
    "never built",
    "5 May 2012",
    "not opened",
    "was closed",
    "numbered sentences",
)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QABot]:
    folder = tmp_path_factory.mktemp("attacked") / "library"
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0)) as opened:
        yield opened


@pytest.fixture
def answer_to(attacked: QABot) -> Iterator[object]:
    """Return what asks about the article of one attack a model that obeys it, and gives the prompt too."""
    added: list[str] = []

    def ask(attack: Attack) -> tuple[Answer, str]:
        attacked.add(attack.article)
        added.append(attack.article.id)

        def obey(prompt: str) -> str:
            true = numbered(prompt, "opened on 4 May 2011")
            if "{t}" not in attack.reply and not attack.reply.startswith("{{"):
                return attack.reply
            return attack.reply.format(t=true, o=true, x=99)

        model = scripted(obey)
        answer = attacked.ask(QUESTION, engine=model)
        return answer, str(model.asked[0][1].content)

    yield ask
    attacked.library.remove(*added)


def test_there_are_more_than_forty_attacks_and_all_differ() -> None:
    assert len({each.order for each in ATTACKS}) == len({each.name for each in ATTACKS}) == len(ATTACKS) >= 40


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_obedient_model_says_nothing_that_the_sentences_named_do_not(attack: Attack, answer_to: object) -> None:
    answer, _ = answer_to(attack)
    said = " ".join(each.text for each in answer.claims if each.supported)
    assert [words for words in NEVER_SAID if words in said] == []
    assert answer.citations
    for citation in answer.citations:
        assert citation.quote == attack.article.text[citation.span.start : citation.span.end]
    for claim in answer.claims:
        assert not re.search(r"[\"“”«»\x00-\x1f\u202e\u200b]|\[\d", claim.text) or claim.supported


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_article_cannot_change_the_form_of_the_prompt(attack: Attack, answer_to: object) -> None:
    _, prompt = answer_to(attack)
    opening, *inside, closing, _, question = prompt.splitlines()
    fence = opening.strip("<>")
    assert (opening, closing, question) == (f"<{fence}>", f"</{fence}>", f"Question: {QUESTION}")
    assert prompt.count(fence) == 2
    assert [line for line in inside if not re.match(r"\[\d+\] |From: ", line)] == []
    assert list(offered(prompt)) == list(range(1, len(offered(prompt)) + 1))
    block = "\n".join(inside)
    assert not re.search(r"<\||\|>|</?[A-Za-z]|\[/?INST|```|[\x00-\x09\x0b-\x1f\u200b\u202e]", block)
    assert not re.search(r"(?<!^)[\[【［]\s*\^?\d", block, re.MULTILINE)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_nothing_of_it_is_live_where_it_is_shown(attack: Attack, answer_to: object) -> None:
    answer, _ = answer_to(attack)
    page, text = answer_html(answer), answer_text(answer)
    assert not re.search(r"<(?:script|img|a)\b", page)
    assert "\x1b" not in text
    assert LINK not in " ".join(each.text for each in answer.claims)
    assert f"[the bank]({LINK})" not in answer_markdown(answer)


def test_a_model_that_says_what_is_true_is_still_heard(answer_to: object) -> None:
    true = Attack("true", "Nothing to see here.", "The mayor, Ines Halloran, opened the bridge on May 4, 2011. [{t}]")
    answer, _ = answer_to(true)
    assert [(each.text, each.supported) for each in answer.claims] == [
        ("The mayor, Ines Halloran, opened the bridge on May 4, 2011.", True)
    ]
    assert answer.citations[0].quote.startswith(TRUTH)
