# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two colleagues do the same thing at the same moment, in real transactions: one does it, the other is told who did."""

import base64
from datetime import timedelta

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.serveur import taken_at_once

SCHAERBEEK = "21015"


def files(call, number):
    """Open files of the commune of that session."""
    return call("parcours.dossier", "search", [("phase", "=", "dossier")], limit=number, order="id")


def test_one_document_is_accepted_or_refused_by_two_agents_at_once_and_one_of_them_counts(plateforme):
    one, other = (plateforme.odoo.session(f"{name}.{SCHAERBEEK}") for name in ("agent", "agent2"))
    [dossier] = files(one, 1)
    [kind] = one("parcours.document.type", "search", [("code", "=", "horaires")])
    for _time in range(3):
        content = base64.b64encode(b"seen").decode()
        window = one(
            "parcours.document.depot",
            "create",
            {
                "dossier_id": dossier,
                "type_id": kind,
                "date_document": "2026-01-05",
                "piece_ids": [[0, 0, {"name": "timetable.pdf", "datas": content}]],
            },
        )
        one("parcours.document.depot", "action_deposer", [window])
        [document] = one("parcours.document", "search", [("dossier_id", "=", dossier)], order="id desc", limit=1)
        refusal = other("parcours.document.refus", "create", {"document_ids": [document], "motif": "Unreadable."})
        answers = taken_at_once(
            (one, "parcours.document", "action_accepter", [document]),
            (other, "parcours.document.refus", "action_refuser", [refusal]),
        )
        assert answers.count("taken") == 1, answers
        assert any("checked this document already" in answer for answer in answers), answers
        [read] = one("parcours.document", "read", [document], ["state", "motif_refus"])
        assert read["state"] == ("accepte" if answers[0] == "taken" else "refuse")
        assert bool(read["motif_refus"]) == (read["state"] == "refuse")


def test_the_same_files_are_handed_out_once_by_two_heads_at_once(plateforme):
    call = plateforme.odoo.session(f"chef.{SCHAERBEEK}")
    agents = [call("res.users", "search", [("login", "=", f"{name}.{SCHAERBEEK}")])[0] for name in ("agent", "agent2")]
    several = files(call, 4)
    windows = [
        call("parcours.repartition", "create", {"dossier_ids": [[6, 0, several]], "mode": "un", "agent_id": agent})
        for agent in agents
    ]
    answers = taken_at_once(*((call, "parcours.repartition", "action_confier", [window]) for window in windows))
    assert answers == ["taken", "taken"], "the sheet of the second says what was not done"
    given = {row["user_id"][0] for row in call("parcours.dossier", "read", several, ["user_id"])}
    assert len(given) == 1, "all to the one who came first"
    sheets = call("feuille.resultat", "search_read", [], ["faits", "non_faits"])
    assert [(sheet["faits"], sheet["non_faits"]) for sheet in sheets] == [(0, len(several))]
    reasons = call("feuille.resultat.ligne", "search_read", [("faite", "=", False)], ["raison"])
    assert all("handed it out meanwhile" in row["raison"] for row in reasons), reasons


def test_files_handed_out_to_somebody_at_the_moment_they_become_absent_are_with_who_replaces_them(plateforme):
    call = plateforme.odoo.session(f"chef.{SCHAERBEEK}")
    absent, present = (
        call("res.users", "search", [("login", "=", f"{name}.{SCHAERBEEK}")])[0] for name in ("agent", "agent2")
    )
    [commune] = call("res.company", "search", [("nis_code", "=", SCHAERBEEK)])
    several = files(call, 4)
    window = call(
        "parcours.repartition", "create", {"dossier_ids": [[6, 0, several]], "mode": "un", "agent_id": absent}
    )
    last = str(aujourdhui() + timedelta(days=4))
    absence = {"company_id": commune, "user_id": absent, "remplacant_id": present, "date_fin": last}
    answers = taken_at_once(
        (call, "parcours.absence", "create", absence), (call, "parcours.repartition", "action_confier", [window])
    )
    assert answers == ["taken", "taken"], answers
    plateforme.base.run('env["parcours.absence"]._cron_relever()\nenv.cr.commit()')
    given = {row["user_id"][0] for row in call("parcours.dossier", "read", several, ["user_id"])}
    assert given == {present}, "nothing waits for who is not there"
    [kept] = call("parcours.absence", "search", [("state", "=", "en_cours")])
    handed = call("parcours.absence.releve", "search_read", [("dossier_id", "in", several)], ["dossier_id"])
    assert len(handed) == len({row["dossier_id"][0] for row in handed}), "nothing twice"
    call("parcours.absence", "action_retour", [kept])
