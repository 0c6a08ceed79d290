# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import date

from odoo.tests import new_test_user

from odoo.addons.parcours_accueil.tests.common import ParcoursCase
from odoo.addons.registre_national.tests.habilitation import habiliter


class SanctionCase(ParcoursCase):
    @classmethod
    def refuser(cls, commune=None, constat=date(2025, 3, 11), dossier=None):
        """Return the sanction file that follows a refusal found on that day, of that file or of a new one; what is
        entered late is reviewed."""
        dossier = dossier or cls.ouvert(commune)
        for genre, jour in (
            ("attestation_remise", date(2024, 3, 15)),
            ("sommation_envoyee", date(2025, 1, 6)),
            ("sommation_recue", date(2025, 1, 10)),
            ("constat_refus", constat),
        ):
            dossier._enregistrer(genre, jour)
            cls.revoir(dossier)
        return dossier.sanction_ids

    @classmethod
    def autre_fonctionnaire(cls):
        """Return another official than those that a test made: who decides what one of them proposed."""
        groupe, login = "sanctions_admin.group_fonctionnaire", "essai.autre.fonctionnaire"
        autre = cls.env["res.users"].search([("login", "=", login)])
        return autre or habiliter(new_test_user(cls.env, login=login, groups=groupe, name="Autre", lang="en_US"))

    @classmethod
    def entendre(cls, sanction, infraction=None):
        """Record a hearing that the person declined."""
        return cls.env["sanction.audition"].create(
            {
                "sanction_id": sanction.id,
                "infraction_id": (infraction or sanction.infraction_ids[:1]).id,
                "date_invitation": date(2025, 4, 1),
                "date_reception": date(2025, 4, 4),
                "resultat": "declinee",
                "proces_verbal": "<p>Je renonce à être entendue.</p>",
            }
        )

    @classmethod
    def decider(cls, sanction, infraction=None, **valeurs):
        """Record a fine."""
        return cls.env["sanction.decision"].create(
            {
                "sanction_id": sanction.id,
                "infraction_id": (infraction or sanction.infraction_ids[:1]).id,
                "date": date(2025, 5, 5),
                "motivation": "Aucune inscription malgré la sommation.",
                "canal": "remise",
                "remedes": "dits",
                **valeurs,
            }
        )
