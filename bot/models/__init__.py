"""Ways to compose a draft: with a chat model, or by selecting sentences."""
