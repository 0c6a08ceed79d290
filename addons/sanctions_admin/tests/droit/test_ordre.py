# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is at fault in the course of one infringement (loi.md §7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sanctions_admin.droit.ordre import (
    ABSENCE,
    DECLINEE,
    TENUE,
    Cours,
    Invitation,
    Jugement,
    Petition,
    fautes,
)

J = date(2025, 3, 3)


def j(jours):
    return J + timedelta(days=jours)


ENTENDU = Invitation(j(10), j(14), TENUE, j(30), j(44))
#: The course of a fine that nothing is wrong with.
BON = Cours(
    J,
    (ENTENDU,),
    (Jugement(j(40), notifiee=j(50), petitions=(Petition(j(60), "rejete", j(200)),), mouvements=(j(70),)),),
    limite=j(730),
)
FIN = j(400)


def mots(cours, jour=FIN):
    return [faute.mot for faute in fautes(cours, jour)]


def avec(**valeurs):
    return BON._replace(jugements=(BON.jugements[0]._replace(**valeurs),))


def test_a_course_in_order_has_no_fault():
    assert mots(BON) == []
    assert mots(Cours(J)) == []


@pytest.mark.parametrize(
    ("cours", "mot"),
    [
        (BON._replace(constat=j(11)), "desordre"),
        (BON._replace(invitations=(ENTENDU._replace(recue=j(9)),)), "desordre"),
        (BON._replace(invitations=(ENTENDU._replace(jour=j(13)),)), "desordre"),
        (BON._replace(invitations=(ENTENDU._replace(jour=j(41)),)), "desordre"),
        (avec(jour=j(29)), "desordre"),
        (avec(notifiee=j(39)), "desordre"),
        (avec(petitions=(Petition(j(49)),)), "desordre"),
        (avec(petitions=(Petition(j(60), "rejete", j(59)),)), "desordre"),
        (avec(mouvements=(j(49),)), "desordre"),
        (avec(notifiee=None, mouvements=()), "recours_sans_notification"),
    ],
)
def test_each_day_that_comes_before_its_cause_is_a_fault(cours, mot):
    assert mots(cours) == [mot]


def test_the_day_of_the_cause_itself_is_in_order():
    assert not mots(
        Cours(
            J,
            (Invitation(J, J, TENUE, J, J),),
            (Jugement(J, notifiee=J, petitions=(Petition(J, "annule", J),), mouvements=(J,)),),
            limite=J,
        )
    )


@pytest.mark.parametrize("jours", [9, 13, 29, 39, 49, 59, 69])
def test_nothing_lies_in_the_future(jours):
    assert "a_venir" in mots(BON, j(jours))
    assert "a_venir" not in mots(BON, FIN)


def test_one_infringement_has_one_outcome_and_one_decision():
    assert mots(BON._replace(invitations=(ENTENDU, ENTENDU))) == ["plusieurs_auditions"]
    deux = (Jugement(j(40)), Jugement(j(41)))
    assert mots(BON._replace(jugements=deux)) == ["plusieurs_decisions"]


def test_one_invitation_stands_at_a_time():
    avant = Invitation(j(2))
    assert mots(BON._replace(invitations=(avant, ENTENDU))) == ["invitation_en_cours"]
    assert not mots(BON._replace(invitations=(avant._replace(revenue=True), ENTENDU))), "it came back"
    assert not mots(BON._replace(invitations=(avant._replace(reportee=j(5)), ENTENDU))), "its hearing was called off"
    assert mots(BON._replace(invitations=(avant._replace(convocation=j(8)), avant._replace(convocation=j(9))))) == [
        "invitation_en_cours",
        "amende_sans_audition",
    ], "to two hearings"
    assert mots(BON._replace(invitations=(ENTENDU._replace(reportee=j(20)),))) == ["issue_reportee"]
    assert "desordre" in mots(Cours(J, (avant._replace(reportee=j(1)),)))


def test_nobody_is_heard_or_absent_before_the_day_that_the_invitation_says():
    for resultat, jour, attendus in (
        (TENUE, j(29), []),
        (TENUE, j(31), ["desordre"]),
        (ABSENCE, j(31), ["desordre", "absence_avant_terme"]),
        (DECLINEE, j(31), []),
    ):
        assert mots(BON._replace(invitations=(ENTENDU._replace(resultat=resultat, convocation=jour),))) == attendus
    assert not mots(Cours(J, (Invitation(j(10), convocation=j(30)),)), j(15)), "the hearing is to come"
    assert mots(Cours(J, (Invitation(j(10), convocation=j(9)),))) == ["desordre"], "invited after it"


def test_who_received_the_invitation_after_the_hearing_was_not_absent_from_it():
    absent = Invitation(j(10), j(14), ABSENCE, j(30), j(39), convocation=j(13))
    assert mots(BON._replace(invitations=(absent,))) == ["absence_sans_delai"]
    assert not mots(BON._replace(invitations=(absent._replace(convocation=j(14)),)))


def test_the_same_invitation_is_entered_once():
    partie = Invitation(j(2), revenue=True, canal="recommande")
    assert mots(BON._replace(invitations=(partie, partie, ENTENDU))) == ["invitation_double"]
    assert not mots(BON._replace(invitations=(partie, partie._replace(canal="ebox"), ENTENDU))), "in two ways"
    assert not mots(BON._replace(invitations=(partie, partie._replace(invitee=j(3)), ENTENDU))), "on two days"
    avant = Invitation(j(2), revenue=True)
    assert not mots(BON._replace(invitations=(avant, avant, ENTENDU))), "of before channels"


def test_the_same_petition_is_entered_once_and_one_is_pending_at_a_time():
    assert mots(avec(petitions=(Petition(j(60)), Petition(j(61))))) == ["plusieurs_recours"]
    rejete = Petition(j(60), "rejete", j(90))
    assert mots(avec(petitions=(rejete, Petition(j(60))))) == ["plusieurs_recours"]
    assert not mots(avec(petitions=(rejete, Petition(j(95)))))


@pytest.mark.parametrize(
    ("invitation", "mot"),
    [
        (Invitation(j(10)), "amende_sans_audition"),
        (Invitation(j(10), j(14)), "amende_sans_audition"),
        (Invitation(j(10), None, TENUE, j(30)), "amende_sans_reception"),
        (Invitation(j(10), None, DECLINEE, j(30)), "amende_sans_reception"),
        (Invitation(j(10), None, ABSENCE, j(30)), "amende_sans_reception"),
        (Invitation(j(10), j(14), ABSENCE, j(30), j(40)), "absence_avant_terme"),
        (Invitation(j(10), j(14), ABSENCE, j(30), None), "absence_avant_terme"),
        (Invitation(j(10), j(14), ABSENCE, j(30), j(39)), None),
        (Invitation(j(10), j(14), DECLINEE, j(15), j(44)), None),
        (ENTENDU, None),
        (ENTENDU._replace(ecrite=False), "audition_sans_pv"),
        (ENTENDU._replace(resultat=DECLINEE, ecrite=False), "renonciation_sans_ecrit"),
        (Invitation(j(10), j(14), ABSENCE, j(30), j(39), ecrite=False), None),
        (Invitation(j(10), j(14), ABSENCE, j(30), j(39), douteuse=True), "amende_sans_reception"),
    ],
)
def test_a_fine_needs_an_invitation_received_and_a_hearing_held_declined_or_missed(invitation, mot):
    cours = BON._replace(invitations=(invitation,))
    assert mots(cours) == ([mot] if mot else [])
    sans = cours._replace(jugements=(BON.jugements[0]._replace(amende=False),))
    assert not mots(sans), "a decision without a fine needs none"


def test_a_fine_is_decided_within_its_term_on_something_and_with_reasons():
    assert mots(BON._replace(limite=j(39))) == ["amende_tardive"]
    assert not mots(BON._replace(limite=j(40))), "the last day counts"
    assert mots(BON._replace(limite=None)) == ["amende_tardive"]
    assert mots(BON._replace(sans_objet=True)) == ["amende_sans_objet"]
    assert mots(BON._replace(protegee=True)) == ["amende_protegee"]
    assert not mots(avec(motivee=True)._replace(protegee=True))
    sans = avec(amende=False)
    assert not mots(sans._replace(limite=None, sans_objet=True, protegee=True))


def test_an_infringement_comes_after_the_term_to_give_proof():
    assert mots(BON._replace(apres=J)) == ["constat_premature"]
    assert not mots(BON._replace(apres=J - timedelta(days=1)))


@given(st.lists(st.integers(0, 60), min_size=6, max_size=6), st.integers(0, 60))
def test_days_in_order_are_exactly_those_without_a_fault(jours, aujourdhui):
    constat, invitee, recue, tenue, decidee, notifiee = map(j, jours)
    cours = Cours(
        constat,
        (Invitation(invitee, recue, TENUE, tenue, recue),),
        (Jugement(decidee, notifiee=notifiee),),
        limite=j(730),
    )
    en_ordre = jours == sorted(jours) and max(jours) <= aujourdhui
    assert (mots(cours, j(aujourdhui)) == []) == en_ordre
