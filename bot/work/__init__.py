"""Durable intake and work: what was accepted is done, once, in order and fairly. Knows no channel."""
