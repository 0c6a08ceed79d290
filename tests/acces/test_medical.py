# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Health data: certificates are for the commune, once medical always; Vivalis sees "suspended", not "illness"."""

import base64
from datetime import date

from odoo.http import Request
from odoo.tests import tagged

from .tentatives import AccesCase

VIVALIS = ("gestionnaire", "direction", "fonctionnaire")
SECRET = "grippe de Cunegonde"
CERTIFICAT = "certificat-medical.pdf"


class MedicalCase(AccesCase):
    """`suspendu`: a file suspended for an illness; `exempte`: one exempted for an illness."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suspendu, cls.exempte = cls.ici[0], cls.ici[1]
        cls.maladie = cls.suspendu.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "maladie")
        piece = (CERTIFICAT, base64.b64encode(SECRET.encode()))
        cls.suspension = cls.suspendu._suspendre(
            cls.maladie, date(2024, 6, 1), date(2024, 7, 31), pieces=[piece], note=SECRET
        )
        cls.demande_medicale = cls.demande(cls.exempte, "5", document=CERTIFICAT, contenu=SECRET.encode())
        agent = cls.roles["agent"]
        cls.demande_medicale.with_user(agent)._accorder(date(2024, 5, 1), "Vu.", langue="fr_BE")
        cls.certificats = cls.suspension.document_ids | cls.demande_medicale.document_ids


@tagged("post_install", "-at_install")
class TestMedical(MedicalCase):
    genre = "medical"

    def test_what_must_be_open_is_open(self):
        self.assertEqual(len(self.certificats), 2)
        self.assertTrue(all(self.certificats.mapped("confidentiel")))
        lu = self.rpc("agent", "parcours.suspension", "read", self.suspension.ids, ["libelle"])
        self.assertEqual(lu.valeur[0]["libelle"], "Illness")
        self.assertIn(SECRET, self.rpc("agent", "parcours.evenement", "read", self.suspension.evenement_ids.ids).brut)
        lu = self.rpc("agent", "parcours.dossier", "read", self.exempte.ids, ["exemption_code", "explication_phrase"])
        self.assertEqual(lu.valeur[0]["exemption_code"], "5")
        self.assertNotIn("knows the ground", lu.valeur[0]["explication_phrase"])
        for piece in self.certificats:
            self.assertEqual(self.http("agent", f"/web/content/{piece.id}").content, SECRET.encode())

    def test_vivalis_sees_suspended_and_not_the_illness(self):
        tus = ["Illness", SECRET, CERTIFICAT, '"maladie"']
        for role in VIVALIS:
            lu = self.rpc(role, "parcours.suspension", "read", self.suspension.ids, ["libelle", "date_fin"])
            with self.tentative(role, "libelle"):
                self.assertEqual((lu.valeur[0]["libelle"], lu.valeur[0]["date_fin"]), ("Suspension", "2024-07-31"))
            self.rien(role, "parcours.suspension", "read", self.suspension.ids, secrets=tus)
            self.rien(role, "parcours.evenement", "read", self.suspension.evenement_ids.ids, secrets=tus)
            self.rien(role, "parcours.delai", "read", self.suspendu.delai_ids.ids, secrets=tus)
            self.rien(
                role,
                "parcours.dossier",
                "read",
                self.suspendu.ids,
                ["echeance_explication", "message_ids", "activity_summary"],
                secrets=tus,
            )
            self.rien(role, "mail.message", "search_read", [("res_id", "in", self.ici.ids)], ["body"], secrets=tus)
            for champ in ("motif_id", "supplement"):
                self.refuse(role, "parcours.suspension", "read", self.suspension.ids, [champ])
                self.refuse(role, "parcours.suspension", "formatted_read_group", [], [champ], ["__count"])
            self.refuse(role, "parcours.suspension", "search", [("motif_id", "ilike", "ill")])
            self.refuse(role, "parcours.suspension", "search", [("motif_id.code", "=", "maladie")])
            par_dossier = [("suspension_ids.motif_id.code", "=", "maladie")]
            self.refuse(role, "parcours.dossier", "search", par_dossier)
            self.refuse(role, "parcours.evenement", "search", [("note_medicale", "ilike", "grippe")])
            self.refuse(role, "parcours.delai", "search_read", [], ["compte"])
            self.refuse(role, "parcours.suspension", "search", [], order="motif_id")

    def test_what_is_hung_on_a_task_of_a_medical_request_is_for_the_commune(self):
        """It is marked when the task is done; until then the task itself opens to who reads the request."""
        agent = self.roles["agent"]
        tache = self.demande_medicale.with_user(agent).activity_schedule(summary="vu", user_id=agent.id)
        vals = {"name": CERTIFICAT, "raw": SECRET.encode(), "res_model": tache._name, "res_id": tache.id}
        piece = self.env["ir.attachment"].with_user(agent).create(vals)
        self.assertEqual(self.http("agent", f"/web/content/{piece.id}").content, SECRET.encode())
        for role in (*VIVALIS, "agent_ixelles", "organisateur", "statisticien", "auditeur"):
            self.refuse(role, "ir.attachment", "read", piece.ids, ["name"])
            self.vide(role, "ir.attachment", "search", [("id", "=", piece.id)])
            self.rien(role, f"/web/content/{piece.id}", secrets=[SECRET, CERTIFICAT])

    def test_vivalis_neither_grants_nor_touches_what_is_medical(self):
        fenetre = {"dossier_id": self.suspendu.id, "operation": "prolonger", "suspension_id": self.suspension.id}
        for role in ("gestionnaire", "direction"):
            self.refuse(role, "parcours.suspension.wizard", "create", fenetre, mots="The commune of the file decides")
            self.rien(
                role, "parcours.suspension.wizard", "onchange", [], fenetre, [],
                {"motif_id": {"fields": {"display_name": {}}}}, secrets=["Illness"],
            )  # fmt: skip
            nouvelle = {
                "dossier_id": self.suspendu.id,
                "motif_id": self.maladie.id,
                "date_debut": "2024-09-01",
                "date_fin": "2024-10-31",
                "piece_ids": [[0, 0, {"name": "x.pdf", "datas": "eA=="}]],
            }
            ouverte = self.rpc(role, "parcours.suspension.wizard", "create", nouvelle).valeur
            self.refuse(role, "parcours.suspension.wizard", "action_enregistrer", [ouverte])

    def test_vivalis_sees_exempt_and_not_the_illness(self):
        demande = self.demande_medicale
        for role in VIVALIS:
            lu = self.rpc(role, "parcours.dossier", "read", self.exempte.ids, ["resultat", "exemption_dite"])
            with self.tentative(role, "exemption_dite"):
                self.assertEqual((lu.valeur[0]["resultat"], lu.valeur[0]["exemption_dite"]), ("exempte", "–"))
            self.vide(role, "parcours.exemption", "search", [("id", "in", demande.ids)])
            self.vide(role, "parcours.dossier", "search", [("exemption_ids.regle_id.code", "=", "5")])
            self.refuse(role, "parcours.exemption", "read", demande.ids, ["name"])
            self.refuse(role, f"/web/content/parcours.exemption/{demande.id}/lettre/lettre.pdf")
            for modele, record in (
                ("parcours.dossier", self.exempte),
                ("parcours.examen", self.exempte.examen_ids[:1]),
            ):
                self.refuse(role, modele, "read", record.ids, ["exemption_code"])
                self.refuse(role, modele, "search", [("exemption_code", "=", "5")])
                self.refuse(role, modele, "formatted_read_group", [], ["exemption_code"], ["__count"])
            self.refuse(role, "parcours.dossier", "search", [("examen_ids.exemption_code", "=", "5")])
            self.refuse(role, "parcours.examen", "search_read", [], ["trace"])
            self.refuse(role, "parcours.dossier", "read", self.exempte.ids, ["sans_obligation"])
            lu = self.rpc(role, "parcours.dossier", "read", self.exempte.ids, ["explication_phrase", "explication"])
            with self.tentative(role, "explication"):
                self.assertIn("knows the ground", lu.valeur[0]["explication_phrase"])
                self.assertNotIn("Granted", lu.valeur[0]["explication"])
            self.rien(role, "parcours.examen", "read", self.exempte.examen_ids.ids, ["motif"], secrets=["Exemption 5"])

    def test_an_organiser_prints_no_ground_that_it_did_not_certify(self):
        """Its attestation of suspension says the ground: the paper of an illness is the commune's."""
        window, role = "parcours.attestation.fenetre", "organisateur"
        values = {"dossier_id": self.suspendu.id, "genre": "suspension", "geste": "donner", "langue": "fr_BE"}
        spec = {"suspension_possible_ids": {}, "suspension_id": {"fields": {"display_name": {}}}}
        with self.tentative(role, "the window offers none"):
            offered = self.rpc(role, window, "onchange", [], values, ["dossier_id"], spec).valeur
            self.assertFalse(offered["value"].get("suspension_possible_ids"))
        opened = self.rpc(role, window, "create", {**values, "suspension_id": self.suspension.id}).valeur
        self.refuse(role, window, "action_confirmer", [opened], mots="did not certify this suspension")
        self.assertFalse(self.suspendu.attestation_ids)
        self.rien(role, "parcours.attestation", "search_read", [], ["nom", "pdf"], secrets=["Maladie", "Illness"])

    def test_no_letter_is_printed_for_who_may_not_read_its_request(self):
        """The address of a print takes any id: what the trace of a reading puts in memory is not what may be read."""
        medicale = self.demande_medicale.courrier_ids
        autre = self.demande(self.ici[2], "8")
        autre.with_user(self.roles["agent"])._refuser(date(2024, 5, 1), "Vu.", langue="fr_BE")
        for champ in ("pdf", "a_imprimer"):
            adresse = f"/web/content/parcours.courrier/{{}}/{champ}"
            for role in (*VIVALIS, "agent_ixelles", "chef_ixelles", "statisticien", "auditeur", "interne"):
                self.refuse(role, adresse.format(medicale.id))
            self.refuse("agent_ixelles", adresse.format(autre.courrier_ids.id))

    def test_a_certificate_opens_in_the_commune_only(self):
        for role in (
            *VIVALIS,
            "agent_ixelles",
            "chef_ixelles",
            "organisateur",
            "statisticien",
            "auditeur",
            "connexion",
        ):
            for piece in self.certificats:
                self.refuse(role, "ir.attachment", "read", piece.ids, ["name"])
                self.vide(role, "ir.attachment", "search", [("id", "=", piece.id)])
                self.rien(role, f"/web/content/{piece.id}", secrets=[SECRET, CERTIFICAT])
                self.rien(role, f"/web/image/{piece.id}", secrets=[SECRET, CERTIFICAT])

    def test_once_medical_always(self):
        """Another ground, a copy, a message: what a certificate tells does not change with what it is given for."""
        self.exempte.reglement_id.invalidate_recordset()
        autre = self.demande(self.ici[2], "5", document=CERTIFICAT)
        piece = autre.document_ids
        regle = self.regle_de(self.ici[2], "8")
        self.rpc("agent", "parcours.exemption", "write", autre.ids, {"regle_id": regle.id})
        with self.tentative("agent", "another ground"):
            self.assertTrue(piece.confidentiel)
            self.refuse("gestionnaire", "ir.attachment", "read", piece.ids, ["raw"])
        copie = self.rpc("agent", "ir.attachment", "copy", piece.ids).valeur
        with self.tentative("agent", "a copy"):
            self.assertTrue(self.env["ir.attachment"].browse(copie).confidentiel)
        ailleurs = {"res_model": "parcours.dossier", "res_id": self.ici[2].id}
        self.refuse("agent", "ir.attachment", "copy", piece.ids, ailleurs)
        self.refuse("agent", "ir.attachment", "write", piece.ids, {"confidentiel": False})
        self.refuse("chef", "ir.attachment", "write", piece.ids, {"leve_le": "2024-01-01"})
        # a message hands it out to nobody, on whatever it is posted
        for modele, record in (("parcours.dossier", self.ici[2]), ("parcours.exemption", autre)):
            message = self.rpc("agent", modele, "message_post", record.ids, body="voir", attachment_ids=piece.ids)
            with self.tentative("agent", f"message on {modele}"):
                self.assertFalse(message.erreur)
                posted = self.env["mail.message"].search([("model", "=", modele)], limit=1, order="id desc")
                self.assertFalse(posted.attachment_ids)

    def test_what_is_dropped_on_a_medical_file_is_for_the_commune(self):
        self._se_presenter("agent")
        depot = self.http(
            "agent",
            "/mail/attachment/upload",
            data={
                "thread_id": self.suspendu.id,
                "thread_model": "parcours.dossier",
                "csrf_token": Request.csrf_token(self),
            },
            files={"ufile": ("scan.pdf", SECRET.encode(), "application/pdf")},
        )
        self.assertEqual(depot.status_code, 200, depot.text[:500])
        piece = self.env["ir.attachment"].search([("name", "=", "scan.pdf")], limit=1, order="id desc")
        with self.tentative("agent", "upload of the chatter"):
            self.assertTrue(piece.confidentiel)
        self.refuse("gestionnaire", "ir.attachment", "read", piece.ids, ["name"])
        self.rien("gestionnaire", f"/web/content/{piece.id}", secrets=[SECRET])

    def test_only_a_head_of_the_commune_says_otherwise(self):
        piece = self.demande_medicale.document_ids
        fenetre = {"res_model": "parcours.exemption", "res_id": self.demande_medicale.id, "motif": "An invoice."}
        for role in ("agent", "gestionnaire", "direction", "auditeur"):
            self.refuse(role, "parcours.document.levee", "create", {**fenetre, "document_ids": piece.ids})
        for role in ("chef_ixelles",):
            ouverte = self.rpc(role, "parcours.document.levee", "create", {**fenetre, "document_ids": piece.ids}).valeur
            if ouverte:
                self.refuse(role, "parcours.document.levee", "action_lever", [ouverte])
        self.assertTrue(piece.confidentiel)
        ouverte = self.rpc("chef", "parcours.document.levee", "create", fenetre).valeur
        self.assertFalse(self.rpc("chef", "parcours.document.levee", "action_lever", [ouverte]).erreur)
        self.assertEqual((piece.confidentiel, piece.leve_par_id), (False, self.roles["chef"]))
        self.assertIn("An invoice.", self.exempte.message_ids[0].body, "written in the file")
        self.demande_medicale._marquer_documents()
        self.assertFalse(piece.confidentiel, "said once for all")


@tagged("post_install", "-at_install")
class TestLiens(AccesCase):
    genre = "links to documents"

    def test_documents_of_differences_have_no_link(self):
        anomalie = self.comme("agent", "registre.anomalie").create(
            {"personne_id": self.ici[0].personne_id.id, "verite": "x", "preuve": base64.b64encode(SECRET.encode())}
        )
        champ = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [("res_model", "=", "registre.anomalie"), ("res_id", "=", anomalie.id), ("res_field", "=", "preuve")]
            )
        )
        depose = self.env["ir.attachment"].create(
            {"name": "x.txt", "raw": SECRET.encode(), "res_model": "registre.anomalie", "res_id": anomalie.id}
        )
        for piece in champ | depose:
            self.assertEqual(piece.raw, SECRET.encode())
            self.refuse("agent", "ir.attachment", "generate_access_token", piece.ids)
            self.refuse("agent", "ir.attachment", "write", piece.ids, {"access_token": "mine"})
            self.env.flush_all()
            self.cr.execute("UPDATE ir_attachment SET access_token = 'known' WHERE id = %s", [piece.id])
            self.env.invalidate_all()
            for adresse in (f"/web/content/{piece.id}?access_token=known", f"/web/image/{piece.id}?access_token=known"):
                self.rien("public", adresse, secrets=[SECRET])
                self.rien("agent_ixelles", adresse, secrets=[SECRET])
