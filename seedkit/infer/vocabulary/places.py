"""Cities of the world with what goes with them: country, currency, time zone, coordinates, the form of a postcode.

Facts are common knowledge (ISO 3166, 4217 and 639, the tz database), written down by hand; coordinates to a tenth of
a degree. In the form of a postcode ``#`` stands for a digit and ``@`` for a letter.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pyarrow as pa

__all__ = ["COUNTRIES", "cities", "countries"]

# code2 code3 name currency symbol calling language locale continent postcode nationality
_COUNTRIES = """
US USA United States|USD|$|1|en|en-US|North America|#####|American
CA CAN Canada|CAD|$|1|en|en-CA|North America|@#@ #@#|Canadian
MX MEX Mexico|MXN|$|52|es|es-MX|North America|#####|Mexican
BR BRA Brazil|BRL|R$|55|pt|pt-BR|South America|#####-###|Brazilian
AR ARG Argentina|ARS|$|54|es|es-AR|South America|@####@@@|Argentine
CL CHL Chile|CLP|$|56|es|es-CL|South America|#######|Chilean
CO COL Colombia|COP|$|57|es|es-CO|South America|######|Colombian
PE PER Peru|PEN|S/|51|es|es-PE|South America|#####|Peruvian
GB GBR United Kingdom|GBP|£|44|en|en-GB|Europe|@@# #@@|British
IE IRL Ireland|EUR|€|353|en|en-IE|Europe|@## @#@#|Irish
DE DEU Germany|EUR|€|49|de|de-DE|Europe|#####|German
FR FRA France|EUR|€|33|fr|fr-FR|Europe|#####|French
ES ESP Spain|EUR|€|34|es|es-ES|Europe|#####|Spanish
PT PRT Portugal|EUR|€|351|pt|pt-PT|Europe|####-###|Portuguese
IT ITA Italy|EUR|€|39|it|it-IT|Europe|#####|Italian
NL NLD Netherlands|EUR|€|31|nl|nl-NL|Europe|#### @@|Dutch
BE BEL Belgium|EUR|€|32|nl|nl-BE|Europe|####|Belgian
AT AUT Austria|EUR|€|43|de|de-AT|Europe|####|Austrian
CH CHE Switzerland|CHF|CHF|41|de|de-CH|Europe|####|Swiss
SE SWE Sweden|SEK|kr|46|sv|sv-SE|Europe|### ##|Swedish
NO NOR Norway|NOK|kr|47|nb|nb-NO|Europe|####|Norwegian
DK DNK Denmark|DKK|kr|45|da|da-DK|Europe|####|Danish
FI FIN Finland|EUR|€|358|fi|fi-FI|Europe|#####|Finnish
PL POL Poland|PLN|zł|48|pl|pl-PL|Europe|##-###|Polish
CZ CZE Czechia|CZK|Kč|420|cs|cs-CZ|Europe|### ##|Czech
HU HUN Hungary|HUF|Ft|36|hu|hu-HU|Europe|####|Hungarian
RO ROU Romania|RON|lei|40|ro|ro-RO|Europe|######|Romanian
GR GRC Greece|EUR|€|30|el|el-GR|Europe|### ##|Greek
TR TUR Türkiye|TRY|₺|90|tr|tr-TR|Asia|#####|Turkish
UA UKR Ukraine|UAH|₴|380|uk|uk-UA|Europe|#####|Ukrainian
IL ISR Israel|ILS|₪|972|he|he-IL|Asia|#######|Israeli
AE ARE United Arab Emirates|AED|AED|971|ar|ar-AE|Asia|#####|Emirati
EG EGY Egypt|EGP|E£|20|ar|ar-EG|Africa|#####|Egyptian
MA MAR Morocco|MAD|DH|212|ar|ar-MA|Africa|#####|Moroccan
NG NGA Nigeria|NGN|₦|234|en|en-NG|Africa|######|Nigerian
KE KEN Kenya|KES|KSh|254|en|en-KE|Africa|#####|Kenyan
GH GHA Ghana|GHS|GH₵|233|en|en-GH|Africa|@@-###-####|Ghanaian
ZA ZAF South Africa|ZAR|R|27|en|en-ZA|Africa|####|South African
IN IND India|INR|₹|91|hi|hi-IN|Asia|######|Indian
PK PAK Pakistan|PKR|₨|92|ur|ur-PK|Asia|#####|Pakistani
BD BGD Bangladesh|BDT|৳|880|bn|bn-BD|Asia|####|Bangladeshi
TH THA Thailand|THB|฿|66|th|th-TH|Asia|#####|Thai
VN VNM Vietnam|VND|₫|84|vi|vi-VN|Asia|######|Vietnamese
ID IDN Indonesia|IDR|Rp|62|id|id-ID|Asia|#####|Indonesian
MY MYS Malaysia|MYR|RM|60|ms|ms-MY|Asia|#####|Malaysian
SG SGP Singapore|SGD|$|65|en|en-SG|Asia|######|Singaporean
PH PHL Philippines|PHP|₱|63|en|en-PH|Asia|####|Filipino
CN CHN China|CNY|¥|86|zh|zh-CN|Asia|######|Chinese
TW TWN Taiwan|TWD|NT$|886|zh|zh-TW|Asia|###|Taiwanese
JP JPN Japan|JPY|¥|81|ja|ja-JP|Asia|###-####|Japanese
KR KOR South Korea|KRW|₩|82|ko|ko-KR|Asia|#####|South Korean
AU AUS Australia|AUD|$|61|en|en-AU|Oceania|####|Australian
NZ NZL New Zealand|NZD|$|64|en|en-NZ|Oceania|####|New Zealander
"""

# code2 | city | region | region code | time zone | latitude | longitude; once more for each time it should be met
_CITIES = """
US|Portland|Oregon|OR|America/Los_Angeles|45.5|-122.7
US|Seattle|Washington|WA|America/Los_Angeles|47.6|-122.3
US|San Diego|California|CA|America/Los_Angeles|32.7|-117.2
US|Sacramento|California|CA|America/Los_Angeles|38.6|-121.5
US|Denver|Colorado|CO|America/Denver|39.7|-105.0
US|Boise|Idaho|ID|America/Boise|43.6|-116.2
US|Austin|Texas|TX|America/Chicago|30.3|-97.7
US|Houston|Texas|TX|America/Chicago|29.8|-95.4
US|Chicago|Illinois|IL|America/Chicago|41.9|-87.6
US|Minneapolis|Minnesota|MN|America/Chicago|45.0|-93.3
US|Nashville|Tennessee|TN|America/Chicago|36.2|-86.8
US|Madison|Wisconsin|WI|America/Chicago|43.1|-89.4
US|Atlanta|Georgia|GA|America/New_York|33.7|-84.4
US|Raleigh|North Carolina|NC|America/New_York|35.8|-78.6
US|Boston|Massachusetts|MA|America/New_York|42.4|-71.1
US|Philadelphia|Pennsylvania|PA|America/New_York|40.0|-75.2
US|Columbus|Ohio|OH|America/New_York|40.0|-83.0
US|Buffalo|New York|NY|America/New_York|42.9|-78.9
US|Miami|Florida|FL|America/New_York|25.8|-80.2
US|Phoenix|Arizona|AZ|America/Phoenix|33.4|-112.1
CA|Toronto|Ontario|ON|America/Toronto|43.7|-79.4
CA|Ottawa|Ontario|ON|America/Toronto|45.4|-75.7
CA|Montreal|Quebec|QC|America/Toronto|45.5|-73.6
CA|Vancouver|British Columbia|BC|America/Vancouver|49.3|-123.1
CA|Calgary|Alberta|AB|America/Edmonton|51.0|-114.1
CA|Halifax|Nova Scotia|NS|America/Halifax|44.6|-63.6
MX|Mexico City|Ciudad de México|CMX|America/Mexico_City|19.4|-99.1
MX|Guadalajara|Jalisco|JAL|America/Mexico_City|20.7|-103.3
MX|Monterrey|Nuevo León|NLE|America/Monterrey|25.7|-100.3
BR|São Paulo|São Paulo|SP|America/Sao_Paulo|-23.6|-46.6
BR|Rio de Janeiro|Rio de Janeiro|RJ|America/Sao_Paulo|-22.9|-43.2
BR|Curitiba|Paraná|PR|America/Sao_Paulo|-25.4|-49.3
BR|Recife|Pernambuco|PE|America/Recife|-8.1|-34.9
AR|Buenos Aires|Buenos Aires|C|America/Argentina/Buenos_Aires|-34.6|-58.4
AR|Córdoba|Córdoba|X|America/Argentina/Cordoba|-31.4|-64.2
CL|Santiago|Santiago Metropolitan|RM|America/Santiago|-33.4|-70.7
CO|Bogotá|Bogotá|DC|America/Bogota|4.7|-74.1
CO|Medellín|Antioquia|ANT|America/Bogota|6.2|-75.6
PE|Lima|Lima|LIM|America/Lima|-12.0|-77.0
GB|London|England|ENG|Europe/London|51.5|-0.1
GB|Manchester|England|ENG|Europe/London|53.5|-2.2
GB|Bristol|England|ENG|Europe/London|51.5|-2.6
GB|Leeds|England|ENG|Europe/London|53.8|-1.5
GB|Edinburgh|Scotland|SCT|Europe/London|56.0|-3.2
GB|Glasgow|Scotland|SCT|Europe/London|55.9|-4.3
GB|Cardiff|Wales|WLS|Europe/London|51.5|-3.2
GB|Belfast|Northern Ireland|NIR|Europe/London|54.6|-5.9
IE|Dublin|Leinster|L|Europe/Dublin|53.3|-6.3
IE|Cork|Munster|M|Europe/Dublin|51.9|-8.5
DE|Berlin|Berlin|BE|Europe/Berlin|52.5|13.4
DE|Hamburg|Hamburg|HH|Europe/Berlin|53.6|10.0
DE|Munich|Bavaria|BY|Europe/Berlin|48.1|11.6
DE|Cologne|North Rhine-Westphalia|NW|Europe/Berlin|50.9|7.0
DE|Leipzig|Saxony|SN|Europe/Berlin|51.3|12.4
FR|Paris|Île-de-France|IDF|Europe/Paris|48.9|2.4
FR|Lyon|Auvergne-Rhône-Alpes|ARA|Europe/Paris|45.8|4.8
FR|Toulouse|Occitanie|OCC|Europe/Paris|43.6|1.4
FR|Nantes|Pays de la Loire|PDL|Europe/Paris|47.2|-1.6
ES|Madrid|Madrid|MD|Europe/Madrid|40.4|-3.7
ES|Barcelona|Catalonia|CT|Europe/Madrid|41.4|2.2
ES|Valencia|Valencia|VC|Europe/Madrid|39.5|-0.4
PT|Lisbon|Lisboa|11|Europe/Lisbon|38.7|-9.1
PT|Porto|Porto|13|Europe/Lisbon|41.2|-8.6
IT|Rome|Lazio|62|Europe/Rome|41.9|12.5
IT|Milan|Lombardy|25|Europe/Rome|45.5|9.2
IT|Turin|Piedmont|21|Europe/Rome|45.1|7.7
NL|Amsterdam|North Holland|NH|Europe/Amsterdam|52.4|4.9
NL|Utrecht|Utrecht|UT|Europe/Amsterdam|52.1|5.1
NL|Rotterdam|South Holland|ZH|Europe/Amsterdam|51.9|4.5
BE|Brussels|Brussels-Capital|BRU|Europe/Brussels|50.8|4.4
BE|Ghent|East Flanders|VOV|Europe/Brussels|51.1|3.7
AT|Vienna|Vienna|9|Europe/Vienna|48.2|16.4
AT|Graz|Styria|6|Europe/Vienna|47.1|15.4
CH|Zurich|Zurich|ZH|Europe/Zurich|47.4|8.5
CH|Geneva|Geneva|GE|Europe/Zurich|46.2|6.1
SE|Stockholm|Stockholm|AB|Europe/Stockholm|59.3|18.1
SE|Gothenburg|Västra Götaland|O|Europe/Stockholm|57.7|12.0
NO|Oslo|Oslo|03|Europe/Oslo|59.9|10.8
NO|Bergen|Vestland|46|Europe/Oslo|60.4|5.3
DK|Copenhagen|Capital Region|84|Europe/Copenhagen|55.7|12.6
DK|Aarhus|Central Jutland|82|Europe/Copenhagen|56.2|10.2
FI|Helsinki|Uusimaa|18|Europe/Helsinki|60.2|24.9
FI|Tampere|Pirkanmaa|11|Europe/Helsinki|61.5|23.8
PL|Warsaw|Masovia|14|Europe/Warsaw|52.2|21.0
PL|Kraków|Lesser Poland|12|Europe/Warsaw|50.1|19.9
CZ|Prague|Prague|10|Europe/Prague|50.1|14.4
CZ|Brno|South Moravia|64|Europe/Prague|49.2|16.6
HU|Budapest|Budapest|BU|Europe/Budapest|47.5|19.0
RO|Bucharest|Bucharest|B|Europe/Bucharest|44.4|26.1
GR|Athens|Attica|I|Europe/Athens|38.0|23.7
TR|Istanbul|Istanbul|34|Europe/Istanbul|41.0|29.0
TR|Izmir|Izmir|35|Europe/Istanbul|38.4|27.1
UA|Kyiv|Kyiv|30|Europe/Kyiv|50.5|30.5
UA|Lviv|Lviv|46|Europe/Kyiv|49.8|24.0
IL|Tel Aviv|Tel Aviv|TA|Asia/Jerusalem|32.1|34.8
AE|Dubai|Dubai|DU|Asia/Dubai|25.2|55.3
EG|Cairo|Cairo|C|Africa/Cairo|30.0|31.2
MA|Casablanca|Casablanca-Settat|06|Africa/Casablanca|33.6|-7.6
NG|Lagos|Lagos|LA|Africa/Lagos|6.5|3.4
NG|Abuja|Federal Capital Territory|FC|Africa/Lagos|9.1|7.4
KE|Nairobi|Nairobi|30|Africa/Nairobi|-1.3|36.8
GH|Accra|Greater Accra|AA|Africa/Accra|5.6|-0.2
ZA|Cape Town|Western Cape|WC|Africa/Johannesburg|-33.9|18.4
ZA|Johannesburg|Gauteng|GP|Africa/Johannesburg|-26.2|28.0
IN|Mumbai|Maharashtra|MH|Asia/Kolkata|19.1|72.9
IN|Bengaluru|Karnataka|KA|Asia/Kolkata|13.0|77.6
IN|Delhi|Delhi|DL|Asia/Kolkata|28.6|77.2
IN|Chennai|Tamil Nadu|TN|Asia/Kolkata|13.1|80.3
IN|Kolkata|West Bengal|WB|Asia/Kolkata|22.6|88.4
PK|Karachi|Sindh|SD|Asia/Karachi|24.9|67.0
PK|Lahore|Punjab|PB|Asia/Karachi|31.5|74.3
BD|Dhaka|Dhaka|13|Asia/Dhaka|23.8|90.4
TH|Bangkok|Bangkok|10|Asia/Bangkok|13.8|100.5
VN|Hanoi|Hanoi|HN|Asia/Ho_Chi_Minh|21.0|105.8
VN|Ho Chi Minh City|Ho Chi Minh City|SG|Asia/Ho_Chi_Minh|10.8|106.7
ID|Jakarta|Jakarta|JK|Asia/Jakarta|-6.2|106.8
ID|Surabaya|East Java|JI|Asia/Jakarta|-7.3|112.7
MY|Kuala Lumpur|Kuala Lumpur|14|Asia/Kuala_Lumpur|3.1|101.7
SG|Singapore|Singapore|01|Asia/Singapore|1.4|103.8
PH|Manila|Metro Manila|00|Asia/Manila|14.6|121.0
PH|Cebu City|Cebu|CEB|Asia/Manila|10.3|123.9
CN|Shanghai|Shanghai|SH|Asia/Shanghai|31.2|121.5
CN|Beijing|Beijing|BJ|Asia/Shanghai|39.9|116.4
CN|Shenzhen|Guangdong|GD|Asia/Shanghai|22.5|114.1
TW|Taipei|Taipei|TPE|Asia/Taipei|25.0|121.6
JP|Tokyo|Tokyo|13|Asia/Tokyo|35.7|139.7
JP|Osaka|Osaka|27|Asia/Tokyo|34.7|135.5
JP|Sapporo|Hokkaido|01|Asia/Tokyo|43.1|141.4
KR|Seoul|Seoul|11|Asia/Seoul|37.6|127.0
KR|Busan|Busan|26|Asia/Seoul|35.2|129.1
AU|Sydney|New South Wales|NSW|Australia/Sydney|-33.9|151.2
AU|Melbourne|Victoria|VIC|Australia/Melbourne|-37.8|145.0
AU|Brisbane|Queensland|QLD|Australia/Brisbane|-27.5|153.0
AU|Perth|Western Australia|WA|Australia/Perth|-32.0|115.9
NZ|Auckland|Auckland|AUK|Pacific/Auckland|-36.8|174.8
NZ|Wellington|Wellington|WGN|Pacific/Auckland|-41.3|174.8
"""

#: Columns of a country, after its two codes.
COUNTRIES = (
    "country",
    "currency",
    "symbol",
    "calling",
    "language",
    "locale",
    "continent",
    "form",
    "nationality",
)
_LANGUAGES = {
    "en": "English", "es": "Spanish", "pt": "Portuguese", "de": "German", "fr": "French", "it": "Italian", "nl": "Dutch",
    "sv": "Swedish", "nb": "Norwegian", "da": "Danish", "fi": "Finnish", "pl": "Polish", "cs": "Czech", "hu": "Hungarian",
    "ro": "Romanian", "el": "Greek", "tr": "Turkish", "uk": "Ukrainian", "he": "Hebrew", "ar": "Arabic", "hi": "Hindi",
    "ur": "Urdu", "bn": "Bengali", "th": "Thai", "vi": "Vietnamese", "id": "Indonesian", "ms": "Malay", "zh": "Chinese",
    "ja": "Japanese", "ko": "Korean",
}  # fmt: skip
_CURRENCIES = {
    "USD": "US dollar", "CAD": "Canadian dollar", "MXN": "Mexican peso", "BRL": "Brazilian real", "ARS": "Argentine peso",
    "CLP": "Chilean peso", "COP": "Colombian peso", "PEN": "Peruvian sol", "GBP": "Pound sterling", "EUR": "Euro",
    "CHF": "Swiss franc", "SEK": "Swedish krona", "NOK": "Norwegian krone", "DKK": "Danish krone", "PLN": "Polish złoty",
    "CZK": "Czech koruna", "HUF": "Hungarian forint", "RON": "Romanian leu", "TRY": "Turkish lira", "UAH": "Ukrainian hryvnia",
    "ILS": "Israeli new shekel", "AED": "UAE dirham", "EGP": "Egyptian pound", "MAD": "Moroccan dirham",
    "NGN": "Nigerian naira", "KES": "Kenyan shilling", "GHS": "Ghanaian cedi", "ZAR": "South African rand",
    "INR": "Indian rupee", "PKR": "Pakistani rupee", "BDT": "Bangladeshi taka", "THB": "Thai baht", "VND": "Vietnamese đồng",
    "IDR": "Indonesian rupiah", "MYR": "Malaysian ringgit", "SGD": "Singapore dollar", "PHP": "Philippine peso",
    "CNY": "Chinese yuan", "TWD": "New Taiwan dollar", "JPY": "Japanese yen", "KRW": "South Korean won",
    "AUD": "Australian dollar", "NZD": "New Zealand dollar",
}  # fmt: skip


@functools.cache
def countries() -> Mapping[str, tuple[str, ...]]:
    """The countries, column by column."""
    rows = []
    for line in _COUNTRIES.strip().splitlines():
        codes, rest = line[:6].split(), line[7:].split("|")
        rows.append((*codes, *rest, _LANGUAGES[rest[4]], _CURRENCIES[rest[1]]))
    names = ("country_code", "country_code3", *COUNTRIES, "language_name", "currency_name")
    return {name: tuple(row[place] for row in rows) for place, name in enumerate(names)}


@functools.cache
def cities() -> Mapping[str, pa.Array]:
    """The cities with all that is known of them and their country, column by column, as text."""
    by_code = {code: place for place, code in enumerate(countries()["country_code"])}
    lines = [line.split("|") for line in _CITIES.strip().splitlines()]
    names = ("city", "region", "region_code", "timezone", "latitude", "longitude")
    found = {name: pa.array([line[n + 1] for line in lines], pa.string()) for n, name in enumerate(names)}
    for name, values in countries().items():
        found[name] = pa.array([values[by_code[line[0]]] for line in lines], pa.string())
    return found
