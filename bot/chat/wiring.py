"""Opens the desk as the settings say."""

from bot.chat.answering import Count, Desk, Engine
from bot.chat.library import Library
from bot.chat.records import Records
from bot.chat.rooms import Room
from bot.conversation import Conversations
from config.replies import Replies
from config.settings import Settings


def open_desk(
    settings: Settings,
    database_url: str,
    *,
    engine: Engine,
    library: Library,
    conversations: Conversations,
    replies: Replies,
    count: Count = lambda _answer, _channel: None,
) -> Desk:
    """One a process; close its records in the end."""
    standard = Room(collections=settings.chat_collections, refer_to=settings.refer_to)
    records = Records.open(database_url, conversations, standard)
    return Desk(
        engine=engine,
        library=library,
        records=records,
        replies=replies,
        bound=settings.workspace_collections,
        count=count,
    )
