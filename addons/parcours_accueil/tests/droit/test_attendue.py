# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law expects now can be done; what is greyed cannot, until the day that is announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from odoo.addons.parcours_accueil.droit.attendue import ATTENDUES, GESTES, attendue, ouvertes
from odoo.addons.parcours_accueil.droit.conditions import CONDITIONS, Saisie, Situation, fermee, possible, refus
from odoo.addons.parcours_accueil.droit.delais import decompter
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, GENS, Evenement

from .test_revues import ENTREES, LOI, TOUS, Vie

REFERENCE = date(2024, 3, 4)
#: What a window would fill in.
VALEURS = {"organisateur_id": 1, "reception": "presente"}
REMISE = Evenement("attestation_remise", date(2024, 4, 2), 1)
SOMMEE = Evenement("sommation_envoyee", date(2024, 11, 4), 2, canal="recommande", depot_prouve=True)
RECUE = Evenement("sommation_recue", date(2024, 11, 7), 3)
INSCRITE = Evenement("inscription_organisateur", date(2024, 6, 3), 4, organisateur=1)


def situation(*evenements, jour=date(2024, 5, 2), phase="dossier", volontaire=False, **valeurs):
    termes = decompter(evenements, LOI, jour, reference=REFERENCE, volontaire=volontaire).termes
    inscrit = any(e.organisateur for e in evenements)
    return Situation(
        phase,
        evenements=evenements,
        termes=termes,
        volontaire=volontaire,
        organisateur="BAPA" if inscrit else "",
        **{"roles": TOUS, "reference": REFERENCE} | valeurs,
    )


@pytest.mark.parametrize(
    ("mot", "jour", "evenements", "valeurs"),
    [
        ("attestation_remise", "2024-04-02", (), {}),
        ("inscription_organisateur", "2024-05-02", (REMISE,), {}),
        ("attestation_organisateur", "2024-07-01", (REMISE, INSCRITE), {}),
        (
            "attestation_fin",
            "2024-09-02",
            (REMISE, INSCRITE, Evenement("attestation_organisateur", date(2024, 7, 1), 5)),
            {},
        ),
        ("sommation_envoyee", "2024-10-03", (REMISE,), {}),
        ("inscription_organisateur", "2024-11-05", (REMISE, SOMMEE), {}),
        ("constat_refus", "2025-02-03", (REMISE, SOMMEE, RECUE), {}),
        (None, "2025-02-03", (REMISE, SOMMEE, RECUE, Evenement("constat_refus", date(2025, 1, 20), 6)), {}),
        ("sommation_recue", "2024-11-05", (REMISE, SOMMEE._replace(canal="accuse")), {}),
        ("issue", "2025-02-03", (REMISE, SOMMEE, RECUE), {"issue_a_appliquer": True, "resultat": "exempte"}),
        ("fait", "2025-02-03", (REMISE,), {"issue_a_appliquer": True, "resultat": "a_examiner"}),
        ("fait", "2025-02-03", (), {"phase": "predossier", "resultat": "a_examiner"}),
        ("exemption", "2024-10-03", (REMISE,), {"exemption_a_decider": True}),
        ("acquittement_commune", "2024-10-03", (REMISE,), {"commune_a_acquitter": True}),
        ("cloture_a_verifier", "2024-10-03", (REMISE,), {"phase": "cloture", "cloture_a_verifier": True}),
        (None, "2024-10-03", (REMISE,), {"phase": "cloture"}),
        (None, "2024-10-03", (), {"phase": "predossier", "resultat": "exempte"}),
        ("inscription_organisateur", "2024-10-03", (), {"volontaire": True}),
        (
            None,
            "2024-06-03",
            (REMISE, Evenement("suspension_accordee", date(2024, 6, 3), 7, 7, date(2024, 9, 2))),
            {},
        ),
    ],
)
def test_one_thing_is_expected(mot, jour, evenements, valeurs):
    jour = date.fromisoformat(jour)
    assert attendue(situation(*evenements, jour=jour, **valeurs), jour) == mot


def test_a_contestation_is_answered_by_the_commune_until_it_is():
    demandee = Evenement("contestation_demandee", date(2024, 5, 2), 8, objets=(("contestation", 1),))
    jour = date(2024, 6, 3)
    contestee = situation(REMISE, demandee, jour=jour, contestation_ouverte=True)
    assert attendue(contestee, jour) == "contestation"
    assert attendue(contestee._replace(roles=frozenset({"gestionnaire"})), jour) == "inscription_organisateur"
    acceptee = Evenement("contestation_acceptee", date(2024, 5, 20), 9, objets=(("contestation", 1),))
    assert attendue(situation(REMISE, demandee, acceptee, jour=jour), jour) == "inscription_organisateur"


def test_a_row_is_a_step_with_a_button_or_a_gesture():
    mots = [ligne.mot for ligne in ATTENDUES]
    assert len(set(mots)) == len(mots)
    assert set(GESTES) <= set(mots)
    for ligne in ATTENDUES:
        assert ligne.mot in GESTES or ETAPES[ligne.mot].bouton, ligne.mot


def test_who_has_no_role_is_expected_nothing():
    jour = date(2024, 10, 3)
    personne = situation(REMISE, jour=jour, issue_a_appliquer=True, roles=frozenset())
    assert attendue(personne, jour) is None
    assert not any(fermee(etape, personne, jour) for etape in ETAPES.values())


def test_a_summons_is_greyed_until_the_day_after_the_term():
    lue = situation(REMISE)
    pourquoi = fermee(ETAPES["sommation_envoyee"], lue, date(2024, 5, 2))
    assert (pourquoi.mot, pourquoi.possible_le) == ("aucun_terme_echu", date(2024, 10, 3))
    # what does not come by itself announces no day
    lue = lue._replace(contestation_ouverte=True)
    assert fermee(ETAPES["sommation_envoyee"], lue, date(2024, 5, 2)).possible_le is None
    assert fermee(ETAPES["constat_refus"], lue, date(2024, 5, 2)) is None, "two steps ahead"
    lue = situation(REMISE, SOMMEE, RECUE, jour=date(2024, 12, 2))
    pourquoi = fermee(ETAPES["constat_refus"], lue, date(2024, 12, 2))
    assert (pourquoi.mot, pourquoi.possible_le) == ("sommation_en_cours_de_terme", date(2025, 1, 8))
    assert fermee(ETAPES["sommation_envoyee"], lue, date(2024, 12, 2)) is None, "done: not still to come"


@settings(deadline=None, max_examples=120)
@given(ENTREES)
def test_whatever_was_lived_what_is_expected_is_taken_and_what_is_greyed_is_not(entrees):
    vie = Vie()
    for entree in entrees:
        vie.entrer(*entree)
        jour, lue = vie.jour, vie.situation()
        offertes, mot = ouvertes(ETAPES, lue, jour), attendue(lue, jour)
        if mot in ETAPES:
            assert mot in offertes
            assert refus(ETAPES[mot], lue, Saisie(jour, jour, VALEURS)) is None, mot
        for code, etape in ETAPES.items():
            pourquoi = fermee(etape, lue, jour)
            assert not (pourquoi and code in offertes), code
            if not pourquoi:
                continue
            for avant in (0, 1, 30, 400):
                saisie = Saisie(jour - timedelta(days=avant), jour, VALEURS, voies=(etape.voie,))
                assert refus(etape, lue, saisie), (code, pourquoi)
            if pourquoi.possible_le:
                assert pourquoi.possible_le > jour, code
                tient = CONDITIONS[pourquoi.mot]
                saisie = Saisie(pourquoi.possible_le, pourquoi.possible_le, etape=etape)
                assert tient(lue, saisie) is None, "on that day it holds"
                assert tient(lue, saisie._replace(jour=pourquoi.possible_le - timedelta(days=1))) is not None


@settings(deadline=None, max_examples=60)
@given(ENTREES)
def test_a_volunteer_is_never_summoned_and_a_closed_file_expects_no_step(entrees):
    vie = Vie()
    for entree in entrees:
        vie.entrer(*entree)
        lue = vie.situation()
        libre = lue._replace(volontaire=True)
        assert attendue(libre, vie.jour) not in ("sommation_envoyee", "constat_refus", "attestation_remise")
        close = lue._replace(phase="cloture")
        assert attendue(close, vie.jour) not in ETAPES
        for qui in GENS:
            role = lue._replace(roles=frozenset({qui}))
            for code in ouvertes(ETAPES, role, vie.jour):
                assert possible(ETAPES[code], role, vie.jour)
