"""The briefing bot: an engine that answers with citations, and the channels it is asked through."""
