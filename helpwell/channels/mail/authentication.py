"""What the receiving mail server found out about a sender (Authentication-Results, RFC 8601).

Only the topmost results that carry the name of the server we trust count: a header is put above
what was there, so whatever stands below may be the sender's own invention (RFC 8601, section 7.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from helpwell.channels.mail.addresses import parse_addresses
from helpwell.channels.mail.incoming import Incoming
from helpwell.core.addresses import ascii_domain

Verdict = Literal["", "passed", "failed"]
LONGEST = 10_000
MOST_RESULTS = 100
_TOKEN = re.compile(r'[;()]|(?:"(?:[^"\\]|\\.){0,1000}"|[^\s"();])++|"')


@dataclass(frozen=True)
class Result:
    """One method's finding, such as dkim=pass, with what it is about (`header.d`, …)."""

    method: str
    value: str
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """One header: who judged, and what they found."""

    host: str
    found: tuple[Result, ...]


def verdict_on(incoming: Incoming, *, trusted_host: str) -> Verdict:
    """Whether the sender is who they say: by DMARC, else by a DKIM or SPF domain that is theirs.

    A mail with several senders is never proven: nobody knows which of them was judged.
    """
    results = results_of(incoming, host=trusted_host) if trusted_host else None
    domain = ascii_domain(incoming.from_email.rpartition("@")[2].lower())
    if results is None or not domain:
        return ""
    verdict = _by_dmarc(results, domain) or _by_alignment(results, domain)
    return "" if verdict == "passed" and not _has_one_sender(incoming) else verdict


def judge_of(incoming: Incoming) -> str:
    """The host of the topmost results, whoever that may be; empty when nobody judged."""
    first = next(iter(incoming.authentication_results), "")
    return read_results(first).host


def results_of(incoming: Incoming, *, host: str) -> Results | None:
    """The topmost results that this host signed with its name."""
    for header in incoming.authentication_results:
        results = read_results(header)
        if results.host == host.strip().lower():
            return results
    return None


def read_results(header: str) -> Results:
    """A header's host and findings; what is malformed is left out."""
    host, *rest = _split(list(_without_comments(header[:LONGEST])))
    name = host[0].strip('"').lower() if host else ""
    found = (_result(tokens) for tokens in rest[:MOST_RESULTS])
    return Results(name, tuple(result for result in found if result))


def _by_dmarc(results: Results, domain: str) -> Verdict:
    """DMARC's own word; of a domain without a policy it says nothing."""
    for result in results.found:
        about = result.about.get("header.from", domain).rpartition("@")[2]
        if result.method == "dmarc" and about == domain:
            return {"pass": "passed", "fail": "failed"}.get(result.value, "")  # type: ignore[return-value]
    return ""


def _by_alignment(results: Results, domain: str) -> Verdict:
    """A signature or a sending server of the sender's own domain, or of one above it."""
    values = {r.value for r in results.found if _is_about(r, domain)}
    if "pass" in values:
        return "passed"
    return "failed" if values & {"fail", "hardfail"} else ""


def _is_about(result: Result, domain: str) -> bool:
    names = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}.get(result.method, ())
    told = next((result.about[name] for name in names if name in result.about), "")
    proven = told.rpartition("@")[2]
    return "." in proven and (domain == proven or domain.endswith(f".{proven}"))


def _has_one_sender(incoming: Incoming) -> bool:
    fields = [value for name, value in incoming.headers if name == "from"]
    return len(fields) == 1 and len(parse_addresses(fields[0])) == 1


def _without_comments(header: str) -> Iterator[str]:
    depth = 0
    for word in _TOKEN.findall(header):
        depth += (word == "(") - (word == ")" and depth > 0)
        if depth == 0 and word != ")":
            yield word


def _split(words: list[str]) -> list[list[str]]:
    """The pieces between semicolons."""
    pieces: list[list[str]] = [[]]
    for word in words:
        if word == ";":
            pieces.append([])
        else:
            pieces[-1].append(word)
    return pieces


def _result(words: list[str]) -> Result | None:
    """`method=result` and the properties after it; nothing for `none` and for nonsense.

    A value ends at a blank and nowhere before: an address of the sender's choice may begin with
    somebody else's domain, and an equals sign or a quote after it.
    """
    pairs = [pair.partition("=") for pair in _joined(words)]
    if not pairs or not all(pairs[0]):
        return None
    method, _equals, value = pairs[0]
    about = {name.lower(): _plain(told) for name, _equals, told in reversed(pairs[1:])}
    return Result(method.lower().partition("/")[0], _plain(value), about)


def _joined(words: list[str]) -> list[str]:
    """Names with their values, which may have blanks around the equals sign."""
    pairs: list[str] = []
    for word in words:
        last = pairs[-1] if pairs else ""
        if last and (last.find("=") == len(last) - 1 or ("=" not in last and word[0] == "=")):
            pairs[-1] += word
        else:
            pairs.append(word)
    return pairs


def _plain(value: str) -> str:
    return value.strip('"').lower()
