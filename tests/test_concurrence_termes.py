# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several people record the same thing at once, in real transactions: it is recorded once, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta


def together(call, model, method, windows):
    """Confirm those windows at the same time; return the answers, "taken" or the words of the refusal, sorted."""

    def confirm(window):
        try:
            call(model, method, [window])
        except RuntimeError as error:
            return str(error)
        return "taken"

    with ThreadPoolExecutor(len(windows)) as pool:
        return sorted(pool.map(confirm, windows))


def test_a_suspension_and_a_step_are_recorded_once(plateforme):
    call = plateforme.odoo.session("agent.21015")
    dossier = call("parcours.dossier", "search", [("phase", "=", "dossier"), ("resultat", "=", "oblige")], limit=1)[0]
    version = call("parcours.dossier", "read", [dossier], ["reglement_id"])[0]["reglement_id"][0]
    birth = call("parcours.suspension.motif", "search", [("reglement_id", "=", version), ("code", "=", "naissance")])[0]
    today = date.today()
    values = {
        "dossier_id": dossier,
        "motif_id": birth,
        "date_debut": str(today),
        "date_fin": str(today + timedelta(days=30)),
    }
    windows = call("parcours.suspension.wizard", "create", [values] * 3)
    answers = together(call, "parcours.suspension.wizard", "action_enregistrer", windows)
    assert answers.count("taken") == 1, answers
    assert all("Nothing was saved" in answer for answer in answers if answer != "taken"), answers
    assert call("parcours.suspension", "search_count", [("dossier_id", "=", dossier)]) == 1

    organiser = call("parcours.organisateur", "search", [], limit=1)[0]
    step = {"dossier_id": dossier, "type": "inscription_organisateur", "organisateur_id": organiser}
    windows = call("parcours.evenement.wizard", "create", [step] * 3)
    answers = together(call, "parcours.evenement.wizard", "action_enregistrer", windows)
    assert answers.count("taken") == 1, answers
    assert all("Already registered" in answer for answer in answers if answer != "taken"), answers
