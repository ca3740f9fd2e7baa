"""Names of countries and of the states of the USA: a question tells which of the two it wants."""

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
_STATES = """
Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,Hawaii,Idaho,Illinois
Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana
Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon
Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington
West Virginia,Wisconsin,Wyoming
"""

COUNTRIES = frozenset(_COUNTRIES.strip().replace("\n", ",").split(","))
STATES = frozenset(_STATES.strip().replace("\n", ",").split(","))
