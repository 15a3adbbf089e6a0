"""Settings, prompts and replies: everything that is data rather than behaviour."""
