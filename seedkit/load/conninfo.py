"""Connection strings read so that no error of ours can show a password.

libpq's own messages quote the string, and a password with an unescaped ``@`` or ``/`` is taken for
a host, a port or a database, and then quoted as such. So a string is either clean, and its
public parts can be shown, or it is refused without quoting any of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ..errors import TargetError

_SECRET = ("password", "sslpassword", "oauth_client_secret")
_PUBLIC = ("host", "hostaddr", "port", "user", "dbname", "service")

#: Parameters of other clients (Prisma, SQLAlchemy, Vercel) that libpq refuses; dropped.
_FOREIGN = {
    "connection_limit",
    "max_overflow",
    "pgbouncer",
    "pool_size",
    "pool_timeout",
    "prepare_threshold",
    "prepared_statements",
    "schema",
    "socket_timeout",
    "sslaccept",
    "statement_cache_size",
    "supa",
    "workaround",
}

_URL = re.compile(r"(?P<scheme>postgres(?:ql)?)(?:\+\w+)?://(?P<authority>[^/]*)(?P<rest>.*)", re.S)
_HINT = (
    "Write postgresql://user:password@host:port/database, with every : / ? # @ % of the password "
    "percent-encoded, or host=… dbname=… user=…"
)
_REASONS = {
    "invalid percent-encoded token": "a % is not followed by two hex digits",
    "forbidden value %00": "it holds %00",
    "unterminated quoted string": "a quote is not closed",
    "invalid connection option": "it names an option that libpq does not know",
    "invalid URI query parameter": "it names an option that libpq does not know",
    'missing "="': "it is neither a URL nor a list of key=value",
    "end of string reached when looking for matching": "the [ of an IPv6 address is not closed",
}


def parse(raw: str, *, source: str) -> dict[str, str]:
    """The options of a URL or key=value string; a malformed one is a ``TargetError`` that quotes nothing."""
    options, reason = _read(_without_foreign(raw.strip()))
    if reason is None:
        reason = _doubt(raw.strip(), options)
    if reason is not None:
        # Outside the except block: a chained exception would still carry libpq's message.
        raise TargetError(f"the connection string is malformed: {reason}", where=source, hint=_HINT)
    return options


def check(options: Mapping[str, str], *, source: str) -> None:
    """Refuse options whose public parts may hold a piece of a password (from libpq's variables)."""
    reason = _doubtful_parts(options)
    if reason is not None:
        raise TargetError(f"the connection options are malformed: {reason}", where=source, hint=_HINT)


def redacted(text: str, options: Mapping[str, str]) -> str:
    """The text on one line, without the passwords of ``options`` in any spelling."""
    public = {options[name] for name in _PUBLIC if name in options}
    for secret in (options[name] for name in _SECRET if options.get(name)):
        if secret in public:
            continue  # postgres:postgres: the word is shown as the user anyway
        pieces = {piece for piece in re.split(r"[@:/?#%&=\s]", secret) if len(piece) > 3}
        spellings = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), *pieces} - public
        for spelling in sorted(spellings, key=len, reverse=True):
            text = text.replace(spelling, "***")
    return " ".join(text.split())


def _read(raw: str) -> tuple[dict[str, str], str | None]:
    try:
        parsed = conninfo_to_dict(raw)
    except (psycopg.Error, ValueError) as error:
        text = str(error)
        return {}, next((why for known, why in _REASONS.items() if known in text), "libpq cannot read it")
    return {name: str(value) for name, value in parsed.items() if value is not None}, None


def _doubt(raw: str, options: Mapping[str, str]) -> str | None:
    url = _URL.fullmatch(raw)
    if url is not None and (url["authority"].count("@") > 1 or "@" in url["rest"]):
        return "it has an @ too many"
    if not raw or any(not character.isprintable() for character in raw):
        return "it is empty or holds control characters"
    return _doubtful_parts(options)


def _doubtful_parts(options: Mapping[str, str]) -> str | None:
    if not all(re.fullmatch(r"\d{0,5}", port) for port in options.get("port", "").split(",")):
        return "its port is not a number"
    if "@" in options.get("host", "").lstrip("@"):
        return "its host holds an @"
    if any("://" in options.get(name, "") for name in _PUBLIC):
        return "one of its parts is itself a URL"
    return None


def _without_foreign(raw: str) -> str:
    """The string as libpq takes it: no driver in the scheme, no parameters of other clients."""
    url = _URL.fullmatch(raw)
    if url is None:
        return raw
    path, question, query = url["rest"].partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] not in _FOREIGN]
    return f"{url['scheme']}://{url['authority']}{path}" + (question + "&".join(kept) if any(kept) else "")
