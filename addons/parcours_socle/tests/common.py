# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Tests in which what commits in production commits."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Savepoint
from odoo.tests import TransactionCase


class CommitCase(TransactionCase):
    """A test that commits: what is committed stays whatever happens next, until the end of the test removes it.

    Odoo forbids a test to commit on its own cursor, so code that commits would have to ask whether it is tested. Here a
    commit of that cursor moves a savepoint, and a rollback goes back to it: the same code runs, tested or not, and a
    commit inside a savepoint fails as it does in production (`assertRaises` opens one: see `assertInterrupted`). Other
    cursors of the registry are Odoo's test cursors on the same connection.
    """

    #: Where a rollback of the test's cursor goes back to.
    _point = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        cls.startClassPatcher(patch.object(cls.cr, "commit", cls._commit))
        cls.startClassPatcher(patch.object(cls.cr, "rollback", cls._rollback))
        cls._begin()

    def setUp(self):
        # What was made for the whole class is inside no savepoint but the one of the test.
        self._end()
        super().setUp()
        self._begin()
        # Before the savepoint of the test goes, and this one with it.
        self.addCleanup(setattr, type(self), "_point", None)

    @classmethod
    def _begin(cls):
        # Through the driver's cursor, as Odoo's test cursors do: these queries are none of the code's.
        cls._point = Savepoint(cls.cr._obj)

    @classmethod
    def _end(cls):
        if cls._point:
            cls.env.flush_all()
            cls._point.close(rollback=False)
            cls._point = None

    @classmethod
    def _commit(cls):
        cls.cr.flush()
        cls._point.close(rollback=False)
        cls._begin()
        cls.cr.clear()
        for hooks in (cls.cr.prerollback, cls.cr.postrollback, cls.cr.postcommit):
            hooks.clear()

    @classmethod
    def _rollback(cls):
        cls.cr.clear()
        cls.cr.postcommit.clear()
        cls.cr.prerollback.run()
        cls._point.rollback()
        cls.cr.postrollback.run()

    def queries(self, action):
        """Return how many queries `action()` makes, and the writing of what it left to write, with nothing cached.

        To compare two sizes of one job: call it once before, since what Odoo itself caches is read the first time. A
        number known beforehand is `assertQueryCount`.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def keep(self):
        """What was made so far stays, as what a test finds in production was committed by somebody before."""
        self._commit()

    @contextmanager
    def enter_registry_test_mode(self):
        """Already so; what other cursors do inside is seen after."""
        self.env.flush_all()
        yield
        self.env.invalidate_all()

    @contextmanager
    def undone(self):
        """What happens inside is taken back after it, commits included."""
        self.env.flush_all()
        before, point = Savepoint(self.cr._obj), type(self)._point
        self._begin()
        try:
            yield
        finally:
            self.cr.clear()
            before.close()
            type(self)._point = point

    @contextmanager
    def assertInterrupted(self, exception):
        """What is inside raises that, and what it had committed stays: as `assertRaises`, without its savepoint.

        What was pending is lost, as when the process that runs a job ends.
        """
        try:
            yield
        except exception:
            self.env.cr.rollback()
        else:
            raise self.failureException(f"{exception.__name__} not raised")
