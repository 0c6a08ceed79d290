# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The replay of a draft: exactly what publishing it would give, for everybody, without touching a file."""

import io
import random
from datetime import date
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.parcours_accueil.models.loi import parcours_rejeu

from ..common import ParcoursCase


class RejeuCase(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction = cls.utilisateur("direction")
        cls.brouillon = cls.r2.with_user(cls.direction).copy()
        cls.age = cls.brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        cls.age.domaine = "[('ref_age_min', '>=', 40), ('ref_age_max', '<', 65)]"
        cls.jeune = cls.ouvert()
        cls.vieux = cls.ouvert(ref_age_min=50, ref_age_max=50)
        cls.europeenne = cls.ouvert(ref_ue="oui")
        cls.tous = cls.jeune | cls.vieux | cls.europeenne

    def rejouer(self, brouillon=None):
        brouillon = brouillon or self.brouillon
        return self.env["parcours.rejeu"].with_user(self.direction).browse(brouillon.action_rejouer()["res_id"])

    def case(self, rejeu, *cle):
        return rejeu.ligne_ids.filtered(lambda ligne: ligne._cle() == cle)

    def derriere(self, ligne, utilisateur=None):
        action = ligne.action_dossiers()
        Dossier = self.Dossier.with_user(utilisateur or self.direction).with_context(**action["context"])
        return Dossier.search(action["domain"])


@tagged("post_install", "-at_install")
class TestRejeu(RejeuCase):
    def test_the_matrix_counts_every_file_before_and_after(self):
        rejeu = self.rejouer()
        self.assertEqual((rejeu.state, rejeu.user_id), ("fini", self.direction))
        self.assertEqual(rejeu.nombre, self.Dossier.with_context(active_test=False).search_count([]))
        self.assertEqual(sum(rejeu.ligne_ids.mapped("nombre")), rejeu.nombre)
        changee = self.case(rejeu, "oblige", False, "hors_public", False)
        self.assertTrue(changee.change)
        self.assertIn(self.jeune, self.derriere(changee))
        matrice = rejeu.matrice
        self.assertEqual(matrice["total"], rejeu.nombre)
        self.assertEqual(sum(ligne["total"] for ligne in matrice["lignes"]), rejeu.nombre)
        self.assertEqual(sum(colonne["total"] for colonne in matrice["colonnes"]), rejeu.nombre)
        self.assertIn("Exempted (ground 2)", [ligne["mot"] for ligne in matrice["lignes"]])

    def test_each_number_opens_exactly_its_people(self):
        """Changed or not, a number opens exactly so many files, and all of them together are everybody, once."""
        autre = self.fiche()
        autre.active = False
        rejeu = self.rejouer()
        vus = []
        for ligne in rejeu.ligne_ids:
            dossiers = self.derriere(ligne)
            self.assertEqual(len(dossiers), ligne.nombre, ligne.display_name)
            vus += dossiers.ids
        self.assertCountEqual(vus, self.Dossier.with_context(active_test=False).search([]).ids)
        jamais = self.case(rejeu, False, False, "hors_public", False)
        self.assertEqual(self.derriere(jamais), autre, "a file not examined yet is in the matrix too")
        plus_tard = self.ouvert(ref_age_min=50, ref_age_max=50)
        self.assertNotIn(plus_tard, self.derriere(self.case(rejeu, "oblige", False, "oblige", False)))

    def test_a_replay_touches_no_file(self):
        self.env.flush_all()

        def etat():
            self.env.cr.execute("SELECT id, xmin, resultat, reglement_id FROM parcours_dossier ORDER BY id")
            dossiers = self.env.cr.fetchall()
            self.env.cr.execute("SELECT count(*), max(id) FROM parcours_examen")
            return dossiers, self.env.cr.fetchall()

        avant = etat()
        self.rejouer()
        self.env.flush_all()
        self.assertEqual(etat(), avant)

    def test_rejeu_egale_publication(self):
        """What a replay announces is what each file gets, over random facts, when the draft is published."""
        alea = random.Random(20261125)
        for _rang in range(60):
            age = alea.choice([-1, 17, 18, 39, 40, 64, 65])
            jour = date(2021 + alea.randrange(6), alea.randrange(1, 13), 1)
            dates = dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), jour)
            if alea.random() < 0.2:
                dates["date_reference"] = False
            self.ouvert(
                ref_age_min=age,
                ref_age_max=age,
                ref_ue=alea.choice(["oui", "non", "non", False]),
                jour_motif_sejour=alea.choice(["040400", "050100", "010100", False]),
                **dates,
            )
        rejeu = self.rejouer()
        annonces = {}
        for ligne in rejeu.ligne_ids:
            annonces |= dict.fromkeys(self.derriere(ligne).ids, ligne._cle()[2:])
        dossiers = self.Dossier.with_context(active_test=False).search([])
        self.brouillon.sudo().action_publier()
        dossiers._examiner("after")
        obtenus = {dossier.id: (dossier.resultat, dossier.exemption_code) for dossier in dossiers}
        self.assertEqual(annonces, obtenus)
        self.assertGreater(len(set(obtenus.values())), 4)

    def test_a_long_replay_goes_on_in_the_background(self):
        """What does not fit in the time of a click goes on by itself, batch after batch, from where it stopped."""
        with patch.object(parcours_rejeu, "TAILLE_LOT", 2), patch.object(parcours_rejeu, "SECONDES_ATTENTE", -1):
            rejeu = self.env["parcours.rejeu"].sudo()._creer(self.brouillon)
            rejeu._rejouer_lot()
            self.assertEqual((rejeu.state, rejeu.nombre_faits), ("en_cours", 2))
            rejeu._rejouer_maintenant(-1)
            self.assertEqual(rejeu.nombre_faits, 2, "no time left: nothing more now")
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref("parcours_accueil.cron_rejouer").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((rejeu.state, rejeu.nombre_faits), ("fini", rejeu.nombre))
        d_un_coup = self.rejouer()
        self.assertEqual(
            {ligne._cle(): ligne.nombre for ligne in rejeu.ligne_ids},
            {ligne._cle(): ligne.nombre for ligne in d_un_coup.ligne_ids},
        )

    def test_a_draft_changed_between_two_batches_ends_the_replay(self):
        with patch.object(parcours_rejeu, "TAILLE_LOT", 2):
            rejeu = self.env["parcours.rejeu"].sudo()._creer(self.brouillon)
            rejeu._rejouer_lot()
            self.age.domaine = "[('ref_age_min', '>=', 30), ('ref_age_max', '<', 65)]"
            rejeu._rejouer_maintenant()
        self.assertEqual(rejeu.state, "perime")
        self.assertFalse(rejeu._valable())

    def test_who_is_behind_a_number_is_not_kept(self):
        """Only the last replay of a draft knows who is behind its numbers, and only until the draft is published."""
        premier = self.rejouer()
        second = self.rejouer()
        Changement = self.env["parcours.rejeu.changement"]
        self.assertFalse(Changement.search([("ligne_id.rejeu_id", "=", premier.id)]))
        self.assertTrue(Changement.search([("ligne_id.rejeu_id", "=", second.id)]))
        with self.assertRaisesRegex(UserError, "no longer kept"):
            premier.ligne_ids[:1].action_dossiers()
        self.assertTrue(premier.ligne_ids, "the numbers stay")
        self.brouillon.sudo().action_publier()
        self.assertFalse(Changement.search([]))
        with self.assertRaisesRegex(UserError, "no longer kept"):
            second._classeur()
        autre = self.r2.with_user(self.direction).copy({"date_from": date(2029, 1, 1)})
        autre.regle_ids.filtered(lambda regle: regle.code == "C4").domaine = "[('ref_age_min', '>=', 99)]"
        rejeu = self.rejouer(autre)
        autre.unlink()
        self.assertFalse(rejeu.exists())
        self.assertFalse(Changement.search([]))

    def test_the_workbook_holds_matrix_and_changes_as_text(self):
        rejeu = self.rejouer()
        self.jeune.sudo().name = "=1+1"
        classeur = openpyxl.load_workbook(io.BytesIO(rejeu._classeur()))
        matrice, changements = ([list(ligne) for ligne in feuille.values] for feuille in classeur)
        self.assertEqual(matrice[-1][-1], rejeu.nombre)
        lignes = {ligne[0]: ligne for ligne in changements[1:]}
        self.assertEqual(len(lignes), rejeu.nombre_changes)
        ligne = lignes[self.jeune.reference]
        self.assertEqual(ligne[1:], ["'=1+1", self.schaerbeek.name, "Obliged", "Outside the target group", "C4"])
        cellule = next(c for rangee in classeur.worksheets[1].iter_rows() for c in rangee if c.value == "'=1+1")
        self.assertEqual(cellule.data_type, "s", "a name is never a formula")

    def test_a_replay_is_seen_by_managers_heads_and_auditors_of_the_region_only(self):
        rejeu = self.rejouer()
        for groupe in ("gestionnaire", "auditeur"):
            vu = rejeu.with_user(self.utilisateur(groupe))
            self.assertEqual(vu.matrice["total"], rejeu.nombre)
            if groupe == "gestionnaire":
                self.assertTrue(vu._classeur())
            else:
                with self.assertRaises(AccessError):  # who is behind the numbers is no auditor's
                    vu._classeur()
        roles = [self.utilisateur(groupe) for groupe in ("statisticien", "organisateur")]
        roles += [self.utilisateur(groupe, self.schaerbeek) for groupe in ("agent", "chef")]
        for utilisateur in roles:
            for modele in ("parcours.rejeu", "parcours.rejeu.ligne", "parcours.rejeu.changement"):
                with self.subTest(utilisateur.login, modele=modele), self.assertRaises(AccessError):
                    self.env[modele].with_user(utilisateur).search([])
            with self.assertRaises(AccessError):
                self.Dossier.with_user(utilisateur).search([("rejeu_changement_ids", "!=", False)])

    def test_queries_do_not_grow_with_the_files(self):
        """Queries do not grow with the files."""

        def cout(nombre):
            for _rang in range(nombre):
                self.ouvert()
            return self.queries(self.rejouer)

        cout(2)  # caches of Odoo itself
        petit, grand = cout(2), cout(60)
        self.assertLessEqual(grand - petit, 2)
        self.assertLess(grand, 80)


@tagged("post_install", "-at_install")
class TestRejeuHttp(RejeuCase, HttpCase):
    def test_the_workbook_is_downloaded_by_those_who_see_the_replay(self):
        rejeu = self.rejouer()
        url = f"/parcours/rejeu/{rejeu.id}.xlsx"
        self.authenticate(self.direction.login, self.direction.login)
        reponse = self.url_open(url)
        self.assertEqual(reponse.status_code, 200)
        self.assertEqual(len(openpyxl.load_workbook(io.BytesIO(reponse.content)).worksheets), 2)
        self.assertEqual(self.url_open("/parcours/rejeu/999999.xlsx").status_code, 404)
        rejeu._effacer_personnes()
        self.env.flush_all()
        reponse = self.url_open(url)
        self.assertEqual(reponse.status_code, 410)
        self.assertIn("no longer kept", reponse.text)
        agent = self.utilisateur("agent", self.schaerbeek)
        self.authenticate(agent.login, agent.login)
        self.assertEqual(self.url_open(url).status_code, 404)
