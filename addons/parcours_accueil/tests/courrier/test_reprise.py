# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a letter tells was taken back before it left: it does not leave any more, and can be made again. As an agent of
the commune, its head, and an organiser."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_courrier import MIDI, CourrierCase


@tagged("post_install", "-at_install")
class TestReprise(CourrierCase):
    def setUp(self):
        super().setUp()
        self.chef = self.utilisateur("chef", self.schaerbeek)
        self.env.ref("base.main_company").write({"street": "rue de l'Essai 8", "zip": "1000", "city": "Bruxelles"})
        with freeze_time("2024-03-15 10:00:00"):
            self.vu._enregistrer("attestation_remise", date(2024, 3, 15), canal="remise")

    def ecrire(self, genre):
        """Return the letter of the file of that kind, printed by the agent."""
        fenetre, _action = self.faire(self.vu.with_context(parcours_courrier=genre).action_ecrire(), langue="fr_BE")
        self.assertEqual(fenetre.courrier_id.state, "imprime")
        return fenetre.courrier_id

    def constater(self):
        with freeze_time("2024-10-01 10:00:00"):
            self.revoir(self.dossier)
            self.vu._enregistrer("sommation_envoyee", date(2024, 10, 1), canal="recommande", preuve_envoi="RR1")
        with freeze_time("2025-01-13 10:00:00"):
            self.revoir(self.dossier)
            return self.vu._enregistrer("constat_refus", date(2025, 1, 13))

    def test_a_finding_that_is_cancelled_is_not_posted_and_what_left_stays(self):
        constat = self.constater()
        with freeze_time("2025-01-14 10:00:00"):
            refus, note = self.ecrire("refus"), self.ecrire("transfert")
            note._poster(date(2025, 1, 14), "remise")
            constat.with_user(self.chef)._annuler("A mistake.")
            self.assertEqual((refus.state, note.state), ("annule", "recu"))
            self.assertIn("taken back", refus.motif_annulation)
            self.assertTrue(refus.sudo().pdf, "what was printed is kept")
            with self.assertRaisesRegex(UserError, "any more"):
                refus._poster(date(2025, 1, 14), "recommande", "RR2")

    def test_a_closure_that_is_undone_is_not_posted(self):
        for defaire in ("annuler", "rouvrir"):
            with self.subTest(defaire), freeze_time("2024-05-02 10:00:00"):
                cloture = self.dossier._noter("cloture", date(2024, 5, 2), motif_cloture="autre_region")
                courrier = self.ecrire("cloture")
                if defaire == "annuler":
                    cloture.with_user(self.chef)._annuler("A mistake.")
                else:
                    self.vu._enregistrer("reouverture", date(2024, 5, 2))
                self.assertEqual((self.dossier.phase, courrier.state), ("dossier", "annule"))

    def test_a_letter_that_waits_for_the_ebox_leaves_its_queue(self):
        constat = self.constater()
        with freeze_time("2025-01-14 10:00:00"):
            refus = self.ecrire("refus")
            refus.sudo().ebox_etat = "attente"
            constat.with_user(self.chef)._annuler("A mistake.")
        self.assertEqual((refus.state, refus.ebox_etat), ("annule", False))

    # ---- a suspension -----------------------------------------------------------------------------------------------

    def suspendre(self):
        """Return the suspension that an organiser without a place certified, as the agent sees it."""
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        action = self.env["registre.recherche"].with_user(organisateur).ouvrir_trace(self.dossier.niss, "guichet")
        fenetre = self.env[action["res_model"]].with_user(organisateur).browse(action["res_id"])
        fenetre.langue = "fr"
        fenetre.action_suspendre()
        return self.dossier.suspension_ids.with_user(self.agent)

    def lettre(self, suspension):
        fenetre, _action = self.faire(suspension.action_ecrire_lettre(), langue="fr_BE")
        return fenetre.courrier_id

    def test_a_place_that_ends_a_suspension_stops_the_letter_that_gave_it_and_has_one_of_its_own(self):
        for jour, dit in ((date(2024, 7, 15), "prend fin le 14 juillet 2024"), (date(2024, 6, 3), "est annulée")):
            with self.subTest(dit), freeze_time("2024-06-10 10:00:00"), self.env.cr.savepoint() as essai:
                suspension = self.suspendre()
                self.assertTrue(suspension.lettre_a_ecrire, "certified, and told to nobody")
                accord = self.lettre(suspension)
                self.assertEqual((accord.genre, accord.state), ("decision_suspension", "imprime"))
                self.assertFalse(suspension.lettre_a_ecrire)
                with freeze_time("2024-08-01 10:00:00"):
                    self.vu._enregistrer("inscription_organisateur", jour, organisateur_id=self.bapa.id)
                    self.assertEqual(accord.state, "annule", "it says what does not hold any more")
                    self.assertTrue(suspension.lettre_a_ecrire)
                    fin = self.lettre(suspension)
                    self.assertEqual((fin.genre, fin.state), ("fin_suspension", "imprime"))
                    texte = self.texte(fin)
                    for attendu in (dit, "Une place a été trouvée"):
                        self.assertIn(attendu, texte)
                    self.assertFalse(suspension.lettre_a_ecrire)
                    fin._annuler("Twice.")
                    self.assertTrue(suspension.lettre_a_ecrire, "it never left")
                essai.rollback()
                self.env.invalidate_all()

    # ---- an acknowledgment ------------------------------------------------------------------------------------------

    def acquittees(self):
        """Return a request of exemption and a contestation that were acknowledged, with the letter of each."""
        exemption = self.demande(self.dossier, "6").with_user(self.agent)
        contestation = self.contestation(self.dossier, auteur=self.agent)
        return [(demande, demande._accuser(date(2024, 4, 2), "fr_BE")) for demande in (exemption, contestation)]

    @freeze_time(MIDI)
    def test_an_acknowledgment_whose_letter_is_cancelled_is_made_again(self):
        for demande, courrier in self.acquittees():
            with self.subTest(demande._name):
                self.assertEqual(demande.date_accuse, date(2024, 4, 2))
                courrier._imprimer()
                courrier._annuler("Torn by the printer.")
                self.assertFalse(demande.date_accuse, "nothing was acknowledged")
                autre = demande._accuser(date(2024, 4, 2), "nl_BE")
                self.assertEqual((demande.date_accuse, autre.state), (date(2024, 4, 2), "brouillon"))
        entrees = self.dossier.evenement_ids.filtered(lambda e: e.type == "contestation_accusee")
        self.assertEqual(sorted(entrees.mapped("annule")), [False, True], "the ledger says it once")

    @freeze_time(MIDI)
    def test_an_acknowledgment_that_drops_out_is_made_again(self):
        for demande, courrier in self.acquittees():
            with self.subTest(demande._name):
                self.refus = {self.dossier.personne_id.id: "The register has cancelled this number."}
                courrier._imprimer()
                self.assertEqual((courrier.state, demande.date_accuse), ("ecarte", False))
                self.refus = {}
                self.assertTrue(demande._accuser(date(2024, 4, 2), "fr_BE")._imprimer())
                self.assertEqual(demande.date_accuse, date(2024, 4, 2))
