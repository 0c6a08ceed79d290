# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An eBox to send to: the one call that is public of it, with its OAuth2 server, and what can go wrong with both.

    POST /token            client credentials, HTTP Basic: a bearer token that lasts `duration` seconds
    POST /ebox/messages    multipart: `messageToPublish` (JSON) and the files that it names; header Idempotency-Key

with Ebox() as ebox:
    ebox.url, ebox.token_url, ebox.fail(status=503, times=2), ebox.messages …
"""

import json
import secrets
import threading
import time
from base64 import b64encode
from dataclasses import dataclass
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    """A message that the eBox keeps."""

    identifier: str
    key: str
    meta: dict
    files: dict


class Ebox:
    """An eBox served on this machine, in a thread, between `__enter__` and `__exit__`.

    :param client_id, secret: who may ask for a token
    :param duration: seconds that a token lasts
    """

    def __init__(self, client_id="parcours", secret="not-a-secret", duration=300, host="127.0.0.1", port=0):
        self.client_id, self.secret, self.duration = client_id, secret, duration
        self._where = (host, port)
        #: Key -> what was received with it, in order.
        self.received: dict[str, Received] = {}
        #: Number of calls, by path.
        self.calls: dict[str, int] = {}
        self._tokens: dict[str, float] = {}
        self._faults: list[dict] = []
        self._lock, self._stopped = threading.Lock(), threading.Event()

    def __enter__(self):
        self._server = ThreadingHTTPServer(self._where, _Handler)
        self._server.daemon_threads, self._server.ebox = True, self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        """Address of the API, without a final slash."""
        host, port = self._server.server_address[:2]
        return f"http://{host}:{port}"

    @property
    def token_url(self):
        """Address of the OAuth2 server."""
        return f"{self.url}/token"

    @property
    def messages(self):
        """The messages received, each once, in order."""
        return list(self.received.values())

    def fail(self, times=1, path="/ebox/messages", **how):
        """Let the next calls of a path go wrong: `status` (with `headers`, `body`), `silence` (seconds without an
        answer), `cut` (no answer), `after` (the message is kept first: only the answer goes wrong)."""
        with self._lock:
            self._faults += [{"path": path, **how}] * times

    def forget_tokens(self):
        """Take back every token before its time."""
        with self._lock:
            self._tokens.clear()

    # What the handler asks.

    def _count(self, path):
        with self._lock:
            self.calls[path] = self.calls.get(path, 0) + 1
            rank = next((rank for rank, fault in enumerate(self._faults) if fault["path"] == path), None)
            return {} if rank is None else self._faults.pop(rank)

    def _token(self, authorization):
        expected = b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, {"error": "invalid_client"}
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = time.monotonic() + self.duration
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.duration}

    def _publish(self, headers, body):
        token = (headers.get("Authorization") or "").removeprefix("Bearer ")
        if self._tokens.get(token, 0) <= time.monotonic():
            return 401, {"code": "UNAUTHORIZED"}
        key = headers.get("Idempotency-Key") or ""
        if len(key) < 3 or key[0] != '"' or key[-1] != '"':
            return 400, {"code": "IDEMPOTENCY_KEY"}
        try:
            meta, files = _read(headers, body)
        except ValueError as error:
            return 400, {"code": str(error)}
        with self._lock:
            if key in self.received:
                return 409, {"code": "DUPLICATE"}
            kept = Received(secrets.token_hex(16), key.strip('"'), meta, files)
            self.received[key] = kept
        return 201, {"messageId": kept.identifier}


def _read(headers, body):
    """Return the JSON part and the files it names, by name. ValueError: a code, when they are not as published."""
    head = f"Content-Type: {headers.get('Content-Type', '')}\r\n\r\n".encode("latin-1")
    parts = {}
    for part in BytesParser().parsebytes(head + body).walk():
        name = part.get_param("name", header="content-disposition")
        if name:
            parts[name] = part
    try:
        meta = json.loads(parts["messageToPublish"].get_payload(decode=True))
        wanted = [attachment["httpPartName"] for attachment in meta["attachments"]]
        valid = (
            meta["sender"]["enterpriseNumber"]
            and meta["recipient"]["eboxType"]
            and all(meta["subject"].values())
            and meta["senderApplicationId"]
            and meta["messageTypeId"]
            and sum(attachment["isMainContent"] for attachment in meta["attachments"]) == 1
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ValueError("MESSAGE_TO_PUBLISH") from None
    if not valid:
        raise ValueError("MESSAGE_TO_PUBLISH")
    if set(parts) != {"messageToPublish", *wanted}:
        raise ValueError("PARTS")
    return meta, {name: (parts[name].get_filename(), parts[name].get_payload(decode=True)) for name in wanted}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """Answer one call, or fail as asked."""
        ebox = self.server.ebox
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = ebox._count(self.path)
        status, answer = 404, {"code": "NOT_FOUND"}
        if not fault or fault.get("after"):
            if self.path == "/token":
                status, answer = ebox._token(self.headers.get("Authorization"))
            elif self.path == "/ebox/messages":
                status, answer = ebox._publish(self.headers, body)
        if fault.get("silence"):
            ebox._stopped.wait(fault["silence"])
        if fault.get("silence") or fault.get("cut"):
            self.close_connection = True
            return
        if fault:
            status, answer = fault["status"], fault.get("body", {"code": "FAULT"})
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **fault.get("headers", {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        """Nothing: a message holds a person's number."""
