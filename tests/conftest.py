# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Fixtures for the tests that need real servers; the classes are in serveur.py.

def test_something(plateforme):     # a register of 200 people already collected, Odoo over HTTP: one for the module
    call = plateforme.odoo.session("agent.21015")
def test_crash(base, registre):     # a base and a register of the test's own
def test_twice(bases):              # a base of the test's own at each call: bases()
def test_update(mise_a_jour):       # a base of the version before, brought forward
"""

from types import SimpleNamespace

import pytest

from tests.mise_a_jour import ancienne
from tests.serveur import Base, Register, Server, collect, connect


@pytest.fixture
def base():
    """A base of the test's own, copied from the template."""
    copy = Base()
    yield copy
    copy.remove()


@pytest.fixture
def registre(tmp_path):
    """A function that starts a register: registre(people=50, seed=3, files=DIR); all are stopped at the end."""
    started = []

    def start(**options):
        started.append(Register(**{"state": tmp_path / f"etat{len(started)}", **options}).start())
        return started[-1]

    yield start
    for register in started:
        register.stop()


@pytest.fixture
def serveur():
    """A function that starts Odoo over HTTP on a base: serveur(base); all are stopped at the end."""
    started = []

    def start(base, **options):
        started.append(Server(base, **options).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def plateforme(tmp_path_factory):
    """The whole platform, shared by a module: `.base`, `.registre` (200 people, collected), `.odoo` (HTTP)."""
    base = Base()
    register = Register(people=200, state=tmp_path_factory.mktemp("registre"))
    server = Server(base)
    try:
        register.start()
        connect(base, register)
        collect(base)
        yield SimpleNamespace(base=base, registre=register, odoo=server.start())
    finally:
        server.stop()
        register.stop()
        base.remove()


@pytest.fixture(scope="session")
def serveur_vide():
    """Odoo over HTTP on a base without any person, for tests of the server itself."""
    base = Base()
    server = Server(base)
    try:
        yield server.start()
    finally:
        server.stop()
        base.remove()


@pytest.fixture(scope="session")
def mise_a_jour():
    """The base of the version released before, updated: `.base`, and its rows `.before` and `.after` (photo.rows)."""
    base = ancienne.OldBase()
    try:
        before = base.photo()
        base.update()
        yield SimpleNamespace(base=base, before=before, after=base.photo())
    finally:
        base.remove()


@pytest.fixture
def bases():
    """Return what makes a base of its own each time it is called; all of them go at the end."""
    made = []

    def make():
        made.append(Base())
        return made[-1]

    yield make
    for base in made:
        base.remove()
