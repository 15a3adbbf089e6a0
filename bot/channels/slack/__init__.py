"""Slack: verified requests in, durable work, one reply out."""
