# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage and terms of a sanction from its events alone (loi.md §5, §7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.conditions import Saisie, possible, refus
from odoo.addons.parcours_accueil.droit.delais import Parametres, Suspension, delais
from odoo.addons.parcours_accueil.droit.etapes import ETAPES as ETAPES_DU_DOSSIER
from odoo.addons.parcours_accueil.droit.etapes import Evenement
from odoo.addons.parcours_accueil.tests.droit.test_registre_incomplet import lacunaires, parametres
from odoo.addons.sanctions_admin.droit.conditions import (
    CONDITIONS,
    SituationSanction,
    amende_a_prouver,
    sans_amende,
    sans_reponse,
)
from odoo.addons.sanctions_admin.droit.delais import TERMES
from odoo.addons.sanctions_admin.droit.etapes import CLOSE, EN_COURS, ETAPES, STAGES, phase, stage

LOI = Parametres(
    {
        "audition": (30, "jours"),
        "amende": (2, "annees"),
        "preuve_amende": (2, "mois"),
        "recours": (60, "jours"),
        "recours_sans_mention": (4, "mois"),
        "paiement": (30, "jours"),
        "prescription": (5, "annees"),
        "presomption": (3, "jours_ouvrables"),
    }
)
JOUR = date(2026, 3, 2)
DECISION, INFRACTION = ("decision", 7), ("infraction", 3)


def evenements(*suite):
    """Events from ``(type, day, (what it is about, …), amount)``, entered in that order."""
    return [
        Evenement(
            genre, date.fromisoformat(jour), rang, objets=tuple(reste[0]) if reste else (), montant=sum(reste[1:])
        )
        for rang, (genre, jour, *reste) in enumerate(suite, start=1)
    ]


def compter(*suite, loi=LOI):
    termes = delais(evenements(*suite), None, loi, genres=TERMES)
    return {(t.type, t.rang): (t.delai.echeance, t.etat, t.date_etat) for t in termes}


CONSTAT = ("infraction_constatee", "2025-03-15", [INFRACTION])
AMENDE = ("decision_amende", "2025-05-05", [DECISION, INFRACTION])
NOTIFIEE = ("decision_notifiee", "2025-05-12", [DECISION, INFRACTION])
CREANCE = ("creance", "2025-05-12", [DECISION], 100)


def test_a_limit_of_the_authority_is_not_moved_to_a_working_day():
    # 15 March 2027 is a Monday; 14 March a Sunday
    assert compter(CONSTAT)["amende", 1] == (date(2027, 3, 15), "en_cours", None)
    dimanche = ("infraction_constatee", "2025-03-14", [INFRACTION])
    assert compter(dimanche)["amende", 1][0] == date(2027, 3, 14)


def test_each_infringement_has_its_own_term_and_its_own_decision():
    seconde = ("infraction_constatee", "2025-09-01", [("infraction", 4)])
    lus = compter(CONSTAT, AMENDE, seconde)
    assert lus["amende", 1][1:] == ("tenu", date(2025, 5, 5))
    assert lus["amende", 2] == (date(2027, 9, 1), "en_cours", None)
    assert compter(CONSTAT, ("decision_sans_amende", "2025-05-05", [DECISION, INFRACTION]))["amende", 1][1] == "tenu"


def test_the_hearing_runs_from_the_receipt_of_its_invitation():
    invitation, recue = (
        ("audition_invitation", "2025-04-01", [("audition", 1)]),
        ("audition_recue", "2025-04-04", [("audition", 1)]),
    )
    assert not compter(invitation), "not received, no term"
    # 30 days from 4 April: Sunday 4 May
    assert compter(invitation, recue)["audition", 1] == (date(2025, 5, 5), "en_cours", None)
    autre = ("audition_tenue", "2025-04-20", [("audition", 2)])
    assert compter(recue, autre)["audition", 1][1] == "en_cours", "the hearing of another invitation"
    for issue in ("tenue", "declinee"):
        lus = compter(recue, (f"audition_{issue}", "2025-04-20", [("audition", 1)]))
        assert lus["audition", 1][1:] == ("tenu", date(2025, 4, 20))
    absence = ("audition_absence", "2025-04-20", [("audition", 1)])
    assert compter(recue, absence)["audition", 1][1] == "en_cours", "who was absent has the whole term all the same"


def test_what_a_notified_fine_starts():
    lus = compter(CONSTAT, AMENDE, NOTIFIEE, CREANCE)
    assert {cle[0]: valeur[0] for cle, valeur in lus.items() if valeur[1] == "en_cours"} == {
        "preuve_amende": date(2025, 7, 14),  # 12 July 2025 is a Saturday
        # nothing says that its letter stated the remedies: 60 days from 12 September; 11 November is a holiday
        "recours": date(2025, 11, 12),
        "paiement": date(2025, 6, 11),
        "prescription": date(2030, 6, 11),
    }
    sans = ("decision_sans_amende", "2025-05-05", [DECISION, INFRACTION])
    assert set(compter(CONSTAT, sans, NOTIFIEE)) == {("amende", 1)}, "after no fine there are no two months"


def test_prescription_begins_at_the_end_of_the_term_of_payment_and_is_not_moved():
    # notified on 9 May 2025: 30 days end on Sunday 8 June, Monday 9 is Whit Monday: 10 June; + 5 years
    notifiee = ("decision_notifiee", "2025-05-09", [DECISION, INFRACTION])
    lus = compter(AMENDE, notifiee, CREANCE)
    assert lus["paiement", 1][0] == date(2025, 6, 10)
    assert lus["prescription", 1][0] == date(2030, 6, 10)
    notifiee = ("decision_notifiee", "2025-05-06", [DECISION, INFRACTION])
    assert compter(AMENDE, notifiee)["paiement", 1][0] == date(2025, 6, 5)
    vers_un_samedi = ("decision_notifiee", "2026-05-13", [DECISION, INFRACTION])  # paid by 12 June 2026; 2031: Thursday
    assert compter(AMENDE, vers_un_samedi)["prescription", 1][0] == date(2031, 6, 12)
    vers_un_dimanche = ("decision_notifiee", "2025-05-16", [DECISION, INFRACTION])  # 15 June: Sunday, 16 June 2025
    assert compter(AMENDE, vers_un_dimanche)["prescription", 1][0] == date(2030, 6, 16), "a Sunday stays"


def test_only_payment_in_full_ends_the_claim():
    lus = compter(AMENDE, NOTIFIEE, CREANCE, ("paiement", "2025-06-01", [DECISION], -60))
    assert lus["paiement", 1][1] == "en_cours"
    reste = ("abandon", "2025-06-03", [DECISION], -40)
    lus = compter(AMENDE, NOTIFIEE, CREANCE, ("paiement", "2025-06-01", [DECISION], -60), reste)
    assert lus["paiement", 1][1:] == lus["prescription", 1][1:] == ("tenu", date(2025, 6, 3))
    rendu = ("remboursement", "2025-06-05", [DECISION], 60)
    assert compter(AMENDE, NOTIFIEE, CREANCE, ("paiement", "2025-06-01", [DECISION], -100), rendu)["paiement", 1][
        1
    ] == ("en_cours")
    cent = ("paiement", "2025-06-01", [DECISION], -99.5)
    assert compter(AMENDE, NOTIFIEE, CREANCE, cent)["paiement", 1][1] == "en_cours", "fifty cents are owed"
    autre = ("paiement", "2025-06-01", [("decision", 8)], -100)
    assert compter(AMENDE, NOTIFIEE, CREANCE, autre)["paiement", 1][1] == "en_cours", "another fine was paid"


@pytest.mark.parametrize("genre", ["inscription_organisateur", "attestation_organisateur", "attestation_fin"])
def test_a_proof_of_the_pathway_answers_a_fine(genre):
    assert compter(AMENDE, NOTIFIEE, (genre, "2025-06-20"))["preuve_amende", 1][1:] == ("tenu", date(2025, 6, 20))
    assert compter((genre, "2025-05-11"), AMENDE, NOTIFIEE)["preuve_amende", 1][1] == "en_cours", "older than the fine"
    depuis_le_constat = compter(CONSTAT, (genre, "2025-05-11"), AMENDE, NOTIFIEE)["preuve_amende", 1]
    assert depuis_le_constat[1:] == ("tenu", date(2025, 5, 11)), "it came after the finding"
    assert compter((genre, "2025-01-11"), CONSTAT, AMENDE, NOTIFIEE)["preuve_amende", 1][1] == "en_cours"
    le_jour_meme = compter(AMENDE, NOTIFIEE, (genre, "2025-05-12"))["preuve_amende", 1]
    assert le_jour_meme[1:] == ("tenu", date(2025, 5, 12)), "the day of the notification is not older"


def test_an_appeal_meets_its_term_and_an_annulment_stops_the_others():
    recours = ("recours_introduit", "2025-06-02", [DECISION])
    assert compter(AMENDE, NOTIFIEE, recours)["recours", 1][1:] == ("tenu", date(2025, 6, 2))
    lus = compter(AMENDE, NOTIFIEE, CREANCE, recours, ("recours_annule", "2025-06-09", [DECISION]))
    assert lus["preuve_amende", 1][1:] == lus["paiement", 1][1:] == ("arrete", date(2025, 6, 9))
    assert "prescription" not in {genre for genre, _rang in lus}, "nothing is prescribed that is not owed"
    lus = compter(AMENDE, NOTIFIEE, CREANCE, recours, ("recours_rejete", "2025-06-09", [DECISION]))
    assert lus["preuve_amende", 1][1] == "en_cours"


def test_a_closed_sanction_has_no_running_term():
    lus = compter(CONSTAT, AMENDE, NOTIFIEE, CREANCE, ("sanction_close", "2025-06-10"))
    assert not [cle for cle, valeur in lus.items() if valeur[1] == "en_cours"]


def test_the_terms_of_a_sanction_run_while_the_file_is_closed_but_for_the_proof_after_a_fine():
    """Who moved or left still owes the fine, and the official still has so long to decide; the person is asked for
    nothing on the days on which the file was closed (§4)."""
    recue = ("audition_recue", "2025-04-04", [("audition", 1)])
    fermee = (("cloture", "2025-05-13"), ("reouverture", "2025-05-31"))
    preuve = ("preuve_amende", 1)
    ouverte = compter(CONSTAT, recue, AMENDE, NOTIFIEE, CREANCE)
    assert {genre for genre, _rang in ouverte} == set(TERMES)
    lus = compter(CONSTAT, recue, AMENDE, NOTIFIEE, CREANCE, *fermee)
    assert lus.pop(preuve) == (date(2025, 7, 30), "en_cours", None), "18 days after 12 July"
    encore = compter(CONSTAT, recue, AMENDE, NOTIFIEE, CREANCE, fermee[0])
    assert encore.pop(preuve)[1:] == ("arrete", date(2025, 5, 13)), "closed still"
    del ouverte[preuve]
    assert lus == encore == ouverte
    constat_seul = compter(CONSTAT)
    assert compter(CONSTAT, *fermee) == constat_seul
    assert compter(CONSTAT, fermee[0]) == constat_seul


@pytest.mark.parametrize(
    ("code", "jours"),
    [("audition", 7), ("amende", 90), ("preuve_amende", 14), ("recours", 0), ("paiement", 0), ("prescription", 180)],
)
def test_the_official_is_told_so_many_days_before_the_end(code, jours):
    assert TERMES[code].rappel == jours


# ---- stage and conditions --------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(sorted(ETAPES)), max_size=10), st.randoms(use_true_random=False))
def test_a_sanction_never_goes_back(genres, hasard):
    suite = [Evenement(genre, JOUR + timedelta(days=rang), rang) for rang, genre in enumerate(genres)]
    melangee = list(suite)
    hasard.shuffle(melangee)
    assert stage(melangee) == stage(suite)
    for n in range(len(suite)):
        assert STAGES.index(stage(suite[:n])) <= STAGES.index(stage(suite[: n + 1]))
    assert phase(suite) == (CLOSE if "sanction_close" in genres else EN_COURS)


@pytest.mark.parametrize(
    ("genres", "atteint"),
    [
        ((), "reception"),
        (("sanction_recue",), "reception"),
        (("sanction_recue", "sanction_verification"), "completude"),
        (("sanction_recue", "sanction_complete"), "audition"),
        (("audition_invitation", "decision_amende", "audition_tenue"), "decision"),
        (("decision_notifiee", "recours_introduit", "sanction_verification"), "recours"),
        (("sanction_close",), "cloture"),
        (("sanction_recue", "inscription_organisateur"), "reception"),  # a step of the pathway file moves no stage
        (("constat_refus",), "reception"),
    ],
)
def test_the_stage_is_the_furthest_that_was_reached(genres, atteint):
    assert stage([Evenement(genre, JOUR, rang) for rang, genre in enumerate(genres)]) == atteint


def test_five_new_years_run_from_each_act_that_interrupts_prescription():
    def terme(*actes):
        suite = [("prescription_interrompue", jour) for jour in actes]
        return compter(AMENDE, NOTIFIEE, *suite)["prescription", 1][0]

    fin = terme()
    assert fin == date(2030, 6, 11)
    assert terme("2029-01-15") == date(2034, 1, 15)
    assert terme("2030-06-11", "2035-06-11") == date(2040, 6, 11), "the last day counts, each time"
    assert terme("2030-06-12") == fin, "what is prescribed is not revived"
    assert terme("2025-06-01") == fin, "while the person could still pay nothing ran"


def test_only_what_asks_for_a_day_or_a_note_opens_the_window():
    au_clic = {code for code, etape in ETAPES.items() if etape.bouton and etape.voie == "immediate"}
    assert au_clic == {"sanction_complete", "infraction_constatee"}


def test_the_rows_hold_together():
    assert not set(ETAPES) & set(ETAPES_DU_DOSSIER)
    assert {nom for etape in ETAPES.values() for nom in etape.conditions} == set(CONDITIONS)
    assert {terme for etape in ETAPES.values() for terme in (*etape.commence, *etape.prouve)} == set(TERMES)
    assert {etape.stage for etape in ETAPES.values()} - {""} == set(STAGES)
    assert not any(genre.ouvrable for genre in (TERMES["amende"], TERMES["prescription"]))
    assert all(TERMES[code].ouvrable for code in ("audition", "preuve_amende", "recours", "paiement"))


def test_the_buttons_follow_the_conditions():
    fonctionnaire = frozenset({"fonctionnaire"})

    def offerts(situation):
        return [code for code, etape in ETAPES.items() if possible(etape, situation, JOUR, CONDITIONS)]

    situation = SituationSanction(EN_COURS, roles=fonctionnaire)
    toujours = ["protection_retenue", "sanction_close"]
    assert offerts(situation) == ["sanction_complete", "sanction_verification", *toujours]
    complet = Evenement("sanction_complete", JOUR, 1)
    assert offerts(situation._replace(evenements=(complet,))) == toujours
    du = situation._replace(evenements=(complet,), soldes=(100,))
    interrompt = "prescription_interrompue"
    assert offerts(du) == ["abandon_propose", "protection_retenue", "recouvrement_entame", interrompt, "sanction_close"]
    assert "recouvrement_entame" in offerts(situation._replace(soldes=(-100, 0.01))), "one cent is owed"
    rendu = situation._replace(evenements=(complet,), soldes=(-0.01,))
    assert offerts(rendu) == ["remboursement", *toujours], "one cent is owed back"
    entame = Evenement("recouvrement_entame", JOUR, 2)
    reste = ["protection_retenue", interrompt, "sanction_close"]
    assert offerts(du._replace(evenements=(complet, entame))) == ["abandon_propose", *reste]
    propose = Evenement("abandon_propose", JOUR, 3)
    propose = du._replace(evenements=(complet, entame, propose))
    assert offerts(propose) == ["abandon", *reste]
    saisie = Saisie(JOUR, JOUR, {"note": "x"})
    assert not refus(ETAPES["abandon"], propose, saisie, CONDITIONS)
    assert refus(ETAPES["abandon"], propose._replace(a_moi=True), saisie, CONDITIONS)
    assert refus(ETAPES["sanction_close"], propose, saisie, CONDITIONS), "something is owed"
    assert not refus(ETAPES["sanction_close"], propose._replace(soldes=()), saisie, CONDITIONS)
    assert offerts(situation._replace(evenements=(complet,), protegee=True)) == ["sanction_close"]
    averti = Evenement("sanction_avertie", JOUR, 3)
    assert offerts(situation._replace(evenements=(complet, averti))) == ["sanction_reponse", *toujours]
    repondu = Evenement("sanction_reponse", JOUR, 4)
    assert offerts(situation._replace(evenements=(complet, averti, repondu))) == toujours
    assert not offerts(situation._replace(phase=CLOSE))
    assert not offerts(situation._replace(roles=frozenset({"gestionnaire", "agent", "chef"})))
    assert refus(ETAPES["sanction_complete"], situation._replace(phase=CLOSE), Saisie(JOUR, JOUR), CONDITIONS)


@settings(deadline=None)
@given(lacunaires({**ETAPES_DU_DOSSIER, **ETAPES}))
def test_no_ledger_of_a_sanction_ever_raises_an_error(evenements):
    """Whatever an entry lacks; and what tells the terms of a kind apart is never the same for two of them."""
    termes = delais(evenements, None, parametres(*TERMES), genres=TERMES)
    assert len({(t.type, t.cle) for t in termes}) == len(termes)
    assert stage(evenements)


def test_a_term_is_kept_by_what_it_is_about():
    """An infringement entered later that is older takes no place from the other one."""
    recent = Evenement("infraction_constatee", date(2025, 3, 11), 1, objets=(("infraction", 7),))
    ancien = Evenement("infraction_constatee", date(2025, 2, 2), 2, objets=(("infraction", 9),))
    seul = delais([recent], None, parametres(*TERMES), genres=TERMES)
    deux = delais([recent, ancien], None, parametres(*TERMES), genres=TERMES)
    assert [(t.cle, t.rang, t.delai.depart) for t in seul] == [(7, 1, date(2025, 3, 11))]
    assert [(t.cle, t.rang, t.delai.depart) for t in deux] == [(9, 1, date(2025, 2, 2)), (7, 2, date(2025, 3, 11))]


JOURS = st.integers(0, 700).map(lambda n: date(2025, 5, 1) + timedelta(days=n))


@settings(deadline=None)
@given(st.lists(st.tuples(JOURS, st.integers(0, 90)), max_size=4), st.booleans())
def test_days_without_obligation_move_the_proof_after_a_fine_and_nothing_else(spans, ouverte):
    sans = [Suspension(debut, debut + timedelta(days=longueur), "exempte:6") for debut, longueur in spans]
    if ouverte and sans:
        sans[-1] = sans[-1]._replace(fin=date.max)
    recue = ("audition_recue", "2025-04-04", [("audition", 1)])
    suite = evenements(CONSTAT, recue, AMENDE, NOTIFIEE, CREANCE)
    avant, apres = (delais(suite, None, LOI, genres=TERMES, sans=jours) for jours in ([], sans))
    for terme, moved in zip(avant, apres, strict=True):
        if terme.type != "preuve_amende":
            assert moved == terme
        elif moved.etat == "en_cours":
            assert moved.delai.echeance >= terme.delai.echeance


# ---- what the events of a sanction say -------------------------------------------------------------------------------


def test_a_change_is_unanswered_until_an_answer_entered_after_it():
    suite = evenements(("sanction_avertie", "2025-04-01"), ("sanction_reponse", "2025-04-02"))
    assert sans_reponse(suite) == []
    averti = Evenement("sanction_avertie", date(2025, 3, 1), 9)
    assert sans_reponse([averti, *suite]) == [averti], "known after the answer, whatever its day"


def test_a_new_infringement_rests_on_the_last_fine_that_stands_and_has_none():
    suite = evenements(CONSTAT, AMENDE, NOTIFIEE)
    assert amende_a_prouver(suite) == 7
    assert amende_a_prouver(suite[:2]) is None, "not notified"
    seconde = ("infraction_constatee", "2025-09-01", [("infraction", 4), DECISION])
    assert amende_a_prouver(evenements(CONSTAT, AMENDE, NOTIFIEE, seconde)) is None
    for genre in ("recours_annule", "amende_tombee"):
        assert amende_a_prouver(evenements(CONSTAT, AMENDE, NOTIFIEE, (genre, "2025-09-01", [DECISION]))) is None
    sans = ("decision_sans_amende", "2025-05-05", [DECISION, INFRACTION])
    assert amende_a_prouver(evenements(CONSTAT, sans, NOTIFIEE)) is None, "after no fine there are no two months"


def test_no_fine_ends_a_sanction_once_notified_on_its_last_infringement():
    sans = ("decision_sans_amende", "2025-05-05", [DECISION, INFRACTION])
    jour = date.fromisoformat(NOTIFIEE[1])
    assert sans_amende(evenements(CONSTAT, sans, NOTIFIEE)) == jour
    assert sans_amende(evenements(CONSTAT, sans)) is None, "decided, not notified"
    assert sans_amende(evenements(CONSTAT, AMENDE, NOTIFIEE)) is None
    assert sans_amende(evenements()) is None
    tombe = ("fondement_tombe", "2025-06-01", [INFRACTION])
    assert sans_amende(evenements(CONSTAT, sans, NOTIFIEE, tombe)) is None, "its finding was cancelled"
    autre, infraction = ("decision", 8), ("infraction", 4)
    seconde = ("infraction_constatee", "2025-09-01", [infraction, DECISION])
    assert sans_amende(evenements(CONSTAT, AMENDE, NOTIFIEE, seconde)) is None
    suite = [
        ("decision_sans_amende", "2025-11-03", [autre, infraction]),
        ("decision_notifiee", "2025-11-05", [autre, infraction]),
    ]
    assert sans_amende(evenements(CONSTAT, AMENDE, NOTIFIEE, seconde, *suite)) == date(2025, 11, 5)


@pytest.mark.parametrize(
    ("suite", "jour", "refuse"),
    [
        ((), "2025-07-14", "preuve_en_cours"),
        ((), "2025-07-15", None),
        ((("inscription_organisateur", "2025-06-20"),), "2025-07-15", "preuve_donnee"),
        ((("recours_introduit", "2025-06-02", [DECISION, ("recours", 5)]),), "2025-07-15", "recours_pendant"),
        (
            (
                ("recours_introduit", "2025-06-02", [DECISION, ("recours", 5)]),
                ("recours_rejete", "2025-07-15", [DECISION, ("recours", 5)]),
            ),
            "2025-07-15",
            None,
        ),
    ],
)
def test_a_new_infringement_waits_for_the_proof_and_for_the_appeal(suite, jour, refuse):
    lus = sorted(evenements(CONSTAT, AMENDE, NOTIFIEE, *suite), key=lambda e: (e.date_effective, e.rang))
    recue = Evenement("sanction_recue", date(2025, 3, 15), 0)
    situation = SituationSanction(
        EN_COURS, (recue, *lus), tuple(delais(lus, None, LOI, genres=TERMES)), roles=frozenset({"fonctionnaire"})
    )
    jour = date.fromisoformat(jour)
    refuse_par = refus(ETAPES["infraction_constatee"], situation, Saisie(jour, jour), CONDITIONS)
    assert (refuse_par and refuse_par[0]) == refuse


def test_what_an_infringement_rested_on_stops_its_term_when_it_is_no_more():
    chute = ("fondement_tombe", "2025-04-01", [INFRACTION])
    assert compter(CONSTAT, chute)["amende", 1][1:] == ("arrete", date(2025, 4, 1))
    lus = compter(AMENDE, NOTIFIEE, CREANCE, ("amende_tombee", "2025-06-09", [DECISION]))
    assert lus["preuve_amende", 1][1:] == lus["paiement", 1][1:] == ("arrete", date(2025, 6, 9))
