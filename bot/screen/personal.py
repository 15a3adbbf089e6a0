"""Finds personal data: identifiers, never a person's name."""

import re
import unicodedata
from collections.abc import Iterator

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@])")
# Any two letters: QQ, which is never issued, stands in examples, and a slip must not let one through.
_INSURANCE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}[ -]?(?:\d{6}|\d\d(?P<inner>[ -])\d\d(?P=inner)\d\d)[ -]?[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![\w.,£$€-])\d{3}(?P<gap>[ -]?)\d{3}(?P=gap)\d{4}(?![\w-]|[.,]\d)")
# In Scotland it begins with a date of birth; the rest is what is issued elsewhere, and in examples.
_ISSUED = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|3[2-9]|[4679](?!\d*0000$)")
_NAMED = (
    (re.compile(r"\d{10}|\d{3}([ -])\d{3}\1\d{4}"), r"nhs (?:number|no\b\.?|num\b\.?|id)"),
    (re.compile(r"\d{13,19}|\d{4}(?:([ -])\d{2,6})(?:\1\d{1,6}){1,3}"), r"card(?: (?:number|no\b\.?))?"),
)
"""What its name stands before or after: a number whose check digit is wrong, mistyped or made up."""
_RUN = re.compile(r"(?<![\w.,£$€-])\d+(?:[ -]\d+)*(?![\w]|[.,]\d)")
_CARD_GROUPS = re.compile(r"\d{13,19}|\d{4}(?: \d{4}){3}(?: \d{1,3})?|\d{4} \d{6} \d{4,5}")
_CARD_ISSUER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}|(?:50|5[6-9]|6\d)\d{14}(?:\d{2,3})?"
)
# 03, 08 and 09 are numbers of organisations, not of people.
_PHONE = re.compile(
    r"(?<![\w.,£$€/-])\(?(?:(?:\+|00)44\)?[ -]?(?:\(0\)[ -]?)?|0)"
    r"(?P<rest>[127](?:[ ()-]{0,2}\d){9})(?![\w/-]|[.,]\d)"
)
_ABROAD = re.compile(
    r"(?<![\w.,£$€])\+(?!44)[1-9]\d{0,2}(?=[ (-])(?:[ ()-]{1,2}\d{2,5}){2,5}(?![\w/-]|[.,]\d)"
)
_REFERENCE = re.compile(
    r"\b(?:ref|reference|document|doc|case|file|invoice|order|isbn|issn|paper|report|page|grant|contract|notice"
    r"|application|command|serial|ticket|account code)s?\b[\s.:#-]*(?:(?:number|numbers|no|nos|id|code)\b)?"
    r"[\s.:#-]*(?:is|was|are)?[\s:#(]*$",
    re.IGNORECASE,
)
REMOVED = "[removed]"


def has_personal_data(text: str) -> bool:
    """Whether there is an email address, or a National Insurance, NHS, card or telephone number."""
    return next(_found(text), None) is not None


def without_personal_data(text: str) -> str:
    """The text with each identifier replaced, so that it can be kept."""
    for start, end in sorted(_found(text), reverse=True):
        text = text[:start] + REMOVED + text[end:]
    return text


def _found(text: str) -> Iterator[tuple[int, int]]:
    plain = "".join(map(_plain, text))
    yield from (match.span() for match in _EMAIL.finditer(plain))
    yield from (match.span() for match in _INSURANCE.finditer(plain))
    yield from _named(plain)
    for start, end in (*_phones(plain), *_cards(plain), *_health(plain)):
        if not _REFERENCE.search(plain[max(0, start - 40) : start]):
            yield start, end


def _plain(character: str) -> str:
    """One character for one, so that offsets stay: letters, digits, dashes, spaces and @ as in ASCII."""
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in {"Zs", "Pd"}:
        return " " if category == "Zs" else "-"
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


def _named(text: str) -> Iterator[tuple[int, int]]:
    for number, name in _NAMED:
        for run in _RUN.finditer(text):
            before, after = text[max(0, run.start() - 40) : run.start()], text[run.end() : run.end() + 40]
            is_named = re.search(rf"\b{name}\W*(?:is|was)?\W*$", before, re.IGNORECASE) or re.match(
                rf"\W*(?:(?:is|was) )?(?:my|his|her|our|their|the) (?:[\w'’]+ )?{name}", after, re.IGNORECASE
            )
            if is_named and number.fullmatch(run.group()):
                yield run.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        first, *groups = re.findall(r"\d+", match["rest"])
        # Dates and lists of numbers come in pairs; only after a long code do phone numbers too.
        if all(len(group) >= (2 if len(first) >= 4 else 3) for group in groups):
            yield match.span()
    for match in _ABROAD.finditer(text):
        if 10 <= sum(map(str.isdigit, match.group())) <= 15:
            yield match.span()


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        groups = [(m.start() + run.start(), m.end() + run.start()) for m in re.finditer(r"\d+", run.group())]
        for first, (start, _) in enumerate(groups):
            for _, end in groups[first : first + 5]:
                if _is_card(text[start:end].replace("-", " ")):
                    yield start, end


def _is_card(written: str) -> bool:
    digits = written.replace(" ", "")
    return bool(_CARD_GROUPS.fullmatch(written) and _CARD_ISSUER.fullmatch(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def _health(text: str) -> Iterator[tuple[int, int]]:
    for match in _NHS.finditer(text):
        digits = [int(character) for character in match.group() if character.isdigit()]
        check = -sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
        if check == digits[9] and len(set(digits)) > 1 and _ISSUED.match("".join(map(str, digits))):
            yield match.span()
