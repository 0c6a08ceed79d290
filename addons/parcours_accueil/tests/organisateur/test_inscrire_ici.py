# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An organiser registers who stands there and is not theirs yet: searched for first, counted and logged, with the
checks of the table of steps, in words that tell no fact of the register."""

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_socle.papier import qr

from ..common import ParcoursCase

ELSEWHERE = "No pathway under way"


@tagged("post_install", "-at_install")
@freeze_time("2024-06-10 10:00:00")
class TestInscrireIci(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.bxl = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.recherche = self.env["registre.recherche"].with_user(self.bxl)
        self.dossier = self.arrivee()

    def ouvrir(self, dossier, motif="guichet", **valeurs):
        """Search for that person, click on what the line offers, fill in the window."""
        [ligne] = self.recherche.chercher_ailleurs(dossier.niss, motif)["lignes"]
        action = self.recherche.ouvrir_trace(ligne["numero"], motif)
        fenetre = self.env[action["res_model"]].with_user(self.bxl).browse(action["res_id"])
        fenetre.write({"langue": "fr", **valeurs})
        return fenetre

    @contextmanager
    def refuse(self, mots):
        """A refusal leaves nothing, and tells no day of the register."""
        avant = self.env["parcours.evenement"].search_count([])
        with self.assertRaisesRegex(UserError, mots) as refus, self.cr.savepoint():
            yield
        self.assertEqual(self.env["parcours.evenement"].search_count([]), avant)
        self.assertNotIn("03/04/2024", str(refus.exception))

    def test_who_is_obliged_is_registered_and_is_theirs_from_then_on(self):
        self.assertEqual(self.dossier.phase, "dossier")
        [ligne] = self.recherche.chercher_ailleurs(self.dossier.niss, "guichet")["lignes"]
        self.assertEqual((ligne["etat"], ligne["geste"]), (ELSEWHERE, "Register here"))
        fenetre = self.ouvrir(self.dossier, date_effective="2024-06-03")
        self.assertEqual((fenetre.nom, fenetre.statut), (self.dossier.name, ELSEWHERE))
        action = fenetre.action_inscrire()
        inscription = self.dossier.inscription_ids
        self.assertEqual((inscription.organisateur_id, inscription.date_debut), (self.bapa, date(2024, 6, 3)))
        self.assertEqual(inscription.langue, "fr")
        entree = self.dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur")
        self.assertEqual(entree.user_id, self.bxl, "who recorded it stands in the ledger")
        self.assertEqual(self.dossier.stage_id.code, "inscrit")
        self.assertEqual(self.dossier.echeance_type, "achevement", "the 18 months run")
        lu = self.env["parcours.dossier"].with_user(self.bxl).browse(action["res_id"])
        self.assertEqual(lu.name, self.dossier.name)
        with self.refuse("Already registered with BAPA BXL"):
            fenetre.action_inscrire()

    def test_each_look_is_counted_and_logged(self):
        avant = self.env["registre.consultation"].sudo().search_count([("niss", "=", self.dossier.niss)])
        self.ouvrir(self.dossier)
        lus = self.env["registre.consultation"].sudo().search([("niss", "=", self.dossier.niss)], order="id desc")
        self.assertEqual(len(lus) - avant, 2)
        self.assertEqual(set(lus[:2].mapped("user_id")), {self.bxl})
        with self.assertRaisesRegex(UserError, "many times within a minute"):
            for _fois in range(30):
                self.recherche.ouvrir_trace(self.dossier.niss, "guichet")

    def test_who_is_registered_elsewhere_is_said_before_and_refused_after(self):
        fenetre = self.ouvrir(self.dossier)
        self.dossier._enregistrer(
            "inscription_organisateur", date(2024, 6, 10), organisateur_id=self.bon.id, langue="nl"
        )
        [ligne] = self.recherche.chercher_ailleurs(self.dossier.niss, "guichet")["lignes"]
        self.assertEqual(ligne["detail"], "BON")
        self.assertNotIn("geste", ligne)
        with self.refuse("Already registered with BON"):
            fenetre.action_inscrire()

    def test_a_day_before_the_person_came_or_to_come_is_refused_without_saying_which_day_that_was(self):
        with self.refuse("could not follow the pathway yet"):
            self.ouvrir(self.dossier, date_effective="2024-02-05").action_inscrire()
        with self.refuse("still to come"):
            self.ouvrir(self.dossier, date_effective="2024-06-11").action_inscrire()
        with self.refuse("Say in which language"):
            self.ouvrir(self.dossier, langue=False).action_inscrire()

    def test_who_is_exempt_may_follow_voluntarily_and_is_asked(self):
        exempte = self.candidat()
        self.assertEqual(exempte.phase, "predossier")
        fenetre = self.ouvrir(exempte)
        self.assertTrue(fenetre.libre)
        with self.refuse("tick that the person asks for it"):
            fenetre.action_inscrire()
        fenetre.volontaire = True
        fenetre.action_inscrire()
        self.assertEqual((exempte.phase, exempte.volontaire), ("dossier", True))
        self.assertEqual(exempte.inscription_ids.organisateur_id, self.bapa)

    def test_a_minor_and_somebody_who_died_are_refused_in_clear_words(self):
        mineur = self.arrivee(it000=[("1", None, {"naissance": "2010-05-12"})])
        with self.refuse("is a minor"):
            self.ouvrir(mineur, volontaire=True).action_inscrire()
        mort = self.arrivee(it150=[("", "2024-05-06", {})])
        self.assertTrue(mort.personne_id.date_deces)
        with self.refuse("died"):
            self.ouvrir(mort).action_inscrire()

    def test_a_belgian_cannot_follow_and_is_not_told_to_be_one(self):
        belge = self.arrivee(it031=[("150", "1990-05-12", {})])
        with self.refuse("^This person cannot be registered on that day"):
            self.ouvrir(belge, volontaire=True).action_inscrire()

    def test_no_place_puts_on_the_list_and_a_registration_takes_off(self):
        self.ouvrir(self.dossier).action_attendre()
        [attente] = self.dossier.attente_ids
        self.assertEqual((attente.organisateur_id, attente.langue, attente.position), (self.bapa, "fr", 1))
        self.assertFalse(self.dossier.organisateur_id)
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.bxl).read(["name"])
        self.ouvrir(self.dossier).action_inscrire()
        self.assertEqual(attente.state, "placee")

    def test_only_who_works_for_an_organiser_opens_the_window_and_nobody_makes_one(self):
        sans = self.utilisateur("organisateur", commune=self.ixelles)
        agent = self.utilisateur("agent", self.ixelles)
        for user in (sans, agent):
            with self.assertRaises(AccessError):
                self.env["registre.recherche"].with_user(user).ouvrir_trace(self.dossier.niss, "guichet")
        with self.assertRaises(AccessError):
            self.env["parcours.inscription.fenetre"].with_user(self.bxl).create(
                {"numero": self.dossier.niss, "organisateur_id": self.bapa.id}
            )
        fenetre = self.ouvrir(self.dossier)
        autre = self.utilisateur("organisateur", commune=self.schaerbeek, organisateur_id=self.bon.id)
        with self.assertRaises(AccessError):
            fenetre.with_user(autre).action_inscrire()
        self.bxl.organisateur_id = self.bon
        with self.assertRaises(AccessError):
            fenetre.action_inscrire()

    def test_the_code_of_the_attestation_finds_who_brings_it(self):
        courrier = self.env["parcours.courrier"].create(
            {
                "dossier_id": self.dossier.id,
                "commune_id": self.schaerbeek.id,
                "genre": "attestation_obligation",
                "langue": "fr_BE",
                "name": "LET/2024/000001",
                "jeton": qr.tirer(),
            }
        )
        self.assertTrue(courrier.jeton)
        [ligne] = self.recherche.chercher(courrier.jeton)["lignes"]
        self.assertEqual(
            (ligne["nom"], ligne["geste"], ligne["motif"]), (self.dossier.name, "Register here", "guichet")
        )
        self.assertNotIn("id", ligne)
        lu = (
            self.env["registre.consultation"]
            .sudo()
            .search([("niss", "=", self.dossier.niss)], order="id desc", limit=1)
        )
        self.assertEqual((lu.user_id, lu.motif_recherche, lu.precision), (self.bxl, "guichet", courrier.name))
        self.assertFalse(self.recherche.chercher(courrier.name)["lignes"], "a number can be guessed")
        agent = self.utilisateur("agent", self.ixelles)
        self.assertFalse(self.env["registre.recherche"].with_user(agent).chercher(courrier.jeton)["lignes"])

    def test_the_window_is_about_whom_was_searched_for_and_nobody_else(self):
        autre = self.arrivee()
        fenetre = self.ouvrir(self.dossier)
        for valeurs in (
            {"numero": autre.niss},
            {"organisateur_id": self.env.ref("parcours_accueil.organisateur_bon").id},
        ):
            with self.assertRaises(AccessError):
                fenetre.write(valeurs)
        self.assertFalse(autre.inscription_ids)
