"""A summary of messages: what was decided, asked and promised, each line a quote with its message."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefings.actions import tasks
from bot.briefings.questions import open_questions
from bot.briefings.reading import lines
from bot.briefings.summary import Noted, Summariser, Summary, of_messages
from bot.chat.place import Message
from retrieval.corpus import Document
from tests.briefings.talk import SPENDING, WEDNESDAY, talk
from tests.engine.parts import REPLIES, judge, model
from tests.fakes.model_server import Asked, Reply, claims, error, model_server, verdict

EVENING = WEDNESDAY + timedelta(hours=9)


class Shelf:
    """A library of one document."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def document(self, collection: str, path: str) -> Document | None:
        if path != "minutes.txt":
            return None
        return Document("d", collection, path, "Minutes of the board", self.text, "", "en")


def plain(text: str = "") -> Summariser:
    return Summariser(Shelf(text), REPLIES)


def summary(messages: list[Message]) -> Summary:
    return plain().of_messages(messages, title="Today", today=EVENING)


def texts(noted: tuple[Noted, ...]) -> list[str]:
    return [line.text for line in noted]


def decisions(*said: str) -> list[str]:
    return texts(of_messages(talk(*(("Ann", text) for text in said)), title="").decisions)


def the_task(text: str, author: str = "Ann Lee") -> tuple[str, str] | None:
    (line,) = lines(talk((author, text)))
    found = [task for _, task in tasks(line, {"Ann Lee", "Priya Shah", "Tom Briggs", "sam"})]
    return (found[0].owner, found[0].due.written if found[0].due else "") if found else None


def still_open(*said: tuple[str, str]) -> list[str]:
    messages = talk(*said)
    return [line.text for line in open_questions(lines(messages), messages)]


# As a whole


def test_a_conversation_is_sorted_into_its_sections() -> None:
    made = summary(SPENDING)

    assert texts(made.decisions) == [
        "We agreed with Sarah that the annex will be published without the regional breakdown."
    ]
    assert texts(made.questions) == ["Who is clearing this at SCS level?"]
    assert [(line.text, line.owner, line.due) for line in made.actions] == [
        (
            "I'll correct the DWP line today and recirculate.",
            "Priya Shah",
            "today (Wednesday 4 March 2026)",
        ),
        (
            "@Tom Briggs can you draft the covering note by Friday?",
            "Tom Briggs",
            "by Friday (Friday 6 March 2026)",
        ),
        (
            "Priya to send the final table to finance by 9 March.",
            "Priya",
            "by 9 March (Monday 9 March 2026)",
        ),
    ]
    assert texts(made.main)[0].startswith("Morning all, the Treasury came back")
    assert made.notice == REPLIES.summary.selected


def test_every_line_has_its_author_time_and_link() -> None:
    (decision,) = summary(SPENDING).decisions

    assert (decision.author, decision.link) == ("Ann Lee", "https://chat.example/5")
    assert decision.at == WEDNESDAY + timedelta(minutes=25)


def test_bots_and_comings_and_goings_are_left_out() -> None:
    said = " ".join(line.quote for line in summary(SPENDING).lines)

    assert "decided everything" not in said
    assert "joined" not in said


def test_orders_in_a_message_are_not_followed() -> None:
    made = summary(SPENDING)

    assert "2030" not in " ".join(texts(made.lines))


@pytest.mark.parametrize("messages", [[], talk(("Bot", "We agreed it.")), talk(("Ann", "  "))])
def test_where_nobody_said_anything_it_says_so(messages: list[Message]) -> None:
    assert summary(messages) == Summary("Today", notice=REPLIES.summary.no_messages)


def test_where_nothing_was_said_it_says_so() -> None:
    made = summary(talk(("Ann", "Hi"), ("Bob", "hello :wave:"), ("Ann", "lol ok")))

    assert made == Summary("Today", notice=REPLIES.summary.nothing_messages)


def test_a_marked_message_is_said_to_be_marked() -> None:
    made = summary(talk(("Ann", "OFFICIAL-SENSITIVE: we agreed that the bid will be refused.")))

    assert made.notice.startswith("Something here is marked OFFICIAL-SENSITIVE.")


def test_a_date_that_has_passed_is_said_to_be() -> None:
    messages = talk(("Ann", "I'll send the figures by Friday."))

    made = plain().of_messages(messages, title="", today=datetime(2026, 3, 10, tzinfo=UTC))

    assert made.actions[0].due == "by Friday (Friday 6 March 2026, now past)"


# Decisions


@pytest.mark.parametrize(
    "text",
    [
        "We agreed to publish on Monday.",
        "We've agreed not to publish the annex.",
        "We have decided against option B.",
        "The board approved the budget.",
        "It was decided that Sarah presents.",
        "Decision: option B.",
        "Agreed: no annex.",
        "We will go with option B.",
        "We'll go with option B then.",
        "ok, let's go with option B",
        "The business case has been signed off.",
        "The minister has agreed to the visit.",
    ],
)
def test_what_is_decided_is_a_decision(text: str) -> None:
    assert decisions(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Have we agreed on option B?",
        "We haven't agreed on option B.",
        "We have not yet decided on option B.",
        "If we agreed to that, it would cost more.",
        "Let's go with option B.",
        "We could go with option B.",
        "We need to agree a date.",
        "The decision is due on Friday.",
        "I don't think the board approved it.",
        "It should have been approved by now.",
        "I hope the minister agreed to it.",
        "I thought we agreed to it.",
        "She agreed.",
        "Agreed!",
    ],
)
def test_what_may_be_decided_is_no_decision(text: str) -> None:
    assert decisions(text) == []


# Questions


@pytest.mark.parametrize(
    "said",
    [
        [("Ann", "When is the board?"), ("Tom", "Tuesday at 2")],
        [("Ann", "Do they want headcount too?"), ("Tom", "Yes, both")],
        [("Ann", "How many people were affected?"), ("Tom", "about 4,000")],
        [("Ann", "Who clears this paper?"), ("Tom", "Sarah does")],
        [("Ann", "What did the Treasury say about the regional breakdown?"),
         ("Tom", "One moment"),
         ("Tom", "The Treasury said the regional breakdown can go.")],
        [("Ann", "Where is the template?"), ("Ann", "never mind, found it")],
        [("Ann", "@Briefing when was it signed?"), ("Bot", "It was signed in July 2025.")],
        [("Ann", "How are you all doing?")],
        [("Ann", "Any thoughts?")],
        [("Ann", "Really?")],
    ],
)  # fmt: skip
def test_a_question_that_was_answered_is_not_open(said: list[tuple[str, str]]) -> None:
    assert still_open(*said) == []


@pytest.mark.parametrize(
    "said",
    [
        [("Ann", "When is the board?")],
        [("Ann", "When is the board?"), ("Tom", "Good question")],
        [("Ann", "When is the board?"), ("Tom", "I'll check")],
        [("Ann", "When is the board?"), ("Tom", "Thanks for the paper")],
        [("Ann", "When is the board?"), ("Ann", "It would help to know by Friday")],
        [("Ann", "When is the board?"), ("Tom", "Yes I'd like to know that too?")],
        [("Ann", "Who clears this paper?"), ("Tom", "no idea, sorry")],
    ],
)
def test_a_question_that_nobody_answered_is_open(said: list[tuple[str, str]]) -> None:
    assert still_open(*said)[0] == said[0][1]


def test_a_question_asked_twice_is_open_once() -> None:
    assert still_open(("Ann", "When is the board?"), ("Tom", "When is the board?")) == ["When is the board?"]


# Actions


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("Priya to send the figures by Friday", "Priya", "by Friday"),
        ("Priya Shah to send the figures", "Priya Shah", ""),
        ("Action: Priya to circulate the note", "Priya", ""),
        ("AP3: Grace to book a room", "Grace", ""),
        ("Action (Priya): book a room", "Priya", ""),
        ("Action - book a room for Monday", "", "for Monday"),
        ("Priya and Tom to draft the reply by 12 March.", "Priya and Tom", "by 12 March"),
        ("I'll send it tomorrow.", "Ann Lee", "tomorrow"),
        ("I’ll chase finance.", "Ann Lee", ""),
        ("I'm going to review the draft tonight", "Ann Lee", "tonight"),
        ("I'll let you know by 3pm on Thursday", "Ann Lee", "by 3pm on Thursday"),
        ("Will send it over this afternoon", "Ann Lee", "this afternoon"),
        ("@Priya Shah can you check the annex?", "Priya Shah", ""),
        ("@sam please update the tracker by COP today", "sam", "by COP today"),
        ("Tom, could you please send me the slides?", "Tom", ""),
        ("Can you review this, @Tom Briggs?", "Tom Briggs", ""),
        ("Hi Tom, can you confirm the date?", "Tom", ""),
        ("Priya will present the paper", "Priya", ""),
        ("Thanks all. Priya has agreed to lead on this", "Priya", ""),
        ("Olu to send the figures by Friday", "Olu", "by Friday"),
        ("We need to submit the return by 31 March", "", "by 31 March"),
        ("tom to send the deck by Friday", "tom", "by Friday"),
        ("Tom's going to draft it", "Tom", ""),
        ("Priya is on leave, so Tom will cover the meeting", "Tom", ""),
        ("Thanks Tom, will review today", "Ann Lee", "today"),
        ("I can do that by Thursday", "Ann Lee", "by Thursday"),
        ("Could you all send comments by noon tomorrow please", "", "by noon tomorrow"),
        ("@channel please complete the survey by 12/03", "", "by 12/03"),
        ("Can someone book the room by Thursday?", "", "by Thursday"),
        ("Need to get this to private office by 4pm", "", "by 4pm"),
    ],
)
def test_a_task_has_the_owner_and_the_date_that_stand_there(text: str, owner: str, due: str) -> None:
    messages = talk(("Ann Lee", text))
    people = {"Ann Lee", "Priya Shah", "Tom Briggs", "sam"}

    found = [task for line in lines(messages) for _, task in tasks(line, people)]

    assert [(each.owner, each.due.written if each.due else "") for each in found] == [(owner, due)]


@pytest.mark.parametrize(
    "text",
    [
        "I'll be late today",
        "I'll never know",
        "I'll have the soup",
        "Will do",
        "Happy to help",
        "Time to go home",
        "UK to sign deal with OpenAI",
        "Thanks to send-all we got it",
        "According to check figures it works",
        "Nothing to report",
        "Will you be there on Friday?",
        "Should I send it by Friday?",
        "Friday to Monday",
        "We need to talk",
        "I can do that",
        "Can someone book the room?",
        "Let me know what you think",
        "The plan is to publish in May",
    ],
)
def test_what_gives_nobody_anything_to_do_is_no_task(text: str) -> None:
    assert the_task(text) is None


def test_of_several_tasks_in_a_line_each_has_its_own_words_owner_and_date() -> None:
    said = ("Ann Lee", "Next steps: Priya to draft, Tom to review, Ann to clear by 18 March.")
    messages = talk(said, ("Priya Shah", "ok"), ("Tom Briggs", "ok"))

    made = of_messages(messages, title="", today=EVENING)

    assert [(line.quote, line.owner, line.due.partition(" (")[0]) for line in made.actions] == [
        ("Priya to draft", "Priya", ""),
        ("Tom to review", "Tom", ""),
        ("Ann to clear by 18 March.", "Ann", "by 18 March"),
    ]


def test_a_day_that_may_be_for_somebody_else_is_left_to_the_quote() -> None:
    assert the_task("Tom to review and Ann to clear by 18 March") == ("Tom", "")
    assert the_task("Tom to meet Priya and Ann to agree it by 18 March") == ("Tom", "")


# Properties

_NAMES = st.sampled_from(["Ann Lee", "Priya Shah", "Tom Briggs", "Siân O’Neil", "bot_fan"])
_SAID = st.sampled_from(
    [message.text for message in SPENDING]
    + [
        "Priya   to send\tthe figures by Friday. We agreed that it goes out.",
        "• I'll do it\n• @Tom Briggs can you send it?\n• Who knows why it was late?",
        "1. Decision: go ahead.\r\n2. Olu and Priya to draft it by 14/03",
        "مرحبا، متى؟ We decided to go. 😀",
    ]
)
_MESSAGES = st.lists(
    st.builds(
        lambda number, author, text, from_bot: Message(
            str(number), WEDNESDAY + timedelta(minutes=number), author, text, f"l{number}", from_bot
        ),
        st.integers(0, 5000),
        _NAMES,
        _SAID | st.text(max_size=120) | st.tuples(_SAID, _SAID).map(" ".join),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda message: message.id,
)


@settings(deadline=None)
@given(_MESSAGES)
def test_every_quote_stands_in_its_message_and_every_owner_is_named_there(messages: list[Message]) -> None:
    by_link = {message.link: message for message in messages}

    for line in of_messages(messages, title="", today=EVENING).lines:
        message = by_link[line.link]
        assert line.quote in message.text
        assert line.text == " ".join(line.quote.split())
        assert (line.author, line.at) == (message.author, message.at)
        assert not message.from_bot
        assert line.owner == message.author or line.owner in line.text
        assert line.due.partition(" (")[0] in line.text


@settings(deadline=None)
@given(_MESSAGES)
def test_no_line_stands_twice_in_one_section(messages: list[Message]) -> None:
    made = of_messages(messages, title="", today=EVENING)

    for section in (made.main, made.decisions, made.questions, made.actions):
        places = [(line.link, line.quote) for line in section]
        assert len(places) <= 20
        assert all(line.quote for line in section)
    assert not {(line.link, line.quote) for line in made.decisions} & {
        (line.link, line.quote) for line in made.actions
    }


@pytest.mark.parametrize("piece", ["a", "@", "A ", "by ", "we ", "? ", "Action: ", "A-", "Ann and ", "I'll "])
@pytest.mark.timeout(20)
def test_a_long_message_is_read_in_time(piece: str) -> None:
    text = piece * 8_000
    of_messages(talk(("Ann", text), ("Bob", text)), title="", today=EVENING)


# A model


def test_a_model_writes_the_main_points_and_nothing_else() -> None:
    said = claims(
        ("The Treasury wants the savings by department.", "S1", "they want the savings by department."),
        (
            "The January return had errors in the DWP line.",
            "S4",
            "The January return had errors in the DWP line",
        ),
    )
    with model_server(said) as server:
        made = Summariser(Shelf(), REPLIES, model(server)).of_messages(SPENDING, title="", today=EVENING)

    assert texts(made.main) == [
        "The Treasury wants the savings by department.",
        "The January return had errors in the DWP line.",
    ]
    assert (made.main[1].author, made.main[1].link) == ("Tom Briggs", "https://chat.example/3")
    assert made.actions == summary(SPENDING).actions
    assert made.decisions == summary(SPENDING).decisions
    assert made.notice == REPLIES.summary.generated


def test_what_a_model_adds_is_cut() -> None:
    said = claims(
        ("The Treasury wants the savings by department.", "S1", "they want the savings by department."),
        ("The January return had 17 errors.", "S4", "The January return had errors in the DWP line"),
        ("The deadline is 2030.", "S4", "the deadline is 2030"),
    )
    with model_server(said) as server:
        made = Summariser(Shelf(), REPLIES, model(server)).of_messages(SPENDING, title="", today=EVENING)

    assert texts(made.main) == ["The Treasury wants the savings by department."]
    assert REPLIES.summary.some_left_out in made.notice


def test_what_a_judge_does_not_support_is_cut_from_the_main_points() -> None:
    said = claims(
        ("The Treasury wants the savings by department.", "S1", "they want the savings by department."),
    )
    with model_server(said) as writing, model_server(verdict(False)) as judging:
        made = Summariser(Shelf(), REPLIES, model(writing), judge(judging)).of_messages(
            SPENDING, title="", today=EVENING
        )

        assert len(judging.asked) == 1
    assert made.main == summary(SPENDING).main
    assert made.notice == f"{REPLIES.notices.none_grounded} {REPLIES.summary.selected}"


def test_orders_and_bots_are_not_shown_to_a_model() -> None:
    shown: list[str] = []

    def look(asked: Asked) -> Reply:
        shown.extend(asked.passages.values())
        return claims(("They want the savings by department.", "S1", "they want the savings by department."))

    with model_server(look) as server:
        Summariser(Shelf(), REPLIES, model(server)).of_messages(SPENDING, title="", today=EVENING)

    assert len(shown) == 13
    assert not any("Ignore" in text or "decided everything" in text for text in shown)


@pytest.mark.parametrize(
    ("reply", "notice"),
    [
        (error(400), REPLIES.notices.model_refused),
        (Reply("no JSON"), REPLIES.notices.model_unreadable),
        (Reply(json.dumps({"claims": []})), REPLIES.notices.none_grounded),
        (claims(("Pigs fly.", "S1", "pigs fly")), REPLIES.notices.none_grounded),
    ],
)
def test_where_a_model_fails_the_lines_are_selected_and_it_says_so(reply: Reply, notice: str) -> None:
    with model_server(reply) as server:
        made = Summariser(Shelf(), REPLIES, model(server)).of_messages(SPENDING, title="", today=EVENING)

    assert made.main == summary(SPENDING).main
    assert made.notice == f"{notice} {REPLIES.summary.selected}"


# Documents

MINUTES = """Minutes of the board, 3 March 2026

The board reviewed the plan to move the payments service to the new platform. The move will cost £2 million
and should be finished by June. Finance raised the risk that the old platform has no support after May.

Decision: the board approved the move to the new platform.

Action: Priya to publish the plan by 14 March.
"""


def test_a_document_is_summarised_with_exact_ranges() -> None:
    made = plain(MINUTES).of_document("default", "minutes.txt")

    assert made.title == "Minutes of the board"
    assert texts(made.decisions) == ["Decision: the board approved the move to the new platform."]
    assert texts(made.actions) == ["Action: Priya to publish the plan by 14 March."]
    assert any("£2 million" in line.text for line in made.main)
    for line in made.lines:
        assert line.citation
        assert MINUTES[line.citation.start : line.citation.end] == line.quote == line.citation.quote


@pytest.mark.parametrize("path", ["minutes.txt", "gone.txt"])
def test_a_document_without_anything_to_summarise_is_said_to_be(path: str) -> None:
    made = plain("Hi.").of_document("default", path)

    assert (made.lines, made.notice) == ((), REPLIES.summary.nothing_document)


def test_a_model_s_points_of_a_document_are_grounded() -> None:
    said = claims(
        ("The move will cost £2 million.", "S1", "The move will cost £2 million"),
        ("The move will cost £3 million.", "S1", "The move will cost £2 million"),
    )
    with model_server(said) as server:
        made = Summariser(Shelf(MINUTES), REPLIES, model(server)).of_document("default", "minutes.txt")

    assert texts(made.main) == ["The move will cost £2 million."]
    assert made.main[0].citation
    assert REPLIES.summary.some_left_out in made.notice


def test_a_line_without_a_quote_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs a quote"):
        Noted("Something", " ")
