# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import maintenant

from ...models.lectures import ITS_EXPLICATION
from ..common import ParcoursCase


def _page(vue):
    """{field: {"fields": those of its list}}: what the web client asks for when it shows that view."""
    champs = {}
    for champ in vue.iter("field"):
        dans = next((parent for parent in champ.iterancestors() if parent.tag == "field"), None)
        if dans is None or (vue.tag == "list" and dans is vue.getparent()):
            lignes = champ.find("list")
            champs[champ.get("name")] = {"fields": _page(lignes)} if lignes is not None else {}
    return champs


@tagged("post_install", "-at_install")
class TestLectureRegistre(ParcoursCase):
    """What the consultation log says of who works on a file."""

    def test_the_log_names_the_file(self):
        dossier = self.arrivee()
        agent = self.utilisateur("agent", self.schaerbeek)
        action = dossier.with_user(agent).action_personne()
        personne = self.env[action["res_model"]].with_user(agent).browse(action["res_id"])
        self.cr.flush()  # as before an answer leaves
        personne = personne.with_context(allowed_company_ids=agent.company_ids.ids)
        personne.web_read({"name": {}, "information_actuelle_ids": {"fields": {"libelle": {}}}})
        self.cr.flush()
        entree = self.env["registre.consultation"].search([("niss", "=", dossier.niss), ("user_id", "=", agent.id)])
        self.assertEqual(
            (entree.user_id, entree.niss, entree.reference, entree.motif, entree.operation),
            (agent, dossier.niss, dossier.reference, "dossier", "copie"),
        )

    def test_opening_a_file_is_one_entry_whatever_its_page_shows(self):
        dossier = self.arrivee()
        dossier._enregistrer("attestation_remise", date(2024, 4, 2))
        agent = self.utilisateur("agent", self.schaerbeek)
        vus = dossier.with_user(agent).with_context(allowed_company_ids=agent.company_ids.ids)
        vues = vus.get_views([(False, "form")])
        page = _page(etree.fromstring(vues["views"]["form"]["arch"]))
        self.assertIn("explication", page)
        self.assertTrue(page["delai_ids"]["fields"] and page["examen_ids"]["fields"])
        for _fois in range(2):
            vus.invalidate_recordset()
            vus.web_read(page)
            self.cr.flush()  # as before an answer leaves
        entree = self._entrees(agent)
        self.assertEqual((entree.niss, entree.reference, entree.motif), (dossier.niss, dossier.reference, "dossier"))
        self.assertLessEqual(ITS_EXPLICATION, set(entree.its.split()))
        with freeze_time(maintenant() + timedelta(minutes=11)):
            vus.web_read(page)
            self.cr.flush()
        self.assertEqual(len(self._entrees(agent)), 2, "later, it is another one")

    def test_many_files_are_as_many_queries_as_a_few(self):
        dossiers = self.Dossier.union(*(self.ouvert() for _rang in range(12)))
        agent = self.utilisateur("agent", self.schaerbeek)
        nombres = []
        for lot in (dossiers[:2], dossiers[2:]):
            lot.with_user(agent).read(["jour_carte", "explication"])
            avant = self.cr.sql_log_count
            self.cr.flush()
            nombres.append(self.cr.sql_log_count - avant)
        self.assertEqual(len(self._entrees(agent)), 12)
        self.assertLessEqual(nombres[1], nombres[0], nombres)
        self.assertLess(nombres[0], 20)

    def _entrees(self, user):
        return self.env["registre.consultation"].search([("user_id", "=", user.id)])

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
