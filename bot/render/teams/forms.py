"""The forms: why an answer is bad, what a person should know, and the settings of a channel or chat."""

from collections.abc import Sequence

from bot.chat.rooms import Room
from bot.render.cut import clean
from bot.render.shown import FOLLOW_UPS, REASONS
from bot.render.teams import cards
from bot.render.teams.cards import Json
from config.replies import Replies

LONGEST_COMMENT = 1_000
MOST_OPTIONS = 100
LONGEST_NAME = 150


def feedback_card(key: str, rating: str, replies: Replies) -> Json:
    """`rating` is "good" or "bad"; only for the latter a reason is asked for."""
    reason = cards.choices("reason", "What is wrong with the answer?", REASONS, (), style="expanded")
    label = "What should it have said?" if rating == "bad" else "What was good about it?"
    comment = cards.field("comment", label, LONGEST_COMMENT, placeholder=replies.messages.feedback_hint)
    fields = [reason, comment] if rating == "bad" else [comment]
    return cards.card(fields, [cards.submit("feedback", "Send", f"{key}:{rating}")])


def refer_card(key: str, replies: Replies) -> Json:
    """What somebody may add who asks for a person."""
    hint = replies.messages.feedback_hint
    comment = cards.field("comment", "What should they know?", LONGEST_COMMENT, placeholder=hint)
    return cards.card([comment], [cards.submit("refer", "Ask a person", key)])


def settings_card(room: Room, collections: Sequence[str], *, meta: str = "") -> Json:
    """`collections` are all that this channel or chat could be bound to; `meta` says which one it is."""
    return cards.card(
        [
            cards.heading("Settings"),
            _collections(room, collections),
            cards.choices(
                "follow_ups",
                "When I answer without a mention",
                FOLLOW_UPS,
                (room.follow_ups.value,),
                style="expanded",
            ),
            cards.people("allowed", "Who may ask (leave it empty for everyone)", _ids(room), several=True),
            cards.toggle("private", "Show replies only to the person who asked", on=room.private),
            cards.toggle("guests", "Also answer guests", on=room.admits_guests),
            cards.toggle("outsiders", "Also answer people of other organisations", on=room.admits_outsiders),
            cards.people(
                "refer_to", "Who “Ask a person” goes to", filter(None, (_id(room.refer_to),)), several=False
            ),
        ],
        [cards.submit("settings", "Save", meta)],
    )


def _collections(room: Room, collections: Sequence[str]) -> Json:
    names = dict.fromkeys([*room.collections, *collections])
    fit = [name for name in names if _fits(name)][:MOST_OPTIONS] or ["default"]
    chosen = [name for name in room.collections if name in fit]
    return cards.choices(
        "collections",
        "Collections to answer from",
        {name: name for name in fit},
        chosen,
        isMultiSelect=True,
        style="compact",
    )


def _fits(name: str) -> bool:
    """Whether a name comes back as it was sent: Teams puts commas between what was chosen."""
    return bool(name) and "," not in name and clean(name) == name and len(name) <= LONGEST_NAME


def _ids(room: Room) -> list[str]:
    return [_id(key) for key in room.allowed if key.startswith("teams:")]


def _id(key: str) -> str:
    return key.rpartition(":")[2]
