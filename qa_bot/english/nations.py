"""Know what a country, its people and what is theirs are called: America, Americans, US."""

from __future__ import annotations

_COUNTRIES = """
Afghanistan,Albania,Algeria,Angola,Argentina,Armenia,Australia,Austria,Azerbaijan,Bahrain,Bangladesh,Belarus,Belgium
Belize,Benin,Bhutan,Bolivia,Bosnia,Botswana,Brazil,Britain,Great Britain,Brunei,Bulgaria,Burma,Burundi,Cambodia
Cameroon,Canada,Chad,Chile,China,Colombia,Congo,Costa Rica,Croatia,Cuba,Cyprus,Czech Republic,Czechoslovakia,Denmark
Dominican Republic,East Germany,East Timor,Ecuador,Egypt,El Salvador,England,Eritrea,Estonia,Ethiopia,Fiji,Finland
France,Gabon,Gambia,Germany,Ghana,Greece,Guatemala,Guinea,Guyana,Haiti,Honduras,Hungary,Iceland,India,Indonesia,Iran
Iraq,Ireland,Israel,Italy,Ivory Coast,Jamaica,Japan,Jordan,Kazakhstan,Kenya,Kosovo,Kuwait,Kyrgyzstan,Laos,Latvia
Lebanon,Liberia,Libya,Lithuania,Luxembourg,Macedonia,Madagascar,Malawi,Malaysia,Mali,Malta,Mauritania,Mauritius
Mexico,Moldova,Mongolia,Montenegro,Morocco,Mozambique,Myanmar,Namibia,Nepal,Netherlands,New Zealand,Nicaragua,Niger
Nigeria,North Korea,Northern Ireland,Norway,Oman,Pakistan,Palestine,Panama,Paraguay,Peru,Philippines,Poland,Portugal
Prussia,Qatar,Romania,Russia,Rwanda,Saudi Arabia,Scotland,Senegal,Serbia,Sierra Leone,Singapore,Slovakia,Slovenia
Somalia,South Africa,South Korea,South Sudan,Soviet Union,Spain,Sri Lanka,Sudan,Sweden,Switzerland,Syria,Taiwan
Tajikistan,Tanzania,Thailand,Tibet,Togo,Tunisia,Turkey,Turkmenistan,Uganda,Ukraine,United Arab Emirates
United Kingdom,United States,USA,US,U.S.,UK,U.K.,Uruguay,USSR,Uzbekistan,Venezuela,Vietnam,Wales,West Germany,Yemen
Yugoslavia,Zambia,Zimbabwe,Europe,Africa,Asia,America
"""
COUNTRIES = frozenset(_COUNTRIES.strip().replace("\n", ",").split(","))

_NATION_LINES = """
america american americans us usa
britain british briton britons uk
france french frenchman frenchmen
netherlands dutch dutchman dutchmen holland
spain spanish spaniard spaniards
switzerland swiss
wales welsh
ireland irish
england english
scotland scottish scots
poland polish pole poles
denmark danish dane danes
sweden swedish swede swedes
finland finnish finn finns
norway norwegian norwegians
iceland icelandic
turkey turkish turk turks türkiye
greece greek greeks
germany german germans
belgium belgian belgians
portugal portuguese
czechia czech czechs
slovakia slovak slovaks
croatia croatian croats
serbia serbian serbs
cyprus cypriot cypriots
russia russian russians
china chinese
japan japanese
taiwan taiwanese
philippines filipino filipinos philippine
vietnam vietnamese
thailand thai thais
myanmar burma burmese
laos lao laotian
lebanon lebanese
iraq iraqi iraqis
israel israeli israelis
afghanistan afghan afghans
pakistan pakistani pakistanis
bangladesh bangladeshi bangladeshis
kazakhstan kazakh kazakhs
uzbekistan uzbek uzbeks
ukraine ukrainian ukrainians
europe european europeans eu
emirates emirati emiratis uae
saudi saudis
qatar qatari qataris
yemen yemeni yemenis
congo congolese drc
senegal senegalese
malta maltese
peru peruvian
argentina argentine argentinian
canada canadian canadians
mexico mexican mexicans
"""
_NATIONS = {name: frozenset(line.split()) for line in _NATION_LINES.splitlines() for name in line.split()}
"""The names that a country, its people and what is theirs go by, all of them for each."""


def nation(name: str) -> frozenset[str]:
    """Return the name, and what its country and people are called if it is that of one: America, Americans, US."""
    return _NATIONS.get(name, frozenset()) | {name}
