"""The gloss of a foreign sentence holds the English words that a question would use."""

import re
from collections import Counter
from pathlib import Path

import pytest

from retrieval.glossary import GLOSSARIES, gloss, in_english

SEED = Path(__file__).parents[2] / "seeds" / "004_8a27b9e5a7df94d1.txt"
LANGUAGES = ("cy", "es", "fr")
FILES = sorted(GLOSSARIES.glob("*.tsv"))
WORDS = re.compile(r"[^\W\d_]+")


def entries(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(form, english) for forms, english in rows for form in forms.split("|")]


def spanish_paragraph() -> str:
    return next(line for line in SEED.read_text(encoding="utf-8").splitlines() if line.startswith("El Reino"))


@pytest.mark.parametrize(
    ("language", "sentence", "english"),
    [
        (
            "es",
            "El Consejo aprobará el martes un proyecto de ley para reducir las listas de espera.",
            "council approve tuesday bill reduce waiting lists",
        ),
        (
            "es",
            "La policía detuvo a tres sospechosos tras el robo de datos personales.",
            "police detain three suspect theft personal data",
        ),
        (
            "es",
            "Los agricultores exigieron ayudas para afrontar la sequía.",
            "farmer demand help face drought",
        ),
        (
            "fr",
            "Le gouvernement a signé un accord afin d'améliorer l'efficacité des services publics.",
            "government sign agreement improve effectiveness public services",
        ),
        (
            "fr",
            "Aujourd’hui, les syndicats appellent à la grève contre la réforme des retraites.",
            "today trade union call strike against reform retirement",
        ),
        (
            "fr",
            "La cour d'appel a condamné l'ancien maire à deux ans de prison.",
            "court appeal convict former mayor two year prison",
        ),
        (
            "cy",
            "Mae Llywodraeth Cymru wedi cyhoeddi cynllun newydd i wella gwasanaethau iechyd.",
            "welsh government announce plan new improve service health",
        ),
        (
            "cy",
            "Arestiwyd tri o bobl ar ôl i’r heddlu ymchwilio i dwyll yng Nghaerdydd.",
            "arrest three people after police investigate fraud cardiff",
        ),
        (
            "cy",
            "Caewyd yr ysgol oherwydd llifogydd.",
            "close school because floods",
        ),
    ],
)
def test_the_gloss_has_the_words_of_an_english_question(language: str, sentence: str, english: str) -> None:
    assert set(english.split()) <= set(WORDS.findall(gloss(sentence, language)))


def test_the_spanish_paragraph_of_the_seeds_is_glossed() -> None:
    known = {word for form, _ in entries(GLOSSARIES / "es.tsv") for word in WORDS.findall(form)}
    words = WORDS.findall(spanish_paragraph())
    assert sum(word.lower() in known for word in words) >= 0.9 * len(words)
    english = gloss(spanish_paragraph(), "es")
    for expected in ("united kingdom", "artificial intelligence", "with OpenAI, a company", "accessibility"):
        assert expected in english


def test_numbers_names_and_punctuation_stay() -> None:
    assert gloss("El ministro, Íñigo Pérez, pagó 12.500 euros (un 3,5 %).", "es") == (
        "the minister, Íñigo Pérez, pay 12.500 euro (a 3,5 %)."
    )


@pytest.mark.parametrize("language", ["en", "de", "und"])
def test_a_language_without_a_glossary_comes_back_unchanged(language: str) -> None:
    assert gloss("L’été  d'accord, 3 – Ja.", language) == "L’été  d'accord, 3 – Ja."


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_an_empty_text_glosses_to_nothing(language: str) -> None:
    assert gloss("", language) == ""


@pytest.mark.parametrize(
    ("language", "word", "english"),
    [
        ("es", "considerablemente", "considerably"),
        ("es", "constitucionalidad", "constitutionality"),
        ("es", "proteccionismo", "protectionism"),
        ("fr", "constitutionnalité", "constitutionality"),
        ("fr", "protectionnisme", "protectionism"),
        ("cy", "ffotograffiaeth", "photography"),
        ("cy", "cigfrain", "cigfrain"),
    ],
)
def test_a_word_that_is_not_there_becomes_its_likely_cognate(language: str, word: str, english: str) -> None:
    assert word not in dict(entries(GLOSSARIES / f"{language}.tsv"))
    assert gloss(word, language) == english


def test_every_language_has_its_words_and_its_cognates() -> None:
    assert [path.name for path in FILES] == [f"{x}{y}.tsv" for x in LANGUAGES for y in (".cognates", "")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_is_well_formed(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[^\t|]+(\|[^\t|]+)*\t(-|-?[a-z][a-z' -]*)", line), line
        forms, english = line.split("\t")
        assert forms == forms.lower() == forms.strip()
        assert english == english.strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_form_stands_twice(path: Path) -> None:
    counts = Counter(form for form, _ in entries(path))
    assert [form for form, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("¿Qué objetivo tiene la colaboración?", "objective"),
        ("Pwy lofnododd y cytundeb gyda OpenAI?", "sign the agreement"),
        ("Qui a signé l'accord avec OpenAI ?", "sign the agreement"),
    ],
)
def test_a_question_in_another_language_is_read_in_english(question: str, english: str) -> None:
    assert english in in_english(question)


@pytest.mark.parametrize("question", ["AI growth zones plan", "Which model powers Humphrey?", "plan?", ""])
def test_an_english_question_stays_as_it_is(question: str) -> None:
    assert in_english(question) == question
