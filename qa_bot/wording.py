"""What an answer's filters and reasons are in words; plain text, not escaped."""

from __future__ import annotations

from datetime import date, timedelta

from qa_bot.model import Answer, Filters, Reason

REASONS: dict[Reason, str] = {
    "no_match": "None of the articles is about this.",
    "not_stated": "The articles speak of this, but do not say.",
    "outside_dates": "There are no articles from these dates.",
    "empty_library": "There are no articles yet.",
}


def day(published: date | None) -> str:
    """Return a date as 15 June 2016, or nothing."""
    return f"{published.day} {published:%B} {published.year}" if published else ""


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


def restriction(filters: Filters) -> str:
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
    if answer.reason == "no_match" and answer.unnamed:
        return f"None of the articles mentions {' or '.join(f'“{name}”' for name in answer.unnamed)}."
    if answer.reason != "outside_dates" or not answer.filters.dated:
        return REASONS[answer.reason]
    return f"{_nothing(answer.filters)} {_covered(answer)}"


def _shortened(first: date, last: date) -> str:
    """Return the first day without what the last one says again."""
    if first == last or first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day} {first:%B}"


def _nothing(filters: Filters) -> str:
    article = f"No article of {filters.source}" if filters.source else "No article"
    why = f" (“{filters.inferred}” in your question)" if filters.inferred else ""
    return f"{article} is from {days(filters.after, filters.before)}{why}."


def _covered(answer: Answer) -> str:
    those = f"Those of {answer.filters.source}" if answer.filters.source else "The articles"
    if not answer.covered:
        return f"{those} have no dates."
    first, last = answer.covered
    return f"{those} are from {_range(_shortened(first, last), day(last))}."


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
