# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Possible duplicates are hinted, cancelled numbers are told; nothing follows by itself (loi.md §6)."""

from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestDoublons(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def test_the_same_name_and_birth_date_under_another_number_is_a_hint_on_both_files(self):
        un = self.fiche(name="EL-KHOURY, Zoé")
        deux = self.fiche(name="El Khoury, Zoe")
        autre = self.fiche(name="EL KHOURY, Zoé", naissance_min="1990-05-13", naissance_max="1990-05-13")
        vus = (un | deux | autre).with_user(self.agent)
        self.assertEqual([d.doublon_ids for d in vus], [vus[1], vus[0], vus.browse()])
        self.assertEqual(vus.mapped("doublon_possible"), [True, True, False])
        self.assertEqual(self.env["registre.jonction"].search_count([("dossier_id", "in", vus.ids)]), 0)
        self.assertEqual(self.Dossier.search(vus[0].action_doublons()["domain"]), un | deux)

    def test_the_hint_is_for_who_may_see_both_files(self):
        un = self.fiche(name="EL-KHOURY, Zoé")
        ailleurs = self.fiche(self.ixelles, name="EL-KHOURY, Zoé")
        self.assertFalse(un.with_user(self.agent).doublon_possible)
        self.assertEqual(un.with_user(self.utilisateur("gestionnaire")).doublon_ids, ailleurs)

    def test_an_incomplete_birth_date_hints_at_nobody(self):
        annee = {"naissance_min": "1990-01-01", "naissance_max": "1990-12-31"}
        un, _deux = self.fiche(name="X, Y", **annee), self.fiche(name="X, Y", **annee)
        self.assertFalse(un.with_user(self.agent).doublon_possible)

    def test_the_hints_of_a_set_are_one_query(self):
        dossiers = self.Dossier.union(*(self.fiche(name="X, Y") for _n in range(20)))
        self.env.flush_all()
        self.env.invalidate_all()
        vus = dossiers.with_user(self.agent)
        vus.mapped("doublon_possible")
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            vus.mapped("doublon_possible")

    def test_a_cancelled_number_puts_one_task_on_its_file(self):
        dossier = self.arrivee()
        genre = self.env.ref("parcours_accueil.activite_numero_annule")
        for _fois in range(2):
            dossier.personne_id._apres_numero_annule()
            self.assertEqual(len(dossier.activity_ids.filtered(lambda t: t.activity_type_id == genre)), 1)
        self.assertEqual(dossier.phase, "dossier")
