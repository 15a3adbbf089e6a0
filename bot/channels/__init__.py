"""Where people ask: thin, equal, one folder each."""
