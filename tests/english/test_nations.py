from qa_bot.english.nations import COUNTRIES, nation


def test_a_country_its_people_and_what_is_theirs_are_one() -> None:
    assert nation("americans") == nation("us") == {"america", "american", "americans", "us", "usa"}
    assert nation("skarholm") == {"skarholm"}


def test_countries_are_known_as_texts_write_them() -> None:
    assert {"South Korea", "U.S.", "Zimbabwe"} <= COUNTRIES
