"""Loaders: what each kind of file becomes, and what each bad file says."""

import codecs
import re

import pytest

from retrieval.loaders import LOADERS, load
from retrieval.loaders.loaded import LoadError

TEXT = "The minister’s café — “quoted” — costs £500m.\r\nLlŷn a’r cyffiniau.\n"
WINDOWS = "The minister’s café — “quoted” — costs £500m today, and more tomorrow.\r\n"


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "b.md"])
def test_a_text_file_is_kept_to_the_last_character(name: str) -> None:
    assert load(name, TEXT.encode()).text == TEXT


def test_a_byte_order_mark_is_kept_as_a_character() -> None:
    assert load("a.txt", codecs.BOM_UTF8 + b"Hello there.").text == "\ufeffHello there."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_told_with_and_without_their_mark(encoding: str) -> None:
    assert load("a.txt", TEXT.encode(encoding)).text == TEXT


def test_windows_text_is_told() -> None:
    assert load("a.txt", WINDOWS.encode("cp1252")).text == WINDOWS


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (TEXT.encode() + b"\xff", f"byte {len(TEXT.encode()) + 1}:"),
        (TEXT[: TEXT.index("—") + 1].encode()[:-1], "byte 24:"),
        (b"\xa35 and " + TEXT.encode() + b" \xa36", "byte 1, and in 1 places after it:"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_stray_byte_is_named_and_the_rest_is_not_read_as_something_else(
    name: str, data: bytes, place: str
) -> None:
    with pytest.raises(LoadError, match=re.escape(place)):
        load(name, data)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "gb18030",
            "英国政府与谷歌云签署了一份谅解备忘录,旨在提升公共服务的数字化水平。该备忘录不具有法律约束力。",
        ),
        ("euc_jp", "英国政府は覚書を締結し、公共サービスのデジタル化を進めると発表した。法的拘束力はない。"),
        ("cp1251", "Правительство подписало меморандум, министр сказал, что он не имеет силы."),
        ("cp1253", "Η κυβέρνηση υπέγραψε μνημόνιο με την εταιρεία και δεν είναι δεσμευτικό."),
    ],
)
def test_text_of_other_alphabets_is_told_though_some_bytes_look_like_utf_8(encoding: str, text: str) -> None:
    assert load("a.txt", text.encode(encoding)).text == text


def test_polish_windows_text_is_told() -> None:
    text = "Zażółć gęślą jaźń. Ministerstwo opublikowało plan poprawy dostępu do usług publicznych."

    assert load("a.txt", text.encode("cp1250")).text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no text"),
        (b" \r\n\t \n", "holds no text"),
        ("\ufeff\u200b \u00a0".encode(), "holds no text"),
        (b"a text with one \x00 in it", "NUL"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, "not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "not text"),
        (b"\x01\x02\x03\x04 control \x05\x06\x07", "control characters"),
        (b"\xff\xfe\x00\xd8a\x00b\x00", "encoding cannot be told"),
    ],
)
def test_a_file_that_is_no_text_says_so_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(LoadError, match=said) as error:
        load("a.txt", data)

    assert "\n" not in str(error.value)


def test_an_unknown_kind_of_file_is_named_with_the_known_ones() -> None:
    with pytest.raises(LoadError) as error:
        load("budget.xlsx", b"PK")

    assert str(error.value) == "No loader for 'budget.xlsx'. Known: .htm, .html, .md, .txt."


def test_front_matter_gives_title_author_and_date() -> None:
    text = "---\ntitle: 'A plan'\nauthor: Ann Lee\ndate: 2025-07-22T09:00:00Z\n---\n\n# Other\n\nText.\n"

    loaded = load("a.md", text.encode())

    assert (loaded.title, loaded.author, loaded.date) == ("A plan", "Ann Lee", "2025-07-22")
    assert loaded.text == text


PAGE = """<!doctype html><html lang="en"><head><title>A plan for services - Example</title>
<meta property="og:title" content="A plan for services"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2025-07-22T09:00:00Z">
<script>var tracked = true;</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>A plan for services</h1>
<p>The department has published its plan for the coming year, and asks everyone to read it with care.</p>
<h2>What it costs</h2>
<p>The plan costs £500m over two years, the department said, and more may be asked for later &amp; spent.</p>
<ul><li>Schools receive £200m.</li><li>Hospitals receive £300m.</li></ul></article>
<footer>© 2025 Example</footer></body></html>"""


def test_a_page_becomes_its_readable_text() -> None:
    loaded = load("a.html", PAGE.encode())

    assert (
        "costs £500m over two years, the department said, and more may be asked for later & spent."
        in loaded.text
    )
    assert "Hospitals receive £300m." in loaded.text
    assert "tracked" not in loaded.text
    assert (loaded.title, loaded.author, loaded.date) == ("A plan for services", "Ann Lee", "2025-07-22")


def test_a_page_that_states_no_date_or_author_has_none() -> None:
    page = (
        "<html><body><p>In July 2024 the minister, Ann Lee, announced a plan on 5 May 2023.</p></body></html>"
    )

    loaded = load("a.htm", page.encode())

    assert "announced a plan" in loaded.text
    assert loaded.author is None
    assert loaded.date is None


def test_a_page_is_read_as_it_is_seen() -> None:
    told = (
        "<p>The maximum award is £400<sup>2</sup> a year for each household, paid monthly."
        "<sup><a href='#n3'>3</a></sup></p>"
        "<p>The plant burns 3×10<sup>6</sup> tonnes a year, on the 1<sup>st</sup> of May it opened.</p>"
        "<p>The fee is <del>£900</del> <ins>£1,100</ins> for a company of any size, whoever asks for it.</p>"
        "<p hidden>Fees are abolished for everyone from now on, and nobody has to pay anything.</p>"
        "<p style='display: none'>Grants are doubled for everyone from now on, whoever asks for them.</p>"
    )

    text = load("a.html", f"<html><body><article>{told}</article></body></html>".encode()).text

    assert "£400² a year" in text
    assert "monthly." in text
    assert "monthly.3" not in text
    assert "3×10⁶ tonnes" in text
    assert "1st of May" in text
    assert "£1,100" in text
    assert "£900" not in text
    assert "abolished" not in text
    assert "doubled" not in text


def test_a_term_of_a_page_stays_with_what_it_is() -> None:
    terms = (
        "<h2>Key dates</h2><dl><dt>Consultation opens</dt><dd>3 March <b>2026</b></dd>"
        "<div><dt>Offices:</dt><dd>Leeds</dd><dd>York</dd></div></dl>"
    )

    text = load(
        "a.html", f"<html><body><article><p>{'It is told. ' * 9}</p>{terms}</article></body></html>".encode()
    ).text

    assert "Consultation opens: 3 March 2026" in text
    assert "Offices: Leeds; York" in text


def test_a_page_in_a_declared_encoding_is_read_in_it() -> None:
    page = (
        '<html><head><meta charset="windows-1252"></head><body><p>It costs £5 — “no more”.</p></body></html>'
    )

    assert "It costs £5 — “no more”." in load("a.html", page.encode("cp1252")).text


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"<html><body><script>x</script></body></html>", b"\x00\x01"]
)
def test_a_page_without_text_says_so(data: bytes) -> None:
    with pytest.raises(LoadError):
        load("a.html", data)


def test_a_fragment_is_a_page_too() -> None:
    page = "<p>The crematorium has two chapels for £5.</p>"

    assert "two chapels for £5." in load("a.htm", page.encode()).text


@pytest.mark.parametrize(
    "page", ["{}", "<html><body>{}</body></html>", "<html><body><main>{}</main></body></html>"]
)
def test_a_page_keeps_its_headings_however_it_is_wrapped(page: str) -> None:
    told = "<p>How to travel.</p><h2>Not allowed</h2><ul><li>on deck</li></ul><h3>Fees</h3><p>£4.</p>"

    lines = load("a.html", page.replace("{}", told * 3).encode()).text.splitlines()

    assert lines.count("Not allowed") == lines.count("Fees") == 3


def test_characters_that_no_database_takes_do_not_leave_a_page() -> None:
    paragraph = "A long enough paragraph with &#xD800; half a character and &#0; nought."
    page = f"<html><body><p>{paragraph}</p></body></html>"

    text = load("a.html", page.encode()).text

    assert "half a character" in text
    text.encode("utf-8")
    assert "\0" not in text


def test_every_loader_has_a_lower_case_suffix() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in LOADERS)
