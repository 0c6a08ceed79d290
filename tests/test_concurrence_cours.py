# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two people note the same presences at the same moment, in real transactions: nothing is lost, nobody is in two
sessions at once, and who comes second is told what the first one noted."""

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.serveur import at_once
from tests.test_navigateur_cours import plan

SESSION, PRESENCE = "parcours.seance", "parcours.presence"
TEAM = ("prof.bapa.bxl", "bapa.bxl")


def lines(call, session, state):
    """Return what a sheet sends: everybody as it shows them, noted in that state."""
    people = call(SESSION, "feuille", [session])["lignes"]
    return [{"id": line["id"], "vu": line["etat"], "etat": state} for line in people]


def noted(call, session):
    now = [("seance_id", "=", session), ("remplacee_le", "=", False)]
    return {row["dossier_id"][0]: row["etat"] for row in call(PRESENCE, "search_read", now, ["dossier_id", "etat"])}


def test_one_sheet_noted_by_two_at_once_keeps_what_the_first_noted_and_tells_the_second(plateforme):
    teacher, organiser = (plateforme.odoo.session(login) for login in TEAM)
    for _time in range(3):
        session, files = plan(plateforme, "bapa.bxl")
        sheets = lines(teacher, session, "absent"), lines(organiser, session, "justifie")
        sheets = sheets[0], [line | {"motif": "travail"} for line in sheets[1]]
        answers = at_once(
            lambda one=session, sheet=sheets[0]: teacher(SESSION, "noter", [one], sheet),
            lambda one=session, sheet=sheets[1]: organiser(SESSION, "noter", [one], sheet),
        )
        assert not [answer for answer in answers if isinstance(answer, str)], answers
        after = noted(organiser, session)
        assert set(after) == set(files), "one line a person"
        [kept] = set(after.values())
        first, second = answers if kept == "absent" else answers[::-1]
        assert (first["notees"], first["refus"]) == (len(files), [])
        assert second["notees"] == 0
        assert {line["autrement"] for line in second["refus"]} == {True}
        assert len(second["refus"]) == len(files), "who comes second is told of each"
        history = organiser(PRESENCE, "search_count", [("seance_id", "=", session)])
        assert history == len(files), "nothing was replaced"


def test_nobody_is_noted_present_in_two_sessions_at_once_by_two_people_at_once(plateforme):
    teacher, organiser = (plateforme.odoo.session(login) for login in TEAM)
    first, files = plan(plateforme, "bapa.bxl")
    [values] = organiser(SESSION, "read", [first], ["module_id", "enseignant_id"])
    [second] = organiser(
        SESSION,
        "create",
        [
            {
                "module_id": values["module_id"][0],
                "jour": aujourdhui().isoformat(),
                "heure_debut": 0.0,
                "heure_fin": 1.0,
                "enseignant_id": values["enseignant_id"][0],
                "dossier_ids": [[6, 0, files]],
            }
        ],
    )
    # what another test noted today at these hours counts no more
    others = organiser(SESSION, "search", [("jour", "=", aujourdhui().isoformat()), ("id", "not in", [first, second])])
    for other in others:
        organiser(SESSION, "write", [other], {"motif_annulation": "Another test"})
        organiser(SESSION, "action_annuler", [other])
    answers = at_once(
        lambda: teacher(SESSION, "noter", [first], lines(teacher, first, "present")),
        lambda: organiser(SESSION, "noter", [second], lines(organiser, second, "present")),
    )
    assert not [answer for answer in answers if isinstance(answer, str)], answers
    here, there = noted(organiser, first), noted(organiser, second)
    for file in files:
        assert sorted((here[file], there[file])) == ["attendu", "present"], (here, there)
    assert sum(answer["notees"] for answer in answers) == len(files)
    assert sum(len(answer["refus"]) for answer in answers) == len(files)
