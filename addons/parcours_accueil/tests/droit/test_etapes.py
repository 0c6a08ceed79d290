# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of steps holds together, and the course of a file follows from its events alone."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import clotures, conditions, etapes
from odoo.addons.parcours_accueil.droit.conditions import CONDITIONS, Saisie, Situation, possible, refus
from odoo.addons.parcours_accueil.droit.delais import periodes_fermees, stage
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, Etape, Evenement

JOUR = date(2026, 3, 2)
TOUS = frozenset(("agent", "commune", "gestionnaire", "chef", "direction"))


@pytest.mark.parametrize("module", [clotures, conditions, etapes])
def test_the_examples_are_true(module):
    assert not doctest.testmod(module).failed


def test_a_row_stands_once():
    with pytest.raises(ValueError, match="same code"):
        etapes.table(Etape("cloture"), Etape("cloture"))


def test_what_a_row_names_exists():
    phases = {"predossier", "dossier", "cloture"}
    for code, etape in ETAPES.items():
        assert code == etape.code
        assert set(etape.conditions) <= set(CONDITIONS), code
        assert set(etape.repose_sur) <= set(ETAPES), code
        assert etape.phases <= phases and etape.mene_a in phases | {""}, code
        assert etape.bouton in ("", "primary", "secondary", "danger"), code
        assert not (etape.bouton and not etape.qui), f"{code}: a button that nobody may use"
        assert etape.phases in conditions.PHASES or not etape.qui, code


def test_every_condition_is_used():
    utiles = {nom for etape in ETAPES.values() for nom in etape.conditions}
    assert utiles == set(CONDITIONS)


def test_terms_are_proved_and_started_by_steps():
    assert etapes.preuves("inscription") == {"inscription_organisateur", "attestation_organisateur", "attestation_fin"}
    assert etapes.preuves("achevement") == {"attestation_fin"}
    assert {"constat_refus", "transfert_vivalis"} == etapes.ARRETS
    assert {t for e in ETAPES.values() for t in e.commence} == {"inscription", "achevement", "sommation"}


@pytest.mark.parametrize(
    ("code", "situation", "mot"),
    [
        ("attestation_remise", Situation("predossier"), "pas_ouvert"),
        ("reouverture", Situation("dossier"), "pas_clos"),
        ("cloture", Situation("cloture"), "deja_clos"),
        ("volontaire", Situation("dossier"), "deja_ouvert"),
        ("transfert_vivalis", Situation("dossier"), "pas_a_la_main"),
        ("cloture", Situation("dossier"), "manque_motif_cloture"),
        ("reouverture", Situation("cloture", motif_registre="parti"), "motif_demeure"),
        ("reouverture", Situation("cloture", evenements=(Evenement("attestation_fin", JOUR),)), "parcours_acheve"),
        ("reouverture", Situation("cloture"), None),
        ("acquittement_commune", Situation("dossier"), "aucun_demenagement"),
        ("sommation_envoyee", Situation("dossier", volontaire=True), "volontaire_non_somme"),
        ("sommation_envoyee", Situation("dossier", issue_a_appliquer=True), "issue_en_attente"),
        ("sommation_envoyee", Situation("dossier", exemption_a_decider=True), "exemption_en_attente"),
        ("sommation_envoyee", Situation("dossier", contestation_ouverte=True), "contestation_en_attente"),
        ("contestation_demandee", Situation("cloture"), "deja_clos"),
        ("contestation_demandee", Situation("predossier"), None),
        ("contestation_refusee", Situation("cloture"), None),
        ("sommation_envoyee", Situation("dossier"), "aucun_terme_echu"),
        ("volontaire", Situation("predossier", oblige=True), "deja_oblige"),
        ("volontaire", Situation("predossier"), "volontaire_inconnu"),
        ("attestation_remise", Situation("dossier"), None),
    ],
)
def test_a_refusal_has_its_word(code, situation, mot):
    dit = refus(ETAPES[code], situation._replace(roles=TOUS), Saisie(JOUR, JOUR, voies=(ETAPES[code].voie,)))
    assert (dit and dit[0]) == mot


def test_the_future_is_refused_but_for_suspensions():
    saisie = Saisie(JOUR + timedelta(days=1), JOUR)
    situation = Situation("dossier", roles=TOUS)
    for code, etape in ETAPES.items():
        valeurs = dict.fromkeys(etape.demande, 1)
        annule = Evenement(code, JOUR, suspension=3)
        dit = refus(etape, situation, saisie._replace(valeurs=valeurs, annule=annule, voies=(etape.voie,)))
        assert (dit is not None and dit[0] == "a_venir") != code.startswith("suspension_"), code


def test_nobody_without_a_role_records_anything():
    for code, etape in ETAPES.items():
        phase = min(etape.phases)
        assert refus(etape, Situation(phase), Saisie(JOUR, JOUR)) is not None, code
        assert not possible(etape, Situation(phase), JOUR), code


def test_a_condition_that_explains_itself_leaves_the_button():
    """Somebody must apply the outcome first: the button of the finding stays, and says so."""
    envoi = Evenement("sommation_envoyee", date(2025, 1, 6), 1)
    situation = Situation("dossier", evenements=(envoi,), issue_a_appliquer=True, roles=TOUS)
    assert possible(ETAPES["constat_refus"], situation, JOUR)
    assert refus(ETAPES["constat_refus"], situation, Saisie(JOUR, JOUR))[0] == "issue_en_attente"
    assert not possible(ETAPES["constat_refus"], situation._replace(evenements=()), JOUR)


# ---- correcting entries ----------------------------------------------------------------------------------------------


def annuler(annule, *suite, roles=TOUS, **situation):
    evenements = tuple(sorted((annule, *suite), key=lambda e: e.date_effective))
    saisie = Saisie(JOUR, JOUR, {"annule_id": annule.rang, "note": "mistake"}, annule)
    return refus(ETAPES["annulation"], Situation("dossier", evenements=evenements, roles=roles, **situation), saisie)


def test_what_rests_on_an_entry_is_cancelled_first():
    inscrit = Evenement("inscription_organisateur", JOUR, 2)
    change = Evenement("changement_organisateur", JOUR, 3)
    assert annuler(inscrit) is None
    assert annuler(inscrit, change) == ("autres_etapes", ("changement_organisateur",))
    assert annuler(change, inscrit) is None
    avant = Evenement("constat_refus", JOUR, 1)
    assert annuler(inscrit, avant) is None, "a registration entered after the finding is not what it rests on"


def test_an_entry_does_not_rest_on_itself():
    lettre = Etape("lettre", repose_sur=("lettre",))  # a second letter answers the first
    table = {**ETAPES, **etapes.table(lettre)}
    premiere, seconde = (Evenement("lettre", JOUR, rang) for rang in (1, 2))
    situation = Situation("dossier", evenements=(premiere, seconde), roles=TOUS)
    for annule, dit in ((premiere, ("autres_etapes", ("lettre",))), (seconde, None)):
        saisie = Saisie(JOUR, JOUR, {"annule_id": annule.rang, "note": "mistake"}, annule, table)
        assert refus(ETAPES["annulation"], situation, saisie) == dit


def test_a_decision_rests_on_its_own_contestation():
    premiere, seconde = (Evenement("contestation_demandee", JOUR, r, objets=(("contestation", r),)) for r in (1, 2))
    decision = Evenement("contestation_refusee", JOUR, 3, objets=(("contestation", 1),))
    assert annuler(premiere, seconde, decision) == ("autres_etapes", ("contestation_refusee",))
    assert annuler(seconde, premiere, decision) is None


def test_what_only_the_commune_records_only_it_undoes():
    demandee = Evenement("contestation_demandee", JOUR, 1)
    assert annuler(demandee, roles=frozenset({"gestionnaire", "direction"}))[0] == "reserve_a_sa_commune"
    assert annuler(demandee, roles=frozenset({"agent", "commune"})) is None


def test_a_receipt_rests_on_its_own_summons():
    premiere, seconde = (Evenement("sommation_envoyee", JOUR + timedelta(days=j), j) for j in (1, 90))
    recue = Evenement("sommation_recue", JOUR + timedelta(days=92), 92)
    assert annuler(premiere, seconde, recue) is None
    assert annuler(seconde, premiere, recue) == ("autres_etapes", ("sommation_recue",))
    constat = Evenement("constat_refus", JOUR + timedelta(days=200), 200)
    assert annuler(recue, premiere, seconde, constat) == ("autres_etapes", ("constat_refus",))


def test_a_head_undoes_what_a_sanction_rests_on():
    constat = Evenement("constat_refus", JOUR, 9)
    agent = frozenset(("agent", "commune"))
    assert annuler(constat, roles=agent)[0] == "reserve_aux_chefs"
    assert annuler(Evenement("attestation_remise", JOUR, 1), constat, roles=agent)[0] == "reserve_aux_chefs"
    assert annuler(constat, roles=agent | {"chef"}) is None
    assert annuler(constat, roles=frozenset(("gestionnaire", "direction"))) is None


def test_without_a_finding_whoever_may_cancel_a_step_cancels_it():
    remise = Evenement("attestation_remise", JOUR, 1)
    assert annuler(remise, roles=frozenset({"agent"})) is None
    assert annuler(remise, roles=frozenset({"gestionnaire"})) is None


def test_a_step_of_the_floor_above_keeps_who_may_cancel_it():
    lettre = Etape("lettre", proprietaire="etage", annulable=("fonctionnaire",))
    envoyee, constat = Evenement("lettre", JOUR, 10), Evenement("constat_refus", JOUR, 9)
    saisie = Saisie(JOUR, JOUR, {}, envoyee, {**ETAPES, **etapes.table(lettre)})
    reserve = conditions.CONDITIONS["reserve_aux_chefs"]
    for evenements in ((constat, envoyee), (envoyee,)):
        situation = Situation("dossier", evenements=evenements)
        assert reserve(situation._replace(roles=frozenset({"fonctionnaire"})), saisie) is None
        assert reserve(situation._replace(roles=frozenset({"chef"})), saisie) == ()


def test_an_opening_carries_the_steps_entered_after_it():
    rouvert = Evenement("reouverture", JOUR, 4, phase="dossier")
    inscrit = Evenement("inscription_organisateur", JOUR, 5)
    deplace = Evenement("demenagement", JOUR, 6)
    assert annuler(rouvert, deplace) is None, "a move needs no open file"
    assert annuler(rouvert, inscrit) == ("autres_etapes", ("inscription_organisateur",))


def test_a_closure_of_the_register_comes_back():
    clos = Evenement("cloture", JOUR, 4, phase="cloture", motif="parti")
    assert annuler(clos, motif_registre="parti")[0] == "clos_par_registre"
    assert annuler(clos, motif_registre=None) is None


def test_what_an_entry_made_is_cancelled_with_it_and_never_alone():
    fin = Evenement("attestation_fin", JOUR, 3)
    clos = Evenement("cloture", JOUR, 4, phase="cloture", motif="acheve", cause=3)
    assert annuler(clos, fin) == ("suite_d_une_autre", ("attestation_fin",))
    assert annuler(clos) is None, "its cause does not hold any more"


def test_an_entry_of_another_file_is_none_of_this_one():
    agent = Situation("dossier", roles=TOUS)
    for saisie, mot in (({"etrangere": True}, "hors_du_dossier"), ({}, "deja_annulee")):
        lue = Saisie(JOUR, JOUR, {"annule_id": 9, "note": "mistake"}, **saisie)
        assert refus(ETAPES["annulation"], agent, lue) == (mot, ())
    assert refus(ETAPES["annulation"], agent, Saisie(JOUR, JOUR, {"note": "mistake"})) == ("manque_annule_id", ())


AGENT, CHEF = frozenset({"agent", "commune"}), frozenset({"agent", "commune", "chef"})


@pytest.mark.parametrize(
    ("motif", "situation", "dit"),
    [
        ("parti", {}, "referme_sans_motif"),
        ("parti", {"motif_registre": "parti"}, None),
        ("parti", {"motif_registre": "decede"}, "referme_sans_motif"),
        ("exempte", {"resultat": "oblige"}, "referme_sans_motif"),
        ("exempte", {"resultat": "exempte"}, None),
        ("erreur", {}, "referme_sans_motif"),
        ("erreur", {"roles": CHEF}, None),
        ("renonce", {}, "referme_sans_motif"),
        ("renonce", {"volontaire": True}, None),
        ("renonce", {"volontaire": True, "resultat": "oblige"}, "referme_sans_motif"),
        ("acheve", {}, "referme_sans_motif"),
    ],
)
def test_a_reopening_is_not_undone_to_close_the_file_for_nothing(motif, situation, dit):
    clos = Evenement("cloture", JOUR, 4, phase="cloture", motif=motif)
    rouvert = Evenement("reouverture", JOUR, 5, phase="dossier")
    reponse = annuler(rouvert, clos, **{"roles": AGENT, **situation})
    assert (reponse and reponse[0]) == dit
    assert annuler(rouvert, roles=AGENT) is None, "the closure never was: nothing closes"


def test_a_step_at_an_organiser_rests_on_the_change_to_it():
    change = Evenement("changement_organisateur", JOUR, 3)
    attestation = Evenement("attestation_organisateur", jours(30), 4)
    assert annuler(change, INSCRIT, attestation) == ("autres_etapes", ("attestation_organisateur",))
    assert annuler(change, INSCRIT, attestation._replace(date_effective=jours(-1))) is None, "it was the former one's"


# ---- the reasons of closure ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("motif", clotures.MOTIFS)
@pytest.mark.parametrize("voie", etapes.VOIES)
@pytest.mark.parametrize("volontaire", [False, True])
@pytest.mark.parametrize("roles", [AGENT, CHEF, frozenset({"gestionnaire"}), frozenset({"gestionnaire", "direction"})])
def test_nobody_closes_a_file_with_a_reason_that_is_not_theirs(motif, voie, volontaire, roles):
    tete = bool(roles & {"chef", "direction"})
    peut = {
        *([("erreur", "fenetre")] if tete else ()),
        *([("renonce", "fenetre")] if volontaire else ()),
        *(("exempte", "issue"), ("hors_public", "issue")),
    }
    situation = Situation("dossier", volontaire=volontaire, roles=roles)
    dit = refus(ETAPES["cloture"], situation, Saisie(JOUR, JOUR, {"motif_cloture": motif}, voies=("fenetre", voie)))
    assert (dit is None) == (bool({(motif, voie), (motif, "fenetre")} & peut))
    assert dit is None or dit[0] in ("motif_par_sa_voie", "motif_reserve")


def test_the_button_to_close_is_for_those_who_have_a_reason_to_give():
    for roles, volontaire, montre in ((AGENT, False, False), (AGENT, True, True), (CHEF, False, True)):
        assert possible(ETAPES["cloture"], Situation("dossier", volontaire=volontaire, roles=roles), JOUR) is montre


def test_who_is_obliged_does_not_stop_at_will():
    oblige = Situation("dossier", volontaire=True, resultat="oblige", roles=AGENT)
    assert refus(ETAPES["cloture"], oblige, Saisie(JOUR, JOUR, {"motif_cloture": "renonce"})) == ("motif_reserve", ())


def test_no_file_is_closed_before_it_was_opened():
    ouvert = Situation("dossier", evenements=(Evenement("ouverture", JOUR, 1, phase="dossier"),), roles=CHEF)
    saisie = Saisie(jours(-1), jours(9), {"motif_cloture": "erreur"})
    assert refus(ETAPES["cloture"], ouvert, saisie) == ("avant_cause", ("ouverture", JOUR))
    assert refus(ETAPES["cloture"], ouvert, saisie._replace(jour=JOUR)) is None


def test_what_follows_from_another_entry_is_not_cancelled_by_itself():
    for code in ("transfert_vivalis", "suspension_accordee", "ouverture", "demenagement", "affectation", "annulation"):
        assert annuler(Evenement(code, JOUR, 4, suspension=3))[0] == "pas_annulable", code


# ---- the course ------------------------------------------------------------------------------------------------------

PHASES = {"ouverture": "dossier", "cloture": "cloture", "reouverture": "dossier", "volontaire": "dossier"}


@st.composite
def suites(draw):
    genres = draw(
        st.lists(st.sampled_from([*PHASES, "inscription_organisateur", "changement_organisateur"]), max_size=8)
    )
    return [
        Evenement(
            g, JOUR + timedelta(days=draw(st.integers(0, 40))), r, organisateur=r, phase=PHASES.get(g), motif="erreur"
        )
        for r, g in enumerate(genres)
    ]


@given(suites(), st.randoms(use_true_random=False))
def test_the_course_does_not_depend_on_the_order_given(suite, hasard):
    melangee = list(suite)
    hasard.shuffle(melangee)
    assert etapes.cours(melangee) == etapes.cours(suite)
    assert etapes.inscriptions(melangee) == etapes.inscriptions(suite)


@given(suites())
def test_the_last_entry_says_the_phase(suite):
    avec_phase = [e for e in suite if e.phase]
    lu = etapes.cours(suite)
    assert lu.phase == (avec_phase[-1].phase if avec_phase else "predossier")
    assert (lu.date_cloture is not None) == (lu.phase == "cloture")


@given(suites())
def test_enrolments_follow_one_another(suite):
    suite = [e for e in suite if not e.phase]
    lues = etapes.inscriptions(suite)
    assert len(lues) == sum(e.type in etapes.INSCRIPTIONS for e in suite)
    for premiere, suivante in zip(lues, lues[1:], strict=False):
        assert premiere.debut <= premiere.fin == suivante.debut
        assert premiere.motif == "changement"
    assert not lues or (lues[-1].fin, lues[-1].motif) == (None, None)


@given(suites())
def test_a_closed_file_has_no_enrolment_that_lasts(suite):
    lues = etapes.inscriptions(suite, periodes_fermees(suite))
    assert [(i.organisateur, i.debut) for i in lues] == [(i.organisateur, i.debut) for i in etapes.inscriptions(suite)]
    assert sum(i.fin is None for i in lues) <= (
        etapes.cours(suite).phase == "dossier" or not any(e.phase for e in suite)
    )
    for inscription in lues:
        assert (inscription.fin is None) == (inscription.motif is None)
        assert inscription.fin is None or inscription.debut <= inscription.fin


INSCRIT = Evenement("inscription_organisateur", JOUR, 1, organisateur=7)


def jours(nombre):
    return JOUR + timedelta(days=nombre)


def suite_de(*paires):
    """Enrolled that day, then closed and opened again so many days later, `None` for never; the enrolments."""
    suite, rang = [INSCRIT], 2
    for ferme, rouvert in paires:
        suite.append(Evenement("cloture", jours(ferme), rang, phase="cloture", motif="parti"))
        if rouvert is not None:
            suite.append(Evenement("reouverture", jours(rouvert), rang + 1, phase="dossier"))
        rang += 2
    return [(i.debut, i.fin, i.motif) for i in etapes.inscriptions(suite, periodes_fermees(suite))]


def test_an_enrolment_ends_with_the_file_and_does_not_come_back_with_it():
    assert suite_de((30, None)) == [(JOUR, jours(30), "cloture")]
    assert suite_de((30, 90)) == [(JOUR, jours(30), "cloture")], "the place is not kept"
    assert suite_de((30, 30)) == [(JOUR, None, None)], "closed on no day"
    assert suite_de((30, 30), (60, 90)) == [(JOUR, jours(60), "cloture")]
    assert suite_de((-10, None)) == [(JOUR, JOUR, "cloture")], "the closure was learnt after the enrolment"
    assert suite_de((-40, -20)) == [(JOUR, None, None)], "closed and open again before"


def test_nobody_is_registered_in_a_pre_file():
    """Closed from a day before the registration, as its fact was learnt, and opened again as a pre-file."""
    clos = Evenement("cloture", jours(-10), 2, phase="cloture", motif="exempte")
    rouvert = Evenement("reouverture", jours(20), 3, phase="predossier")
    suite = [INSCRIT, clos, rouvert]
    assert [(i.debut, i.fin) for i in etapes.inscriptions(suite, periodes_fermees(suite))] == [(JOUR, JOUR)]


def test_an_enrolment_says_whether_the_pathway_was_completed():
    clos = Evenement("cloture", jours(300), 2, phase="cloture", motif="acheve")
    (lue,) = etapes.inscriptions([INSCRIT, clos], periodes_fermees([INSCRIT, clos]))
    assert (lue.fin, lue.motif) == (jours(300), "acheve")
    assert (lue.dure(jours(-1)), lue.dure(JOUR), lue.dure(jours(299)), lue.dure(jours(300))) == (
        *(False, True, True, False),
    )


def test_a_file_opened_before_openings_were_events_began_as_a_file():
    assert etapes.cours([], "dossier").phase == "dossier"


def test_the_stage_follows_from_the_table():
    remis = Evenement("attestation_remise", JOUR, 1)
    somme = Evenement("sommation_envoyee", JOUR, 2)
    assert stage([]) == "a_informer"
    assert stage([remis, somme]) == "informe", "a summons that was answered moves no stage"
    assert stage([remis, somme], somme=True) == "somme"
    assert stage([remis, Evenement("inconnu", JOUR, 3)]) == "informe"


# ---- one way in, and a day that can be -------------------------------------------------------------------------------


def test_a_step_has_one_way_in():
    agent = Situation("dossier", roles=TOUS)
    for code, etape in ETAPES.items():
        if etape.qui:
            par = {voie: refus(etape, agent, Saisie(JOUR, JOUR, voies=(voie,))) for voie in etapes.VOIES}
            assert [voie for voie, dit in par.items() if dit != ("autre_voie", ())] == [etape.voie], code


def test_no_day_comes_before_the_reference_date_or_the_birth():
    veille, ne = JOUR - timedelta(days=1), date(1990, 5, 12)
    lue = Situation("dossier", roles=TOUS, reference=JOUR, naissance=ne)

    def dit(code, jour, situation=lue):
        saisie = Saisie(jour, JOUR, dict.fromkeys(ETAPES[code].demande, 1), voies=etapes.VOIES)
        return refus(ETAPES[code], situation, saisie)

    assert dit("attestation_remise", JOUR) is None
    assert dit("attestation_remise", veille) == ("avant_debut", (JOUR,))
    assert dit("suspension_accordee", veille) is None
    assert dit("suspension_accordee", ne) is None
    assert dit("suspension_accordee", ne - timedelta(days=1)) == ("avant_debut", (ne,))
    assert dit("attestation_remise", date(1990, 5, 11), lue._replace(reference=None)) == ("avant_debut", (ne,))
    assert dit("attestation_remise", veille, lue._replace(reference=None, naissance=None)) is None


def test_a_step_follows_the_last_one_entered_that_it_needs():
    """Closed in May, opened, closed in March: it is opened again after that March."""
    fermetures = (Evenement("cloture", date(2025, 3, 3), 5), Evenement("cloture", date(2025, 5, 5), 2))
    ferme = Situation("cloture", evenements=fermetures, roles=TOUS)
    assert refus(ETAPES["reouverture"], ferme, Saisie(date(2025, 3, 3), JOUR)) is None
    dit = refus(ETAPES["reouverture"], ferme, Saisie(date(2025, 3, 2), JOUR))
    assert dit == ("avant_cause", ("cloture", date(2025, 3, 3)))


@pytest.mark.parametrize("code", ["suspension_annulee", "reouverture", "suspension_accordee"])
def test_while_a_finding_stands_days_before_it_are_for_a_head(code):
    constat = Evenement("constat_refus", JOUR, 9)
    agent = Situation(min(ETAPES[code].phases), evenements=(constat,), roles=frozenset({"agent", "commune"}))

    def dit(jour, situation=agent):
        valeurs = dict.fromkeys(ETAPES[code].demande, 1)
        return refus(ETAPES[code], situation, Saisie(jour, JOUR, valeurs, voies=etapes.VOIES))

    assert dit(JOUR - timedelta(days=1)) == ("reserve_aux_chefs", ())
    assert dit(JOUR) is None
    for chef in ("chef", "direction"):
        assert dit(JOUR - timedelta(days=1), agent._replace(roles=agent.roles | {chef, "gestionnaire"})) is None
    assert dit(JOUR - timedelta(days=1), agent._replace(evenements=())) is None


def test_an_entry_about_nothing_is_cancelled_by_a_head():
    vide = Evenement("suspension_accordee", JOUR, 4)
    assert annuler(vide) is None
    assert annuler(vide, roles=frozenset({"agent", "commune"})) == ("reserve_aux_chefs", ())
