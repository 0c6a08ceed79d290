# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The terms of a file on the days where one day decides, and what each row of their table says."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.delais import (
    TERMES,
    Depart,
    Genre,
    Parametres,
    delais,
    periodes_fermees,
    periodes_suspendues,
    prochaine_bascule,
    sans_echeance,
    sommation_en_cours,
    sommation_fondee,
    sommations,
    suspendu,
    terme_courant,
)
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, Evenement

LONGUEURS = {"inscription": (6, "mois"), "achevement": (18, "mois"), "sommation": (2, "mois")}
LOI = Parametres({**LONGUEURS, "presomption": (3, "jours_ouvrables")}, frozenset({"inscription", "achevement"}))
REFERENCE = date(2024, 3, 4)
REMISE = ("attestation_remise", "2024-03-15")  # due on Monday 16 September 2024
INSCRIT = ("inscription_organisateur", "2024-06-03")  # due on Wednesday 3 December 2025
ENVOI, RECU = ("sommation_envoyee", "2025-01-06"), ("sommation_recue", "2025-01-10")  # due on Monday 10 March 2025


def evenements(*suite):
    """Events from ``(type, day)`` or ``(type, day, suspension, end)``, entered and sorted in that order."""
    return [
        Evenement(genre, date.fromisoformat(jour), rang, *(reste and (reste[0], date.fromisoformat(reste[1]))))
        for rang, (genre, jour, *reste) in enumerate(suite, start=1)
    ]


def termes(*suite, reference=REFERENCE, **options):
    return delais(evenements(*suite), reference, LOI, **options)


def un(genre, *suite, **options):
    """The last term of a kind, or None."""
    return next((t for t in reversed(termes(*suite, **options)) if t.type == genre), None)


# ---- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "suspendable", "rappel", "preuve_contredit", "continue_apres_revue"),
    [
        ("inscription", True, 30, False, False),
        ("achevement", True, 60, False, True),
        ("sommation", False, 14, True, False),
    ],
)
def test_what_each_row_says(code, suspendable, rappel, preuve_contredit, continue_apres_revue):
    genre = TERMES[code]
    assert (genre.suspendable, genre.ouvrable, genre.ferme) == (suspendable, True, True)
    assert (genre.rappel, *genre.regime(5)) == (rappel, 5, preuve_contredit, continue_apres_revue, True)


def test_a_row_of_the_floor_above_takes_the_usual_regime():
    genre = Genre("lettre", lambda lecture: [])
    assert (genre.proprietaire, genre.suspendable, genre.doutes) == ("dossier", False, ())
    assert genre.regime(genre.rappel) == (0, False, False, True)
    assert not genre._replace(arrets=frozenset({"cloture"})).regime(0).arret_conclut, "its owner is closed"


@pytest.mark.parametrize(
    ("longueur", "duree"),
    [
        ((6, "mois"), {"mois": 6}),
        ((2, "annees"), {"mois": 24}),
        ((5, "annees"), {"mois": 60}),
        ((60, "jours"), {"jours": 60}),
    ],
)
def test_a_length_is_counted_in_its_unit(longueur, duree):
    assert Parametres({"lettre": longueur}).duree("lettre") == duree


def test_a_start_that_is_stopped_alone():
    """An appeal upheld ends the terms of its fine, and not those of another one."""
    par_arret = {}
    for arret in (date(2024, 3, 14), date(2024, 3, 15), date(2024, 4, 1), None):
        genre = Genre("inscription", lambda _lecture, a=arret: [Depart("lettre", date(2024, 3, 15), objet=7, arret=a)])
        lus = delais([], None, LOI, genres={"inscription": genre})
        par_arret[arret] = [(t.etat, t.date_etat, t.objet) for t in lus]
    assert par_arret == {
        date(2024, 3, 14): [],  # stopped before it began
        date(2024, 3, 15): [("arrete", date(2024, 3, 15), 7)],
        date(2024, 4, 1): [("arrete", date(2024, 4, 1), 7)],
        None: [("en_cours", None, 7)],
    }


# ---- registration and completion -------------------------------------------------------------------------------------


def test_registration_starts_from_the_later_of_two_days():
    for remise, attendu in (
        ("2024-03-03", ("date_reference", REFERENCE)),
        ("2024-03-04", ("attestation_remise", REFERENCE)),
        ("2024-03-05", ("attestation_remise", date(2024, 3, 5))),
    ):
        terme = un("inscription", ("attestation_remise", remise))
        assert (terme.depart, terme.delai.depart) == attendu


def test_registered_on_the_day_it_starts_meets_it():
    assert un("inscription", REMISE, ("inscription_organisateur", "2024-03-15"))[4:6] == ("tenu", date(2024, 3, 15))
    assert un("inscription", ("inscription_organisateur", "2024-03-14"), REMISE) is None


def test_a_proof_on_the_day_of_the_refusal_still_meets_the_term():
    refuse = ("constat_refus", "2025-03-11")
    preuve = ("inscription_organisateur", "2025-03-11")
    assert un("inscription", REMISE, ENVOI, RECU, preuve, refuse)[4:6] == ("tenu", date(2025, 3, 11))
    apres = ("inscription_organisateur", "2025-03-12")
    assert un("inscription", REMISE, ENVOI, RECU, refuse, apres)[4:6] == ("arrete", date(2025, 3, 11))


REFUSE = ("constat_refus", "2025-03-11")


@pytest.mark.parametrize("jour", ["2025-02-03", "2025-03-10", "2025-03-11", "2025-03-12", "2025-09-01"])
def test_the_eighteen_months_of_a_registration_run_whatever_the_refusal(jour):
    """The obligation stays (§7): before the refusal and learnt after it, on its day, or after it."""
    terme = un("achevement", REMISE, ENVOI, RECU, REFUSE, ("inscription_organisateur", jour))
    assert (terme.etat, terme.date_etat, terme.delai.depart) == ("en_cours", None, date.fromisoformat(jour))
    acheve = ("attestation_fin", "2026-02-02")
    assert un("achevement", REMISE, ENVOI, RECU, REFUSE, ("inscription_organisateur", jour), acheve)[4:6] == (
        "tenu",
        date(2026, 2, 2),
    )


def test_completion_is_stopped_by_the_finding_that_follows_its_end():
    suite = (REMISE, INSCRIT, ("sommation_envoyee", "2026-01-05"), ("sommation_recue", "2026-01-07"))
    assert un("achevement", *suite, ("constat_refus", "2026-03-10"))[4:7] == (
        "arrete",
        date(2026, 3, 10),
        date(2026, 1, 5),
    )
    # the last day of eighteen months is a day of the term
    for constat, etat in (("2025-12-03", "en_cours"), ("2025-12-04", "arrete")):
        assert un("achevement", REMISE, INSCRIT, ("constat_refus", constat)).etat == etat


def test_a_second_summons_has_its_own_finding():
    """Refused, registered after that, never completed: summoned again, and refused again."""
    inscrit = ("inscription_organisateur", "2025-05-05")
    seconde = (("sommation_envoyee", "2026-11-10"), ("sommation_recue", "2026-11-12"))
    lus = [t for t in termes(REMISE, ENVOI, RECU, REFUSE, inscrit, *seconde) if t.type == "sommation"]
    assert [(t.etat, t.date_suite) for t in lus] == [("arrete", date(2025, 3, 11)), ("en_cours", None)]
    lus = [
        t
        for t in termes(REMISE, ENVOI, RECU, REFUSE, inscrit, *seconde, ("constat_refus", "2027-01-13"))
        if t.type == "sommation"
    ]
    assert [(t.etat, t.date_suite) for t in lus] == [("arrete", date(2025, 3, 11)), ("arrete", date(2027, 1, 13))]
    du_jour = termes(REMISE, ENVOI, RECU, ("constat_refus", "2026-11-10"), inscrit, *seconde)
    assert [t.date_suite for t in du_jour if t.type == "sommation"] == [None, date(2026, 11, 10)]


# ---- what the count doubts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remise", "douteux"),
    [((), True), ((("attestation_remise", "2025-12-04"),), True), ((("attestation_remise", "2025-12-03"),), False)],
)
def test_who_was_not_informed_before_the_end_is_in_doubt(remise, douteux):
    terme = un("achevement", INSCRIT, *remise)
    assert terme.delai.echeance == date(2025, 12, 3)
    assert terme.doutes == (("jamais_informe",) if douteux else ())
    envoi = ("sommation_envoyee", "2025-12-08")
    assert un("sommation", INSCRIT, envoi, *remise).doutes == (("jamais_informe",) if not remise else ())
    assert un("achevement", INSCRIT, *remise, volontaire=True).doutes == (), "there is none for a volunteer"


def test_a_start_and_a_row_bring_their_doubts():
    evenement = evenements(REMISE)[0]
    depart = Depart("attestation_remise", evenement.date_effective, doutes=("sans_preuve", "double"))

    def doute(lecture, lu, delai):
        assert (lecture.evenements, lu, delai.depart) == ([evenement], depart, evenement.date_effective)
        return "double"

    genre = Genre("inscription", lambda lecture: [depart], doutes=(doute, lambda *_tout: None))
    (terme,) = delais([evenement], REFERENCE, LOI, genres={"inscription": genre})
    assert terme.doutes == ("sans_preuve", "double")


def test_a_suspension_on_the_day_of_the_proof_counts_that_day():
    # 18 months end on Wednesday 3 December 2025; completed on 1 October
    fin = ("attestation_fin", "2025-10-01")
    for debut, echeance in (("2025-10-01", date(2025, 12, 4)), ("2025-10-02", date(2025, 12, 3))):
        arret = ("suspension_accordee", debut, "s", "2025-10-31")
        assert un("achevement", REMISE, INSCRIT, fin, arret).delai.echeance == echeance


def test_a_closed_file_stops_its_terms_on_the_day_it_was_closed():
    assert un("inscription", REMISE, ("cloture", "2024-05-01"))[4:6] == ("arrete", date(2024, 5, 1))
    rouvert = (("cloture", "2024-05-01"), ("reouverture", "2024-08-01"))
    assert un("inscription", REMISE, *rouvert)[4:6] == ("en_cours", None)
    assert un("inscription", REMISE, *rouvert, ("cloture", "2024-09-02"))[4:6] == ("arrete", date(2024, 9, 2))


# ---- summonses -------------------------------------------------------------------------------------------------------


def test_what_followed_on_the_last_day_came_too_early():
    for envoi, trop_tot in (("2024-09-16", True), ("2024-09-17", False)):
        terme = un("inscription", REMISE, ("sommation_envoyee", envoi))
        assert (terme.date_suite, terme.suite_prematuree) == (date.fromisoformat(envoi), trop_tot)


def test_a_summons_keeps_its_first_receipt():
    for suite, paires in (
        ([ENVOI, ("sommation_recue", "2025-01-06")], [(1, 2)]),  # handed over that day
        ([ENVOI, RECU, ("sommation_recue", "2025-01-13")], [(1, 2)]),
        ([("sommation_recue", "2025-01-05"), ENVOI], [(None, 1), (2, None)]),
        ([ENVOI, ("sommation_envoyee", "2025-06-02"), ("sommation_recue", "2025-06-01")], [(1, 3), (2, None)]),
    ):
        lues = [tuple(e and e.rang for e in paire) for paire in sommations(evenements(*suite))]
        assert lues == paires
        assert tuple(e and e.rang for e in sommation_en_cours(evenements(*suite))) == paires[-1]
    assert sommation_en_cours([]) == (None, None)
    assert not sommation_fondee([], [])


def test_only_the_last_summons_is_followed_by_the_refusal():
    seconde = (("sommation_envoyee", "2025-04-01"), ("sommation_recue", "2025-04-03"))
    lus = [t for t in termes(REMISE, ENVOI, RECU, *seconde, ("constat_refus", "2025-07-01")) if t.type == "sommation"]
    assert [(t.rang, t.depart, t.date_suite) for t in lus] == [
        (1, "sommation_recue", None),
        (2, "sommation_recue", date(2025, 7, 1)),
    ]


def test_a_summons_is_answered_from_the_day_it_was_sent():
    inscrit = ("inscription_organisateur", "2025-01-06")
    assert un("sommation", REMISE, ENVOI, inscrit)[4:6] == ("tenu", date(2025, 1, 6))
    atteste = ("attestation_organisateur", "2025-01-05")
    assert un("sommation", REMISE, atteste, ENVOI).etat == "en_cours", "an attestation of the day before"


def test_a_summons_of_the_day_of_the_registration_follows_registration():
    for inscrit, envoi_de in (
        ("2025-01-05", "achevement"),
        ("2025-01-06", "inscription"),
        ("2025-01-07", "inscription"),
    ):
        lus = termes(REMISE, ENVOI, ("inscription_organisateur", inscrit))
        assert [t.type for t in lus if t.date_suite] == [envoi_de]


def test_a_summons_about_completion_asks_for_completion():
    for envoi, etat in (
        ("2025-12-03", "tenu"),  # sent on the last day of completion: being registered answers
        ("2025-12-04", "en_cours"),
    ):
        assert un("sommation", REMISE, INSCRIT, ("sommation_envoyee", envoi)).etat == etat
    acheve = ("attestation_fin", "2026-01-05")
    assert un("sommation", REMISE, INSCRIT, ("sommation_envoyee", "2025-12-04"), acheve)[4:6] == (
        "tenu",
        date(2026, 1, 5),
    )


# ---- suspensions -----------------------------------------------------------------------------------------------------


def test_a_suspension_holds_within_the_running_term_only():
    faits = evenements(("suspension_accordee", "2024-03-01", "s", "2024-03-20"), REMISE)
    lus = delais(faits, REFERENCE, LOI)
    assert [suspendu(lus, faits, LOI, date(2024, 3, jour)) for jour in (14, 15, 16, 20, 21)] == [
        False,
        False,  # the day it starts is no day of the term
        True,
        True,
        False,
    ]
    assert not suspendu([], faits, LOI, date(2024, 3, 16))
    tard = evenements(REMISE, ("suspension_accordee", "2024-09-16", "s", "2024-12-31"))
    # not reached: 15 September, a Sunday, was the last day of the term; Monday is no day of it
    fin = delais(tard, REFERENCE, LOI)[0].delai.echeance
    assert fin == date(2024, 9, 16)
    jours = [date(2024, 9, 15), date(2024, 9, 16), date(2024, 9, 17)]
    assert [suspendu(delais(tard, REFERENCE, LOI), tard, LOI, jour) for jour in jours] == [False, True, False]


def test_the_next_day_on_which_a_suspension_begins_or_ends():
    accord = ("suspension_accordee", "2024-03-01", "s", "2024-03-20")
    courant = terme_courant(termes(REMISE))
    faits = evenements(accord, REMISE)
    assert prochaine_bascule(faits, date(2024, 2, 1)) == date(2024, 3, 1)
    assert prochaine_bascule(faits, date(2024, 3, 1)) == date(2024, 3, 21)
    assert prochaine_bascule(faits, date(2024, 3, 1), courant) == date(2024, 3, 16), "the first day of the term"
    assert prochaine_bascule(faits, date(2024, 3, 21), courant) is None
    assert prochaine_bascule(evenements(REMISE), date(2024, 3, 1), courant) is None, "nothing is suspended"
    d_un_jour = evenements(("suspension_accordee", "2024-04-01", "s", "2024-04-01"))
    assert prochaine_bascule(d_un_jour, date(2024, 4, 1)) == date(2024, 4, 2)
    jamais = evenements(accord, ("suspension_fin_anticipee", "2024-03-01", "s", "2024-02-29"))
    assert prochaine_bascule(jamais, date(2024, 2, 1)) is None, "ended before it began"


def test_suspensions_and_closures_as_periods():
    accords = evenements(
        ("suspension_accordee", "2024-05-01", "b", "2024-05-31"),
        ("suspension_accordee", "2024-04-01", "a", "2024-04-30"),
        ("suspension_prolongee", "2024-05-01", "c", "2024-05-31"),
    )
    lues = [(s.reference, s.debut.month, s.fin.month) for s in periodes_suspendues(accords)]
    assert lues == [("a", 4, 4), ("b", 5, 5)], "a decision about a suspension that was never granted"
    assert periodes_fermees(evenements(("reouverture", "2024-05-01"))) == []
    deux = periodes_fermees(evenements(("cloture", "2024-06-01"), ("cloture", "2024-05-01")))
    assert [(p.debut, p.fin) for p in deux] == [(date(2024, 5, 1), date.max)], "closed twice: from the first day"


def test_a_reason_for_every_file_without_a_date():
    remise, fin = evenements(REMISE)[0], evenements(("attestation_fin", "2025-10-01"))[0]
    assert sans_echeance([], [remise, fin], REFERENCE, LOI, True) == "acheve"
    assert sans_echeance([], [], None, LOI, True) == "volontaire_non_inscrit"
    assert sans_echeance([], [], None, LOI) == "attestation_a_remettre"
    assert sans_echeance([], [remise], None, LOI) == "reference_inconnue"
    assert sans_echeance([], [remise], REFERENCE, LOI) == "inscription_a_enregistrer"


# ---- the steps -------------------------------------------------------------------------------------------------------


def test_what_the_columns_of_the_steps_say():
    def ceux(colonne):
        return {code for code, etape in ETAPES.items() if getattr(etape, colonne)}

    suspensions = {f"suspension_{nom}" for nom in ("accordee", "prolongee", "fin_anticipee", "annulee")}
    contestations = {f"contestation_{nom}" for nom in ("demandee", "accusee", "acceptee", "refusee", "retiree")}
    assert ceux("avenir") == suspensions
    assert ceux("arrete") == {"constat_refus", "transfert_vivalis"}
    assert ceux("pendante") == {
        "attestation_remise",
        "attestation_retournee",
        "sommation_envoyee",
        "sommation_recue",
        "sommation_retournee",
        "constat_refus",
        "transfert_vivalis",
    }
    voies = {etape.voie: {c for c, e in ETAPES.items() if e.voie == etape.voie} for etape in ETAPES.values()}
    assert voies.pop("fenetre") and voies == {
        "immediate": {"acquittement_commune"},
        "revue": {"revue_delai"},
        "suspension": suspensions,
        "contestation": contestations,
    }
    assert ceux("objet") == suspensions
    assert ceux("anterieure") == suspensions | contestations | {"annulation"}
    organisateur = {"changement_organisateur", "attestation_organisateur", "attestation_fin"}
    assert ceux("apres") == organisateur | {"cloture", "reouverture"}
    dites = suspensions | contestations - {"contestation_accusee"} | ceux("apres")
    reponses = {f"{lettre}_{issue}" for lettre in ("attestation", "sommation") for issue in ("recue", "retournee")}
    assert ceux("repond") == reponses
    assert ceux("envoie") == {"attestation_remise", "sommation_envoyee"}
    assert ceux("dite") == dites | reponses | {"inscription_organisateur", "annulation"}
    assert set(ETAPES) - ceux("compte") == {"demenagement", "affectation", "jonction"}
