# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several officials take one file of the bank at once, and deal with one line at once: no cent is counted twice."""

import base64
import json

from tests.serveur import at_once

OFFICIALS = ("vivalis.fonctionnaire", "vivalis.fonctionnaire2", "vivalis.fonctionnaire")
#: Two fines handed over today; prints their ids, and a file of the bank: one is paid, a digit is wrong for the
#: other one, somebody pays a rent.
PREPARE = """
import json
from datetime import timedelta
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.sanctions_admin.tests.banque import ecrire

def il_y_a(jours):
    return aujourdhui() - timedelta(days=jours)

env.ref("base.main_company").compte_amendes = ecrire.COMPTE
fines = []
free = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("sanction_ids", "=", False)]
for dossier in env["parcours.dossier"].search(free, limit=2):
    constat = dossier._noter("constat_refus", il_y_a(60))
    sanction = env["sanction.dossier"].search([("evenement_id", "=", constat.id)])
    about = {"sanction_id": sanction.id, "infraction_id": sanction.infraction_ids.id}
    invitation = {"date_invitation": il_y_a(50), "date_reception": il_y_a(45), "resultat": "tenue", "date": il_y_a(20)}
    invitation["proces_verbal"] = "<p>Dit.</p>"
    env["sanction.audition"].create({**about, **invitation})
    reasons = {"motivation": "x", "motivation_protection": "x"}
    decision = env["sanction.decision"].create({**about, **reasons, "canal": "remise", "remedes": "dits"})
    decision.action_notifier()
    fines.append(decision.id)
jour = aujourdhui()
payee = ecrire.paie(fines[0], 10000, jour, "A")
vague = ecrire.paie(fines[1], 10000, jour, "B")
fausse = vague._replace(communication=str((int(vague.communication[0]) + 1) % 10) + vague.communication[1:])
autre = vague._replace(reference="C", communication="", texte="loyer")
env.cr.commit()
print(json.dumps([fines, ecrire.coda(ecrire.releve([payee, fausse, autre], RANK, jour, "RANK")).decode()]))
"""


def prepare(plateforme, rank=1):
    """Return the ids of the fines, and the file, whose number is that rank."""
    return json.loads(plateforme.base.run(PREPARE.replace("RANK", str(rank))).splitlines()[-1])


def owed(plateforme, decision):
    [[total]] = plateforme.base.sql(f"SELECT sum(montant_signe) FROM sanction_mouvement WHERE decision_id = {decision}")
    return float(total)


def test_a_file_taken_by_three_at_once_and_a_line_accepted_by_three_at_once_count_once(plateforme):
    fines, file = prepare(plateforme)
    sessions = [plateforme.odoo.session(login) for login in OFFICIALS]
    encoded = base64.b64encode(file.encode()).decode()

    def take(call):
        window = call("sanction.releve.reprise", "create", [{"fichier": encoded, "nom": "releve.cod"}])
        return call("sanction.releve.reprise", "action_prendre", window)

    at_once(*[lambda call=call: take(call) for call in sessions])
    assert plateforme.base.sql("SELECT count(*) FROM sanction_releve") == [(1,)]
    assert [owed(plateforme, fine) for fine in fines] == [0, 100]

    [[line]] = plateforme.base.sql(
        "SELECT id FROM sanction_releve_ligne WHERE state = 'a_traiter' AND mot = 'inconnue'"
    )
    answers = at_once(
        *[lambda call=call: call("sanction.releve.ligne", "action_accepter", [line]) for call in sessions]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    assert [owed(plateforme, fine) for fine in fines] == [0, 0]
    [[state, paid]] = plateforme.base.sql(f"SELECT state, paye FROM sanction_releve_ligne WHERE id = {line}")
    assert (state, float(paid)) == ("payee", 100)
