# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Failed logins counted across the processes of a server, in transactions that their failure does not undo."""

import pytest

from odoo.addons.parcours_socle.models.connexion_echec import LIBRES

from tests.serveur import Server

LOGIN, COLLEAGUE = "agent.21015", "agent2.21015"


@pytest.fixture
def processes(base):
    """Two servers on one base, as two workers: what one counts the other one knows."""
    servers = [Server(base), Server(base)]
    try:
        yield [server.start() for server in servers]
    finally:
        for server in servers:
            server.stop()


def enters(server, login, password):
    return bool(server.rpc("common", "login", server.base.name, login, password))


def test_processes_count_failures_together_and_nobody_else_waits(base, processes):
    one, other = processes
    for attempt in range(LIBRES + 1):
        assert not enters(processes[attempt % 2], LOGIN, "wrong")
    assert base.sql("SELECT login, nombre, user_id IS NOT NULL FROM connexion_echec") == [(LOGIN, LIBRES + 1, True)]
    assert not enters(one, LOGIN, LOGIN), "the right password waits too"
    assert not enters(other, LOGIN, LOGIN)
    assert enters(other, COLLEAGUE, COLLEAGUE), "from the same address"
    base.sql("UPDATE connexion_echec SET dernier = dernier - interval '1 minute'")
    assert enters(other, LOGIN, LOGIN), "the delay ends by itself"
    assert not base.sql("SELECT FROM connexion_echec"), "and what was counted is forgotten"
