# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Odoo's own loggers must not repeat what they were told about a person.

Odoo logs a query that failed with its values, an exception with its text, an export with what was searched for: a
unique number refused by PostgreSQL, a search with a name in it. What happened and where stays in the log; the values do
not. A library whose records quote whole messages is silenced by the floor that uses it (`taire`).

Loggers belong to the process: `poser` is called once by the manifest's `post_load`.
"""

import logging
import traceback
from contextvars import ContextVar

#: The mark of the request under way, the same in the answer (`X-Request-Id`), in the line of the log about an error and
#: in what somebody reports (models/probleme.py); "" outside a request.
REQUETE = ContextVar("parcours_requete", default="")

#: Loggers whose records may hold an exception's text or a query's values.
BAVARDS = (
    "odoo.http",
    "odoo.sql_db",
    "odoo.domains",
    "odoo.service.model",
    "odoo.addons.base.models.ir_cron",
    "odoo.addons.web.controllers.binary",
    "odoo.addons.web.controllers.export",
    "odoo.addons.web.controllers.report",
)
#: Beginnings of the messages whose last value is what a user typed or called with: every call of a browser (at debug
#: level), what was exported, the file that could not be uploaded, a condition that Odoo would write otherwise.
SAISIES = (
    "call %s.%s(%s)",
    "User %d exported",
    "Fail to upload attachment",
    "The domain condition",
    "Domains don't support",
    "Comparing boolean",
)


class FiltreValeurs(logging.Filter):
    """Keeps of an exception its type and its frames, of a failed query the kind of failure, of a call the method."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.args and isinstance(record.msg, str) and record.msg.startswith(SAISIES):
            record.args = (*self._arguments(record)[:-1], "withheld")
        exception = next((v for v in (record.msg, *self._arguments(record)) if isinstance(v, BaseException)), None)
        signee = exception is not None or bool(record.exc_info)
        if exception is not None:
            # "bad query: %s", or the exception itself as the message.
            debut = "bad query: " if isinstance(record.msg, str) and record.msg.startswith("bad query") else ""
            record.msg, record.args = f"{debut}{_sorte(exception)} (text withheld: could hold personal data)", ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = _discret(record.exc_info[1]), None
        if signee and isinstance(record.msg, str) and (requete := REQUETE.get()):
            record.msg = f"{record.msg} [request {requete}]"
        return True

    @staticmethod
    def _arguments(record):
        return record.args if isinstance(record.args, tuple) else ()


def _sorte(exception: BaseException) -> str:
    """The type of an exception, and PostgreSQL's code when it has one."""
    code = getattr(exception, "pgcode", None)
    return f"{type(exception).__name__} {code}" if code else type(exception).__name__


def _discret(exception: BaseException) -> str:
    """The frames and the types of an exception and of those it came from, oldest first, without any text of theirs."""
    blocs, vues = [], set()
    while exception is not None and id(exception) not in vues:
        vues.add(id(exception))
        cadres = "".join(traceback.format_tb(exception.__traceback__))
        blocs.append(f"Traceback (most recent call last):\n{cadres}{_sorte(exception)} (text withheld)")
        exception = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return "\n\n".join(reversed(blocs))


class FiltreDiscret(logging.Filter):
    """Lets a record through without its text: that something was logged stays known, what it quoted does not."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "(withheld: could hold personal data)", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


_VALEURS, _DISCRET = FiltreValeurs(), FiltreDiscret()


def poser() -> None:
    """Filter Odoo's own loggers. Safe to call again: a logger takes the same filter object once."""
    for nom in BAVARDS:
        logging.getLogger(nom).addFilter(_VALEURS)


def taire(noms) -> None:
    """Withhold the text of everything these loggers log.

    :param noms: names of loggers whose records may quote a message, or a value of it
    """
    for nom in noms:
        logging.getLogger(nom).addFilter(_DISCRET)
