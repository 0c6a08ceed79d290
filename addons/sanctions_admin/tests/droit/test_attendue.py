# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one thing that a sanction awaits from its official (loi.md §7)."""

from odoo.addons.sanctions_admin.droit.attendue import RIEN, attendue

from .test_chaine import INVITEE, RECUE, REVENUE
from .test_sanction import AMENDE, CONSTAT, NOTIFIEE, evenements

COMPLETE = ("sanction_complete", "2025-03-18")
TENUE = ("audition_tenue", "2025-04-10", INVITEE[2])
PREMIERE = ("audition_invitation", "2025-03-17", [REVENUE, INVITEE[2][1]])
RETOUR = ("audition_retournee", "2025-03-19", [REVENUE, INVITEE[2][1]])


def awaited(*suite):
    return attendue(evenements(*suite))


def test_one_thing_is_awaited_at_a_time_in_the_order_of_the_procedure():
    assert awaited(CONSTAT) == RIEN, "the file is checked first, by a step"
    assert awaited(CONSTAT, COMPLETE) == ("inviter", 3, None)
    assert awaited(CONSTAT, COMPLETE, INVITEE, RECUE) == ("entendre", 3, 5)
    assert awaited(CONSTAT, COMPLETE, INVITEE, RECUE, TENUE) == ("decider", 3, None)
    assert awaited(CONSTAT, COMPLETE, INVITEE, RECUE, TENUE, AMENDE) == ("envoyer", 3, 7)
    assert awaited(CONSTAT, COMPLETE, INVITEE, RECUE, TENUE, AMENDE, NOTIFIEE) == RIEN


def test_an_invitation_that_came_back_is_followed_by_another_one():
    assert awaited(CONSTAT, COMPLETE, PREMIERE, RETOUR) == ("inviter", 3, None)
    assert awaited(CONSTAT, COMPLETE, PREMIERE, RETOUR, INVITEE) == ("entendre", 3, 5)


def test_nothing_is_awaited_of_an_infringement_that_rests_on_nothing():
    assert awaited(CONSTAT, COMPLETE, ("fondement_tombe", "2025-03-20", [INVITEE[2][1]])) == RIEN


def test_a_new_infringement_begins_again():
    seconde = ("infraction_constatee", "2025-07-20", [("infraction", 9)])
    assert awaited(CONSTAT, COMPLETE, INVITEE, TENUE, AMENDE, NOTIFIEE, seconde) == ("inviter", 9, None)
