# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each step entered twice in a row: the second time nothing is recorded, and a sentence says what there is. Each step
cancelled: the file is as it was. A new row of the table says so in commun.py; tests/test_concurrence_termes.py does it
in transactions that run at the same moment."""

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...droit.etapes import ETAPES
from .commun import CAS, DU_MOTEUR, RECU, REFUS, REMISE, SOMME, PasCase, photo

#: What can still be done once a refusal was found.
APRES_REFUS = {
    "acquittement_commune": ("demenager",),
    "inscription_organisateur": (),
    "changement_organisateur": ("inscrire",),
    "attestation_organisateur": ("inscrire",),
    "attestation_fin": ("inscrire",),
    "cloture": (),
    "reouverture": ("clore",),
}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 09:00:00")
class TestDeuxFois(PasCase):
    def test_every_step_says_what_happens_the_second_time(self):
        self.assertEqual(set(CAS) | DU_MOTEUR, set(ETAPES))
        self.assertEqual({code for code, etape in ETAPES.items() if not etape.qui}, DU_MOTEUR)

    def test_a_step_entered_twice_is_recorded_once(self):
        for code, cas in CAS.items():
            with self.subTest(code):
                self.ouvrir(*cas.avant)
                self.faire(self.pas(code))
                self.assertTrue(self.entrees(code), "once")
                entrees = self.vu.evenement_ids
                # what the database refuses, Odoo says in the words of the index
                refus = self.assertRaisesRegex((UserError, UniqueViolation), cas.dit)
                with refus, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.faire(self.pas(code))
                self.assertEqual(self.vu.evenement_ids, entrees)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 09:00:00")
class TestToutSAnnule(PasCase):
    def annuler_la_derniere(self, code, qui):
        self.entrees(code).filtered(lambda e: not e.annule).sorted("id")[-1].with_user(qui)._annuler("by mistake")

    def test_every_entry_of_a_person_is_cancelled_and_the_file_is_as_it_was(self):
        for code, cas in CAS.items():
            annulable = ETAPES[code].annulable
            if not annulable:
                continue
            with self.subTest(code):
                self.ouvrir(*cas.avant)
                avant = photo(self.vu)
                self.faire(self.pas(code))
                chef = code == "constat_refus" or code == "reouverture"
                if chef:
                    with self.assertRaisesRegex(UserError, "head of the service|not yours to give"):
                        self.annuler_la_derniere(code, self.agent)
                self.annuler_la_derniere(code, self.chef if chef else self.agent)
                self.assertEqual(photo(self.vu), avant)

    def test_while_a_sanction_rests_on_the_file_a_head_cancels(self):
        """Whatever can still be entered; and the steps that the refusal rests on, once it is cancelled."""
        rien = {code for code, etape in ETAPES.items() if not etape.annulable or etape.voie != "fenetre"}
        avant_refus = {
            "attestation_remise",
            "attestation_recue",
            "attestation_retournee",
            "constat_refus",
            "volontaire",
        }
        avant_refus |= {"sommation_envoyee", "sommation_recue", "sommation_retournee"}
        self.assertEqual(set(ETAPES) - rien - avant_refus, set(APRES_REFUS) - {"acquittement_commune"})
        for code, suite in APRES_REFUS.items():
            with self.subTest(code):
                self.ouvrir(REMISE, SOMME, RECU, REFUS, *suite)
                avant = photo(self.vu)
                _code, jour, *valeurs = self.pas(code)
                self.faire((code, max(jour, REFUS[1]), *valeurs))
                with self.assertRaisesRegex(UserError, "head of the service"):
                    self.annuler_la_derniere(code, self.agent)
                self.annuler_la_derniere(code, self.chef)
                self.assertEqual(photo(self.vu), avant)

    def test_what_a_refusal_rests_on_is_cancelled_after_it(self):
        self.ouvrir(REMISE)
        photos = [photo(self.vu)]
        for pas in (SOMME, RECU, REFUS):
            self.faire(pas)
            photos.append(photo(self.vu))
        for code in ("sommation_recue", "sommation_envoyee"):
            with self.assertRaisesRegex(UserError, "Refusal found"):
                self.annuler_la_derniere(code, self.chef)
        for pas, avant in zip((REFUS, RECU, SOMME), reversed(photos[:-1]), strict=True):
            self.annuler_la_derniere(pas[0], self.chef)
            self.assertEqual(photo(self.vu), avant)
