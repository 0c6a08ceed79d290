# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One call to the eBox, and the same one again until it is known what became of it.

::

    publish ──> token (kept until it ends) ──> POST ──> 201 sent · 409 it was there already ──> Receipt
                       ▲                        │ 401 once: another token
                       └────────────────────────┤ timeout, cut, 5xx, 429: the same message, the same key, later
                                                └ other 4xx: refused, nothing sent
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import quote

import requests
import urllib3.exceptions

from ...parcours_socle.jour import moment
from ...registre_national.soap.client import Adaptateur, Tls, nature_refus
from ...registre_national.soap.reception import attente_demandee, limite_a
from .errors import EboxError, NoEbox, NotAllowed, Refused, Unreachable
from .message import Message, Receipt, part_name, to_publish

#: Seconds before a token's end at which another one is asked for.
MARGIN_S = 30
#: Seconds waited before each further attempt, half of it drawn at random; `LONGEST_S` at most when asked to.
PAUSES_S = (1, 4, 15)
LONGEST_S = 60
#: Most bytes read of an answer: it says an identifier.
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the eBox is and who we are there.

    :param url: of the API, to which ``/ebox/messages`` is added
    :param token_url: of the OAuth2 server (client credentials)
    :param secret: never shows in a text made of this value
    :param sender: our enterprise number, ten digits
    :param connect, read, total: seconds to connect, between two pieces of an answer, and in all
    """

    url: str
    token_url: str
    client_id: str
    secret: str = field(repr=False)
    sender: str
    application: str
    message_type: str
    scope: str = ""
    connect: float = 5.0
    read: float = 30.0
    total: float = 60.0
    tls: Tls = field(default_factory=Tls)


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """Nothing: a message holds a person's number and letter, and goes nowhere else."""


class Client:
    """Sends messages with one identity. Safe to use from many threads at once.

    :param sleep: how to wait, in seconds
    :raise ErreurTransport: "certificat_illisible", see `Tls.contexte`
    """

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep):
        self.settings, self._sleep = settings, sleep
        self._context = settings.tls.contexte()
        self._local, self._lock = threading.local(), threading.Lock()
        self._token, self._until = "", 0.0

    def publish(self, message: Message) -> Receipt:
        """Put a message in the eBox, once, however often this is called with its key.

        :raise Unreachable: after the last attempt: call again later with the same message
        :raise Refused, NoEbox, NotAllowed: see there
        """
        for pause in (*PAUSES_S, None):
            try:
                return self._publish_once(message)
            except EboxError as error:
                if pause is None or not error.retry:
                    raise
                self._sleep(min(LONGEST_S, max(error.wait, pause * random.uniform(0.5, 1))))
        raise AssertionError("the last attempt returns or raises")

    def _publish_once(self, message: Message) -> Receipt:
        status, body, wait = self._post(message, self._bearer())
        if status == 401:
            # The token was taken back before its time: once, with another.
            status, body, wait = self._post(message, self._bearer(fresh=True))
        if status in (201, 409):
            return Receipt(_identifier(body), status == 409, moment())
        code = f"http_{status}"
        if status >= 500 or status in (408, 429):
            raise Unreachable(code, retry=True, wait=wait)
        if status in (401, 403):
            raise NotAllowed(code)
        raise (NoEbox if status == 404 else Refused)(code)

    def _post(self, message: Message, token: str):
        settings = self.settings
        meta = to_publish(message, settings.sender, settings.application, settings.message_type)
        parts = [("messageToPublish", (None, json.dumps(meta, ensure_ascii=False).encode(), "application/json"))]
        parts += [
            # The eBox decodes names written so; a quote or a line break in one would be a header of its own.
            (part_name(rank), (quote(attachment.name), attachment.content, attachment.mime))
            for rank, attachment in enumerate(message.attachments)
        ]
        # RFC 8941: a string has its quotes.
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f'"{message.key}"'}
        return self._exchange(f"{settings.url.rstrip('/')}/ebox/messages", files=parts, headers=headers)

    def _bearer(self, fresh: bool = False) -> str:
        """The token, asked for when there is none that lasts.

        :raise NotAllowed: it is refused
        """
        with self._lock:
            if fresh or time.monotonic() >= self._until:
                self._token, self._until = self._ask_token()
            return self._token

    def _ask_token(self) -> tuple[str, float]:
        settings, now = self.settings, time.monotonic()
        form = {"grant_type": "client_credentials", **({"scope": settings.scope} if settings.scope else {})}
        status, body, wait = self._exchange(settings.token_url, data=form, auth=(settings.client_id, settings.secret))
        if status >= 500 or status in (408, 429):
            raise Unreachable(f"http_{status}", retry=True, wait=wait)
        if status != 200:
            raise NotAllowed(f"token_{status}")
        try:
            answer = json.loads(body)
            token, lasts = answer["access_token"], float(answer.get("expires_in", 60))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NotAllowed("token_unreadable") from None
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise NotAllowed("token_unreadable")
        return token, now + max(1.0, lasts - MARGIN_S)

    def _exchange(self, url: str, **options) -> tuple[int, bytes, float]:
        """Send; return status, body and the seconds we are asked to wait.

        :raise Unreachable: nothing came back; the original exception is not chained, its text quotes what was sent
        """
        end = time.monotonic() + self.settings.total
        try:
            with limite_a(end), self._session().post(url, allow_redirects=False, stream=True, **options) as answer:
                body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
                if len(body) > MOST_BYTES:
                    raise Unreachable("too_large", retry=True)
                return answer.status_code, body, attente_demandee(answer.headers.get("Retry-After"))
        except EboxError:
            raise
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError) as error:
            if time.monotonic() >= end:
                raise Unreachable("timeout_total", retry=True) from None
            connecting = isinstance(error, requests.exceptions.ConnectTimeout)
            raise Unreachable("timeout_connect" if connecting else "timeout_read", retry=True) from None
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema):
            raise Unreachable("address") from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, HTTPException) as error:
            if nature_refus(error):
                raise Unreachable("certificate") from None
            refused = isinstance(error, requests.exceptions.ConnectionError) and "Remote" not in str(error)
            raise Unreachable("connection" if refused else "cut", retry=True) from None

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = _Session()
            session.trust_env = False
            for prefix in ("http://", "https://"):
                session.mount(prefix, Adaptateur(self.settings.connect, self.settings.read, self._context))
        return session


def _identifier(body: bytes) -> str:
    """The message's identifier, as the answer says it; "" when it says none.

    >>> _identifier(b'{"messageId": "3b06"}'), _identifier(b"<html>"), _identifier(b"[]")
    ('3b06', '', '')
    """
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    found = answer.get("messageId") if isinstance(answer, dict) else ""
    return found if isinstance(found, str) and len(found) <= 100 else ""
