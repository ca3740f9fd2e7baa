"""What is said of an answer on every surface; plain text, not escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from qa_bot.model import Answer, Article, Citation, Filters, Reason, Span, ToldTime

NO_ANSWER = "No answer."
NEAREST = "Nearest passages, which do not answer the question"
TIMELINE = "Timeline:"
NO_TIMELINE = "No sentence of the answer tells for certain of a day."
MAY_NOT_ANSWER = "The articles may not answer this. Nearest:"
"""What stands over the quotations of an answer that is unsure."""
SURENESS = ((0.9, "Very confident"), (0.75, "Confident"), (0.5, "Fairly confident"), (0.0, "Not sure"))
"""The words for a confidence, each with the least that it is said of."""

REASONS: dict[Reason, str] = {
    "no_match": "None of the articles is about this.",
    "not_stated": "The articles speak of this, but do not say.",
    "outside_dates": "There are no articles from these dates.",
    "empty_library": "There are no articles yet.",
    "other_language": "Only questions in English are understood reliably; please ask in English.",
    "nothing_asked": "There is no question in this. Ask about something that the articles may say.",
}
IN_THEIR_LANGUAGE = {
    "ar": "لا تُفهم بثقة إلا الأسئلة المطروحة بالإنجليزية؛ يُرجى السؤال بالإنجليزية.",
    "de": "Nur Fragen auf Englisch werden sicher verstanden; bitte fragen Sie auf Englisch.",
    "es": "Solo se entienden con seguridad las preguntas en inglés; pregunte en inglés, por favor.",
    "fr": "Seules les questions en anglais sont comprises de façon sûre ; veuillez poser la vôtre en anglais.",
    "it": "Solo le domande in inglese vengono comprese in modo affidabile; per favore, chieda in inglese.",
    "ja": "確実に理解できるのは英語の質問だけです。英語でお尋ねください。",
    "ko": "영어로 된 질문만 확실히 이해할 수 있습니다. 영어로 질문해 주세요.",
    "nl": "Alleen vragen in het Engels worden betrouwbaar begrepen; stel uw vraag in het Engels.",
    "pl": "Niezawodnie rozumiane są tylko pytania po angielsku; proszę zapytać po angielsku.",
    "pt": "Só as perguntas em inglês são compreendidas com segurança; pergunte em inglês, por favor.",
    "ru": "Надёжно понимаются только вопросы на английском языке; пожалуйста, спросите по-английски.",
    "tr": "Yalnızca İngilizce sorular güvenilir biçimde anlaşılır; lütfen İngilizce sorun.",
    "uk": "Надійно розуміються лише запитання англійською; будь ласка, запитайте англійською.",
    "zh": "只有英文问题才能可靠地理解，请用英文提问。",
}
"""What `other_language` says to whom asks in one of these."""
_TASK = re.compile(
    r"\s*(?:(?:can|could|would) you\s+)?(?:please\s+)?"
    r"(summari[sz]e|translate|rewrite|rephrase|paraphrase|write|draft|compose|analy[sz]e)\b",
    re.IGNORECASE,
)
_OLD = 60
"""Days after which the age of what answers a question on how things are is told."""

_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Return a text without control characters; of white space only blanks and line ends are left."""
    return _CONTROL.sub("\ufffd", _LINE_END.sub("\n", text).replace("\t", " "))


def flattened(text: str) -> str:
    """Return a text without line ends and control characters, on one line."""
    return " ".join(plain(text).split())


def sentence(message: str) -> str:
    """Return a message of an error as a sentence."""
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "!", "?")) else message + "."


def counted(number: int, noun: str) -> str:
    """Return 32 articles, 1 article, 0 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def how_many_articles(number: int) -> str:
    """Return 32 articles, 1 article, no articles."""
    return counted(number, "article") if number else "no articles"


def sureness(confidence: float) -> str:
    """Return a confidence between 0 and 1 in words."""
    return next(words for least, words in SURENESS if confidence >= least)


def confidence_meaning(answer: Answer) -> str:
    """Return what the confidence of an answer is, as a number and what it estimates."""
    shown = "these quotations" if answer.answered else "the nearest passages"
    return f"Confidence {answer.confidence:.2f}: the estimated probability that {shown} hold the answer"


def summary(answer: Answer) -> str:
    """Return one sentence on what came of a question, such as a screen reader announces."""
    if answer.reason:
        return f"{NO_ANSWER} {refusal(answer)}"
    articles = {citation.article.id for citation in answer.citations}
    of = f"{counted(len(answer.citations), 'quotation')} from {counted(len(articles), 'article')}"
    direct = answer.direct
    by = f" — {flattened(direct.said_by)}" if direct and direct.said_by else ""
    said = f"{flattened(direct.text)}{by}. " if direct else ""
    if answer.unsure:
        return f"{MAY_NOT_ANSWER} {of}."
    return f"{said}Answered with {of}. {sureness(answer.confidence)}."


def understood(answer: Answer) -> str:
    """Return how a question was understood, or nothing if as it was asked."""
    asked = answer.standalone_question
    return f"Understood as: {asked}" if asked != answer.question else ""


def struck_out(why: str) -> str:
    """Return that a sentence is struck out, and why."""
    return f"Struck out: {why}"


def leads_to(citation: Citation) -> str:
    """Return where the number of a quotation leads, for whoever does not see the page."""
    return f"Quotation {citation.n}: show it in {citation.article.title}"


def source(article: Article) -> str:
    """Return title, source and day of an article."""
    return ", ".join(filter(None, (article.title, article.source, day(article.published))))


def day(published: date | None) -> str:
    """Return a date as 15 June 2016, or nothing."""
    return f"{published.day} {published:%B} {published.year}" if published else ""


def told(citation: Citation, within: Span | None = None) -> tuple[str, ...]:
    """Return what a quotation's words for times mean that do not name their year, in a piece of its article or all.

    "17 August" needs no repetition before "17 August 2017".
    """
    unstated = (each for each in citation.times if not each.stated and (within is None or within.overlaps(each.span)))
    named = {flattened(each.span.of(citation.article.text)): days(each.first, each.last) for each in unstated}
    return tuple(meant if meant.startswith(words) else f"{words}: {meant}" for words, meant in named.items())


def warning(citation: Citation) -> str:
    """Return that the article of a quotation tells of what is later than its date, or nothing."""
    later, article = citation.later, citation.article
    if later is None:
        return ""
    words = flattened(later.span.of(article.text))
    return f"Dated {day(article.published)}, the article tells of {_meant(later)} (“{words}”)."


def _meant(time: ToldTime) -> str:
    return days(time.first, time.last)


def also_in(citation: Citation) -> str:
    """Return which other papers have the text of a quotation's article too, or nothing."""
    named = (flattened(each.source or each.title) for each in citation.copies)
    return f"The same text in {_listed(list(dict.fromkeys(named)))}." if citation.copies else ""


def sources(answer: Answer) -> str:
    """Return how many independent sources an answer quotes and which of them stand in other papers too, or nothing.

    It is told where several articles are quoted whose sources are known, or where one has copies.
    """
    articles = {each.article.id: each.article for each in answer.citations}.values()
    several = len(articles) > 1 and all(each.source for each in articles)
    copied = [count for count in map(_papers_beside, answer.origins) if count]
    if not several and not copied:
        return ""
    many = len(answer.origins)
    each_of = [f"{'' if many == 1 else 'one '}also in {counted(count, 'other paper')}" for count in copied]
    return f"{counted(many, 'independent source')}{f' ({_listed(each_of)})' if copied else ''}."


def _papers_beside(origin: Sequence[Citation]) -> int:
    """Return in how many papers beside the first quoted one the text of an origin stands."""
    quoted = [(each.article.source or each.article.id).casefold() for each in origin]
    others = [(copy.source or copy.id).casefold() for each in origin for copy in each.copies]
    return len({*quoted, *others} - {quoted[0]})


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def as_of(answer: Answer) -> str:
    """Return of which day an answer on how things are is, and how long before it was asked, or nothing."""
    if not answer.as_of:
        return ""
    age = (answer.today - answer.as_of).days if answer.today else 0
    return f"As of {day(answer.as_of)}{f', {_span_of(age)} before this was asked' if age >= _OLD else ''}."


def _span_of(age: int) -> str:
    return counted(round(age / 365.25), "year") if age >= 2 * 365 else counted(round(age / 30.44), "month")


def days(first: date | None, last: date | None) -> str:
    """Return a range of days, both included, as shortly as it goes: June 2016, 2014 to 2016, 3 May 2016 or later."""
    if not first or not last:
        return f"{day(first)} or later" if first else f"{day(last)} or earlier" if last else "any date"
    begins_month, ends_month = first.day == 1, (last + timedelta(days=1)).day == 1
    if begins_month and ends_month and first.month == 1 and last.month == 12:
        return _range(str(first.year), str(last.year))
    if begins_month and ends_month:
        return _range(f"{first:%B} {first.year}", f"{last:%B} {last.year}")
    return _range(_shortened(first, last), day(last))


def asked_of(answer: Answer) -> str:
    """Return which articles alone were asked, or nothing if all were or the refusal says so."""
    return "" if answer.reason == "outside_dates" else scope(answer.filters)


def scope(filters: Filters) -> str:
    """Return which articles, or whose words, alone were asked, in a sentence or two, or nothing if all were."""
    dated = f"from {days(filters.after, filters.before)}" if filters.dated and not filters.inferred else ""
    words = " ".join(filter(None, (_articles(filters), _named(filters), dated)))
    said = f"Only {words}." if words != "articles" else ""
    if filters.heard:
        said = f"Only what {filters.heard.speaker} says{f' in {words}' if said else ''}."
    return " ".join(filter(None, (said, _inferred(filters))))


def _articles(filters: Filters) -> str:
    """Return how many articles were chosen one by one, else that they are articles."""
    if not filters.among or not filters.among.is_chosen:
        return "articles"
    return counted(len(filters.among.articles), "chosen article")


def _named(filters: Filters) -> str:
    """Return of what the articles are: of a collection, of sources, or nothing."""
    among = filters.among
    sources = (filters.source,) if filters.source else among.sources if among else ()
    parts = [f"of the collection “{among.collection}”"] if among and among.collection else []
    return ", ".join([*parts, *([f"of {' or '.join(sources)}"] if sources else [])])


def _inferred(filters: Filters) -> str:
    """Return a sentence on which articles a time in the question left, or nothing if none was inferred."""
    if not filters.inferred:
        return ""
    why = f"(“{filters.inferred}” in your question)."
    if not filters.dated:
        return f"Articles of any date {why}"
    named = ", or what names that time" if filters.or_named else ""
    return f"Only articles from {days(filters.after, filters.before)}{named} {why}"


def refusal(answer: Answer) -> str:
    """Return why a question was refused; if no article passed its filters, which filters, and what there is.

    If no article is about it since none mentions what it names, which names.
    """
    if not answer.reason:
        return ""
    if answer.reason == "other_language":
        return IN_THEIR_LANGUAGE.get(answer.language or "", REASONS["other_language"])
    if answer.reason == "no_match" and answer.unnamed:
        return f"None of the articles mentions {' or '.join(f'“{name}”' for name in answer.unnamed)}."
    if answer.reason in ("no_match", "not_stated") and (task := _TASK.match(answer.question)):
        asked = task[1].lower()
        return (
            f"QA Bot quotes what the articles say; it does not {asked}. Ask about one thing, such as who did it or why."
        )
    if answer.reason != "outside_dates" or not answer.filters.dated:
        return REASONS[answer.reason]
    return f"{_nothing(answer.filters)} {_covered(answer)}"


def _shortened(first: date, last: date) -> str:
    """Return the first day without what the last one says again."""
    if first == last or first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day} {first:%B}"


def _nothing(filters: Filters) -> str:
    article = " ".join(filter(None, ("No article", _named(filters))))
    why = f" (“{filters.inferred}” in your question)" if filters.inferred else ""
    return f"{article} is from {days(filters.after, filters.before)}{why}."


def _covered(answer: Answer) -> str:
    named = _named(answer.filters)
    those = f"Those {named}" if named else "The articles"
    if not answer.covered:
        return f"{those} have no dates."
    first, last = answer.covered
    return f"{those} are from {_range(_shortened(first, last), day(last))}."


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
