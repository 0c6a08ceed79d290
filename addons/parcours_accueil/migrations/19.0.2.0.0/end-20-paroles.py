# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import say_again, say_messages_again

REASONS = (
    "Register file read",
    "A date was reached",
    "Files joined",
    "An exemption ended",
    "A contestation was accepted",
    "Asked by %s",
    "New version of the law: %s",
)
MESSAGES = (
    "Request recorded",
    "Taken back or replaced: this was printed or received before, and is kept here.",
)


def migrate(cr, version):
    """What our own code wrote in one language is said in each: the sentences that are word for word ours. What else is
    there stays as it was said."""
    say_again(cr, "parcours_examen", "motif", "parcours_accueil", REASONS)
    say_again(
        cr, "parcours_evenement", "note", "parcours_accueil", ["The register does not confirm this move any more."]
    )
    say_messages_again(cr, "parcours_accueil", MESSAGES)
