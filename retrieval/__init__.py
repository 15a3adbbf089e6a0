"""The corpus: loading, splitting, indexing and searching documents. Knows nothing of the bot."""
