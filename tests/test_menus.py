# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every action of every menu opens as each role: on a base installed today, and on one that an update brought on."""

import json

import pytest

from tests.ecrans import ROLES

#: Menus of ours that a role must at least have, so that a survey that opens nothing proves nothing.
HOME = {
    "agent.21015": "parcours_accueil.menu_parcours_commune",
    "chef.21015": "parcours_accueil.menu_parcours_analyse",
    "vivalis.gestionnaire": "parcours_accueil.menu_parcours_tous",
    "vivalis.fonctionnaire": "sanctions_admin.menu_sanction_dossiers",
    "vivalis.direction": "parcours_accueil.menu_parcours_reglements",
    "bapa.bxl": "parcours_accueil.menu_parcours_inscriptions",
    "bon": "parcours_accueil.menu_parcours_inscriptions",
    "statisticien": "parcours_accueil.menu_parcours_analyse",
    "auditeur": "registre_national.menu_registre_consultation",
    "admin": "parcours_accueil.menu_parcours_tous",
}


@pytest.fixture(scope="module", params=["installed today", "updated"])
def survey(request):
    """What each role's menus gave when they were opened: {login: (rows by menu, faults)}."""
    if request.param == "updated":
        # What each role reads is logged: in a copy, so that other tests find the base as the update left it.
        base = request.getfixturevalue("mise_a_jour").base.copy()
        request.addfinalizer(base.remove)
    else:
        base = request.getfixturevalue("plateforme").base
    return json.loads(base.run("from tests.ecrans import main\nmain(env)").splitlines()[-1])


@pytest.mark.parametrize("login", ROLES)
def test_every_menu_opens(survey, login):
    rows, faults = survey[login]
    assert not faults, "\n".join(faults)
    assert rows.get(HOME[login], 0) > 0 or login in ("bapa.bxl", "bon", "vivalis.fonctionnaire"), rows
    assert HOME[login] in rows, rows
