import pytest

from qa_bot.text.language import UNKNOWN, is_english, question_language

ENGLISH = """
What did Médecins Sans Frontières say?|Who wrote Les Misérables?|Who leads Die Linke?|Did Erdoğan meet Putin?|Kerry?
in Aleppo?|Who is Lula?|Tell me about Rio de Janeiro|Der Spiegel report|El Niño effects|Brexit vote date|US-Russia talks
When was Château d'If built?|Hanne Vik bowls|die hard release date|notre dame restoration cost|broncos sale price
How was Zawahiri killed?|Any news on São Paulo?|What is Ärzte ohne Grenzen?|who|and Obama?|What did Путин say?|1932?||…
e\u0301te\u0301
"""
OTHERS = {
    "de": "Wer hat die Brücke über die Orla eröffnet?|Was sagte Kerry über Syrien?|Wie viele Menschen starben?",
    "fr": "Qui a inauguré le pont sur l'Orla ?|Combien de personnes sont mortes ?|Qu'a dit le ministre ?",
    "es": "¿Quién inauguró el puente sobre el Orla?|¿Qué dijo Kerry?|Cuanto costo el puente?",
    "it": "Chi ha inaugurato il ponte sull'Orla?|Quante persone sono morte?",
    "pt": "Quem inaugurou a ponte sobre o Orla?|O que disse o ministro?",
    "nl": "Wie heeft de brug over de Orla geopend?|Hoeveel mensen zijn er omgekomen?",
    "pl": "Kto otworzył most na Orli?|Czy rząd podpisał umowę?",
    "ru": "Кто открыл мост через Орлу?|Сколько человек погибло?",
    "ar": "من افتتح الجسر؟",
    "zh": "大桥花了多少钱?",
    "ja": "誰が橋を開通させましたか？",
    "ko": "누가 다리를 개통했습니까?",
    "tr": "Köprüyü kim açtı?",
}
UNNAMED = "Що сказав Керрі?"  # three words, in which Ukrainian and Russian are alike


@pytest.mark.parametrize("question", [each.strip() for each in ENGLISH.replace("\n", "|").split("|")])
def test_an_english_question_may_name_what_it_likes(question: str) -> None:
    assert question_language(question) is None


@pytest.mark.parametrize(
    ("language", "question"), [(language, each) for language, all_ in OTHERS.items() for each in all_.split("|")]
)
def test_a_question_in_another_language_is_told(language: str, question: str) -> None:
    assert question_language(question) == language


def test_what_is_plainly_not_english_has_no_name_where_it_is_not_sure() -> None:
    assert question_language(UNNAMED) in (UNKNOWN, "uk")


def test_the_language_of_a_text_is_told_by_its_words() -> None:
    german = "Die Brücke über die Orla wurde am 3. Mai 1932 von Bürgermeisterin Käthe Möller eröffnet."
    assert not is_english(german)
    assert not is_english("Мост через Орлу открыла мэр.")
    assert is_english("The bridge over the Orla was opened by mayor Käthe Möller in May 1932, he said.")
    assert is_english("Käthe Möller")  # too little to tell
