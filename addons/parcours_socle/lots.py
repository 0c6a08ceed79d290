# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One loop for every long job: batch, commit, progress, resume; one error does not stop the others.

::

    ids of what is to do ──> batch ──> still due? ──> work ──all went well──────────────> settle ──> commit ──> next
                                                       └──an error──> one by one ──> what still fails is set aside

A job names its steps and calls `run`. What it did is committed batch by batch: killed anywhere, or out of time, the
next run reads again what is left and does nobody twice. Memory holds ids and one batch. What fails is counted and
logged without a word of the person; the next run tries it again.

Work that must stay in the transaction of its caller goes through `each`. A job with a shape of its own (the collection,
which asks for a batch while it stores another) uses the pieces: `commit`, `attempt`, `retrying`.

**What carries a job** is behind `Cron`, the only place that knows of scheduled actions: `commit` ends a batch, says how
far the job is and answers how long it may go on; `ask` has a job run soon. A back end on job queues carries the same
entry methods: one queued job a call, no end of time, and `ask` puts it in the queue.
"""

import logging
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from psycopg2 import OperationalError

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.service.model import PG_CONCURRENCY_ERRORS_TO_RETRY
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

#: Records of a batch when nothing else is asked.
SIZE = 500
#: Times a batch is tried when other transactions are in its way.
TRIES = 3


class Step(NamedTuple):
    """The same work for many records, a part of a job.

    :param records: an empty recordset: its model, rights and context are those of the work
    :param work: ``f(batch)``; in one savepoint, so it commits nothing itself; must be safe to run twice
    :param source: what to do when the step begins, in order: a domain, or a function that returns ids. A domain is
        looked at again before each batch: who was settled meanwhile drops out.
    :param size: records of a batch
    :param order: order of a domain
    :param settle: ``f(ids, aside)``, called once the batch is settled, in its transaction, with its ids and those set
        aside: where a step that does not make its records leave its source moves its cursor
    :param passing: exceptions that are about the job and not about a record (a server that does not answer): the batch
        is undone, and they are raised
    """

    records: BaseModel
    work: Callable[[BaseModel], Any]
    source: Domain | list | Callable[[], Sequence[int]]
    size: int = SIZE
    order: str = "id"
    settle: Callable[[Sequence[int], Sequence[int]], Any] | None = None
    passing: tuple[type[Exception], ...] = ()

    def ids(self) -> Sequence[int]:
        """Return the ids of what is to do."""
        if callable(self.source):
            return self.source()
        return self.records.search(self.source, order=self.order).ids

    def batch(self, ids: Sequence[int]) -> BaseModel:
        """Return those of these records that are still to do."""
        if callable(self.source):
            return self.records.browse(ids).exists()
        return self.records.search(Domain(self.source) & Domain("id", "in", ids), order=self.order)


class Outcome(NamedTuple):
    """What a run did: how many records it went through, the ids set aside, and whether it came to the end."""

    done: int
    aside: tuple[int, ...]
    finished: bool


class Cron:
    """A job carried by a scheduled action of Odoo, or by whoever called it when there is none (a button, a test)."""

    def __init__(self, env):
        self.env = env

    def commit(self, done: int = 0, remaining: int | Callable[[], int] | None = None) -> float:
        """Commit, and say how far the job is; return the seconds it may still take, infinite outside a cron.

        :param done: records done since the last commit
        :param remaining: records left, or a function that counts them, called only when somebody is told
        """
        if callable(remaining):
            remaining = remaining() if self.env.context.get("ir_cron_progress_id") else None
        return self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    def end(self):
        """Say that nothing is left, when somebody is told: what was done is committed already, and a commit makes Odoo
        forget all that was read."""
        if self.env.context.get("ir_cron_progress_id"):
            self.commit(0, 0)

    def ask(self, job: str, at=None):
        """Have a job run soon, or at that moment (naive UTC).

        :param job: xml id of its scheduled action
        """
        # sudo: who may do what needs the job may have it run; nothing of the scheduled action itself is changed
        self.env.ref(job).sudo()._trigger(at)


def commit(env, done=0, remaining=None) -> float:
    """Commit a batch of a job that has its own loop. See `Cron.commit`."""
    return Cron(env).commit(done, remaining)


def ask(env, job, at=None):
    """Have a job run soon. See `Cron.ask`."""
    Cron(env).ask(job, at)


def run(env, *steps: Step) -> Outcome:
    """Do the steps of a job one after the other, a batch and a commit at a time, until the end or the end of the time.

    What is pending in the transaction is committed first. At least one batch is done, whatever the time.

    :raise OperationalError: the database cannot do it, or other transactions were in the way too many times
    """
    carrier, done, aside = Cron(env), 0, []
    told = 0
    for rank, step in enumerate(steps, 1):
        # A step that was not looked at yet keeps the job open.
        later = int(rank < len(steps))
        ids = step.ids()
        left = len(ids)
        if left:
            carrier.commit(0, left + later)
        for part in split_every(step.size, ids, list):
            aside += retrying(env, lambda step=step, part=part: _settle(step, part))
            done, left = done + len(part), left - len(part)
            told = left + later
            if carrier.commit(len(part), told) <= 0 and told:
                return Outcome(done, tuple(aside), finished=False)
    if told:
        carrier.end()
    return Outcome(done, tuple(aside), finished=True)


def _settle(step, ids):
    """Do one batch of a step up to its commit; return the ids set aside."""
    batch = step.batch(ids)
    failures = attempt(batch.env, batch, step.work, step.passing)[1] if batch else []
    aside = [record.id for record, _error in failures]
    if step.settle:
        step.settle(ids, aside)
    # Here, where another transaction in the way can still be waited for.
    batch.env.flush_all()
    return aside


def attempt(env, items: Sequence, work: Callable, passing=(), told=()) -> tuple[list, list]:
    """Do a work on all items at once; when that fails for a reason nobody foresaw, on one after the other.

    Each try is a savepoint: what fails leaves nothing behind.

    :param items: a recordset, or any sequence that slices into its own kind
    :param passing: exceptions that are raised as they are, like those of the database about the whole transaction
    :param told: exceptions that the caller tells in words to whoever asked: they are foreseen, and not logged
    :return: what the work returned, a list; and the failures, a list of ``(sequence of one item, exception)``
    """
    result, error = _undoable(env, items, work, passing)
    if error is None:
        return [result], []
    results, failures = [], [(items, error)]
    if len(items) > 1:
        if not isinstance(error, told):
            _logger.warning("%s: %d did not pass at once (%s): one by one", _kind(items), len(items), _describe(error))
        failures = []
        for rank in range(len(items)):
            item = items[rank : rank + 1]
            result, error = _undoable(env, item, work, passing)
            if error is None:
                results.append(result)
            else:
                failures.append((item, error))
    unforeseen = (error for _item, error in failures if not isinstance(error, told))
    for description, number in Counter(map(_describe, unforeseen)).items():
        _logger.error("%s: %d set aside: %s", _kind(items), number, description)
    return results, failures


def _undoable(env, items, work, passing):
    """Return what the work returned and None, or None and the exception after undoing all it did."""
    try:
        with env.cr.savepoint():
            return work(items), None
    except (OperationalError, *passing):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, it must not take the others with it)
        return None, error


def _kind(items):
    return getattr(items, "_name", "items")


def _describe(error):
    """Say what an exception is and where it happened, and not its text, which may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at {'; '.join(f'{frame.filename}:{frame.lineno}' for frame in frames)}"


def retrying(env, work: Callable[[], Any]) -> Any:
    """Do a work that begins its transaction, again when another transaction was in the way, as Odoo does for a request.

    :raise OperationalError: any other one, or others were in the way `TRIES` times
    """
    for left in reversed(range(TRIES)):
        try:
            return work()
        except OperationalError as error:
            if error.pgcode not in PG_CONCURRENCY_ERRORS_TO_RETRY or not left:
                raise
            # See what the other one wrote, then do the same again.
            env.cr.rollback()
            time.sleep(random.uniform(0.0, 0.5))
    raise AssertionError("unreachable")


def numbers(env, code: str, count: int) -> list[str]:
    """Return the next numbers of one of our sequences, taken in one query whatever how many.

    :param code: of a sequence that may leave gaps ("standard"), of no company
    """
    if not count:
        return []
    # sudo: the sequence is ours and users need not read it
    sequence = env["ir.sequence"].sudo().search([("code", "=", code), ("company_id", "=", False)], limit=1)
    # Raw SQL: Odoo takes numbers one query each; this takes a block from the same PostgreSQL sequence. Both values
    # are ours and are passed as parameters.
    env.cr.execute(
        "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"ir_sequence_{sequence.id:03d}", count]
    )
    return [sequence.get_next_char(number) for (number,) in env.cr.fetchall()]


def each(records: BaseModel, size: int) -> Iterator[BaseModel]:
    """Yield records by batches, in the transaction of the caller: nothing is committed and nothing is set aside.

    Memory stays flat: between two batches of many, what is pending is written and the cache is emptied.
    """
    for start in range(0, len(records), size):
        yield records[start : start + size]
        if len(records) > size:
            records.env.flush_all()
            records.env.invalidate_all(flush=False)
