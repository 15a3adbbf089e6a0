"""Lists of English words that the rules of the claim check go by."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Generic, TypeVar

T = TypeVar("T")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Comma-separated phrases as tuples of words, longest first."""
    split = (tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())
    return tuple(sorted(split, key=len, reverse=True))


class Table(Generic[T]):
    """Phrases and what each stands for, found by their first word (or their last)."""

    def __init__(self, meanings: Iterable[tuple[T, str]], *, by_last: bool = False) -> None:
        self._end = -1 if by_last else 0
        self._known: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        pairs = [(phrase, meaning) for meaning, text in meanings for phrase in phrases(text)]
        for phrase, meaning in sorted(pairs, key=lambda pair: -len(pair[0])):
            self._known.setdefault(phrase[self._end], []).append((phrase, meaning))

    def at(self, lowered: Sequence[str], place: int) -> tuple[int, T] | None:
        """The longest phrase that begins (or ends) at a place: its length and its meaning."""
        if not 0 <= place < len(lowered):
            return None
        for phrase, meaning in self._known.get(lowered[place], ()):
            start = place - len(phrase) + 1 if self._end else place
            if start >= 0 and tuple(lowered[start : start + len(phrase)]) == phrase:
                return len(phrase), meaning
        return None


def groups(text: str) -> tuple[tuple[str, ...], ...]:
    """One group of words a line."""
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())


def _listed(name: str) -> str:
    return files("bot.grounding").joinpath(name).read_text(encoding="utf-8")


FUNCTION = words("""
a an the this that these those it its itself he she they them their theirs him his her hers i we us our ours
you your
who whom whose which what when where why how there here and or nor but so yet if then than as at by for from
in into
of off on onto out over to toward towards up upon with within without about above across after again against
along
among around because before behind below beneath beside besides between beyond during except inside like near
since through throughout till under until via while whereas although though also too very just only even still
already am is are was were be been being have has had having do does did doing will would shall should can
could
may might must ought not no never none neither cannot t s d ll re ve m not's any some all both each every
either such
same own other another more most less least much many few several said says say saying one ones per amid
amongst
whether however therefore thus hence moreover furthermore meanwhile now get gets got let us etc mr mrs ms miss
regarding concerning including down nobody nothing everyone everybody everything anyone someone something well quite rather
""")

MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")

ROLES = words("""
president minister secretary chancellor chairman chairwoman chair chief executive officer ceo cto cfo coo
founder
co-founder cofounder director manager head leader mayor governor senator councillor mp lord lady sir dame dr
doctor
professor prof mr mrs ms miss captain general colonel judge justice king queen prince princess duke emperor
pope
bishop archbishop commissioner spokesman spokeswoman spokesperson editor analyst economist author dean deputy
ambassador state co
""")

POINTING = ROLES | words(
    """people person applicants applicant claimants claimant users individuals company firm group organisation organization body agency department man woman one former latter
    party team club
    charity regulator council court judge watchdog operator country city town region ministry lab tool
    system document
    agreement report author singer player actor airline carrier bank retailer supermarket broadcaster newspaper giant
    maker chain publisher utility startup"""
)
"""What may stand for someone or something with a name: "the company"."""

SYNONYMS = groups(_listed("synonyms.txt"))
"""Words that may stand for one another in a faithful retelling; a word may stand in several groups."""

PEOPLES = {
    "british": "uk", "britain": "uk", "welsh": "wales", "scottish": "scotland", "scots": "scotland",
    "english": "england", "irish": "ireland", "american": "usa", "americans": "usa", "america": "usa",
    "european": "europe", "french": "france", "german": "germany", "spanish": "spain", "italian": "italy",
    "dutch": "netherlands", "chinese": "china", "japanese": "japan", "russian": "russia", "indian": "india",
    "canadian": "canada", "australian": "australia", "ukrainian": "ukraine", "swedish": "sweden",
    "norwegian": "norway", "danish": "denmark", "greek": "greece", "turkish": "turkey", "brazilian": "brazil",
    "kenyan": "kenya", "nigerian": "nigeria", "ghanaian": "ghana", "ethiopian": "ethiopia", "egyptian": "egypt",
    "moroccan": "morocco", "ugandan": "uganda", "sudanese": "sudan", "iranian": "iran", "iraqi": "iraq",
    "syrian": "syria", "afghan": "afghanistan", "pakistani": "pakistan", "bangladeshi": "bangladesh",
    "vietnamese": "vietnam", "thai": "thailand", "indonesian": "indonesia", "malaysian": "malaysia",
    "polish": "poland", "hungarian": "hungary", "romanian": "romania", "bulgarian": "bulgaria", "finnish": "finland",
    "icelandic": "iceland", "belgian": "belgium", "swiss": "switzerland", "austrian": "austria", "czech": "czechia",
    "portuguese": "portugal", "argentine": "argentina", "chilean": "chile", "colombian": "colombia",
    "cuban": "cuba", "jamaican": "jamaica", "palestinian": "palestine", "lebanese": "lebanon", "saudi": "arabia",
    "cypriot": "cyprus", "maltese": "malta", "albanian": "albania", "serbian": "serbia", "croatian": "croatia",
    "mexican": "mexico", "israeli": "israel", "korean": "korea", "african": "africa", "asian": "asia",
}  # fmt: skip
"""Countries by their adjectives."""

OPPOSITES = groups(_listed("opposites.txt"))
"""Pairs of which one turns a sentence round where the other stood."""
