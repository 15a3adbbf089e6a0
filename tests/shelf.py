"""What stands on the shelf that tests of search and selection share."""

from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
TOWN = Path(__file__).parent / "data" / "town"
"""Papers of a town that does not exist."""
DESK = TOWN.with_name("desk")
"""Minutes and a page of questions, with headings and lists."""
