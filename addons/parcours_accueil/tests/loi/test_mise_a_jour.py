# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an update of the module does to the law: our corrections arrive, what was decided on screen stays."""

from datetime import date

from odoo.tests import tagged
from odoo.tools.convert import convert_file

from .test_publication import PublicationCase

DONNEES = [
    "data/loi/parcours_reglement.xml",
    "data/loi/parcours.reglement.valeur.csv",
    "data/loi/parcours_suspension_motif.xml",
    "data/loi/parcours_regle_r1_conditions.xml",
    "data/loi/parcours_regle_r1_exemptions.xml",
    "data/loi/parcours_regle_r2_conditions.xml",
    "data/loi/parcours_regle_r2_exemptions.xml",
]
#: Odoo never updates demonstration data.
DEMONSTRATION = ["res.users", "res.partner", "registre.habilitation"]


@tagged("post_install", "-at_install")
class TestMiseAJour(PublicationCase):
    def mettre_a_jour(self, *fichiers):
        """Load data files as an update of the module does."""
        for fichier in fichiers:
            convert_file(self.env, "parcours_accueil", fichier, {}, "update")
        self.env.invalidate_all()

    def test_what_we_correct_arrives_in_a_frozen_version(self):
        self.ligne(self.r2, "inscription").valeur = 5
        regle = self.env.ref("parcours_accueil.regle_r2_c4")
        bon, regle.domaine = regle.domaine, "[]"
        motif = self.env.ref("parcours_accueil.motif_r2_horaires")
        motif.mois = 99
        self.mettre_a_jour(*DONNEES)
        self.assertEqual((self.r2._valeur("inscription"), regle.domaine, motif.mois), (6, bon, 6))

    def test_what_the_heads_published_stays_as_they_published_it(self):
        """The version we shipped is ended or replaced by theirs: no update publishes it again, or for longer."""
        suivante = self.brouillon(date_from=date(2027, 1, 1))
        self.publier(suivante)
        remplacante = self.r1.with_user(self.une).copy({"date_from": self.r1.date_from, "date_to": self.r1.date_to})
        self.ligne(remplacante, "inscription").valeur = 7
        self.publier(remplacante)
        self.mettre_a_jour(*DONNEES)
        self.assertEqual((self.r1.state, self.r2.state, self.r2.date_to), ("remplace", "publie", date(2026, 12, 31)))
        self.assertEqual(remplacante._valeur("inscription"), 7)

    def test_a_draft_stays_proposed_through_an_update(self):
        brouillon = self.brouillon()
        self.rejouer(brouillon)
        brouillon.action_proposer()
        self.mettre_a_jour(*DONNEES)
        self.assertEqual(brouillon.propose_par, self.une)
        self.assertTrue(brouillon.rejeu_valable)

    def test_files_are_examined_and_counted_again_after_a_correction(self):
        dossier = self.ouvert()
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        self.cron()
        avant = dossier.examen_id
        self.cron()
        self.assertEqual(dossier.examen_id, avant, "nothing was corrected")
        self.ligne(self.r2, "inscription").valeur = 7
        self.cron()
        self.assertEqual(dossier.date_echeance, date(2024, 10, 15))
        self.env.ref("parcours_accueil.regle_r2_c4").domaine = "[('ref_age_min', '>=', 40), ('ref_age_max', '<', 65)]"
        self.cron()
        self.assertEqual(dossier.resultat, "hors_public")
        self.assertFalse(self.r2.reexamen_en_cours)

    def test_what_we_ship_and_what_users_choose_are_kept_apart(self):
        """Records that heads and administrators own are left to them whole; of some, one block is theirs."""
        donnees = self.env["ir.model.data"].search(
            [("module", "=", "parcours_accueil"), ("noupdate", "=", True), ("model", "not in", DEMONSTRATION)]
        )
        self.assertEqual(
            set(donnees.mapped("model")),
            {
                *("ir.config_parameter", "ir.sequence", "parcours.liste", "parcours.mention", "parcours.organisateur"),
                *("parcours.courrier.modele", "parcours.document.type", "parcours.module"),
            },
        )
        etape = self.env.ref("parcours_accueil.stage_acheve")
        etape.write({"fold": False, "name": "x"})
        terme = self.env.ref("parcours_accueil.delai_type_inscription")
        terme.write({"jours_proche": 3, "suspendable": False, "action_echue_id": False, "depart": "x"})
        self.mettre_a_jour("data/etape/parcours_stage.xml", "data/delai/parcours_delai_type.xml")
        self.assertEqual((etape.fold, etape.name), (False, "Completed"))
        self.assertEqual((terme.jours_proche, terme.suspendable, terme.action_echue_id.id), (3, False, False))
        self.assertIn("reference date", terme.depart)
