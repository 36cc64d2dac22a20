"""Names of columns and tables as the words they are made of."""

from __future__ import annotations

import functools
import re

__all__ = ["noun_of", "singular", "words_of"]

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
#: Words that are written as one and read as two.
_TOGETHER = {
    "firstname": "first name", "lastname": "last name", "fullname": "full name", "username": "user name",
    "middlename": "middle name", "displayname": "display name", "nickname": "nick name", "filename": "file name",
    "hostname": "host name", "postcode": "postal code", "zipcode": "postal code", "phonenumber": "phone number",
    "birthdate": "birth date", "birthday": "birth date", "createdat": "created at", "updatedat": "updated at",
    "deletedat": "deleted at", "createdon": "created on", "updatedon": "updated on", "timezone": "time zone",
    "unitprice": "unit price", "totalprice": "total price", "orderdate": "order date", "startdate": "start date",
    "enddate": "end date", "starttime": "start time", "endtime": "end time", "isactive": "is active", "isdeleted": "is deleted",
    "useragent": "user agent", "ipaddress": "ip address", "emailaddress": "email address", "jobtitle": "job title",
    "datecreated": "date created", "dateadded": "date added", "lastlogin": "last login", "sortorder": "sort order",
    "countrycode": "country code", "currencycode": "currency code", "mimetype": "mime type", "imageurl": "image url",
    "lat": "latitude", "lng": "longitude", "lon": "longitude", "long": "longitude", "qty": "quantity", "quant": "quantity",
    "desc": "description", "descr": "description", "addr": "address", "tel": "phone", "telephone": "phone", "dob": "birth date",
    "amt": "amount", "num": "number", "nbr": "number", "cnt": "count", "pct": "percent", "img": "image", "pic": "picture",
    "tz": "time zone", "ts": "timestamp", "msg": "message", "pwd": "password", "passwd": "password", "org": "organization",
    "dept": "department", "cat": "category", "prod": "product", "cust": "customer", "emp": "employee", "mgr": "manager",
    "zip": "postal code", "plz": "postal code", "mail": "email", "ref": "reference", "no": "number", "nr": "number",
    "avg": "average", "min": "minimum", "max": "maximum", "colour": "color", "surname": "last name", "forename": "first name",
    "familyname": "last name", "givenname": "first name", "fname": "first name", "lname": "last name", "organisation": "organization",
    "e": "e", "uri": "url", "website": "url", "homepage": "url",
}  # fmt: skip
_IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "staff": "employee", "data": "data",
              "media": "media", "news": "news", "series": "series", "species": "species", "status": "status",
              "addresses": "address", "statuses": "status", "analyses": "analysis", "movies": "movie", "cookies": "cookie",
              "categories": "category", "aliases": "alias", "buses": "bus", "courses": "course", "houses": "house",
              "warehouses": "warehouse", "purchases": "purchase", "expenses": "expense", "leases": "lease", "cases": "case",
              "releases": "release", "licenses": "license", "invoices": "invoice", "exercises": "exercise", "nurses": "nurse",
              "responses": "response", "phases": "phase", "bases": "base", "databases": "database", "diseases": "disease",
              "address": "address", "access": "access", "business": "business", "process": "process", "progress": "progress",
              "bonus": "bonus", "campus": "campus", "corpus": "corpus", "virus": "virus", "canvas": "canvas", "gas": "gas",
              "lens": "lens", "bus": "bus", "class": "class", "glass": "glass", "diagnosis": "diagnosis", "basis": "basis"}  # fmt: skip


@functools.lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: ``shippingAddr_line1`` is shipping, address, line, 1."""
    found: list[str] = []
    for part in _PARTS.findall(name):
        found += _TOGETHER.get(part.lower(), part.lower()).split()
    return tuple(found)


def singular(word: str) -> str:
    """A noun without its plural's ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@functools.lru_cache(maxsize=4096)
def noun_of(table: str) -> tuple[str, ...]:
    """The words of a table's name, each in the singular: what a row of it is."""
    words = [singular(word) for word in words_of(table)]
    while len(words) > 1 and words[0] in (
        "tbl",
        "tb",
        "t",
        "app",
        "dim",
        "fact",
        "stg",
        "ref",
        "lkp",
        "lu",
        "auth",
        "core",
    ):
        words = words[1:]
    return tuple(words)
