# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A suspension is asked, acknowledged, then granted or refused (loi.md §3, §7b): what is not granted moves no term, and
a refusal is a letter with its reasons and its remedies. As an agent of the commune."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_courrier import MIDI, CourrierCase

PIECE = ("certificat.pdf", "eA==")


@tagged("post_install", "-at_install")
@freeze_time(MIDI)
class TestSuspensionRefusee(CourrierCase):
    def setUp(self):
        super().setUp()
        with freeze_time("2024-03-15 10:00:00"):
            self.vu._enregistrer("attestation_remise", date(2024, 3, 15), canal="remise")
        self.echeance, self.entrees = self.dossier.date_echeance, len(self.dossier.evenement_ids)

    def motif(self, code="horaires"):
        motifs = self.dossier.reglement_id.motif_suspension_ids
        return motifs.filtered(lambda m: m.code == code).with_user(self.agent)

    def ouvrir(self, code="horaires", auteur=None, **valeurs):
        """The window of a suspension of the file, as its button opens it."""
        fenetre = self.env["parcours.suspension.wizard"].with_user(auteur or self.agent)
        valeurs = {"motif_id": self.motif(code).id, "date_demande": "2024-03-20", **valeurs}
        return fenetre.create({"dossier_id": self.dossier.id, "operation": "accorder", **valeurs})

    def lettre(self, action):
        fenetre, _action = self.faire(action, langue="fr_BE")
        return fenetre.courrier_id

    def rien_n_a_bouge(self):
        self.assertEqual((self.dossier.date_echeance, len(self.dossier.evenement_ids)), (self.echeance, self.entrees))

    def test_a_refusal_moves_no_term_and_its_letter_bears_the_reason_and_the_remedies(self):
        with self.assertRaisesRegex(UserError, "Say why"), self.env.cr.savepoint():
            self.ouvrir().action_refuser()
        self.assertFalse(self.dossier.suspension_ids)
        self.ouvrir(note="Les horaires se suivent.").action_refuser()
        suspension = self.dossier.suspension_ids.with_user(self.agent)
        self.assertEqual((suspension.state, suspension.refuse_par_id), ("refusee", self.agent))
        self.rien_n_a_bouge()
        self.assertTrue(suspension.lettre_a_ecrire)
        courrier = self.lettre(suspension.action_ecrire_lettre())
        self.assertEqual((courrier.genre, courrier.state), ("decision_suspension", "imprime"))
        texte = self.texte(courrier)
        for attendu in ("20 mars 2024", "la suspension est refusée", "Les horaires se suivent.", "soixante jours"):
            self.assertIn(attendu, texte)
        self.assertIn("soixante jours", courrier.mention_texte)
        self.assertFalse(suspension.lettre_a_ecrire)
        for geste in (suspension.action_terminer, suspension.action_annuler):
            fenetre = self.fenetre(geste(), note="Non.", date_fin="2024-05-01")
            with self.assertRaisesRegex(UserError, "not granted"), self.env.cr.savepoint():
                fenetre.action_enregistrer()
        with self.assertRaisesRegex(UserError, "not granted"), self.env.cr.savepoint():
            self.vu._prolonger_suspension(suspension, date(2024, 5, 1), [PIECE])
        self.rien_n_a_bouge()

    def test_what_is_asked_is_acknowledged_then_decided_once(self):
        self.ouvrir().action_demander()
        suspension = self.dossier.suspension_ids.with_user(self.agent)
        self.assertEqual((suspension.state, suspension.lettre_a_ecrire), ("demandee", False))
        self.rien_n_a_bouge()
        accuse = self.lettre(suspension.action_accuser())
        self.assertEqual((accuse.genre, accuse.state), ("accuse", "imprime"))
        for attendu in ("20 mars 2024", self.motif().with_context(lang="fr_BE").name):
            self.assertIn(attendu, self.texte(accuse))
        self.assertEqual(suspension.date_accuse, date(2024, 4, 2))
        accuse._annuler("Torn by the printer.")
        self.assertFalse(suspension.date_accuse, "it can be made again")
        accuse = self.lettre(suspension.action_accuser())
        fenetres = [
            self.fenetre(suspension.action_decider(), note="Les horaires se suivent.", date_debut="2024-04-02")
            for _fois in range(2)
        ]
        self.assertEqual((fenetres[0].motif_id, fenetres[0].date_demande), (self.motif(), date(2024, 3, 20)))
        fenetres[0].action_refuser()
        with self.assertRaisesRegex(UserError, "decided already"):
            fenetres[1].action_refuser()
        self.assertEqual((suspension.state, accuse.state), ("refusee", "imprime"), "it was received all the same")
        with self.assertRaisesRegex(UserError, "decided already"):
            suspension.action_accuser()

    def test_what_was_asked_is_granted_and_only_then_moves_the_term(self):
        self.ouvrir("naissance").action_demander()
        suspension = self.dossier.suspension_ids.with_user(self.agent)
        self.fenetre(suspension.action_decider(), date_debut="2024-04-02", date_fin="2024-05-01").action_enregistrer()
        self.assertEqual(self.dossier.suspension_ids, suspension, "the one that was asked")
        self.assertEqual((suspension.state, suspension.date_fin), ("accordee", date(2024, 5, 1)))
        self.assertGreater(self.dossier.date_echeance, self.echeance)
        courrier = self.lettre(suspension.action_ecrire_lettre())
        self.assertIn("20 mars 2024", self.texte(courrier))
        self.assertFalse(courrier.mention_texte, "what was asked was given")

    def test_only_the_commune_refuses_and_a_medical_refusal_stays_with_it(self):
        gestionnaire = self.utilisateur("gestionnaire")
        for geste in ("action_refuser", "action_demander"):
            with self.subTest(geste), self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(self.ouvrir(auteur=gestionnaire, note="Non."), geste)()
        self.ouvrir("maladie", note="Certificat sans date.").action_refuser()
        suspension = self.dossier.suspension_ids
        self.assertEqual(suspension.with_user(gestionnaire).libelle, "Suspension")
        with self.assertRaises(AccessError):
            suspension.with_user(gestionnaire).read(["motif_refus"])
        courrier = self.lettre(suspension.with_user(self.agent).action_ecrire_lettre())
        self.assertTrue(courrier.medical)
