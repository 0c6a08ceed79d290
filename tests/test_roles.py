# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each demonstration login through JSON-RPC, on the whole platform: what they may count, read and write."""

import pytest

from tests.serveur import taken_at_once

#: Models by floor, and the role's part of each: "all", "own" (their commune), "none" (no right at all), "empty".
MODELS = ("registre.personne", "registre.consultation", "parcours.dossier", "parcours.examen", "sanction.dossier")
ROLES = {
    "agent.21015": ("own", "none", "own", "own", "empty"),
    "chef.21015": ("own", "none", "own", "own", "empty"),
    "agent.21004": ("own", "none", "own", "own", "empty"),
    "vivalis.gestionnaire": ("all", "none", "all", "all", "empty"),
    "vivalis.fonctionnaire": ("all", "none", "all", "all", "empty"),
    "vivalis.direction": ("all", "none", "all", "all", "empty"),
    "bapa.bxl": ("none", "none", "empty", "none", "none"),
    "bapa.via": ("none", "none", "empty", "none", "none"),
    "bapa.convivial": ("none", "none", "empty", "none", "none"),
    "bon": ("none", "none", "empty", "none", "none"),
    "statisticien": ("none", "none", "all", "none", "none"),
    "auditeur": ("none", "all", "none", "none", "none"),
}
#: Identity and contact: never for who works on figures only.
IDENTITY = ("name", "niss", "naissance_min")


def rows(base, model, commune=None):
    """How many records there are, in all or in one commune."""
    table = "journal.consultation" if model == "registre.consultation" else model.replace(".", "_")
    if not commune:
        return base.sql(f"SELECT count(*) FROM {table}")[0][0]
    link = "parcours_dossier d ON d.id = t.dossier_id JOIN res_company c ON c.id = d.company_id"
    if model != "parcours.examen":
        link = "res_company c ON c.id = t.company_id"
    return base.sql(f"SELECT count(*) FROM {table} t JOIN {link} WHERE c.nis_code = '{commune}'")[0][0]


def a_file_of(base, commune):
    """Id of one file of a commune."""
    link = "parcours_dossier d JOIN res_company c ON c.id = d.company_id"
    return base.sql(f"SELECT d.id FROM {link} WHERE c.nis_code = '{commune}' ORDER BY d.id LIMIT 1")[0][0]


@pytest.mark.parametrize("login", ROLES)
@pytest.mark.parametrize("rank", range(len(MODELS)), ids=MODELS)
def test_what_each_role_may_see(plateforme, login, rank):
    model, part = MODELS[rank], ROLES[login][rank]
    call = plateforme.odoo.session(login)
    if part == "none":
        with pytest.raises(RuntimeError):
            call(model, "search_count", [])
        return
    expected = {
        "all": lambda: rows(plateforme.base, model),
        "own": lambda: rows(plateforme.base, model, login[-5:]),
        "empty": lambda: 0,
    }[part]()
    assert call(model, "search_count", []) == expected
    assert part == "empty" or expected > 0, "nothing to see proves nothing"


@pytest.mark.parametrize("login", [login for login, parts in ROLES.items() if parts[2] in ("own", "all", "empty")])
def test_nobody_decides_an_outcome_by_hand(plateforme, login):
    """Outcome, facts and commune follow from the register and the law, whoever asks."""
    dossier = a_file_of(plateforme.base, "21015")
    call = plateforme.odoo.session(login)
    for field, value in {"resultat": "exempte", "ref_ue": "oui", "company_id": 1, "phase": "cloture"}.items():
        with pytest.raises(RuntimeError):
            call("parcours.dossier", "write", [dossier], {field: value})
    for method in ("create", "unlink", "_examiner"):
        with pytest.raises(RuntimeError):
            call("parcours.dossier", method, [dossier] if method != "create" else {"niss": "0", "name": "X"})


def test_an_agent_cannot_reach_another_commune_by_number(plateforme):
    other = a_file_of(plateforme.base, "21004")
    call = plateforme.odoo.session("agent.21015")
    with pytest.raises(RuntimeError):
        call("parcours.dossier", "read", [other], ["name"])
    # nor by ticking another company than their own
    with pytest.raises(RuntimeError):
        call("parcours.dossier", "search_count", [], context={"allowed_company_ids": [1]})


def test_the_statistician_sees_no_identity(plateforme):
    call = plateforme.odoo.session("statisticien")
    for field in IDENTITY:
        with pytest.raises(RuntimeError):
            call("parcours.dossier", "search_read", [], [field], limit=1)
    shown = call("parcours.dossier", "search_read", [], ["display_name", "resultat"], limit=80)
    names = {row[0] for row in plateforme.base.sql("SELECT name FROM parcours_dossier")}
    assert len(shown) == 80
    assert not [row for row in shown if any(name in row["display_name"] for name in names)]


def test_two_people_never_both_decide_on_an_exemption(plateforme):
    """Three decisions sent at once on one request: one is taken, the others are told, in words."""
    call = plateforme.odoo.session("agent.21015")
    dossier = call("parcours.dossier", "search", [("phase", "=", "dossier"), ("resultat", "=", "oblige")], limit=1)[0]
    version = call("parcours.dossier", "read", [dossier], ["reglement_id"])[0]["reglement_id"][0]
    ground = call("parcours.regle", "search", [("reglement_id", "=", version), ("code", "=", "8")])[0]
    request = call("parcours.exemption", "create", {"dossier_id": dossier, "regle_id": ground})
    document = {"name": "a.txt", "raw": "seen", "res_model": "parcours.exemption", "res_id": request}
    call("ir.attachment", "create", document)
    values = {"exemption_id": request, "decision": "refuser", "motif": "Not a school of a Community."}
    values |= {"verifie": True, "date_document": "2024-01-08", "langue": "fr_BE"}
    windows = call("parcours.exemption.decision", "create", [values] * 3)
    answers = taken_at_once(
        *((call, "parcours.exemption.decision", "action_confirmer", [window]) for window in windows)
    )
    assert answers.count("taken") == 1, answers
    assert all("Nothing was saved" in answer for answer in answers if answer != "taken"), answers
    assert call("parcours.exemption", "read", [request], ["state"])[0]["state"] == "refusee"
