# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import date

from odoo.tests import tagged

from .common import SanctionCase


@tagged("post_install", "-at_install")
class TestJonction(SanctionCase):
    def test_a_sanction_follows_its_finding_into_the_file_that_goes_on(self):
        anciens = [self.histoire(), self.histoire()]
        gens = self.personnes(*anciens)
        un, deux = gens[0].dossier_ids, gens[1].dossier_ids
        for genre, jour in (
            ("attestation_remise", date(2024, 3, 15)),
            ("sommation_envoyee", date(2025, 1, 6)),
            ("sommation_recue", date(2025, 1, 10)),
            ("constat_refus", date(2025, 3, 11)),
        ):
            deux._enregistrer(genre, jour)
            self.revoir(deux)
        sanction = deux.sanction_ids
        termes = sanction.delai_ids
        jonction = self.env["registre.jonction"]._demander([(gens.mapped("niss"), self.env["registre.notification"])])
        self.assertEqual(jonction.dossier_id, un)
        jonction.with_user(self.utilisateur("chef", self.schaerbeek)).action_joindre()
        self.assertEqual(sanction.dossier_id, un)
        self.assertEqual(sanction.evenement_id.dossier_id, un)
        self.assertEqual(sanction.evenement_ids.dossier_id, un)
        self.assertEqual(termes.dossier_id, un)
        self.assertEqual(un.stage_code, "transfere")
        self.assertTrue(sanction.activity_ids, "the official is told")
        self.assertFalse(deux.with_context(active_test=False).sanction_ids)
