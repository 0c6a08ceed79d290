# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The language in which somebody is spoken to: asked, signed, read by those who speak to them, and counted."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2024-05-02")
class TestLangues(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.dossier = self.arrivee()
        self.vu = self.dossier.with_user(self.agent)

    def noms(self, lang, user=None):
        champ = self.Dossier.with_user(user or self.agent).with_context(lang=lang).fields_get(["langue_contact"])
        return dict(champ["langue_contact"]["selection"])

    def test_its_name_is_in_the_language_of_the_reader_and_in_its_order(self):
        for lang, arabe, dari, tigrinya in (
            ("fr_BE", "Arabe", "Dari", "Tigrigna"),
            ("nl_BE", "Arabisch", "Dari", "Tigrinya"),
            ("en_US", "Arabic", "Dari", "Tigrinya"),
        ):
            noms = self.noms(lang)
            self.assertEqual((noms["ar"], noms["fa_AF"], noms["ti"]), (arabe, dari, tigrinya))
        self.assertLess(list(self.noms("fr_BE")).index("ee"), list(self.noms("fr_BE")).index("fil"), "Éwé, Filipino")

    def test_who_asked_and_when_are_kept_and_go_with_it(self):
        self.vu.langue_contact = "fa_AF"
        signe = (self.dossier.langue_contact_date, self.dossier.langue_contact_par_id)
        self.assertEqual(signe, (date(2024, 5, 2), self.agent))
        self.assertFalse(self.dossier.langue or self.dossier.langue_date, "that of the letters is another one")
        with self.assertRaises(UserError):
            self.vu.langue_contact_par_id = self.agent
        self.vu.langue_contact = False
        self.assertFalse(self.dossier.langue_contact_date or self.dossier.langue_contact_par_id)

    def test_the_organiser_reads_it_and_does_not_change_it(self):
        self.vu.langue_contact = "ps"
        self.vu._enregistrer("inscription_organisateur", date(2024, 4, 15), organisateur_id=self.bapa.id)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        vu = self.dossier.with_user(organisateur)
        self.assertEqual(vu.read(["langue_contact"])[0]["langue_contact"], "ps")
        self.assertNotIn("langue_contact_par_id", vu.fields_get())
        with self.assertRaises(AccessError):
            vu.langue_contact = "ar"
        self.assertNotIn("langue_contact", self.Dossier.with_user(self.utilisateur("auditeur")).fields_get())

    def test_what_nobody_asked_is_counted_as_such(self):
        self.vu.langue_contact = "ps"
        self.arrivee()
        statisticien = self.utilisateur("statisticien")
        comptes = dict(self.Dossier.with_user(statisticien)._read_group([], ["langue_contact"], ["__count"]))
        self.assertGreaterEqual(comptes["ps"], 1)
        self.assertGreaterEqual(comptes[False], 1)
