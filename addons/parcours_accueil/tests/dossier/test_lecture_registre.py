# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestLectureRegistre(ParcoursCase):
    """What the consultation log says of who works on a file."""

    def test_the_log_names_the_file(self):
        dossier = self.arrivee()
        agent = self.utilisateur("agent", self.schaerbeek)
        action = dossier.with_user(agent).action_personne()
        personne = self.env[action["res_model"]].with_user(agent).browse(action["res_id"])
        personne = personne.with_context(allowed_company_ids=agent.company_ids.ids, **action["context"])
        personne.web_read({"name": {}, "information_actuelle_ids": {"fields": {"libelle": {}}}})
        entree = self.env["registre.consultation"].search([], limit=1)
        self.assertEqual(
            (entree.user_id, entree.niss, entree.reference, entree.motif, entree.operation),
            (agent, dossier.niss, dossier.reference, "dossier", "copie"),
        )

    def test_files_are_not_grouped_by_what_the_register_says(self):
        """The name of the file beside the nationality of its person would be a reading that no log knows of."""
        dossier = self.arrivee()
        vus = self.Dossier.with_user(self.utilisateur("agent", self.schaerbeek))
        with self.assertRaises(AccessError):
            vus.formatted_read_group([("id", "=", dossier.id)], ["name", "personne_id.nationalite_code"], ["__count"])
        self.assertTrue(vus.formatted_read_group([("id", "=", dossier.id)], ["user_id.company_id"], ["__count"]))

    def test_the_window_knows_the_file(self):
        dossier = self.arrivee()
        agent = self.utilisateur("agent", self.schaerbeek)
        action = dossier.with_user(agent).action_relire_registre()
        self.assertEqual(action["res_model"], "registre.relecture")
        self.assertEqual(action["context"]["default_reference"], dossier.reference)
        self.assertIn("action_relire_registre", self.Dossier.with_user(agent).get_view(view_type="form")["arch"])
