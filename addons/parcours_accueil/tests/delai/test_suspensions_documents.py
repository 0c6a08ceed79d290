# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of suspensions: who opens them, what is kept, what is removed (loi.md §4)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_delais import DelaisCase

PIECE = ("certificat.pdf", "eA==")


@tagged("post_install", "-at_install")
@freeze_time("2024-07-01")
class TestSuspensionsDocuments(DelaisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici, cls.ailleurs = cls.remis(), cls.remis(commune=cls.ixelles)
        cls.tous = cls.ici | cls.ailleurs
        for dossier in cls.tous:
            dossier._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=cls.bapa.id)
            dossier._suspendre(cls.motif("maladie"), date(2024, 6, 1), date(2024, 7, 31), pieces=[PIECE], note="grippe")
            dossier._suspendre(cls.motif("horaires"), date(2024, 8, 1), date(2024, 8, 9), pieces=[PIECE])
        cls.roles = {role: cls.utilisateur(role) for role in ("gestionnaire", "direction", "statisticien", "auditeur")}
        cls.roles["organisateur"] = cls.utilisateur("organisateur", organisateur_id=cls.bapa.id)

    def test_a_certificate_is_for_the_commune_only(self):
        Piece = self.env["ir.attachment"]
        pieces = self.tous.suspension_ids.document_ids
        certificats = pieces.filtered("confidentiel")
        self.assertEqual((len(pieces), len(certificats)), (4, 2))
        ici = self.ici.suspension_ids.document_ids
        self.assertEqual(Piece.with_user(self.agent).search([("id", "in", pieces.ids)]), ici, "own commune")
        self.assertEqual(self.ici.with_user(self.agent).suspension_ids.document_ids, ici)
        self.assertTrue((certificats & ici).with_user(self.agent).read(["raw"]))
        for role in ("gestionnaire", "direction"):
            vus = Piece.with_user(self.roles[role]).search([("id", "in", pieces.ids)])
            self.assertEqual(vus, pieces - certificats, role)
            self.assertEqual(self.tous.with_user(self.roles[role]).suspension_ids.document_ids, vus, role)
            # their names can tell the illness
            for champ in ("name", "raw", "datas", "display_name"):
                with self.subTest(role=role, champ=champ), self.assertRaises(AccessError):
                    certificats.with_user(self.roles[role]).read([champ])
        vus = Piece.with_user(self.roles["organisateur"]).search([("id", "in", pieces.ids)])
        self.assertFalse(vus, "none, even of other grounds")
        for role in ("gestionnaire", "auditeur", "organisateur", "statisticien"):
            with self.subTest(role), self.assertRaises(AccessError):
                certificats[0].with_user(self.roles[role]).read(["raw"])
        with self.assertRaises(AccessError):
            (pieces - certificats)[0].with_user(self.roles["organisateur"]).read(["raw"])

    def test_a_certificate_follows_the_file_to_its_new_commune(self):
        """When the file moves to another commune, so does the right to open what is confidential in it."""
        certificat = self.ici.suspension_ids.document_ids.filtered("confidentiel")
        autre = self.utilisateur("agent", self.ixelles)
        self.ici.company_id = self.ixelles
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(certificat.with_user(autre).read(["raw"]))
        with self.assertRaises(AccessError):
            certificat.with_user(self.agent).read(["raw"])

    def test_an_export_follows_the_same_rights(self):
        """Vivalis exports the suspensions of a file: the names of the certificates are not in it."""
        gestionnaire = self.roles["gestionnaire"]
        gestionnaire.group_ids += self.env.ref("base.group_allow_export")
        lignes = self.ici.with_user(gestionnaire).export_data(["suspension_ids/document_ids/name"])["datas"]
        self.assertEqual([ligne for ligne in lignes if ligne[0]], [["certificat.pdf"]], "of the other ground only")

    def test_documents_stay_as_they_were(self):
        """A suspension rests on its proof: nobody changes or removes it, the application itself included."""
        piece = self.ici.suspension_ids[0].document_ids
        for ecrire in (lambda: piece.write({"raw": b"autre"}), piece.unlink, lambda: piece.write({"res_id": 0})):
            with self.assertRaises(UserError):
                ecrire()
        self.assertEqual(piece.raw, b"x")

    def test_a_window_closed_without_recording_leaves_no_certificate_behind(self):
        """A window closed without recording leaves no certificate behind; what was recorded stays."""
        suspension = self.ici.suspension_ids[0]
        Document = self.env["ir.attachment"].with_user(self.agent)
        valeurs = {"name": "certificat.pdf", "raw": b"%PDF", "res_model": "parcours.suspension.wizard", "res_id": 0}
        abandonnes = Document.create([valeurs, valeurs])
        self.env["ir.attachment"]._gc_documents_orphelins()
        self.assertEqual(abandonnes.exists(), abandonnes, "somebody may still be at it")
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_attachment SET create_date = '2024-06-29' WHERE id = ANY(%s)", [abandonnes.ids])
        self.env.invalidate_all()
        self.env["ir.attachment"]._gc_documents_orphelins()
        self.assertFalse(abandonnes.exists())
        self.assertTrue(suspension.document_ids.raw)

    def test_the_window_removes_its_own_documents_only(self):
        """A document of the file chosen as proof is copied, never removed."""
        piece = self.env["ir.attachment"].create(
            {"name": "lettre.pdf", "raw": b"%PDF", "res_model": "parcours.dossier", "res_id": self.ici.id}
        )
        fenetre = (
            self.env["parcours.suspension.wizard"]
            .with_user(self.agent)
            .create(
                {
                    "dossier_id": self.ici.id,
                    "motif_id": self.motif("programme").id,
                    "date_debut": "2024-09-01",
                    "date_fin": "2024-09-30",
                    "piece_ids": piece.ids,
                    "verifie": True,
                    "date_document": "2024-06-20",
                }
            )
        )
        fenetre.action_enregistrer()
        self.assertTrue(piece.exists())
        self.assertIn("lettre.pdf", self.ici.suspension_ids.document_ids.mapped("name"))
