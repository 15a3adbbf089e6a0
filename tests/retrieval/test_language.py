"""Languages: told where there is enough text, inherited where there is not."""

import pytest

from retrieval.language import languages

ENGLISH = "The department has published a plan to improve the way in which people reach its services."
WELSH = "Mae Llywodraeth Cymru wedi cyhoeddi cynllun newydd ar gyfer gwasanaethau cyhoeddus digidol."
SPANISH = (
    "El gobierno ha publicado un plan para mejorar la forma en que las personas acceden a sus servicios."
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ENGLISH),
        ("cy", WELSH),
        ("es", SPANISH),
        ("fr", "Le ministère a publié un plan pour améliorer l’accès des citoyens aux services publics."),
        ("de", "Das Ministerium hat einen Plan veröffentlicht, um den Zugang zu verbessern."),
        ("nl", "Het ministerie heeft een plan gepubliceerd om de toegang tot diensten te verbeteren."),
        ("pl", "Ministerstwo opublikowało plan poprawy dostępu obywateli do usług publicznych."),
        ("ur", "حکومت نے عوامی خدمات کو بہتر بنانے کے لیے ایک نیا منصوبہ شائع کیا ہے۔"),
        ("pa", "ਸਰਕਾਰ ਨੇ ਜਨਤਕ ਸੇਵਾਵਾਂ ਨੂੰ ਬਿਹਤਰ ਬਣਾਉਣ ਲਈ ਇੱਕ ਨਵੀਂ ਯੋਜਨਾ ਪ੍ਰਕਾਸ਼ਿਤ ਕੀਤੀ ਹੈ।"),
        ("zh", "政府宣布了一項新的計劃，以改善全國的公共服務，並將在明年開始實施。請市民留意。"),
    ],
)
def test_a_paragraph_tells_its_language(language: str, text: str) -> None:
    assert languages([text]) == (language, [language])


def test_a_short_paragraph_takes_the_language_of_those_around_it() -> None:
    _, found = languages([ENGLISH, WELSH, "Cynllun", WELSH, ENGLISH, "Plan", ENGLISH])

    assert found == ["en", "cy", "cy", "cy", "en", "en", "en"]


def test_a_short_heading_between_two_languages_is_told_from_those_two() -> None:
    _, found = languages([ENGLISH, "Ein cynllun newydd", WELSH, "What the plan says", ENGLISH])

    assert found == ["en", "cy", "cy", "en", "en"]


def test_the_document_has_the_language_of_most_of_it() -> None:
    assert languages([SPANISH, ENGLISH, ENGLISH])[0] == "en"
    assert languages([SPANISH, ENGLISH, SPANISH])[0] == "es"


def test_figures_have_no_language() -> None:
    assert languages(["12 345", "67.8"]) == ("und", ["und", "und"])


def test_a_table_of_figures_in_an_english_text_is_english() -> None:
    assert (
        languages([ENGLISH, "12 345 | 67 890 | 11 223 | 44 556 | 77 889 | 90 123", ENGLISH])[1] == ["en"] * 3
    )


def test_nothing_has_no_language() -> None:
    assert languages([]) == ("und", [])
