"""Finds where sources say different things about the same matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain import Citation, Statement
from bot.grounding.alignment import align
from bot.grounding.asked import Asked, Wanted, asked
from bot.grounding.certainty import Level, levels
from bot.grounding.closeness import closeness, does
from bot.grounding.dates import Date
from bot.grounding.lexicon import words
from bot.grounding.matter import (
    Told,
    both_told,
    differ_in_purpose,
    differ_in_time,
    differ_in_what,
    is_one_of,
)
from bot.grounding.mentions import Mention, group, is_modifier, mentions
from bot.grounding.names import Name
from bot.grounding.negation import denied
from bot.grounding.numbers import Bound, Quantity, quantities
from bot.grounding.polarity import contradicted
from bot.grounding.words import Sentence, read

_NEAREST = 4
"""How many words around a value tell what it is a value of."""
_SHARED = 0.5
_ALIKE = 0.75
_ROUGHLY = 0.1
"""How far an "about" may be from the figure it stands for."""
_TOO_COMMON = words("ai uk us usa british britain government")


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the sources say, where others say something else."""

    value: str
    citations: tuple[Citation, ...]

    @property
    def date(self) -> str | None:
        """The latest date of its sources."""
        return max((citation.date for citation in self.citations if citation.date), default=None)


def find(question: str, statements: Sequence[Statement]) -> tuple[Side, ...]:
    """The sides that `statements` from different documents take, () where they agree. Doubtful ones agree:
    a false alarm misleads more than a missed one."""
    about = asked(question)
    if about.wanted is Wanted.TRUTH:
        return _opposed(about, statements)
    told = [value for statement in statements for value in _values(about, statement)]
    clashing = [(one, two) for one, two in combinations(told, 2) if _clash(about, one, two)]
    return _sides([value for value in told if any(value in pair for pair in clashing)])


def _sides(told: Sequence[Told]) -> tuple[Side, ...]:
    """One side for each value, with the citations of all who say it."""
    sides: list[list[Told]] = []
    for value in told:
        same = next((side for side in sides if _agree(side[0], value)), None)
        if same is None:
            sides.append([value])
        else:
            same.append(value)
    if len(sides) < 2:
        return ()
    return tuple(
        Side(side[0].said, tuple(dict.fromkeys(c for value in side for c in value.statement.citations)))
        for side in sides
    )


def _values(about: Asked, statement: Statement) -> Iterator[Told]:
    for sentence in read(statement.text):
        found = [mention for mention in mentions(sentence) if _is_wanted(about, sentence, mention)]
        if about.wanted is Wanted.NAME:
            yield from _named(about, statement, sentence, found)
            continue
        for mention in found:
            yield Told(statement, sentence, (mention,), mention.said, _around(sentence, mention))


def _is_wanted(about: Asked, sentence: Sentence, mention: Mention) -> bool:
    if isinstance(mention.value, Name):
        known = any(mention.value.is_same(name) or _is_slip(mention.value, name) for name in about.names)
        return about.wanted is Wanted.NAME and not known and set(mention.value.keys) - _TOO_COMMON != set()
    if mention.kind == "date":
        told_only = about.wanted is Wanted.ANY and not quantities(sentence)
        return about.wanted is Wanted.DATE or told_only
    return about.wanted in (Wanted.AMOUNT, Wanted.ANY) and mention.kind != "ordinal"


def _named(
    about: Asked, statement: Statement, sentence: Sentence, found: Sequence[Mention]
) -> Iterator[Told]:
    """The name (or the list of names) next to the question's verb: of who does it, if that is asked for."""
    verbs = [place for place in sentence.content if is_one_of(sentence.tokens[place].key, about.verbs)]
    named = [
        mention for mention in found if not is_modifier(sentence, mention) or _is_model(sentence, mention)
    ]
    if not verbs or not named or about.many or not _has_names(about, sentence):
        return
    verb = max(verbs, key=lambda place: max(closeness(sentence, place, mention) for mention in named))
    before = [mention for mention in named if does(sentence, mention, verb)] if about.subject else named
    if not before:
        return
    nearest = max(before, key=lambda mention: closeness(sentence, verb, mention))
    first, last = group(sentence, nearest)
    listed = tuple(mention for mention in named if first <= mention.first and mention.last <= last)
    yield Told(statement, sentence, listed, nearest.said, (sentence.tokens[verb].key,))


def _is_model(sentence: Sentence, mention: Mention) -> bool:
    """GPT-4o model: a name with a digit names the thing itself, even before its kind."""
    return (
        any(character.isdigit() for character in mention.said)
        and not sentence.tokens[mention.last].is_possessive
    )


def _has_names(about: Asked, sentence: Sentence) -> bool:
    """Whether a sentence is about one of the things that the question names, as far as it names any."""
    wanted = [name for name in about.names if set(name.keys) - _TOO_COMMON]
    here = names_in(sentence)
    return not wanted or any(
        name.is_same(other) or _is_slip(name, other) for name in wanted for other in here
    )


def names_in(sentence: Sentence) -> list[Name]:
    return [mention.value for mention in mentions(sentence) if isinstance(mention.value, Name)]


def _is_slip(one: Name, two: Name) -> bool:
    """Humprey, Humphrey"""
    return len(one.keys) == len(two.keys) == 1 and _spelt_alike(one.said, two.said)


def _spelt_alike(one: str, two: str) -> bool:
    first, second = read(one), read(two)
    return bool(first and second) and align(first[0], second).fit(0) > 0


def _around(sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    """The keys of the words nearest to a mention."""
    places = [place for place in sentence.content if not mention.first <= place <= mention.last]
    dated = {
        p for other in mentions(sentence) if other.kind != "name" for p in range(other.first, other.last + 1)
    }
    places = [place for place in places if place not in dated]
    places.sort(key=lambda place: -closeness(sentence, place, mention))
    return tuple(sentence.tokens[place].key for place in places[:_NEAREST])


def _clash(about: Asked, one: Told, two: Told) -> bool:
    if one.documents & two.documents or _agree(one, two) or both_told(one, two):
        return False
    if differ_in_purpose(one.sentence, two.sentence):
        return False
    if about.wanted is Wanted.NAME:
        return True
    return one.mentions[0].kind == two.mentions[0].kind and _same_matter(about, one, two)


def _agree(one: Told, two: Told) -> bool:
    """Whether both values may be true of one thing."""
    first, second = one.mentions[0].value, two.mentions[0].value
    if isinstance(first, Name) and isinstance(second, Name):
        names = [(a.value, b.value) for a in one.mentions for b in two.mentions]
        return any(
            isinstance(a, Name) and isinstance(b, Name) and (a.is_same(b) or _is_slip(a, b)) for a, b in names
        )
    if isinstance(first, Date) and isinstance(second, Date):
        return _may_be_one_time(first, second)
    return _may_be_equal(_quantity(one), _quantity(two))


def _may_be_one_time(one: Date, two: Date) -> bool:
    """Whether no number that both give differs; a word such as "last week" may mean any time."""
    mine, theirs = dict(one.parts), dict(two.parts)
    told_twice = (mine.keys() & theirs.keys()) - {"word"}
    if one.year and two.year and "winter" in (one.word, two.word) and abs(one.year - two.year) == 1:
        told_twice -= {"year"}  # a winter has a part in each of two years
    return all(mine[part] == theirs[part] for part in told_twice)


def _quantity(told: Told) -> Quantity | None:
    return next((q for q in quantities(told.sentence) if q.first == told.mentions[0].first), None)


def _may_be_equal(one: Quantity | None, two: Quantity | None) -> bool:
    """more than 100 and 120, about 200 and 197, up to 500 and 300"""
    if one is None or two is None or one.kind != two.kind:
        return True
    low, high = sorted((one, two), key=lambda amount: amount.value)
    if low.value == high.value:
        return True
    if low.bound in (Bound.OVER, Bound.AT_LEAST, Bound.LOW) or high.bound in (
        Bound.UP_TO,
        Bound.UNDER,
        Bound.HIGH,
    ):
        return True
    rough = {low.bound, high.bound} & {Bound.ABOUT, Bound.NEARLY}
    return bool(rough) and high.value - low.value <= _ROUGHLY * high.value


def _same_matter(about: Asked, one: Told, two: Told) -> bool:
    """Whether both values are of the same thing: the words around them are, the names and the times too."""
    if _differ_in_names(about, one.sentence, two.sentence) or differ_in_time(one, two):
        return False
    if one.mentions[0].kind == "count" and differ_in_what(one, two):
        return False
    shared = [key for key in one.around if is_one_of(key, frozenset(two.around))]
    asked_for = [key for key in shared if is_one_of(key, about.keys)]
    enough = len(shared) >= _SHARED * min(len(one.around), len(two.around))
    return enough and (len(shared) > 1 or bool(asked_for))


def _differ_in_names(about: Asked, one: Sentence, two: Sentence) -> bool:
    """Whether each names something that the other does not: Leeds got £3m, Bradford £5m."""
    mine, theirs = names_in(one), names_in(two)
    only = [n for n in mine if not any(n.is_same(o) or _is_slip(n, o) for o in (*theirs, *about.names))]
    also = [n for n in theirs if not any(n.is_same(o) or _is_slip(n, o) for o in (*mine, *about.names))]
    return bool(only and also)


def _opposed(about: Asked, statements: Sequence[Statement]) -> tuple[Side, ...]:
    """For a yes or no: statements that affirm and deny the same, or tell as a fact and as a possibility."""
    told = [(statement, sentence) for statement in statements for sentence in read(statement.text)]
    for (one, first), (two, second) in combinations(told, 2):
        if one.sources & two.sources:
            continue
        if _denies(about, first, second) or _is_surer(about, first, second):
            return Side(first.text, one.citations), Side(second.text, two.citations)
    return ()


def _denies(about: Asked, one: Sentence, two: Sentence) -> bool:
    """Whether one denies just what the other affirms, of a word of the question."""
    aligned = align(one, (two,))
    shared = [place for place in one.content if aligned.fit(place) >= _ALIKE]
    if len(shared) < _SHARED * min(len(one.content), len(two.content)) or _differ_in_names(about, one, two):
        return False
    turned = {one.tokens[place].key for place in denied(one)} | {
        two.tokens[place].key for place in denied(two)
    }
    return any(is_one_of(key, about.keys) for key in turned) and any(contradicted(aligned))


def _is_surer(about: Asked, one: Sentence, two: Sentence) -> bool:
    """Whether one tells as coming or real what the other calls possible: will invest, explore investing."""
    found = [
        {
            levels(sentence).get(place, Level.REAL)
            for place in sentence.content
            if is_one_of(sentence.tokens[place].key, about.verbs)
        }
        for sentence in (one, two)
    ]
    if not all(found) or not (_has_names(about, one) and _has_names(about, two)):
        return False
    low, high = sorted(max(levels_) for levels_ in found)
    return low is Level.POSSIBLE and high is Level.COMING
