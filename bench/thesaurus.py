"""Makes bot/grounding/thesaurus.txt from WordNet 3.0 and a list of common words (once, by hand).

Run: python -m bench.thesaurus /usr/share/wordnet /usr/share/dict/american-english-small
(Debian's wordnet-base and wamerican-small).
"""

import sys
from collections import defaultdict
from pathlib import Path

from retrieval.words import stem

PARTS = ("noun", "verb", "adj", "adv")
POINTERS = {"+": "same", "!": "opposite", "@": "wider"}
LETTER = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
USUAL_SENSES = 3
"""A word's rarer senses make synonyms that mislead (firm, house)."""
TARGET = Path(__file__).parent.parent / "bot" / "grounding" / "thesaurus.txt"


class WordNet:
    """The parts of WordNet's files that are needed here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words: dict[tuple[str, str], list[str]] = {}
        self.pointers: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
        self.rank: dict[tuple[str, str, str], int] = {}
        for part in PARTS:
            self._read_data(part)
            self._read_index(part)

    def _lines(self, name: str) -> list[str]:
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not line.startswith("  ")]

    def _read_data(self, part: str) -> None:
        for line in self._lines(f"data.{part}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = [fields[4 + 2 * number].split("(")[0] for number in range(count)]
            self.words[part, fields[0]] = words
            at = 5 + 2 * count
            pointers = [fields[at + 4 * n : at + 4 * n + 4] for n in range(int(fields[at - 1]))]
            self.pointers[part, fields[0]] = [(p[0], p[1], LETTER[p[2]], p[3]) for p in pointers]

    def _read_index(self, part: str) -> None:
        for line in self._lines(f"index.{part}"):
            fields = line.split()
            senses = int(fields[2])
            for rank, offset in enumerate(fields[-senses:], 1):
                self.rank[part, fields[0], offset] = rank


def relations(net: WordNet, common: set[str]) -> dict[str, dict[str, set[str]]]:  # noqa: C901 - one table, read once
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def usual(part: str, offset: str, word: str, senses: int = USUAL_SENSES) -> bool:
        return word in common and net.rank.get((part, word, offset), 9) <= senses

    def relate(kind: str, word: str, other: str) -> None:
        if stem(word) != stem(other):
            found[stem(word)][kind].add(stem(other))

    def pointing(one: str, two: str) -> bool:
        """Whether two stems differ enough for opposites: employer and employee become employ and employe."""
        return not (stem(one).startswith(stem(two)) or stem(two).startswith(stem(one)))

    for (part, offset), words in net.words.items():
        here = [word for word in words if usual(part, offset, word)]
        for word in here:
            for other in here:
                relate("same", word, other)
        for symbol, target, target_part, places in net.pointers[part, offset]:
            kind = POINTERS.get(symbol)
            there = net.words[target_part, target]
            if kind is None:
                continue
            first, second = bytes.fromhex(places)
            pairs = (
                [(words[first - 1], there[second - 1])]
                if first
                else [(one, two) for one in words for two in there]
            )
            senses = 1 if kind == "wider" else USUAL_SENSES
            for one, two in pairs:
                if kind == "opposite" and not pointing(one, two):
                    continue
                if usual(part, offset, one, senses) and usual(target_part, target, two, senses):
                    relate(kind, one, two)
    return found


def verbs(net: WordNet, common: set[str]) -> list[str]:
    """Words that are verbs at least one time in four, by WordNet's counts of tagged text."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in (net.folder / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        sense, _, count = line.split()
        word, kind = sense.split("%")[0], sense.split("%")[1][0]
        counts[word][kind == "2"] += int(count)
    known = {word for part, word, _ in net.rank if part == "verb"}
    other = {word for part, word, _ in net.rank if part != "verb"}
    return sorted(
        word
        for word in common & known
        if (counts[word][1] >= 0.25 * sum(counts[word]) if sum(counts[word]) else word not in other)
    )


def irregular(net: WordNet, common: set[str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    lemmas = {word for _, word, _ in net.rank}
    for part in ("verb", "noun", "adj"):
        for line in (net.folder / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            form, base = line.split()[:2]
            if part == "adj" and form in lemmas:
                continue  # "offer" is hardly ever more off
            if form in common and base in common and stem(form) != stem(base) and form.isalpha():
                forms.setdefault(form, base)
    return forms


def main(folder: str, list_path: str) -> None:
    common = {
        word
        for word in Path(list_path).read_text(encoding="utf-8").split()
        if word.isalpha() and word.islower()
    }
    net = WordNet(Path(folder))
    found = relations(net, common)
    lines = [
        "\t".join(
            [word, *(" ".join(sorted(found[word][kind])) for kind in ("same", "opposite", "wider"))]
        ).rstrip()
        for word in sorted({stem(word) for word in common})
    ]
    forms = [f"={form}\t{base}" for form, base in sorted(irregular(net, common).items())]
    acts = [f"!{word}" for word in verbs(net, common)]
    TARGET.write_text("\n".join([*forms, *acts, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} stems, {len(forms)} irregular forms, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
