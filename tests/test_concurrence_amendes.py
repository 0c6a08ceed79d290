# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several officials click at once, in real transactions: one fine an infringement, and never above the ceiling."""

import json

import pytest

from tests.serveur import at_once

#: A person with three sanctions, each with its hearing; a ceiling of two fines; who may log in.
PREPARE = """
import json
from datetime import date, timedelta
from odoo.addons.parcours_socle.jour import aujourdhui

def il_y_a(jours):
    return aujourdhui() - timedelta(days=jours)

env.cr.execute("UPDATE parcours_reglement_valeur SET valeur = 200 WHERE code = 'plafond_amendes'")
dossier = env["parcours.dossier"].search([("phase", "=", "dossier"), ("resultat", "=", "oblige")], limit=1)
dossier.ensure_one()
lues = []
for rang in range(3):
    constat = dossier._noter("constat_refus", il_y_a(60 - rang))
    sanction = env["sanction.dossier"].search([("evenement_id", "=", constat.id)])
    infraction = sanction.infraction_ids
    env["sanction.audition"].create({
        "sanction_id": sanction.id, "infraction_id": infraction.id, "date_invitation": il_y_a(50),
        "date_reception": il_y_a(45), "resultat": "tenue", "date": il_y_a(20), "proces_verbal": "<p>Dit.</p>",
    })
    lues.append([sanction.id, infraction.id])
env.cr.commit()
print(json.dumps(lues))
"""
OFFICIALS = ("vivalis.fonctionnaire", "vivalis.fonctionnaire2")


@pytest.fixture(scope="module")
def sanctions(plateforme):
    return json.loads(plateforme.base.run(PREPARE).splitlines()[-1])


#: One more sanction, whose person was not invited yet.
NOT_INVITED = """
import json
from datetime import timedelta
from odoo.addons.parcours_socle.jour import aujourdhui

dossier = env["parcours.dossier"].search([("phase", "=", "dossier"), ("resultat", "=", "oblige")], limit=2)[1:]
dossier.ensure_one()
constat = dossier._noter("constat_refus", aujourdhui() - timedelta(days=60))
sanction = env["sanction.dossier"].search([("evenement_id", "=", constat.id)])
sanction._noter("sanction_complete")
env.cr.commit()
print(json.dumps([sanction.id, sanction.infraction_ids.id, str(aujourdhui())]))
"""


#: … and whose invitation is printed, and waits to be posted.
PRINTED = """
import json
from datetime import timedelta
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

taken = env["sanction.dossier"].search([]).dossier_id.ids
wanted = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("id", "not in", taken)]
dossier = env["parcours.dossier"].search(wanted, limit=1)
dossier.ensure_one()
constat = dossier._noter("constat_refus", aujourdhui() - timedelta(days=60))
sanction = env["sanction.dossier"].search([("evenement_id", "=", constat.id)])
sanction._noter("sanction_complete")
objets = {"sanction_id": sanction.id, "infraction_id": sanction.infraction_ids.id, "audience_lieu": "rue de l'Essai 8"}
objets["audience_le"] = maintenant() + timedelta(days=30)
letter = env["parcours.courrier"]._faire(dossier, "sanction_invitation", "fr_BE", **objets)
# as printed: what it says is another matter
letter.write({"state": "imprime", "imprime_le": maintenant()})
env.cr.commit()
print(json.dumps([sanction.id, sanction.infraction_ids.id, letter.id]))
"""


def fine(sanction, infringement):
    values = {"sanction_id": sanction, "infraction_id": infringement, "decision": "amende", "motivation": "x"}
    values |= {"canal": "recommande", "preuve_envoi": "RC999", "remedes": "dits"}
    return [values]


def test_three_clicks_at_once_take_one_decision_and_one_notification(plateforme, sanctions):
    sessions = [plateforme.odoo.session(login) for login in (*OFFICIALS, OFFICIALS[0])]
    sanction, infringement = sanctions[0]
    answers = at_once(
        *[lambda call=call: call("sanction.decision", "create", fine(sanction, infringement)) for call in sessions]
    )
    taken = [answer for answer in answers if not isinstance(answer, str)]
    assert len(taken) == 1, answers
    [[decision]] = plateforme.base.sql(f"SELECT id FROM sanction_decision WHERE infraction_id = {infringement}")
    # who proposed does not decide, and who decides second finds it decided
    answers = at_once(*[lambda call=call: call("sanction.decision", "action_decider", [decision]) for call in sessions])
    assert sum(not isinstance(answer, str) for answer in answers) == 1, answers
    [[proposed, decided]] = plateforme.base.sql(
        f"SELECT propose_par_id, user_id FROM sanction_decision WHERE id = {decision}"
    )
    assert proposed and decided and proposed != decided
    answers = at_once(
        *[lambda call=call: call("sanction.decision", "action_notifier", [decision]) for call in sessions]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    movements = plateforme.base.sql(f"SELECT type, montant FROM sanction_mouvement WHERE decision_id = {decision}")
    assert [(kind, float(amount)) for kind, amount in movements] == [("creance", 100.0)]

    payment = {"sanction_id": sanction, "decision_id": decision, "montant": 100, "communication": "+++1+++"}
    answers = at_once(*[lambda call=call: call("sanction.mouvement", "create", [payment]) for call in sessions])
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    petition = plateforme.base.sql(f"SELECT date_envoi::text FROM sanction_decision WHERE id = {decision}")[0][0]
    appeal = {"sanction_id": sanction, "decision_id": decision, "date": petition}
    answers = at_once(*[lambda call=call: call("sanction.recours", "create", [appeal]) for call in sessions])
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers


def test_the_ceiling_of_one_person_is_not_passed_by_clicks_at_once_on_several_sanctions(plateforme, sanctions):
    sessions = [plateforme.odoo.session(login) for login in (*OFFICIALS, OFFICIALS[0])]
    calls = [
        lambda call=call, pair=pair: call("sanction.decision", "create", fine(*pair))
        for call, pair in zip(sessions, sanctions, strict=True)
    ]
    answers = at_once(*calls)
    total = plateforme.base.sql("SELECT sum(montant) FROM sanction_decision")[0][0]
    assert float(total) == 200, answers
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert len(refused) == 2, answers
    assert any("200" in answer for answer in refused), answers


def test_officials_who_invite_and_hear_at_once_leave_one_invitation_and_an_outcome_whose_corrections_show(plateforme):
    sanction, infringement, today = json.loads(plateforme.base.run(NOT_INVITED).splitlines()[-1])
    sessions = [plateforme.odoo.session(login) for login in (*OFFICIALS, OFFICIALS[0])]
    invitation = {"sanction_id": sanction, "infraction_id": infringement, "canal": "remise"}
    answers = at_once(*[lambda call=call: call("sanction.audition", "create", [invitation]) for call in sessions])
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    [[hearing]] = plateforme.base.sql(f"SELECT id FROM sanction_audition WHERE infraction_id = {infringement}")

    outcomes = ("tenue", "declinee", "absence")
    answers = at_once(
        *[
            lambda call=call, outcome=outcome: call(
                "sanction.audition", "write", [hearing], {"resultat": outcome, "date": today}
            )
            for call, outcome in zip(sessions, outcomes, strict=True)
        ]
    )
    [[kept]] = plateforme.base.sql(f"SELECT resultat FROM sanction_audition WHERE id = {hearing}")
    told = plateforme.base.sql(
        "SELECT event.type, EXISTS (SELECT FROM parcours_evenement WHERE annule_id = event.id)"
        f" FROM parcours_evenement AS event WHERE event.audition_id = {hearing}"
        " AND event.type IN ('audition_tenue', 'audition_declinee', 'audition_absence')"
    )
    assert [kind for kind, cancelled in told if not cancelled] == [f"audition_{kept}"], answers
    # whoever came after corrected the one before: all of it stays visible
    assert len(told) == sum(not isinstance(answer, str) for answer in answers), (told, answers)


def test_two_windows_of_one_printed_invitation_make_one_hearing(plateforme):
    sanction, infringement, letter = json.loads(plateforme.base.run(PRINTED).splitlines()[-1])
    sessions = [plateforme.odoo.session(login) for login in (*OFFICIALS, OFFICIALS[0])]
    about = {"sanction_id": sanction, "infraction_id": infringement}
    ways = (
        {"canal": "remise", "courrier_id": letter},
        {"canal": "recommande", "preuve_envoi": "RC1"},
        {"canal": "remise"},
    )
    answers = at_once(
        *[
            lambda call=call, way=way: call("sanction.audition", "create", [about | way])
            for call, way in zip(sessions, ways, strict=True)
        ]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    [[hearing]] = plateforme.base.sql(f"SELECT id FROM sanction_audition WHERE infraction_id = {infringement}")
    told = plateforme.base.sql(
        f"SELECT state IN ('poste', 'recu'), audition_id FROM parcours_courrier WHERE id = {letter}"
    )
    assert told == [(True, hearing)], told
