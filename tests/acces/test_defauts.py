# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What only a step writes, written by a default: of the caller's context, or one that a user keeps for themselves. Odoo
takes both for every field, also for those that no screen lets anybody type."""

from odoo import Command
from odoo.tests import new_test_user, tagged

from .tentatives import AccesCase

AILLEURS = "https://ailleurs.example"
HIER = "2020-01-01 00:00:00"


@tagged("post_install", "-at_install")
class TestDefauts(AccesCase):
    genre = "defaults"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles["direction2"] = cls._creer("direction2", "parcours_accueil.group_direction", "vivalis")
        for role in ("technicien", "technicien2"):
            cls.roles[role] = cls._creer(role, "registre_national.group_registre_technique", "vivalis")

    def creer(self, role, modele, valeurs, defauts, verifier):
        """Record something with defaults, by the context then by those of the user, and look at what it became.

        :param verifier: takes the record, nothing when it was refused
        """
        for par in ("context", "ir.default"):
            with self.tentative(role, f"{modele} {sorted(defauts)} {par}"):
                options = {}
                if par == "context":
                    options["context"] = {f"default_{nom}": valeur for nom, valeur in defauts.items()}
                else:
                    for nom, valeur in defauts.items():
                        self.rpc(role, "ir.default", "set", modele, nom, valeur, True)
                reponse = self.rpc(
                    role, modele, "create", [valeurs() if callable(valeurs) else dict(valeurs)], **options
                )
                record = self.env[modele].browse(reponse.valeur or [])
                self.assertTrue(reponse.refus or record, reponse)
                verifier(record)

    def test_a_request_is_not_granted_by_its_recording(self):
        dossier = self.ici[2]
        chef = self.roles["chef"].id

        def demandee(demande):
            self.assertIn(demande.state, ("demandee", False))
            self.assertFalse(demande.decideur_id or demande.date_decision or demande.date_fin)
            self.assertEqual(dossier.resultat, "oblige")
            demande.sudo().unlink()

        valeurs = {"dossier_id": dossier.id, "regle_id": self.regle_de(dossier, "8").id, "date_demande": "2024-05-01"}
        accordee = {"state": "accordee", "date_decision": "2024-05-05", "decideur_id": chef, "date_fin": "2030-01-01"}
        self.creer("agent", "parcours.exemption", valeurs, accordee, demandee)

    def test_a_version_of_the_law_is_not_published_by_its_making(self):
        autre = self.roles["direction2"].id
        defauts = {"state": "publie", "propose_par": autre, "propose_le": HIER, "publie_par": autre}

        def brouillon(version):
            self.assertEqual(version.state or "brouillon", "brouillon")
            self.assertFalse(version.propose_par or version.propose_le or version.publie_par)
            version.sudo().unlink()

        valeurs = {"name": "Essai", "code": "essai", "date_from": "2030-01-01"}
        self.creer("direction", "parcours.reglement", valeurs, defauts, brouillon)

    def test_a_connection_is_not_proposed_by_nobody(self):
        proposition = {"url_notifications": AILLEURS, "mode_test": True, "receipt": "1"}

        def vide(service):
            self.assertFalse(service.proposition or service.propose_par or service.url_notifications)
            self.refuse("technicien", "registre.service", "action_confirmer_proposition", service.ids)

        for defauts in (
            {"proposition": proposition},
            {"proposition": proposition, "propose_par": self.roles["technicien2"].id, "propose_le": HIER},
        ):
            self.creer("technicien", "registre.service", {"name": "N"}, defauts, vide)
        orphelin = self.env["registre.service"].create({"name": "N", "proposition": proposition})
        for role in ("technicien", "technicien2"):
            self.refuse(
                role, "registre.service", "action_confirmer_proposition", orphelin.ids, mots="another person",
                intact=orphelin,
            )  # fmt: skip

    def test_a_difference_is_not_answered_by_its_report(self):
        def brouillon(anomalie):
            self.assertEqual(anomalie.state, "brouillon")
            self.assertEqual(anomalie.user_id, self.roles["agent"])
            self.assertFalse(anomalie.date_signalement or anomalie.date_reponse)

        defauts = {"state": "acceptee", "user_id": self.roles["chef"].id, "date_signalement": HIER}
        defauts["date_reponse"] = HIER
        valeurs = {"personne_id": self.ici[0].personne_id.id, "verite": "x"}
        self.creer("agent", "registre.anomalie", valeurs, defauts, brouillon)

    def test_a_block_of_remedies_is_not_in_force_by_its_writing(self):
        autre = self.roles["direction2"].id

        def brouillon(mention):
            self.assertEqual((mention.state, mention.ecrit_par), ("brouillon", self.roles["direction"]))
            self.assertFalse(mention.publie_par or mention.publie_le)

        valeurs = {"name": "Autre", "date_debut": "2026-01-01", "mediateur": "Autre", "recours": "Aucun"}
        defauts = {"state": "publie", "ecrit_par": autre, "publie_par": autre, "publie_le": HIER}
        self.creer("direction", "parcours.mention", valeurs, defauts, brouillon)

    def test_a_statement_is_recorded_by_who_records_it_when_they_do(self):
        nouveau = new_test_user(
            self.env, "acces.nouveau", "parcours_accueil.group_agent", company_id=self.schaerbeek.id,
            company_ids=[Command.set(self.schaerbeek.ids)],
        )  # fmt: skip
        piece = {"name": "d.pdf", "raw": "signed", "res_model": "registre.habilitation", "res_id": 0}
        chef = self.roles["chef"]

        def la_sienne(ligne):
            self.assertEqual(ligne.enregistre_par_id, chef)
            self.assertGreater(str(ligne.enregistre_le), "2024")
            self.assertEqual(ligne.state, "en_cours")

        defauts = {"enregistre_par_id": self.roles["connexion"].id, "enregistre_le": HIER, "state": "a_confirmer"}

        def valeurs():
            document = self.rpc("chef", "ir.attachment", "create", [piece]).valeur[0]
            return {
                "user_id": nouveau.id, "date_declaration": "2024-02-01", "document_ids": [Command.link(document)],
            }  # fmt: skip

        self.creer("chef", "registre.habilitation", valeurs, defauts, la_sienne)
