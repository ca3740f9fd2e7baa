"""What records state: under the names that programs give, in what notations, and what is not understood of it."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from qa_bot.errors import PartError, ReadError
from qa_bot.model import Article
from qa_bot.read import FoundArticle

TEXT = "The ferry between Orla and the island of Skelle made its last trip on Sunday night."
DAY = date(2024, 3, 5)
ReadBack = Callable[..., list[FoundArticle | ReadError]]


def article_and_notes(read_back: ReadBack, record: object) -> tuple[Article, list[str]]:
    first, *rest = read_back("a.json", json.dumps(record))
    assert isinstance(first, FoundArticle)
    assert all(isinstance(each, PartError) for each in rest)
    return first.article, [str(each).partition("a.json ")[2] for each in rest]


@pytest.mark.parametrize(
    "record",
    [
        {"articles": [{"source": {"id": None, "name": "Orla Courier"}, "author": "Juli Orr", "title": "Ferry stops",
                       "url": "https://e.org/f", "publishedAt": "2024-03-05T08:00:00Z", "content": TEXT}]},
        {"authors": ["Juli Orr"], "date_publish": "2024-03-05 08:00:00", "maintext": TEXT, "title": "Ferry stops",
         "source_domain": "Orla Courier", "url": "https://e.org/f", "date_modify": None, "title_page": None},
        {"response": {"status": "ok", "results": [{"webPublicationDate": "2024-03-05T08:00:00Z",
            "webTitle": "Ferry stops", "webUrl": "https://e.org/f", "fields": {"bodyText": TEXT, "byline": "Juli Orr",
            "publication": "Orla Courier"}}]}},
        [{"date": "2024-03-05T08:00:00", "link": "https://e.org/f", "title": {"rendered": "Ferry <i>stops</i>"},
          "content": {"rendered": f"<p>{TEXT}</p>"}, "byline": "Juli Orr", "publisher": "Orla Courier"}],
        {"items": [{"content_html": f"<p>{TEXT}</p>", "date_published": "2024-03-05T08:00:00Z", "title": "Ferry stops",
                    "url": "https://e.org/f", "authors": [{"name": "Juli Orr"}], "site": "Orla Courier"}]},
    ],
    ids=["NewsAPI", "news-please", "Guardian", "WordPress", "JSON Feed"],
)  # fmt: skip
def test_exports_of_well_known_programs_are_read(read_back: ReadBack, record: object) -> None:
    article, notes = article_and_notes(read_back, record)
    assert (article.title, article.text, article.published, notes) == ("Ferry stops", TEXT, DAY, [])
    assert (article.source, article.authors, article.url) == ("Orla Courier", ("Juli Orr",), "https://e.org/f")


def test_an_abstract_stands_for_a_text_and_that_is_said(read_back: ReadBack) -> None:
    record = {"id": "orr2024", "title": "Ferry stops", "container-title": "Orla Courier", "abstract": TEXT,
              "issued": {"date-parts": [[2024, 3, 5]]}, "author": [{"family": "Orr", "given": "Juli"}]}  # fmt: skip
    article, notes = article_and_notes(read_back, [record])
    assert (article.text, article.published, article.authors) == (TEXT, DAY, ("Juli Orr",))
    assert notes == ['entry 1: has no text but a field "abstract", which is taken for it']


def test_a_text_that_an_interface_cut_ends_with_a_whole_sentence_and_that_is_said(read_back: ReadBack) -> None:
    record = {"text": f"{TEXT} The captain said that the company had so… [+2829 chars]"}
    article, notes = article_and_notes(read_back, [record])
    assert article.text == TEXT
    assert notes == ["entry 1: its text was cut where it comes from (+2829 chars are missing)"]


NOTATIONS = [
    1709596800, 1709596800000, 1709596800.5, "1709596800", "1709596800000", 20240305, "20240305T101500Z",
    "5. März 2024", "5 mars 2024", "5 de marzo de 2024", "2024年3月5日", "5 марта 2024", "٥ مارس ٢٠٢٤",
    "Dienstag, 5. März 2024, 10:15 Uhr", "March 5th, 2024 at 8:00 AM EST", "Tue Mar 05 08:00:00 +0000 2024",
]  # fmt: skip


def test_a_date_in_many_notations(read_back: ReadBack) -> None:
    read = read_back("a.json", json.dumps([{"text": TEXT, "published": stated} for stated in NOTATIONS]))
    assert [each.article.published if isinstance(each, FoundArticle) else str(each) for each in read] == [DAY] * len(
        NOTATIONS
    )


UNCLEAR = ["05/03/2024", "05.03.2024", "5-Mar-24", "March 2024", "2024", "soon", 7, "Updated 5 March 2024"]


def test_a_date_that_is_not_understood_is_named(read_back: ReadBack) -> None:
    read = read_back("a.json", json.dumps([{"text": TEXT, "published": stated} for stated in UNCLEAR]))
    assert [each.article.published for each in read if isinstance(each, FoundArticle)] == [None] * len(UNCLEAR)
    notes = [str(each).partition('its date "')[2].partition('" is not understood')[0] for each in read[1::2]]
    assert notes == [str(stated) for stated in UNCLEAR]


NOTHING = [None, "", " ", float("nan"), "NaN", "None", "NULL", "N/A", "n/a", "-", [], {}]


@pytest.mark.parametrize("field", ["title", "author", "published", "source", "url", "language", "id"])
def test_a_value_that_means_nothing_is_absent(read_back: ReadBack, field: str) -> None:
    records = [{"text": TEXT, field: nothing} for nothing in NOTHING]
    plain, _ = article_and_notes(read_back, [{"text": TEXT}])
    read = read_back("a.json", json.dumps(records))
    assert [each.article for each in read if isinstance(each, FoundArticle)] == [plain] * len(NOTHING)
    notes = [str(each).partition("a.json ")[2] for each in read if isinstance(each, PartError)]
    meant = [(number, each) for number, each in enumerate(NOTHING, 1) if isinstance(each, str) and each.strip()]
    assert notes == [f'entry {n}: field "{field}" is "{each}", which is taken for absent' for n, each in meant]


@pytest.mark.parametrize(
    ("field", "value", "note"),
    [
        ("title", True, "is true or false, should be text"),
        ("date", ["2016"], "is a list, should be a date such as 2016-06-15"),
        ("authors", [1], "is a number, should be a name or an object with a name"),
        ("id", 1.5, "is a number, should be text or a whole number"),
        ("source", {"id": 3}, "is an object, should be a name or an object with a name"),
    ],
)
def test_a_field_of_the_wrong_type_loses_no_article(read_back: ReadBack, field: str, value: object, note: str) -> None:
    article, notes = article_and_notes(read_back, [{"text": TEXT, field: value}])
    assert (article.text, notes) == (TEXT, [f'entry 1: field "{field}" {note}; it is left out'])


def test_what_a_page_or_a_feed_states_is_named_too(read_back: ReadBack) -> None:
    page = f'<title>A ferry</title><meta name="date" content="03/04/2016"><h1>A ferry</h1><p>{TEXT}</p>'
    found, note = read_back("a.html", page)
    assert isinstance(found, FoundArticle)
    assert str(note).endswith('a.html: its date "03/04/2016" is not understood; best is one such as 2016-06-15')
    item = f"<item><description>{TEXT}</description><pubDate>soon</pubDate></item>"
    rss = f"<rss version='2.0'><channel>{item}</channel></rss>"
    found, note = read_back("a.rss", rss)
    assert str(note).endswith('a.rss entry 1: its date "soon" is not understood; best is one such as 2016-06-15')
