# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a decision on an infringement rests on, from its events alone (loi.md §7)."""

from datetime import date

from odoo.addons.parcours_accueil.droit.chaine import ENTREE, LETTRE, TERME
from odoo.addons.parcours_accueil.droit.delais import PRESUMEE, PROUVEE, delais
from odoo.addons.sanctions_admin.droit.chaine import chaine
from odoo.addons.sanctions_admin.droit.delais import TERMES

from .test_sanction import AMENDE, CONSTAT, DECISION, INFRACTION, LOI, NOTIFIEE, evenements

AUDITION, REVENUE = ("audition", 5), ("audition", 4)
INVITEE = ("audition_invitation", "2025-03-20", [AUDITION, INFRACTION])
RECUE = ("audition_recue", "2025-03-25", [AUDITION, INFRACTION])


def maillons(*suite, infraction=INFRACTION[1], **colonnes):
    lus = [e._replace(**colonnes) if e.type.startswith("audition_") else e for e in evenements(*suite)]
    termes = delais(lus, None, LOI, genres=TERMES)
    return chaine(infraction, lus, termes, 3)


def resume(*suite, **options):
    return [(m.genre, m.evenement.type if m.evenement else m.terme.type, m.jour) for m in maillons(*suite, **options)]


def test_a_fine_rests_on_the_finding_the_invitation_its_outcome_and_its_limit():
    tenue = ("audition_tenue", "2025-04-10", [AUDITION, INFRACTION])
    assert resume(CONSTAT, INVITEE, RECUE, tenue, AMENDE) == [
        (ENTREE, "infraction_constatee", date(2025, 3, 15)),
        (LETTRE, "audition_invitation", date(2025, 3, 20)),
        (ENTREE, "audition_tenue", date(2025, 4, 10)),
        (TERME, "amende", date(2027, 3, 15)),
    ]


def test_who_was_absent_had_the_whole_term_to_be_heard():
    absence = ("audition_absence", "2025-04-28", [AUDITION, INFRACTION])
    lus = resume(CONSTAT, INVITEE, RECUE, absence)
    assert [m[1] for m in lus[2:4]] == ["audition", "audition_absence"]


def test_an_invitation_that_came_back_is_no_link():
    autre = ("audition_invitation", "2025-03-17", [REVENUE, INFRACTION])
    retour = ("audition_retournee", "2025-03-19", [REVENUE, INFRACTION])
    assert [m[1:] for m in resume(CONSTAT, autre, retour, INVITEE, RECUE)][1:2] == [
        ("audition_invitation", date(2025, 3, 20))
    ]


def test_the_receipt_is_proved_presumed_or_entered():
    def mot(**colonnes):
        return next(m for m in maillons(CONSTAT, INVITEE, RECUE, **colonnes) if m.lettre).reception[:2]

    assert mot() == (date(2025, 3, 25), PROUVEE)
    assert mot(canal="recommande", depot_prouve=True) == (date(2025, 3, 25), PRESUMEE)


def test_a_second_fine_rests_on_the_one_before_and_on_the_end_of_its_proof():
    seconde = ("infraction_constatee", "2025-07-20", [("infraction", 9), DECISION])
    assert resume(CONSTAT, AMENDE, NOTIFIEE, seconde, infraction=9) == [
        (ENTREE, "decision_notifiee", date(2025, 5, 12)),
        (TERME, "preuve_amende", date(2025, 7, 14)),
        (ENTREE, "infraction_constatee", date(2025, 7, 20)),
        (TERME, "amende", date(2027, 7, 20)),
    ]


def test_what_is_missing_is_left_out():
    assert maillons() == []
    assert [m[1] for m in resume(CONSTAT)] == ["infraction_constatee", "amende"]
