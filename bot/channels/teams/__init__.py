"""Microsoft Teams: parse, ask, render, post."""
