"""Who does what to what: reads what stands around each verb of a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.attribution import SAYING
from bot.grounding.dates import dated
from bot.grounding.lexicon import ROLES, words
from bot.grounding.lists import listed
from bot.grounding.mentions import group, mentions
from bot.grounding.numerals import lower
from bot.grounding.phrases import (
    AUXILIARY,
    BE,
    HAVE,
    JOINING,
    LONGEST,
    PREPOSITIONS,
    RELATIVE,
    phrase_before,
    phrase_end,
    verbs,
)
from bot.grounding.words import Sentence, Token, is_adverb, thesaurus

_PRONOUNS = words("it he she they them him her this that these those we i you who which whom one both either")
_QUOTES = words("” \" ’ “ '")
_OTHER = words(
    "often then later earlier first once ago year years month months week weeks time times day days"
)
_PARTICIPLES = words("seen given taken written known shown driven chosen spoken broken stolen done born")
_BROUGHT = ("ed", "ught", "en")
GIVEN = words("awarded given granted offered paid handed sent refused denied lent promised allocated shown")
_PARTICLES = words("aside out off away back down forward")
_IN_SHORT = (["favour", "of"], ["behalf", "of"], ["favor", "of"])


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in one place of a verb."""

    verb: int
    role: str
    """does, suffers, or a preposition"""
    filler: frozenset[int]
    """The places of its words that carry meaning."""
    vague: bool
    """Whether a pronoun stands there, or nothing that can be read."""


@lru_cache(maxsize=2048)
def slots(sentence: Sentence) -> tuple[Slot, ...]:
    """The slots of all verbs."""
    told = [verb for verb in verbs(sentence) if not _is_bare_participle(sentence, verb)]
    found = [slot for verb in told for slot in _around(sentence, verb)]
    return tuple(found + [slot for place in range(len(sentence.tokens)) if (slot := _post(sentence, place))])


def _post(sentence: Sentence, place: int) -> Slot | None:
    """Whose chief executive somebody is: the trust's, of the trust."""
    tokens = sentence.tokens
    if tokens[place].lower not in ROLES or lower(tokens, place + 1) in ROLES:
        return None
    if lower(tokens, place + 1) in ("of", "at"):
        return _slot(sentence, place, "whose", range(place + 2, phrase_end(sentence, place + 2)))
    first = place
    while lower(tokens, first - 1) in ROLES:
        first -= 1
    if first and tokens[first - 1].is_possessive:
        start = first - 1
        while start and (tokens[start - 1].is_capital and tokens[start].is_capital):
            start -= 1
        return _slot(sentence, place, "whose", range(start, first))
    return None


def _is_bare_participle(sentence: Sentence, verb: int) -> bool:
    """the number seen in 2018"""
    has_no_helper = lower(sentence.tokens, verb - 1) not in HAVE and not _is_passive(sentence, verb)
    return sentence.tokens[verb].lower in _PARTICIPLES and has_no_helper


def _around(sentence: Sentence, verb: int) -> Iterator[Slot]:
    passive, given = _is_passive(sentence, verb), _is_given(sentence, verb)
    place = verb + 1
    if _is_inverted(sentence, verb):
        place = phrase_end(sentence, verb + 1)
        yield _slot(sentence, verb, "does", range(verb + 1, place))
    else:
        role = "whom" if passive and given else "suffers" if passive else "does"
        yield _slot(sentence, verb, role, _subject(sentence, verb))
    while place < len(sentence.tokens) and (
        is_adverb(sentence.tokens[place].lower) or sentence.tokens[place].lower in _PARTICLES
    ):
        place += 1
    end = phrase_end(sentence, place)
    while place < end and lower(sentence.tokens, end) == "of":
        end = phrase_end(sentence, end + 1)
    if end > place and (not passive or given):
        yield _slot(sentence, verb, "suffers", range(place, end))
    yield from _behind_prepositions(sentence, verb, end, passive=passive)


def _behind_prepositions(sentence: Sentence, verb: int, place: int, *, passive: bool) -> Iterator[Slot]:
    tokens = sentence.tokens
    while lower(tokens, place) in PREPOSITIONS:
        if lower(tokens, place + 1) == "by":  # paid for by the council
            place += 1
        role, end = tokens[place].lower, phrase_end(sentence, place + 1)
        while _goes_on(sentence, end):
            end = phrase_end(sentence, end + 1)
        if [lower(tokens, place + step) for step in (1, 2)] in _IN_SHORT:
            role, place = "for", place + 2
        if end == place + 1:
            return
        if role == "by" and passive:
            role = "by all" if _has_another_by(sentence, end) else "does"
        yield _slot(sentence, verb, role, range(place + 1, end))
        place = end


def _is_given(sentence: Sentence, verb: int) -> bool:
    """ "Pinnacle was awarded the contract": whether something follows that one is given."""
    return sentence.tokens[verb].lower in GIVEN and phrase_end(sentence, verb + 1) > verb + 1


def _goes_on(sentence: Sentence, end: int) -> bool:
    here = lower(sentence.tokens, end)
    return here == "of" or (here == "in" and end + 1 not in dated(sentence)) or _is_apposed(sentence, end)


def _is_apposed(sentence: Sentence, place: int) -> bool:
    """by his secretary, Ivan Rogers, against"""
    tokens = sentence.tokens
    if lower(tokens, place) != "," or place + 1 >= len(tokens) or not tokens[place + 1].is_capital:
        return False
    end = phrase_end(sentence, place + 1)
    return place + 1 < end and lower(tokens, end) in (",", ".", "")


def _has_another_by(sentence: Sentence, place: int) -> bool:
    end = next((verb for verb in verbs(sentence) if verb >= place), len(sentence.tokens))
    return any(token.lower == "by" for token in sentence.tokens[place:end])


def _is_inverted(sentence: Sentence, verb: int) -> bool:
    """“…,” said Kyle"""
    before = [token.text for token in sentence.tokens[max(0, verb - 2) : verb]]
    return (
        sentence.tokens[verb].lower in SAYING
        and bool(_QUOTES & set(before))
        and before[-1] in _QUOTES | {","}
    )


def _slot(sentence: Sentence, verb: int, role: str, phrase: range | None) -> Slot:
    if phrase is None:
        return Slot(verb, role, frozenset(), vague=True)
    tokens = sentence.tokens
    filler = {place for place in phrase if tokens[place].is_content and tokens[place].lower not in _OTHER}
    vague = not filler or any(_is_pronoun(tokens, place) for place in phrase)
    for mention in mentions(sentence):
        if mention.kind == "name" and filler & set(range(mention.first, mention.last + 1)):
            first, last = group(sentence, mention)
            filler |= {place for place in range(first, last + 1) if tokens[place].is_content}
    for among in listed(sentence):
        if not filler.isdisjoint(among):
            filler |= {place for place in among if tokens[place].is_content}
    return Slot(verb, role, frozenset(filler), vague)


def _is_pronoun(tokens: Sequence[Token], place: int) -> bool:
    """Not the "her" of "her employer"."""
    owns = tokens[place].lower == "her" and place + 1 < len(tokens) and tokens[place + 1].is_content
    return tokens[place].lower in _PRONOUNS and not owns


def _is_passive(sentence: Sentence, verb: int) -> bool:
    token = sentence.tokens[verb]
    if not (token.lower.endswith("ed") or thesaurus().base.get(token.lower)):
        return False
    place = verb - 1
    while place >= 0 and (
        sentence.tokens[place].lower in AUXILIARY or is_adverb(sentence.tokens[place].lower)
    ):
        if sentence.tokens[place].lower in BE:
            return True
        place -= 1
    return lower(sentence.tokens, verb + 1) == "by" or _is_reduced(sentence, verb)


def _is_reduced(sentence: Sentence, verb: int) -> bool:
    """The files found in a cellar will be opened: the next verb is theirs, with nobody else to do it."""
    tokens = sentence.tokens
    if lower(tokens, verb + 1) not in PREPOSITIONS - {"to"} or tokens[verb].lower in SAYING:
        return False
    end = phrase_end(sentence, verb + 2)
    return lower(tokens, end) in AUXILIARY - {"to", "not", "also"} and tokens[verb - 1].is_content


def _subject(sentence: Sentence, verb: int) -> range | None:
    """The phrase before a verb that does it (or suffers it, in the passive)."""
    tokens = sentence.tokens
    place = verb - 1
    while place >= 0 and (tokens[place].lower in AUXILIARY or is_adverb(tokens[place].lower)):
        if tokens[place].lower == "to":
            return None
        place -= 1
    here, before = lower(tokens, place), lower(tokens, place - 1)
    if here in RELATIVE:
        return None if before in PREPOSITIONS else phrase_before(sentence, place - 1 - (before == ","))
    if here in JOINING:
        return _shared(sentence, place)
    opened = _opening(sentence, place) if here == "," else None
    phrase = phrase_before(sentence, place if opened is None else opened - 1)
    reduced = opened is None and place == verb - 1 and lower(tokens, verb + 1) == "by"
    if phrase and reduced and lower(tokens, phrase.start - 1) == ",":
        named = phrase_before(sentence, phrase.start - 2)
        return range(named.start, phrase.stop) if named else None
    if phrase and lower(tokens, phrase.start - 1) == "to" and phrase.start - 2 in verbs(sentence):
        return None  # what will be provided to the council forms part of it
    if (
        phrase
        and lower(tokens, phrase.start) in PREPOSITIONS
        and (lower(tokens, phrase.start - 1).endswith(_BROUGHT))
    ):
        return None
    if phrase is None or opened is None or tokens[opened + 1].lower in RELATIVE:
        return phrase
    return range(phrase.start, place)


def _shared(sentence: Sentence, joining: int) -> range | None:
    """The subject of the verb before an "and", not of one in an aside."""
    tokens, last = sentence.tokens, joining
    if tokens[joining - 1].text == ",":
        opened = _opening(sentence, joining - 1)
        last = opened if opened is not None and tokens[opened + 1].lower in RELATIVE else joining
    earlier = [other for other in verbs(sentence) if other < last]
    saying = [other for other in earlier if tokens[other].lower in SAYING]
    if saying:
        verb = next(other for other in verbs(sentence) if other > joining)
        return _subject(sentence, saying[-1]) if tokens[verb].lower in SAYING else None
    subjects = {_subject(sentence, other) for other in earlier}
    return subjects.pop() if len(subjects) == 1 else None


def _opening(sentence: Sentence, closing: int) -> int | None:
    """Where an aside between commas begins: "Webb, who chairs it, said"."""
    for place in range(closing - 1, max(0, closing - LONGEST), -1):
        if sentence.tokens[place].text == ",":
            return place
    return None
