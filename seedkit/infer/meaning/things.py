"""The rules for text: endings of names, and what stands in such columns.

A line of TEXTS has endings (in the words of names.py), a bar, a verb with its argument, and perhaps a percent sign and
the share of rows without a value. ``said`` takes a phrase of the grammar, ``prose`` some of them, ``person`` and
``spot`` what belongs to a person or a place, ``pattern`` texts of a regular expression, ``pick`` one of some.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DOCUMENTS", "LISTS", "NAMES", "PICKS", "TEXTS"]

TEXTS = r"""
first name, given name, christian name | person first_name
last name, family name, second name | person last_name
middle name, middle initial, patronymic | person middle_name % 65
full name, display name, real name, legal name, contact name, contact person, person name, holder name, cardholder name, card holder | person full_name
name on card, customer name, employee name, author name, patient name, recipient name, recipient, sender name, sender, user full name, reviewer, cashier | person full_name
user name, login, login name, screen name, handle, nick name, account name, user login, uname, signum | person username
email, email address, e mail, e mail address, email addr, user email, mail address | person email
avatar, avatar url, profile picture, profile image, profile photo, photo url, profile image url, picture url, headshot | person picture % 30
initials, monogram | person initials
gender | person gender % 15
sex | person sex % 10
salutation, honorific, courtesy title, title of courtesy, name prefix | person salutation % 40
name suffix | pick Jr./Sr./II/III % 95
phone, phone number, mobile, mobile number, mobile phone, cell, cell phone, home phone, work phone, contact number, fax, fax number, phone no, whatsapp, landline | person phone % 25
job title, job, occupation, profession, position title, designation | said role % 20
role name | said role
bio, biography, about, about me, user bio, profile text | prose bio 1 2 % 40
password, password hash, hashed password, encrypted password, password digest, hash password, pass hash, crypted password, digest password | password
salt, password salt | pattern ^[0-9a-f]{32}$
company, company name, organization, organization name, employer, firm, business name, vendor name, supplier name, manufacturer, client company, institution, affiliation, publisher, publisher name | said organisation % 10
department, department name, division | said department
team name | said team
nationality, citizenship | spot nationality
religion | said religion % 50
blood type, blood group | said blood % 30
marital status, civil status | pick single/married/divorced/widowed % 20
ssn, social security number | pattern ^900-\d{2}-\d{4}$ % 30
tax id, tax number, tin, vat number, vat id, vat, ein | pattern ^XX\d{9}$ % 40
passport, passport number, national id, id number, identity number, license number, licence number, driver license | pattern ^[A-Z]{2}\d{7}$ % 30
emergency contact | person full_name % 40

street, street address, address line 1, address 1, line 1, line1, addr 1, road, street line 1, address street | spot street
street name | spot street_name
house number, street number, house no, building number | spot house
address line 2, address 2, line 2, line2, addr 2, apartment, apt, suite, unit number, street 2 | spot unit % 70
address line 3, address 3 | spot unit % 95
address, full address, postal address, mailing address, billing address, shipping address, delivery address, home address, formatted address, ship address | spot address
city, town, municipality, locality, city name, village, ship city, place of birth, birth place, hometown | spot city
district, borough, suburb, neighborhood, neighbourhood, quarter | said place % 30
county | spot region % 40
state, province, region, state name, province name, prefecture, territory, state province, administrative area, ship region | spot region
state code, region code, province code | spot region_code
country, country name, nation, ship country | spot country
currency iso code, currency iso | spot currency
country code, country iso, iso code, iso 2, iso alpha 2, iso2, alpha 2, country code 2, iso | spot country_code
iso3, iso 3, alpha 3, country code 3, iso alpha 3 | spot country_code3
postal code, zip code, post code, postal, postalcode, plz | spot postcode
continent | spot continent
time zone, time zone name, time zone id, tz name | spot timezone
locale, culture, lang code locale | spot locale
language, language code, lang, language iso, lang code | spot language
language name | spot language_name
currency, currency code, iso currency, currency iso, ccy | spot currency
currency symbol | spot symbol
currency name | spot currency_name
latitude | spot latitude
longitude | spot longitude
coordinates, lat long, geo, geolocation, latlng | pattern ^[1-5]\d\.\d{4},[1-9]\.\d{4}$
location, place, venue, location name, site, meeting point, origin, destination, whereabouts, from place, to place, departure, arrival | said place
calling code, dial code, phone prefix, phone code | spot calling

url, link, web, web site, site url, web page, web url, website url, page url, target url, redirect url, source url, canonical url, external url, webhook url, callback url, endpoint url, referrer, referer, repository, repo url, profile url, feed url, permalink, homepage url, public url, share url | url page % 20
image, image url, thumbnail, thumbnail url, logo, logo url, cover, cover url, cover image, banner, banner url, icon url, photo, picture, image path, poster, poster url, featured image, cover image url, preview url, screenshot, hero image | url image % 30
video url, video, trailer, trailer url | url video % 40
audio url, audio, recording url | url audio % 40
file url, download url, document url, attachment url, pdf url, attachment | url file % 20
domain, domain name, host, host name, hostname, server, server name, fqdn | pattern ^[a-z]{5,8}\.example\.(com|org|net)$
subdomain | said playful as joined
ip, ip address, remote address, client ip, last ip, ip addr, last login ip, created from ip, source ip, remote addr, server ip, sign in ip, current sign in ip, last sign in ip | address
mac, mac address | pattern ^02(:[0-9a-f]{2}){5}$
user agent, agent string, http user agent | said agent
browser, browser name | said browser
os, operating system, os name, platform | said system
device, device type | said device
device name, device model | said asset
device id, installation id, client id, visitor id, anonymous id, fingerprint, push token, device token, fcm token | token
method, http method, request method, verb | said method
path, request path, route, endpoint, uri path, page, page path, url path, file path, filepath, storage path, object path, key path, directory, folder path, relative path | path
mime type, content type, media type, file type | said mime
file name, original file name, original name, attachment name, document name | file
extension, file extension, file ext, ext | said extension
slug, url slug, seo name, url key, url name, page slug, identifier slug, path slug | slug
md5, md5 hash, md5 sum | hash 32
sha1, commit, commit sha, commit hash, revision hash, git sha, sha, commit id | hash 40
hash, checksum, sha256, digest, etag, content hash, file hash, body hash, signature, sha 256 | hash 64
token, access token, refresh token, secret, api key, api secret, secret key, auth token, client secret, session token, reset token, reset password token, confirmation token, remember token, invite token, verification token, csrf token, bearer token, session key, private key, public key, webhook secret, unlock token, activation key, access key, verification code, otp secret | token
session id, sid, session | hash 32
uuid, guid, external uuid, public uuid, correlation id, request id, trace id, transaction uuid, event uuid, global id | uuid
external id, foreign id, remote id, source id, legacy id, import id, provider id, vendor id, third party id, reference id, ext id, gateway id, object id, entity id, resource id, uid, provider uid | token ext_
stripe customer id, customer token | token cus_seedkit_
stripe id, payment intent id, stripe payment intent id, charge id, stripe charge id | token pi_seedkit_
stripe subscription id | token sub_seedkit_
stripe price id, price id | token price_seedkit_
stripe product id | token prod_seedkit_
transaction id, payment id, payment reference, transaction reference, txn id, transaction code, transaction number | pattern ^TXN-[A-Z0-9]{10}$
tracking number, tracking code, tracking id, shipment number, waybill | pattern ^1Z[A-Z0-9]{8}\d{8}$ % 30
order number, order no, order code, order reference, po number, purchase order number | number ORD
invoice number, invoice no, bill number | number INV
customer number, customer code, account code, client number | number CUS
ticket number, case number, issue key, ticket code | number TIC
contract number, policy number, membership number, registration number, receipt number, employee number, student number, document number, batch number, lot number, reference number, voucher number, batch, lot, booking number, confirmation number, application number, employee code, student code, member number | number
number, no | number
reference, reference code, booking reference, confirmation code, booking code, pnr, record locator | pattern ^[A-Z2-9]{6}$
serial number, serial, serial no, asset tag, machine number | pattern ^SN-[A-Z0-9]{8}$
sku, product code, item code, article number, part number, item number, stock code, sku code, product number, article code | pattern ^[A-Z]{3}-\d{4}$
barcode, ean, ean 13, gtin | pattern ^20\d{11}$
upc | pattern ^4\d{11}$
isbn, isbn 13, isbn13 | pattern ^978\d{10}$
isbn 10, isbn10 | pattern ^\d{9}[0-9X]$
issn | pattern ^\d{4}-\d{3}[0-9X]$
doi | pattern ^10\.5555/[a-z0-9]{8}$
iban, bank account iban | pattern ^XX\d{2}SEED\d{14}$
bic, swift, swift code, bic code | pattern ^SEED[A-Z]{2}[A-Z0-9]{2}$
account number, bank account, bank account number, acct number | pattern ^\d{10}$
routing number, sort code, bank code, aba | pattern ^\d{9}$
bank, bank name | said organisation
card number, credit card, credit card number, pan | pattern ^4000 0000 \d{4} \d{4}$
last 4, last four, card last 4, card last4, last4, pan last 4 | pattern ^\d{4}$
cvv, cvc | pattern ^\d{3}$
expiry, expiration, card expiry, exp date | pattern ^(0[1-9]|1[0-2])/2[6-9]$
card type, card brand, card | pick visa/mastercard/amex/discover
vin, chassis number | pattern ^[A-HJ-NPR-Z0-9]{17}$
license plate, plate, plate number, registration plate, number plate | pattern ^[A-Z]{3} \d{4}$
flight number, flight no, flight | pattern ^(XA|XB|XC)\d{3,4}$
seat, seat number, seat no | pattern ^[1-9]\d?[A-F]$
gate | pattern ^[A-F][1-9]\d?$
aisle, rack, bin, shelf, shelf code, bin location, warehouse location | pattern ^[A-H]-\d{2}-\d$
room, room number, room name, classroom | said room
color, color name, colour, colour name | colour
hex, color hex, hex color, color code, background color, text color, primary color, accent color, secondary color, hex code | pattern ^#[0-9a-f]{6}$
coupon, coupon code, promo code, discount code, voucher code, voucher, gift code, referral code, invite code, invitation code, join code, access code | pattern ^[A-Z2-9]{8}$
pin, otp, one time code, code otp | pattern ^\d{6}$
icd, icd code, diagnosis code, icd 10 | pattern ^[A-T]\d{2}\.\d$
cpt, procedure code | pattern ^\d{5}$
gl code, cost center, cost centre, ledger account | pattern ^\d{4}-\d{3}$
hs code, tariff code | pattern ^\d{4}\.\d{2}$
version, app version, release, schema version, software version, firmware version, firmware, client version, semver, api version | version
branch, git branch, branch name | said branch
locale code | spot locale
ticker, symbol, stock symbol | pattern ^[A-Z]{3,4}$
airline code, iata, iata code | pattern ^[A-Z]{3}$
abbreviation, abbr, acronym, short code, mnemonic, initial | pattern ^[A-Z]{2,4}$
code, key code, unit code, short name code, class code, type code, category code, status code, department code, course code, item no, external code, internal code, group code, location code | code
key, setting key, option key, config key, option, setting, setting name, preference, preference key, meta key, attribute key, property | said setting
value, setting value, option value, meta value, config value, attribute value | said word
name | name
title | name title
label, caption, alt text, alt, legend | said name
username hint | person username
headline, heading, headline text | said headline
review title, review headline | said verdict
subtitle, tagline, slogan, sub title, motto, teaser line, strapline | said slogan % 40
subject, email subject, subject line, mail subject | said subject
topic, theme name, theme | said topic
display title, page title, meta title, seo title, post title, article title, document title | said title
job name, queue, queue name, worker, handler, task name, job class | said playful as snake
project name, project | said project
product name, item name, product title, product, item, article | said product
event name, event title | said event
event type, event, event key, event action | said event type
action, activity, action name, action type, operation, audit action | said action
category name, category, subcategory, sub category, product category, main category, section, collection | said category
tag, tag name, keyword, label name | said tag
genre, genre name, style, music genre | said genre
course name, course title, course, class name, lecture, module name | said course
skill, skill name, competency | said skill
brand, brand name, make | said brand
model, model name, model number, car model | said asset
material | said material
species | said species
breed | said breed
pet name, animal name | said pet
vehicle, vehicle type | said vehicle
dish, recipe name, meal, menu item | said dish
ingredient, ingredient name | said ingredient
diagnosis, disease, condition name, symptom | said diagnosis
medication, drug, drug name, medicine | said medication
sport, sport name | said sport
instrument, instrument name | said instrument
league, competition, tournament | said league
campaign, campaign name, utm campaign | said campaign
utm source, source, lead source, referral source, traffic source, channel, sales channel, utm medium, medium, origin channel, acquisition channel, entry point | said channel
album, album name, album title | said album
artist, artist name, band, band name, composer | said band name
song, song title, track, track name, track title | said song
book, book title | said book
author, written by, director, actor, narrator, photographer, translator, editor, instructor, teacher, speaker, coach, captain, pilot, driver, cashier name, doctor, physician, nurse, manager name, manager, supervisor, contact, owner name, owner, assignee, reporter, requester, approved by, created by name, signed by, host name person | person full_name
created by, updated by, modified by, deleted by, changed by, performed by, last modified by, added by, submitted by, reviewed by, checked by, entered by, closed by, user | person username % 10
payment method, payment type, method of payment, pay method, payment mode | said payment
carrier, shipping carrier, shipping method, courier, ship via, delivery method | said carrier
provider, auth provider, oauth provider, identity provider, social provider | said provider
environment, env, stage name | said environment
severity, urgency, importance, impact | said severity
difficulty, proficiency, skill level, experience level, expertise | said level
frequency, interval name, billing cycle, billing period, recurrence, repeat, cadence, billing interval, period type | said frequency
unit, unit of measure, uom, units, measure, unit name, measurement unit, quantity unit | said unit
size, size name, clothing size | said size
plan, plan name, subscription plan, tier, package, membership type, tier name | said plan
permission, permission name, scope, ability, capability, grant, policy | said permission
feature, feature name, flag, flag name, feature flag, feature key | said setting
metric, metric name, measurement, indicator, kpi, counter name | said metric
sensor, sensor name, sensor type | said sensor
weekday, day of week, day name, dow | said weekday
month, month name | said month
season | pick spring/summer/autumn/winter
quarter | pick Q1/Q2/Q3/Q4
shift | pick morning/afternoon/night
status, state value, state name, workflow state, lifecycle state, current status, order status, payment status, subscription status, account status, approval status, shipping status, delivery status, fulfillment status, job status, sync status, health, phase, stage, progress status, deal stage | picked status
type, kind, object type, entity type, item type, record type, subtype, sub type, account type, user type, document type, content type name, class, variant type, transaction type, message type, notification type, address type, contact type, relation type, relationship, relationship type, link type | picked type
priority, priority level | pick low/medium/high/urgent
role, user role, member role, access level, access, privilege, authority | picked role
visibility, privacy, sharing | pick public/private/unlisted
direction | pick inbound/outbound
rating label, sentiment, mood | pick positive/neutral/negative
result, outcome, verdict | pick passed/failed/skipped
decision | pick approved/rejected/deferred
alignment, position name, placement | pick left/center/right
encoding, charset | pick utf-8/iso-8859-1
format, file format, output format, export format | said extension
protocol | pick https/http/ftp/ssh
scheme | pick https/http
algorithm | pick sha256/sha512/bcrypt/argon2
theme color | pattern ^#[0-9a-f]{6}$
icon, emoji icon, icon name, glyph, icon class | pick home/star/user/bell/calendar/folder/heart/search/tag/truck % 20
emoji, reaction | pick 👍/❤️/🎉/😄/🚀/👀
cron, cron expression, schedule, crontab | said cron
timezone offset, utc offset | pick +00:00/+01:00/-05:00/+05:30/+09:00

description, product description, item description, job description, event description, course description, details, detail, long description, body description, meta description, full description | prose description 1 3 % 15
short description, summary, abstract, excerpt, teaser, synopsis, overview, blurb, intro, introduction, lead text, preview text, snippet, brief | prose description 1 1 % 20
content, body, text, article, full text, body text, post content, html, body html, markdown, plot, story, paragraph, contents, page content, transcript, long text, raw text, content html, rich text, text content, document text | prose sentence 3 8
note, notes, remark, remarks, memo, internal note, internal notes, admin notes, additional notes, special instructions, customer note, delivery notes, observation, observations, annotation, notes text, clinical notes, order notes, additional info, comments internal, extra info | prose note 1 2 % 60
comment, comments, comment text, comment body, reply, user comment, feedback comment, remark text | prose comment 1 2
message, message text, message body, chat message, sms, body message, notification text, announcement, greeting, invitation text | prose message 1 2
review, review text, review body, feedback, testimonial, review comment, opinion, user review | prose review 1 3 % 10
question, question text, query text, faq question | said question
answer, answer text, response text, reply text, solution, faq answer | prose answer 1 1
reason, cancellation reason, cancel reason, rejection reason, failure reason, refund reason, return reason, justification, motive, reason code, ban reason, reason text, block reason, decline reason, closing reason | said reason % 50
error, error message, exception, failure message, last error, error text, stack trace, error details, failure | said error % 80
log, log message, output, console output, stdout | said log
instruction, instructions, directions, steps, procedure, how to, method text, guidelines, preparation | prose instruction 2 4 % 20
terms, terms and conditions, policy text, legal text, disclaimer, conditions, agreement | prose sentence 2 5 % 30
bio text, about text | prose bio 1 3
task, todo, action item, task title, task description, goal, objective | said task
issue, bug, problem, defect, bug title, incident, complaint | said issue
query, search query, search term, search, keywords, search text, keyphrase | said product as lower
prompt | said question
line, sentence, phrase, quote, quotation | said sentence
response, response body, payload text, request body, raw response, raw data, raw | pick {"ok": true}/{"status": "accepted"}/{"items": []} % 30
sql, definition, expression, formula, rule, condition, filter, template, script, code snippet | said sentence
signature text | person full_name
color scheme | pick light/dark/system
nationality code | spot country_code
"""

#: How things of a table are called, by its noun.
NAMES: Mapping[str, str] = {
    "product": "said product", "item": "said product", "article": "said title", "good": "said product", "sku": "said product",
    "variant": "said product", "inventory": "said product", "part": "said asset", "component": "said asset", "stock": "said product",
    "company": "said organisation", "organization": "said organisation", "organisation": "said organisation",
    "supplier": "said organisation", "vendor": "said organisation", "manufacturer": "said organisation",
    "publisher": "said organisation", "merchant": "said organisation", "employer": "said organisation", "partner": "said organisation",
    "tenant": "said organisation", "workspace": "said team", "agency": "said organisation", "bank": "said organisation",
    "account": "said organisation", "shipper": "said organisation", "sponsor": "said organisation", "business": "said organisation",
    "brand": "said brand", "make": "said brand", "model": "said asset", "category": "said category", "subcategory": "said category",
    "collection": "said category", "section": "said category", "topic": "said topic", "tag": "said tag", "label": "said tag",
    "keyword": "said tag", "genre": "said genre", "project": "said project", "initiative": "said project", "milestone": "said project",
    "sprint": "said project", "team": "said team", "group": "said team", "squad": "said team", "club": "said team",
    "department": "said department", "division": "said department", "role": "said role", "position": "said role", "job": "said role",
    "permission": "said permission", "scope": "said permission", "privilege": "said permission", "skill": "said skill",
    "event": "said event", "conference": "said event", "meeting": "said event", "appointment": "said service",
    "session": "said event", "workshop": "said event", "festival": "said event", "show": "said event", "place": "said place",
    "location": "said place", "venue": "said place", "store": "said place", "shop": "said place", "warehouse": "said place",
    "branch": "said place", "site": "said place", "facility": "said place", "building": "said place", "hotel": "said place",
    "restaurant": "said place", "station": "said place", "airport": "said place", "school": "said place", "hospital": "said place",
    "clinic": "said place", "library": "said place", "museum": "said place", "theater": "said place", "cinema": "said place",
    "stadium": "said place", "park": "said place", "zone": "said place", "area": "said place", "property": "said place",
    "room": "said room", "city": "spot city", "town": "spot city", "country": "spot country", "nation": "spot country",
    "region": "spot region", "state": "spot region", "province": "spot region", "territory": "spot region", "currency": "spot currency_name",
    "language": "spot language_name", "continent": "spot continent", "timezone": "spot timezone", "book": "said book",
    "novel": "said book", "movie": "said book", "film": "said book", "game": "said book", "story": "said book", "series": "said book",
    "episode": "said book", "chapter": "said book", "poem": "said book", "track": "said song", "song": "said song",
    "album": "said album", "artist": "said band name", "band": "said band name", "playlist": "said playlist", "campaign": "said campaign",
    "promotion": "said campaign", "offer": "said campaign", "discount": "said campaign", "service": "said service",
    "plan": "said plan", "tier": "said plan", "package": "said plan", "subscription": "said plan", "membership": "said plan",
    "feature": "said feature", "setting": "said setting", "preference": "said setting", "option": "said setting", "flag": "said setting",
    "asset": "said asset", "device": "said asset", "machine": "said asset", "equipment": "said asset", "vehicle": "said asset",
    "car": "said asset", "sensor": "said sensor", "metric": "said metric", "document": "said document", "file": "said document",
    "report": "said document", "form": "said document", "template": "said document", "contract": "said document", "policy": "said document",
    "attachment": "said document", "folder": "said category", "task": "said task", "todo": "said task", "ticket": "said issue",
    "issue": "said issue", "bug": "said issue", "incident": "said issue", "course": "said course", "class": "said course",
    "lesson": "said course", "subject": "said course", "module": "said course", "exam": "said course", "program": "said course",
    "curriculum": "said course", "recipe": "said dish", "dish": "said dish", "meal": "said dish", "menu": "said dish",
    "ingredient": "said ingredient", "food": "said dish", "medication": "said medication", "medicine": "said medication",
    "drug": "said medication", "treatment": "said service", "procedure": "said service", "diagnosis": "said diagnosis",
    "condition": "said diagnosis", "disease": "said diagnosis", "allergy": "said diagnosis", "pet": "said pet", "animal": "said pet",
    "species": "said species", "breed": "said breed", "sport": "said sport", "league": "said league", "tournament": "said league",
    "instrument": "said instrument", "post": "said headline", "blog": "said headline", "page": "said title", "news": "said headline",
    "forum": "said topic", "channel": "said topic", "thread": "said headline", "board": "said project", "list": "said category",
    "color": "said colour", "colour": "said colour", "size": "said size", "unit": "said unit", "material": "said material",
    "month": "said month", "weekday": "said weekday", "survey": "said campaign", "question": "said question", "quiz": "said course",
    "poll": "said question", "faq": "said question", "integration": "said feature", "application": "said feature", "app": "said feature",
    "webhook": "said playful", "queue": "said playful", "worker": "said playful", "server": "said playful", "cluster": "said playful",
    "repository": "said playful", "environment": "said environment", "database": "said playful", "bucket": "said playful",
    "achievement": "said campaign", "badge": "said skill", "award": "said event", "certificate": "said course", "carrier": "said carrier",
    "method": "said payment", "key": "said playful", "token": "said playful", "character": "person full_name",
}  # fmt: skip

#: Values of states, kinds and roles, by what the table is about; without a noun for all others.
PICKS: Mapping[str, str] = {
    "status": "active/inactive/pending/archived",
    "status order": "pending/paid/shipped/delivered/cancelled/refunded", "status purchase": "pending/approved/received/cancelled",
    "status payment": "pending/completed/failed/refunded", "status invoice": "draft/sent/paid/overdue/void",
    "status transaction": "pending/completed/failed/reversed", "status subscription": "trialing/active/past_due/canceled",
    "status shipment": "preparing/in_transit/delivered/returned", "status delivery": "scheduled/out_for_delivery/delivered/failed",
    "status ticket": "open/in_progress/waiting/resolved/closed", "status issue": "open/in_progress/resolved/closed",
    "status task": "todo/in_progress/done/blocked", "status project": "planned/active/on_hold/completed/cancelled",
    "status job": "queued/running/completed/failed", "status run": "queued/running/completed/failed", "status user": "active/invited/suspended",
    "status account": "active/closed/suspended", "status post": "draft/published/archived", "status article": "draft/published/archived",
    "status page": "draft/published/archived", "status comment": "approved/pending/spam", "status review": "approved/pending/rejected",
    "status booking": "pending/confirmed/checked_in/completed/cancelled", "status reservation": "pending/confirmed/cancelled",
    "status appointment": "scheduled/completed/cancelled/no_show", "status application": "submitted/in_review/accepted/rejected",
    "status candidate": "applied/interviewing/offered/hired/rejected", "status lead": "new/contacted/qualified/lost",
    "status opportunity": "open/won/lost", "status deal": "open/won/lost", "status employee": "active/on_leave/terminated",
    "status request": "pending/approved/rejected", "status message": "sent/delivered/read/failed", "status email": "queued/sent/bounced",
    "status notification": "unread/read", "status enrollment": "active/completed/dropped", "status loan": "active/returned/overdue",
    "status claim": "submitted/approved/denied/paid", "status device": "online/offline/maintenance", "status invitation": "pending/accepted/expired",
    "status event": "scheduled/live/completed/cancelled", "status campaign": "draft/scheduled/running/completed",
    "status product": "active/draft/discontinued", "status contract": "draft/signed/expired/terminated",
    "type": "standard/basic/premium/internal", "type account": "checking/savings/business", "type transaction": "credit/debit",
    "type address": "billing/shipping/home", "type contact": "email/phone/other", "type payment": "card/bank_transfer/cash",
    "type notification": "info/warning/success/error", "type message": "text/image/system", "type event": "create/update/delete",
    "type user": "regular/admin/guest", "type product": "physical/digital/service", "type document": "contract/invoice/report",
    "type media": "image/video/audio", "type file": "document/image/archive", "type property": "apartment/house/office",
    "type vehicle": "car/van/truck", "type discount": "percentage/fixed", "type coupon": "percentage/fixed", "type question": "single_choice/multiple_choice/text",
    "type room": "single/double/suite", "type movement": "in/out/adjustment", "type leave": "vacation/sick/unpaid",
    "type activity": "call/email/meeting/note", "type relationship": "parent/child/sibling/partner", "type job": "full_time/part_time/contract",
    "role": "member/admin/viewer", "role team": "member/lead/guest", "role organization": "member/admin/owner", "role project": "contributor/manager/viewer",
}  # fmt: skip

#: What text arrays hold, by the last word of their name.
LISTS: Mapping[str, str] = {
    "tags": "said tag", "labels": "said tag", "keywords": "said tag", "categories": "said category", "genres": "said genre",
    "skills": "said skill", "languages": "spot language", "roles": "said role as snake", "permissions": "said permission",
    "scopes": "said permission", "colors": "said colour", "sizes": "said size", "features": "said feature", "images": "url image",
    "photos": "url image", "urls": "url page", "links": "url page", "emails": "person email", "names": "said name", "topics": "said topic",
    "countries": "spot country_code", "currencies": "spot currency", "cities": "spot city", "ingredients": "said ingredient",
    "allergens": "said ingredient", "steps": "said instruction", "aliases": "said playful", "platforms": "said system",
    "materials": "said material", "amenities": "said feature", "interests": "said topic", "hobbies": "said second topic",
    "options": "said word", "attachments": "file", "files": "file", "actors": "person full_name", "authors": "person full_name",
    "events": "said event type", "days": "said weekday", "notes": "said note", "specialties": "said skill", "benefits": "said feature",
}  # fmt: skip

#: What documents hold, by the last word of their name; values in shorthand.
DOCUMENTS: Mapping[str, Mapping[str, str]] = {
    "address": {"street": "spot street", "city": "spot city", "postal_code": "spot postcode", "country": "spot country_code"},
    "settings": {"theme": "pick light/dark/system", "language": "spot language", "notifications": "flag 0.7", "items_per_page": "pick 10/25/50"},
    "preferences": {"theme": "pick light/dark/system", "newsletter": "flag 0.4", "time_zone": "spot timezone"},
    "config": {"enabled": "flag 0.8", "retries": "number 0 5", "timeout": "pick 10/30/60", "mode": "pick fast/safe"},
    "configuration": {"enabled": "flag 0.8", "retries": "number 0 5", "timeout": "pick 10/30/60"},
    "options": {"color": "said colour", "size": "said size", "gift_wrap": "flag 0.1"},
    "metadata": {"source": "said channel", "version": "number 1 5", "tags": "list tag"},
    "meta": {"source": "said channel", "version": "number 1 5"},
    "attributes": {"color": "said colour", "material": "said material", "weight_g": "number 50 4000"},
    "properties": {"color": "said colour", "size": "said size", "fragile": "flag 0.1"},
    "specifications": {"material": "said material", "weight_g": "number 50 4000", "warranty_months": "pick 12/24/36"},
    "dimensions": {"width": "number 5 200", "height": "number 5 200", "depth": "number 5 100"},
    "payload": {"event": "said event type", "id": "number 1 100000", "source": "said channel"},
    "data": {"name": "said name", "value": "number 0 500", "active": "flag 0.8"},
    "details": {"summary": "said note", "count": "number 1 20", "confirmed": "flag 0.8"},
    "params": {"page": "number 1 20", "sort": "pick name/date/price", "q": "said word"},
    "parameters": {"limit": "pick 10/20/50", "offset": "number 0 200"},
    "permissions": {"read": "flag 1", "write": "flag 0.5", "admin": "flag 0.1"},
    "profile": {"bio": "said bio", "city": "spot city", "website": "person page"},
    "contact": {"name": "person full_name", "email": "person email", "phone": "person phone"},
    "location": {"city": "spot city", "country": "spot country_code"},
    "device": {"type": "said device", "os": "said system", "browser": "said browser"},
    "context": {"page": "said setting", "device": "said device", "locale": "spot locale"},
    "changes": {"field": "pick name/status/price", "from": "said word", "to": "said word"},
    "headers": {"content-type": "said mime", "accept": "pick */*"},
    "response": {"status": "pick 200/201/204", "ok": "flag 0.95"},
    "result": {"passed": "flag 0.85", "score": "number 0 100", "message": "said log"},
    "stats": {"views": "number 0 5000", "clicks": "number 0 400", "shares": "number 0 90"},
    "metrics": {"cpu": "number 1 99", "memory": "number 1 99", "errors": "number 0 5"},
    "answers": {"q1": "said answer", "q2": "number 1 5", "q3": "flag 0.6"},
    "tags": {"*": "tag"},
    "items": {"*": "product"},
    "features": {"api": "flag 0.5", "sso": "flag 0.2", "reports": "flag 0.7"},
    "price": {"amount": "amount 1 500", "currency": "spot currency"},
    "prices": {"monthly": "amount 5 60", "yearly": "amount 50 600"},
    "rules": {"field": "pick amount/country/plan", "operator": "pick eq/gt/lt", "value": "number 1 100"},
    "social": {"twitter": "person username", "github": "person username"},
    "links": {"self": "said playful", "next": "said playful"},
    "coordinates": {"lat": "number -60 60", "lng": "number -150 150"},
}  # fmt: skip
