"""Runs the server by itself: python -m tests.slack_server [PORT] [URL of the app]."""

import sys
import threading

from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
with SlackServer(port) as slack:
    slack.connect(*sys.argv[2:3])
    print(f"SLACK_API_URL={slack.api}")  # noqa: T201 - for the person who started it
    print(f"SLACK_BOT_TOKEN={BOT_TOKEN} SLACK_APP_TOKEN={APP_TOKEN}")  # noqa: T201
    print(f"SLACK_SIGNING_SECRET={slack.app.signing_secret}", flush=True)  # noqa: T201
    threading.Event().wait()
