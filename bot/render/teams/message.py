"""A Teams message as a value, and as the activity that carries it."""

from dataclasses import dataclass

from bot.render.cut import clean, shortened
from bot.render.teams import cards
from bot.render.teams.cards import Json
from bot.render.teams.escape import markdown

LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation that Teams shows as a numbered mark with a card behind it."""

    position: int
    name: str
    abstract: str
    keywords: tuple[str, ...] = ()
    card: str = ""
    """An Adaptive Card as text, which opens as a window: the quote in its surroundings."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to Teams; every text of a model or document in it is escaped."""

    text: str
    """Teams' Markdown."""
    summary: str = ""
    """What a notification shows, plain."""
    citations: tuple[Cited, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Questions that one press asks; Teams shows them in personal chats only."""
    card: Json | None = None
    generated: bool = False
    """Carries the "AI generated" label."""
    feedback: bool = False
    """Can be rated, with a form of ours for the reason."""


def message(sentence: str) -> Message:
    """One of the bot's own sentences."""
    return Message(markdown(sentence), summarised(sentence))


def summarised(text: str) -> str:
    return shortened(" ".join(clean(text).split()), LONGEST_SUMMARY)


def activity(message: Message) -> Json:
    """The activity without what the adapter knows: conversation, recipient, ids."""
    shown: Json = {"type": "message", "textFormat": "markdown", "text": message.text}
    if message.summary:
        shown["summary"] = message.summary
    if message.citations or message.generated:
        shown["entities"] = [_entity(message)]
    if message.feedback:
        shown["channelData"] = {"feedbackLoop": {"type": "custom"}}
    if message.suggestions:
        shown["suggestedActions"] = {"to": [], "actions": [_asks(each) for each in message.suggestions]}
    if message.card:
        shown["attachments"] = [cards.attachment(message.card)]
    return shown


def weight(message: Message) -> int:
    """Bytes of the whole activity in UTF-16, which is how Teams counts."""
    return len(cards.written(activity(message)).encode("utf-16-le"))


def _entity(message: Message) -> Json:
    entity: Json = {
        "type": "https://schema.org/Message",
        "@type": "Message",
        "@context": "https://schema.org",
    }
    if message.generated:
        entity["additionalType"] = ["AIGeneratedContent"]
    if message.citations:
        entity["citation"] = [_claim(each) for each in message.citations]
    return entity


def _claim(cited: Cited) -> Json:
    appearance: Json = {"@type": "DigitalDocument", "name": cited.name, "abstract": cited.abstract}
    if cited.keywords:
        appearance["keywords"] = list(cited.keywords)
    if cited.card:
        appearance |= {"text": cited.card, "encodingFormat": cards.ADAPTIVE}
    return {"@type": "Claim", "position": cited.position, "appearance": appearance}


def _asks(question: str) -> Json:
    return {"type": "imBack", "title": shortened(question, 60), "value": question}
