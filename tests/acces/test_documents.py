# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Documents through the real layers: who brings, who checks, who opens."""

import base64

from odoo.tests import tagged

from .tentatives import AccesCase

SECRET = b"certificat de Cunegonde"
PAGE = b"<html><script>alert(1)</script></html>"


@tagged("post_install", "-at_install")
class TestDocuments(AccesCase):
    genre = "documents"

    def deposer(self, role, code="horaires", contenu=SECRET, nom="piece.pdf", **valeurs):
        """Bring a document as the window does; return what was answered, and the last document of the file."""
        type_document = self.env.ref(f"parcours_accueil.document_{code}")
        fenetre = {
            "dossier_id": self.ici[0].id,
            "type_id": type_document.id,
            "date_document": "2024-06-03",
            "piece_ids": [[0, 0, {"name": nom, "datas": base64.b64encode(contenu).decode()}]],
            **valeurs,
        }
        ouverte = self.rpc(role, "parcours.document.depot", "create", fenetre)
        if ouverte.erreur:
            return ouverte, self.env["parcours.document"]
        reponse = self.rpc(role, "parcours.document.depot", "action_deposer", [ouverte.valeur])
        return reponse, self.env["parcours.document"].search(
            [("dossier_id", "=", self.ici[0].id)], limit=1, order="id desc"
        )

    def test_an_organiser_brings_and_an_agent_checks(self):
        reponse, document = self.deposer("organisateur")
        self.assertFalse(reponse.erreur, reponse.mots)
        self.assertEqual(
            (document.state, document.organisateur_id, document.apporte_par), ("recu", self.bapa, "organisateur")
        )
        for role in (
            "organisateur",
            "organisateur_bon",
            "gestionnaire",
            "direction",
            "statisticien",
            "auditeur",
            "agent_ixelles",
        ):
            self.refuse(role, "parcours.document", "action_accepter", document.ids, intact=document)
            self.refuse(role, "parcours.document", "write", document.ids, {"state": "accepte"}, intact=document)
        self.refuse("agent", "parcours.document", "write", document.ids, {"state": "accepte"}, intact=document)
        self.refuse("agent", "parcours.document", "write", document.ids, {"verifie_par_id": 2}, intact=document)
        self.refuse("agent", "parcours.document", "unlink", document.ids, intact=document)
        self.refuse(
            "agent", "parcours.document", "create", {"dossier_id": self.ici[0].id, "piece_id": document.piece_id.id}
        )
        self.assertFalse(self.rpc("agent", "parcours.document", "action_accepter", document.ids).erreur)
        lu = self.rpc("organisateur", "parcours.document", "read", document.ids, ["state", "motif_refus"])
        self.assertEqual(lu.valeur[0]["state"], "accepte")

    def test_who_only_brings_does_not_check_in_the_same_gesture(self):
        for role in ("organisateur", "gestionnaire"):
            reponse, document = self.deposer(role, verifie=True)
            with self.tentative(role, "accepting what one brought"):
                self.assertTrue(reponse.refus, reponse)
            self.assertFalse(document.filtered(lambda d: d.state == "accepte"))

    def test_a_document_opens_for_those_who_may_see_it(self):
        _reponse, document = self.deposer("agent", "certificat_medical")
        self.assertTrue(document.medical)
        for adresse in (
            f"/web/content/{document.piece_id.id}",
            f"/web/content/parcours.document/{document.id}/contenu",
        ):
            self.assertEqual(self.http("agent", adresse).content, SECRET)
            for role in ("gestionnaire", "direction", "organisateur", "agent_ixelles", "statisticien", "auditeur"):
                self.rien(role, adresse, secrets=[SECRET.decode()])
        for role in ("gestionnaire", "direction", "organisateur", "agent_ixelles"):
            self.vide(role, "parcours.document", "search", [("id", "=", document.id)])
            self.refuse(role, "parcours.document", "read", document.ids, ["contenu", "nom"])
        self.refuse("organisateur", "parcours.document.depot", "create", {"dossier_id": self.ailleurs[0].id})

    def test_no_document_is_served_as_a_page(self):
        _reponse, document = self.deposer("agent", contenu=PAGE, nom="page.html")
        for adresse in (
            f"/web/content/{document.piece_id.id}",
            f"/web/content/parcours.document/{document.id}/contenu",
            f"/web/content/parcours.document/{document.id}/contenu?mimetype=text/html",
        ):
            with self.tentative("agent", adresse):
                reponse = self.http("agent", adresse)
                self.assertNotIn("html", reponse.headers["Content-Type"])

    def test_a_document_of_another_file_proves_nothing_here(self):
        _reponse, document = self.deposer("agent", verifie=True)
        self.assertEqual(document.state, "accepte")
        motif = self.ici[1].reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
        fenetre = {
            "dossier_id": self.ici[1].id,
            "motif_id": motif.id,
            "date_debut": "2024-06-01",
            "date_fin": "2024-06-30",
            "preuve_ids": [[6, 0, document.ids]],
        }
        ouverte = self.rpc("agent", "parcours.suspension.wizard", "create", fenetre).valeur
        self.refuse("agent", "parcours.suspension.wizard", "action_enregistrer", [ouverte], intact=document)
