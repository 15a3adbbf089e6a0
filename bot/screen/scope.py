"""Tells a courtesy, or a request that is no question about documents, from a question."""

from enum import StrEnum

from bot.screen.patterns import folded, patterns


class Greeting(StrEnum):
    """The courtesies that have a reply of their own."""

    HELLO = "hello"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    ABOUT = "about"


def greeting(text: str) -> Greeting | None:
    """The courtesy that the whole text is, if it is one."""
    plain = folded(text)
    return next((g for g in Greeting if patterns().greetings[g].match(plain)), None)


def is_out_of_scope(text: str) -> bool:
    """Conservative: what may be a question, on any topic, is one."""
    plain = folded(text)
    return any(pattern.search(plain) for pattern in patterns().requests)
