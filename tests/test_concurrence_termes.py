# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several people record the same thing at once, in real transactions: it is recorded once, the others are told."""

from datetime import timedelta

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.serveur import taken_at_once


def together(call, model, method, windows):
    """Confirm those windows at the same time; return the answers, sorted."""
    return sorted(taken_at_once(*((call, model, method, [window]) for window in windows)))


def proof(call, dossier, code):
    """Bring a document of that kind for a file, checked; return its id."""
    window = "parcours.document.depot"
    file = {"name": "preuve.txt", "datas": "dnU=", "res_model": window, "res_id": 0}
    [kind] = call("parcours.document.type", "search", [("code", "=", code)])
    pieces = call("ir.attachment", "create", [file])
    values = {"dossier_id": dossier, "type_id": kind, "date_document": str(aujourdhui()), "verifie": True}
    call(window, "action_deposer", call(window, "create", [values | {"piece_ids": [[6, 0, pieces]]}]))
    [document] = call("parcours.document", "search", [("dossier_id", "=", dossier), ("type_id", "=", kind)])
    return [[6, 0, [document]]]


def test_a_suspension_and_a_step_are_recorded_once(plateforme):
    call = plateforme.odoo.session("agent.21015")
    dossier = call("parcours.dossier", "search", [("phase", "=", "dossier"), ("resultat", "=", "oblige")], limit=1)[0]
    version = call("parcours.dossier", "read", [dossier], ["reglement_id"])[0]["reglement_id"][0]
    birth = call("parcours.suspension.motif", "search", [("reglement_id", "=", version), ("code", "=", "naissance")])[0]
    today = aujourdhui()
    # a term runs, and what its suspension rests on was checked
    handed = {"dossier_id": dossier, "type": "attestation_remise", "date_effective": str(today), "canal": "remise"}
    call("parcours.evenement.wizard", "action_enregistrer", call("parcours.evenement.wizard", "create", [handed]))
    values = {
        "dossier_id": dossier,
        "preuve_ids": proof(call, dossier, "naissance"),
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


def test_every_step_of_the_window_is_recorded_once(plateforme):
    """Three people confirm the same step at the same moment: one is recorded, the others read what there is."""
    call = plateforme.odoo.session("agent.21015")
    domain = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("stage_id.code", "=", "a_informer")]
    dossier, other = call("parcours.dossier", "search", domain, limit=2)
    first, second = call("parcours.organisateur", "search", [], limit=2)

    def confirm(call, dossier, genre, said, **values):
        step = {"dossier_id": dossier, "type": genre, **values}
        windows = call("parcours.evenement.wizard", "create", [step] * 3)
        answers = together(call, "parcours.evenement.wizard", "action_enregistrer", windows)
        assert answers.count("taken") == 1, (genre, answers)
        assert all(said in answer for answer in answers if answer != "taken"), (genre, answers)
        named = [("dossier_id", "=", dossier), ("type", "=", genre)]
        return call("parcours.evenement", "search", named)

    confirm(call, dossier, "attestation_remise", "already handed over")
    confirm(call, dossier, "inscription_organisateur", "Already registered", organisateur_id=first)
    confirm(call, dossier, "changement_organisateur", "This is no change", organisateur_id=second)
    followed = proof(call, dossier, "attestation_organisateur")
    [received] = confirm(call, dossier, "attestation_organisateur", "already recorded", preuve_ids=followed)
    confirm(call, dossier, "annulation", "already cancelled", annule_id=received, note="By mistake.")
    completed = proof(call, dossier, "attestation_fin")
    confirm(call, dossier, "attestation_fin", "not open", preuve_ids=completed)
    assert call("parcours.inscription", "search_count", [("dossier_id", "=", dossier), ("date_fin", "=", False)]) == 0

    head = plateforme.odoo.session("chef.21015")
    confirm(head, other, "cloture", "already closed", motif_cloture="erreur")
    confirm(head, other, "reouverture", "not closed")


def test_a_summons_sent_while_a_colleague_reviews_comes_after_the_review(plateforme):
    """Learnt late: whichever is first, no summons stands that the review does not come before."""
    call, colleague = plateforme.odoo.session("agent.21015"), plateforme.odoo.session("agent.21015")
    today = aujourdhui()
    old = today - timedelta(days=300)
    files = call(
        *("parcours.dossier", "search"),
        [("stage_id.code", "=", "a_informer"), ("resultat", "=", "oblige"), ("date_reference", "<", str(old))],
        limit=1,
    )
    assert files
    for file in files:
        step = {"dossier_id": file, "type": "attestation_remise", "date_effective": str(old), "canal": "remise"}
        call("parcours.evenement.wizard", "action_enregistrer", call("parcours.evenement.wizard", "create", [step]))
        (term,) = call("parcours.delai", "search", [("dossier_id", "=", file), ("revue", "=", True)])
        review = call("parcours.delai.revue", "create", [{"delai_id": term, "raison": "The dates were checked."}])
        letter = {"canal": "accuse", "preuve_envoi": "RR000000BE"}
        step = {"dossier_id": file, "type": "sommation_envoyee", "date_effective": str(today), **letter}
        summons = call("parcours.evenement.wizard", "create", [step])
        reviewed, summoned = taken_at_once(
            (colleague, "parcours.delai.revue", "action_enregistrer", review),
            (call, "parcours.evenement.wizard", "action_enregistrer", summons),
        )
        assert reviewed == "taken", reviewed
        assert summoned == "taken" or "awaits its review" in summoned, summoned
        types = [("dossier_id", "=", file), ("type", "in", ["revue_delai", "sommation_envoyee"])]
        recorded = call("parcours.evenement", "search_read", types, ["type"], order="id")
        assert [event["type"] for event in recorded] == ["revue_delai", "sommation_envoyee"][
            : 1 + (summoned == "taken")
        ]
