"""A chat model on the OpenAI protocol over real HTTP on loopback, scripted by each test."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PASSAGE = re.compile(r'<passage label="(?P<label>S\d+)"[^>]*>(?P<text>.*?)</passage>', re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?[”\"]?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server received it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    def said(self, role: str) -> str:
        return "\n".join(message["content"] for message in self.body["messages"] if message["role"] == role)

    @property
    def schema(self) -> str | None:
        """The name of the JSON schema that the reply should follow."""
        form = self.body.get("response_format")
        return form["json_schema"]["name"] if form else None

    @property
    def passages(self) -> dict[str, str]:
        return {found["label"]: unescape(found["text"]) for found in _PASSAGE.finditer(self.said("user"))}

    @property
    def question(self) -> str:
        return self.said("user").rpartition("Question: ")[2].split("\n")[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends: a message, or a status and a body."""

    content: str | None = None
    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    """Seconds before it sends anything."""
    drop: bool = False
    """Closes the connection without a word."""
    finish: str = "stop"


Behaviour = Callable[[Asked], Reply]


def claims(*said: tuple[str, str, str], unanswered: tuple[str, ...] = ()) -> Reply:
    """A well-formed reply: each claim as (text, label, quote)."""
    written = [{"text": text, "evidence": [{"label": label, "quote": quote}]} for text, label, quote in said]
    return Reply(json.dumps({"claims": written, "unanswered": list(unanswered)}))


def verdict(supported: object, reason: str = "") -> Reply:
    """A judge's reply."""
    return Reply(json.dumps({"supported": supported, "reason": reason}))


def error(status: int, message: str = "no", **headers: str) -> Reply:
    body = json.dumps({"error": {"message": message, "type": "error", "param": None, "code": None}})
    return Reply(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def well(asked: Asked) -> Reply:
    """Behaves well: quotes from the passages the sentence that is nearest to the question."""
    if asked.schema == "question":
        return Reply(json.dumps({"question": asked.question}))
    wanted = _words(asked.question)
    best = max(
        ((len(wanted & _words(s)), label, s) for label, text in asked.passages.items() for s in _lines(text)),
        key=lambda each: each[0],
    )
    return claims((best[2], best[1], best[2]))


def refuses_schema(then: Behaviour) -> Behaviour:
    """Refuses a JSON schema as older servers do, and behaves as `then` without one."""

    def behave(asked: Asked) -> Reply:
        if asked.schema:
            return error(400, "'response_format' of type 'json_schema' is not supported with this model.")
        return then(asked)

    return behave


def _lines(text: str) -> list[str]:
    return [found.group().strip() for found in _SENTENCE.finditer(text) if found.group().strip()]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


class ModelServer:
    """Serves until closed. The script is taken from the front; its last reply is repeated."""

    def __init__(self, *script: Reply | Behaviour) -> None:
        self._script = list(script)
        self._lock = threading.Lock()
        self.asked: list[Asked] = []
        self.arrived = threading.Event()
        self.hung_up = threading.Event()
        """Set when a client went away before its reply."""
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def reply(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            self.arrived.set()
            step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return step(asked) if callable(step) else step

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def model_server(*script: Reply | Behaviour) -> Iterator[ModelServer]:
    server = ModelServer(*script)
    try:
        yield server
    finally:
        server.close()


def nobody() -> str:
    """The address of a port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def _has_hung_up(connection: socket.socket) -> bool:
    # Not by select: that takes no file number above 1,023, and a long test run has more files open.
    try:
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply(Asked(self.path, headers, body))
            if self._gone(reply.wait) or reply.drop:
                self.close_connection = True
                return
            self._send(reply, str(body.get("model")))

        def _gone(self, seconds: float) -> bool:
            """Waits, and looks whether the client is still there."""
            waited = 0.0
            while waited < seconds and not server.closing.wait(0.02):
                waited += 0.02
                if _has_hung_up(self.connection):
                    server.hung_up.set()
                    return True
            return server.closing.is_set() and seconds > 0

        def _send(self, reply: Reply, model: str) -> None:
            body = (reply.body if reply.body is not None else _completion(reply, model)).encode()
            self.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            """Tests say what they need to."""

    return Handler


def _completion(reply: Reply, model: str) -> str:
    message = {"role": "assistant", "content": reply.content}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )
