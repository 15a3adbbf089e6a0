"""What stands on the shelf that tests of search and selection share."""

from contextlib import closing
from pathlib import Path

from dbos import DBOS

from bot.app import App, build
from bot.chat import tables
from bot.conversation import Conversations
from config.models import EXTRACTIVE, LOCAL_EMBEDDING
from config.settings import Settings
from retrieval.ingest import ingest

SEEDS = Path(__file__).parents[1] / "seeds"
TOWN = Path(__file__).parent / "data" / "town"
"""Papers of a town that does not exist."""
DESK = TOWN.with_name("desk")
"""Minutes and a page of questions, with headings and lists."""


def opened(folder: Path) -> App:
    """The bot as it is wired, without a chat model."""
    settings = Settings(
        data_dir=folder,
        model=EXTRACTIVE,
        embedding_model=LOCAL_EMBEDDING,
        database_url=None,
        chroma_url=None,
        questions_per_minute=0,
    )
    return build(settings)


def fill(folder: Path) -> None:
    with closing(opened(folder)) as app:
        ingest(app.store, app.embedder, [SEEDS])
        ingest(app.store, app.embedder, [TOWN], collection="town")
        ingest(app.store, app.embedder, [DESK], collection="desk")


def prepare(folder: Path) -> None:
    """An empty queue, and the tables of conversations and of chat."""
    DBOS.migrate(f"sqlite:///{folder / 'work.sqlite'}")
    database_url = f"sqlite:///{folder / 'briefing.sqlite'}"
    Conversations(database_url).close()
    tables.opened(database_url).dispose()
