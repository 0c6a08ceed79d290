# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A version of the law among the others: what a replay announced is what happens, whatever the days it is about."""

import random
from collections import Counter
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.models.loi import publication as reglement_publication
from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import FAITS_OBLIGE, numero
from .test_publication import PublicationCase


@tagged("post_install", "-at_install")
class TestPublicationDates(PublicationCase):
    def test_a_publication_does_what_its_matrix_announced(self):
        """Each number of the matrix, once the scheduled action after the publication has run: the files that were
        there before, with what they have afterwards; for drafts of the past, of the present and of the future."""
        alea = random.Random(8021984)
        self.Dossier.create([self.valeurs_tirees(alea) for _rang in range(150)])._examiner("essai")
        demain = fields.Date.add(aujourdhui(), days=1)
        for valeurs in (
            {"date_from": date(2022, 9, 1), "date_to": self.r1.date_to},
            {"date_from": date(2022, 1, 1), "date_to": date(2022, 5, 31)},
            {},
            {"date_from": date(2025, 3, 1)},
            {"date_from": demain},
        ):
            with self.subTest(valeurs):
                brouillon = self.brouillon(**valeurs)
                # the draft also asks for a document that the present law does not ask for
                europe = brouillon.regle_ids.filtered(lambda regle: regle.code == "2")
                europe.examen_document = True
                rejeu = self.rejouer(brouillon)
                dossiers = self.Dossier.with_context(active_test=False).search([])
                avant = {dossier.id: (dossier.resultat, dossier.exemption_code) for dossier in dossiers}
                annonces = {ligne._cle(): ligne.nombre for ligne in rejeu.ligne_ids.sudo() if ligne.nombre}
                brouillon.action_proposer()
                brouillon.with_user(self.autre).action_publier()
                self.cron()
                obtenus = Counter((*avant[d.id], d.resultat, d.exemption_code) for d in dossiers)
                self.assertEqual(annonces, dict(obtenus))

    def valeurs_tirees(self, alea):
        """Return random values of a file around the days of the versions, some without a sure date."""
        type(self).rang += 1
        jour = date(2022, 1, 1) + timedelta(days=alea.randrange(1800))
        tot, tard = jour, jour
        if alea.random() < 0.3:
            tard += timedelta(days=alea.randrange(400))
        age = alea.choice([-1, 17, 18, 39, 40, 64, 65])
        sure = jour if tot == tard else False
        dates = {"date_reference": sure, "date_reference_min": tot, "date_reference_max": tard}
        if alea.random() < 0.15:
            dates = dict.fromkeys(dates, False)
        return {
            **FAITS_OBLIGE,
            "name": f"ESSAI {self.rang}",
            "niss": numero(self.rang),
            "company_id": self.schaerbeek.id,
            "ref_age_min": age,
            "ref_age_max": age,
            "ref_inscription": alea.choice(["oui", "oui", "oui", "non", False]),
            "ref_ue": alea.choice(["oui", "non", "non", False]),
            "jour_ue": alea.choice(["oui", "non", "non", False]),
            "jour_motif_sejour": alea.choice(["040400", "050100", "010100", "020300", False]),
            "jour_permis_valide": alea.choice(["oui", "oui", "non", False]),
            **dates,
        }

    def test_another_version_published_since_asks_for_a_new_replay(self):
        """The law around a draft changed since its replay: the numbers seen are no longer those it would give."""
        brouillon = self.brouillon(date_from=date(2026, 1, 1))
        self.rejouer(brouillon)
        brouillon.action_proposer()
        self.publier(self.brouillon(date_from=date(2025, 1, 1)))
        brouillon.invalidate_recordset()
        self.assertFalse(brouillon.rejeu_valable)
        with self.assertRaisesRegex(UserError, "Nobody has seen"):
            brouillon.with_user(self.autre).action_publier()
        self.rejouer(brouillon)
        brouillon.with_user(self.autre).action_publier()
        self.assertEqual(brouillon.state, "publie")

    def test_a_draft_that_would_leave_facts_without_a_version_is_refused(self):
        """A draft that ends before the version whose place it takes would go on applying after its own last day."""
        for valeurs in (
            {"date_from": date(2022, 9, 1), "date_to": date(2022, 12, 31)},  # in the middle of R1
            {"date_from": date(2025, 1, 1), "date_to": date(2025, 12, 31)},  # R2 would not come back
            {"date_from": self.r2.date_from, "date_to": date(2025, 12, 31)},
        ):
            brouillon = self.brouillon(**valeurs)
            for geste in (brouillon.action_rejouer, brouillon.sudo().action_publier):
                with self.subTest(valeurs), self.assertRaisesRegex(ValidationError, "no version of their own"):
                    geste()
            self.assertEqual(brouillon.state, "brouillon")
        self.publier(self.brouillon(date_from=date(2022, 9, 1), date_to=self.r1.date_to))
        self.assertEqual((self.r1.state, self.r1.date_to), ("publie", date(2022, 8, 31)))

    def test_files_without_a_sure_date_follow_a_version_from_its_first_day(self):
        """A file without a sure date follows the version in force today: also the day that version begins."""
        debut = fields.Date.add(aujourdhui(), days=10)
        avant = fields.Date.subtract(debut, days=40)
        sans_date = dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), False)
        inconnue = self.ouvert(**sans_date)
        a_cheval = self.ouvert(
            date_reference=False, date_reference_min=date(2023, 12, 1), date_reference_max=date(2024, 1, 31)
        )
        dans_r2 = self.ouvert(date_reference=False, date_reference_min=avant, date_reference_max=avant)
        certaine = self.ouvert()
        dossiers = inconnue | a_cheval | dans_r2 | certaine
        brouillon = self.brouillon(date_from=debut)
        self.publier(brouillon)
        self.cron()
        self.assertEqual(dossiers.reglement_id, self.r2)
        with freeze_time(debut), patch.object(reglement_publication, "TAILLE_LOT_COMMIT", 1):
            self.cron()
            self.assertEqual((inconnue | a_cheval).reglement_id, brouillon)
            self.assertEqual((dans_r2 | certaine).reglement_id, self.r2)
            self.assertFalse(self.Dossier.search(brouillon.sudo()._domaine_retard()), "it ends")
            self.assertFalse(self.Dossier.search(self.r2.sudo()._domaine_retard()))

    def test_files_close_at_the_new_age_without_the_register(self):
        """The day on which a file closes by itself follows the new age, without waiting for the register."""
        dossier = self.arrivee()
        avant = dossier.date_reexamen
        brouillon = self.brouillon()
        self.ligne(brouillon, "age_cloture").valeur = 40
        self.publier(brouillon)
        self.cron()
        self.assertLess(dossier.date_reexamen, avant)
        self.assertEqual(dossier.date_reexamen, date(2030, 5, 12))
        with freeze_time(date(2030, 5, 12)), self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((dossier.phase, dossier.motif_cloture), ("cloture", "age"))

    def test_a_draft_that_runs_into_a_later_version_says_so_at_once(self):
        """A draft that would run into a later version says so at once, before anybody replays it."""
        self.publier(self.brouillon(date_from=date(2030, 1, 1)))
        self.assertEqual(self.r2.date_to, date(2029, 12, 31))
        brouillon = self.brouillon(date_from=date(2028, 1, 1), date_to=False)
        with self.assertRaisesRegex(ValidationError, "both apply"):
            brouillon.action_rejouer()
        brouillon.date_to = date(2029, 12, 31)
        self.publier(brouillon)
        self.assertEqual((self.r2.state, self.r2.date_to), ("publie", date(2027, 12, 31)))
