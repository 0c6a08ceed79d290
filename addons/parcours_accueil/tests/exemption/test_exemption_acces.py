# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who sees, records and decides a requested exemption, and who opens its documents: each role, and direct writes."""

from datetime import date
from functools import partial

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)
LECTEURS = ("gestionnaire", "direction")
MESSAGE = "Madame Essai a appelé"
EXCLUS = ("organisateur", "statisticien")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestExemptionAcces(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici, cls.ailleurs = cls.ouvert(cls.schaerbeek), cls.ouvert(cls.ixelles)
        cls.demande_ici, cls.demande_ailleurs = cls.demande(cls.ici), cls.demande(cls.ailleurs)
        cls.toutes = cls.demande_ici | cls.demande_ailleurs
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def vues(self, utilisateur):
        return self.env["parcours.exemption"].with_user(utilisateur).search([("id", "in", self.toutes.ids)])

    def test_a_commune_reads_and_decides_its_own_requests_only(self):
        for groupe in ("agent", "chef"):
            utilisateur = self.agent if groupe == "agent" else self.utilisateur(groupe, self.schaerbeek)
            self.assertEqual(self.vues(utilisateur), self.demande_ici)
            vue = self.demande_ailleurs.with_user(utilisateur)
            with self.assertRaises(AccessError):
                vue.read(["motif"])
            for decider in (vue._accorder, vue._refuser, vue._retirer):
                with self.assertRaises(AccessError):
                    decider(JOUR, "x")
        with self.assertRaises(AccessError):
            self.env["parcours.exemption"].with_user(self.agent).create(
                {"dossier_id": self.ailleurs.id, "regle_id": self.regle_de(self.ailleurs, "8").id}
            )
        self.assertEqual(self.demande_ailleurs.state, "demandee")

    def test_the_region_reads_every_request_and_decides_none(self):
        for groupe in LECTEURS:
            utilisateur = self.utilisateur(groupe)
            with self.subTest(groupe):
                self.assertEqual(self.vues(utilisateur), self.toutes)
                vue = self.demande_ici.with_user(utilisateur)
                self.assertEqual(vue.read(["state", "document_count", "document_ids"])[0]["document_count"], 1)
                for ecrire in (
                    lambda v: v._accorder(JOUR, "x"),
                    lambda v: v.write({"note": "x"}),
                    lambda v: v.unlink(),
                    lambda v: v.create({"dossier_id": v.dossier_id.id, "regle_id": v.regle_id.id}),
                ):
                    with self.assertRaises(UserError):
                        ecrire(vue)
        self.assertEqual(self.demande_ici.state, "demandee")

    def test_other_roles_see_nothing_of_a_request(self):
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        message = self.demande_ici.message_post(body=MESSAGE)
        piece = self.demande_ici.document_ids
        for groupe in EXCLUS:
            utilisateur = self.utilisateur(groupe, organisateur_id=self.bapa.id)
            with self.subTest(groupe):
                with self.assertRaises(AccessError):
                    self.vues(utilisateur)
                self.assertTrue(self.ici.with_user(utilisateur).read(["reference"]))
                for champ in ("exemption_ids", "exemption_count", "exemption_a_decider"):
                    with self.assertRaises(AccessError):
                        self.ici.with_user(utilisateur).read([champ])
                self.assertFalse(self.env["mail.message"].with_user(utilisateur).search([("id", "=", message.id)]))
                with self.assertRaises(AccessError):
                    piece.with_user(utilisateur).read(["raw"])

    def test_who_reads_everything_decides_in_the_own_commune_only(self):
        """Who reads everything decides in their own commune only."""
        double = self.utilisateur("agent", self.ixelles)
        double.group_ids += self.env.ref("parcours_accueil.group_gestionnaire")
        vue = self.demande_ici.with_user(double)
        self.assertTrue(vue.read(["state"]))
        with self.assertRaises(AccessError):
            vue._accorder(JOUR, "x")
        self.demande_ailleurs.with_user(double)._accorder(JOUR, "Vu.")

    def test_medical_documents_are_read_by_the_commune_only(self):
        medicale = self.demande(self.ici, "5", document="certificat.pdf")
        piece = medicale.with_user(self.agent).document_ids
        self.assertTrue(piece.read(["raw"]))
        Piece = self.env["ir.attachment"]
        for groupe in (*LECTEURS, *EXCLUS):
            utilisateur = self.utilisateur(groupe)
            with self.subTest(groupe):
                with self.assertRaises(AccessError):
                    piece.with_user(utilisateur).read(["name", "raw"])
                self.assertFalse(Piece.with_user(utilisateur).search([("id", "=", piece.id)]))
                if groupe in LECTEURS:
                    with self.assertRaises(AccessError):
                        medicale.with_user(utilisateur).read(["state"])
        with self.assertRaises(AccessError):
            piece.with_user(self.agent).write({"confidentiel": False})
        # who also works for Vivalis reads the requests of all communes, and opens what is confidential in their own
        double = self.utilisateur("agent", self.ixelles)
        double.group_ids += self.env.ref("parcours_accueil.group_gestionnaire")
        with self.assertRaises(AccessError):
            medicale.with_user(double).read(["state"])
        self.assertFalse(Piece.with_user(double).search([("id", "=", piece.id)]))
        with self.assertRaises(AccessError):
            piece.with_user(double).read(["name"])
        with self.assertRaises(UserError):
            piece.with_user(self.agent).public = True
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.cr.execute("UPDATE ir_attachment SET public = true WHERE id = %s", [piece.id])
        # dropped in the chatter: a document all the same, which the message does not hand out
        jointe = Piece.with_user(self.agent).create(
            {"name": "scan.pdf", "raw": b"x", "res_model": "mail.compose.message", "res_id": 0}
        )
        message = medicale.with_user(self.agent).message_post(body=MESSAGE, attachment_ids=jointe.ids)
        self.assertFalse(message.attachment_ids)
        self.assertIn(jointe, medicale.document_ids)
        self.assertTrue(jointe.confidentiel)
        # asked on another ground at first: what the messages handed out is taken out of them
        autre = self.demande(self.ici, "7", document=False).with_user(self.agent)
        libre = Piece.with_user(self.agent).create(
            {"name": "scan.pdf", "raw": b"x", "res_model": "mail.compose.message", "res_id": 0}
        )
        message = autre.message_post(body=MESSAGE, attachment_ids=libre.ids)
        self.assertEqual(message.attachment_ids, libre)
        medicale.with_user(self.agent)._retirer(JOUR, "Une autre demande.")
        autre.regle_id = self.regle_de(self.ici, "5")
        self.assertFalse(message.attachment_ids)
        self.assertTrue(libre.confidentiel and libre in autre.document_ids)
        medicale = autre
        piece = libre
        # another ground: what the documents tell is the same
        medicale.with_user(self.agent).regle_id = self.regle_de(self.ici, "8")
        self.assertTrue(piece.confidentiel)

    def test_the_letter_about_a_medical_ground_is_for_the_commune(self):
        """It names the ground; Vivalis sees on the file that the person is exempt."""
        medicale = self.demande(self.ici, "5", document="certificat.pdf")
        medicale.with_user(self.agent)._accorder(JOUR, "Vu.", langue="fr_BE")
        courrier = medicale.with_user(self.agent).courrier_ids
        self.assertTrue(courrier.medical)
        gestionnaire = self.utilisateur("gestionnaire")
        with self.assertRaises(AccessError):
            medicale.with_user(gestionnaire).read(["courrier_ids"])
        with self.assertRaises(AccessError):
            courrier.with_user(gestionnaire).read(["state"])
        self.assertEqual(self.ici.with_user(gestionnaire).read(["exemption_dite"])[0]["exemption_dite"], "–")

    def test_a_document_of_something_else_cannot_be_drawn_into_a_request(self):
        """A file that belongs to something else cannot be drawn into a request."""
        autre = self.demande_ailleurs.document_ids
        vue = self.demande_ici.with_user(self.agent)
        with self.assertRaises(AccessError):
            vue.write({"document_ids": [(4, autre.id)]})
        libre = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "parcours.exemption", "res_id": 0}
        )
        with self.assertRaises(AccessError):
            vue.write({"document_ids": [(4, libre.id)]})

    def test_a_request_is_found_by_name_in_the_own_commune(self):
        trouvees = self.env["parcours.exemption"].with_user(self.agent).name_search(self.ici.name)
        self.assertEqual([identifiant for identifiant, _nom in trouvees], self.demande_ici.ids)

    def test_the_documents_of_a_decided_request_are_frozen(self):
        vue = self.demande_ici.with_user(self.agent)
        piece = vue.document_ids
        with self.assertRaisesRegex(UserError, "was checked"):
            piece.write({"name": "attestation-1.pdf"})
        vue._accorder(JOUR, "Vu.")
        for ecrire in (
            lambda: piece.write({"raw": b"autre"}),
            lambda: piece.write({"res_id": 0}),
            lambda: piece.unlink(),
            lambda: piece.sudo().unlink(),
            lambda: vue.write({"document_ids": [(3, piece.id)]}),
        ):
            with self.assertRaises(UserError):
                ecrire()
        self.assertEqual(piece.raw, b"vu")
        vue.message_post(body=MESSAGE, attachments=[("suite.pdf", b"y")])
        self.assertEqual(vue.document_count, 2, "what comes later is kept too")
        self.assertEqual(vue.documents_vus, ["attestation.pdf"], "but the decision was not made on it")

    def test_documents_left_without_request_are_cleaned_after_a_day(self):
        Piece = self.env["ir.attachment"]
        vieille, neuve = Piece.create(
            [{"name": nom, "raw": b"x", "res_model": "parcours.exemption", "res_id": 0} for nom in "ab"]
        )
        self.env.flush_all()
        self.cr.execute("UPDATE ir_attachment SET create_date = '2026-11-23' WHERE id = %s", [vieille.id])
        self.cr.execute("UPDATE ir_attachment SET create_date = '2026-11-25' WHERE id = %s", [neuve.id])
        self.env.invalidate_all()
        Piece._gc_documents_orphelins()
        autres = neuve | self.demande_ici.document_ids
        self.assertEqual((vieille | autres).exists(), autres)

    def test_thirty_requests_cost_the_queries_of_three(self):
        """The agent's list costs the same for 3 and for 30 requests."""
        champs = {
            "name": {},
            "dossier_id": {"fields": {"display_name": {}}},
            "state": {},
            "date_demande": {},
            "document_count": {},
            "date_fin": {},
        }
        for _rang in range(30):
            self.demande(self.ouvert())

        def cout(limite):
            vues = self.env["parcours.exemption"].with_user(self.agent)
            lire = partial(vues.web_search_read, [], champs, limit=limite)
            self.assertEqual(len(lire()["records"]), limite)
            return self.queries(lire)

        cout(3)
        self.assertLessEqual(cout(30), cout(3))
        self.assertLess(cout(30), 15)


@tagged("post_install", "-at_install")
class TestExemptionRpc(ParcoursCase, HttpCase):
    def appel(self, methode, *arguments, modele="parcours.exemption", **options):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw", {"model": modele, "method": methode, "args": list(arguments), "kwargs": options}
        )

    def test_rpc_opens_no_door_to_requests_or_decisions(self):
        ici, ailleurs = self.demande(self.ouvert()), self.demande(self.ouvert(self.ixelles))
        agent = self.utilisateur("agent", self.schaerbeek)
        self.authenticate(agent.login, agent.login)
        self.assertEqual([ligne["id"] for ligne in self.appel("search_read", [], ["state"])], ici.ids)
        refuses = [
            ("write", [ici.id], {"state": "accordee"}),
            ("write", [ici.id], {"motif": "x"}),
            ("write", [ailleurs.id], {"note": "x"}),
            ("unlink", [ici.id]),
            ("_accorder", [ici.id], "2026-01-01", "x"),
            ("_decidees", [ici.id], "2026-01-01"),
        ]
        for methode, *arguments in refuses:
            with self.subTest(methode), self.assertRaises(JsonRpcException):
                self.appel(methode, *arguments)
        fenetre = "parcours.exemption.decision"
        valeurs = {"decision": "accorder", "motif": "Vu.", "langue": "fr_BE"}
        # not even the window: it would show who asked, and on what ground
        with self.assertRaises(JsonRpcException):
            self.appel("create", {**valeurs, "exemption_id": ailleurs.id}, modele=fenetre)
        noms = {"fields": {"display_name": {}}}
        for modele, champ, cible in (
            (fenetre, "exemption_id", ailleurs),
            ("parcours.exemption", "dossier_id", ailleurs.dossier_id),
            ("parcours.suspension.wizard", "dossier_id", ailleurs.dossier_id),
            ("parcours.evenement.wizard", "dossier_id", ailleurs.dossier_id),
        ):
            for valeurs_lues, contexte in (({champ: cible.id}, {}), ({}, {f"default_{champ}": cible.id})):
                with self.subTest(modele=modele, contexte=contexte), self.assertRaises(JsonRpcException):
                    self.appel("onchange", [], valeurs_lues, [], {champ: noms}, modele=modele, context=contexte)
        permise = self.appel("create", {**valeurs, "exemption_id": ici.id}, modele=fenetre)
        with self.assertRaises(JsonRpcException):
            self.appel("write", [permise], {"exemption_id": ailleurs.id}, modele=fenetre)
        self.registre_muet()
        self.appel("action_confirmer", [permise], modele=fenetre)
        (ici | ailleurs).invalidate_recordset()
        self.assertEqual((ici.state, ailleurs.state), ("accordee", "demandee"))
        courrier = self.courrier_de(ici)
        reponse = self.url_open(f"/web/content/parcours.courrier/{courrier.id}/pdf/lettre.pdf?download=true")
        self.assertEqual(reponse.content[:5], b"%PDF-")
        self.assertNotEqual(
            self.url_open(f"/web/content/{ailleurs.document_ids.id}").status_code, 200, "not another commune's document"
        )

    def test_a_medical_document_is_downloaded_in_its_commune_only(self):
        piece = self.demande(self.ouvert(), "5", document="certificat.pdf").document_ids
        adresses = [f"/web/content/{piece.id}", f"/web/content/ir.attachment/{piece.id}/datas?download=true"]
        for groupe, permis in (("agent", True), ("gestionnaire", False), ("auditeur", False), ("organisateur", False)):
            utilisateur = self.utilisateur(groupe, self.schaerbeek if permis else None)
            self.authenticate(utilisateur.login, utilisateur.login)
            for adresse in adresses:
                with self.subTest(groupe=groupe, adresse=adresse):
                    reponse = self.url_open(adresse)
                    self.assertEqual((reponse.status_code == 200, reponse.content == b"vu"), (permis, permis))
                    self.assertEqual("certificat" in str(reponse.headers), permis, "nor its name")
