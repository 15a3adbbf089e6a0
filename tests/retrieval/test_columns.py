"""Rows of tables are read with the names of their columns, wherever a passage begins."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.columns import cells, rows
from retrieval.late import reading
from retrieval.passages import split
from retrieval.sentences import sentences
from tests.retrieval.parts import document, passage

BARS = "| Permit | Cost |\n|---|---:|\n| First car | £35 |\n| Second car | £55 |\n"
_CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="|\\<>*_`\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    min_size=1,
).map(lambda cell: " ".join(cell.split()))


def test_a_row_is_read_with_the_names_of_its_columns() -> None:
    assert [row.reading for row in rows(BARS)] == [
        "Permit; Cost",
        "Permit: First car; Cost: £35",
        "Permit: Second car; Cost: £55",
    ]


def test_the_first_row_names_the_columns_where_it_has_no_figures_and_the_others_do() -> None:
    assert rows("Site      Staff   Cars\nQuarry    12      3\nBeck      9       1\n")[1].reading == (
        "Site: Quarry; Staff: 12; Cars: 3"
    )
    assert rows("Ann   12   3\nBen   9   1\n")[1].reading == "Ben; 9; 1"
    assert rows("| Ann | leads |\n| Ben | follows |\n")[1].reading == "Ben; follows"


def test_cells_are_plain() -> None:
    assert cells(r"| **Geography**<br/> (all) | £15,000 | a \| b |") == (
        "**Geography** (all)",
        "£15,000",
        "a | b",
    )
    assert cells("| **Maths** | `x` |") == ("Maths", "x")


def test_prose_has_no_rows() -> None:
    assert not rows("It opens.  It closes.  It stays.\nHome | News\n— a | b —\n")
    assert not rows("It costs £3.\nIt opens | closes.\n")


def test_a_table_that_fills_several_passages_keeps_its_names() -> None:
    text = "Permits\n\n| Street | Cost in pounds |\n|---|---|\n" + "".join(
        f"| Number {n} of the long row of streets | {n} pounds a year |\n" for n in range(60)
    )
    passages = split(document(text, "a.md", title="Permits"))

    assert len(passages) > 2
    for later in passages[1:]:
        assert later.columns == "| Street | Cost in pounds |"
        assert all(": Number" in line for line in reading(later).sentences)


def test_a_row_is_one_sentence_and_a_long_one_has_those_of_its_cells() -> None:
    row = "| Fees. Paid yearly. | £3. |"
    assert [row[a:b] for a, b in sentences(row)] == [row]
    long = f"| Bays | {'Doctors may park here. ' * 8}| {'Others are towed away. ' * 8}|"
    parts = [long[a:b] for a, b in sentences(long)]
    assert len(parts) == 17
    assert "|" not in "".join(parts)


def test_a_model_sees_what_a_row_is_about() -> None:
    assert reading(passage(BARS)).sentences[-1] == "Permit: Second car; Cost: £55"


@given(st.lists(st.lists(_CELL.filter(bool), min_size=3, max_size=3), min_size=2, max_size=6))
def test_every_cell_is_read_and_every_row_stands_where_it_says(table: list[list[str]]) -> None:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    text = "\n".join([lines[0], "|---|---|---|", *lines[1:]])

    found = rows(text)

    assert [text[row.start : row.end] for row in found] == [row.text for row in found]
    for row, told in zip(found[1:], table[1:], strict=False):
        assert all(cell in row.reading for cell in told)
