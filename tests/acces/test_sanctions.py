# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a sanction are the official's: a commune neither reads nor makes them, nor does anybody else."""

from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import maintenant

from .tentatives import AccesCase

AUTRES = ("agent", "agent_ixelles", "chef", "organisateur", "statisticien", "auditeur")


@tagged("post_install", "-at_install")
class TestCourriersDeSanction(AccesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.ici[1]
        cls.sanction = cls.refuser(dossier=cls.dossier)
        cls.sanction._enregistrer("sanction_complete")
        objets = {"sanction_id": cls.sanction.id, "infraction_id": cls.sanction.infraction_ids.id}
        vu = cls.env["parcours.courrier"].with_user(cls.roles["fonctionnaire"])
        cls.courrier = vu._faire(
            cls.dossier.with_user(cls.roles["fonctionnaire"]),
            "sanction_invitation",
            "fr_BE",
            audience_le="2099-01-05 09:00:00",
            audience_lieu="rue de l'Essai 8",
            **objets,
        )
        cls.courrier.sudo()._avancer("regarder", regard_le=maintenant())
        cls.courrier._imprimer()

    def test_nobody_else_reads_a_letter_of_the_official(self):
        Courrier, ids = "parcours.courrier", self.courrier.ids
        for role in AUTRES:
            with self.subTest(role):
                self.refuse(role, Courrier, "read", ids, ["objet", "adresse", "pdf"])
                self.vide(role, Courrier, "search", [("sanction_id", "!=", False)])
                self.vide(role, Courrier, "search_count", [("jeton", "=", self.courrier.sudo().jeton)])
                self.refuse(role, f"/web/content/{Courrier}/{self.courrier.id}/pdf")
                self.refuse(role, "sanction.dossier", "read", self.sanction.ids, ["courrier_ids"])

    def test_nobody_else_makes_sends_or_cancels_one(self):
        etat = self.courrier.sudo()
        for role in (*AUTRES, "gestionnaire", "direction"):
            with self.subTest(role):
                for geste in ("action_imprimer", "action_poster", "action_renvoyer"):
                    self.refuse(role, "parcours.courrier", geste, self.courrier.ids, intact=etat)
                for geste in ("action_inviter_et_imprimer", "action_notifier_et_imprimer", "action_rappeler"):
                    self.refuse(role, "sanction.dossier", geste, self.sanction.ids, intact=etat)
                self.refuse(role, "parcours.courrier", "write", self.courrier.ids, {"state": "recu"}, intact=etat)

    def test_a_window_made_by_an_agent_makes_no_letter_of_the_official(self):
        for role in ("agent", "agent_ixelles", "gestionnaire", "direction"):
            with self.subTest(role):
                valeurs = {
                    "dossier_id": self.dossier.id,
                    "sanction_id": self.sanction.id,
                    "infraction_id": self.sanction.infraction_ids.id,
                    "geste": "faire",
                    "genre": "sanction_invitation",
                    "langue": "fr_BE",
                    "audience_le": "2099-01-05 09:00:00",
                    "audience_lieu": "x",
                }
                fenetre = self.rpc(role, "parcours.courrier.fenetre", "create", [valeurs])
                if not fenetre.refus:
                    self.refuse(
                        role, "parcours.courrier.fenetre", "action_confirmer", fenetre.valeur, intact=self.sanction
                    )
        self.assertEqual(self.sanction.sudo().courrier_ids.ids, self.courrier.ids)

    def test_the_official_makes_no_letter_of_a_commune(self):
        valeurs = {"dossier_id": self.dossier.id, "geste": "faire", "genre": "refus", "langue": "fr_BE"}
        fenetre = self.rpc("fonctionnaire", "parcours.courrier.fenetre", "create", [valeurs]).valeur
        self.refuse("fonctionnaire", "parcours.courrier.fenetre", "action_confirmer", fenetre, intact=self.dossier)

    def test_who_opens_one_is_in_the_log(self):
        with self.trace("fonctionnaire", self.dossier.niss, motif="courrier"):
            self.rpc("fonctionnaire", "parcours.courrier", "read", self.courrier.ids, ["pdf"])
        with self.trace("fonctionnaire", self.dossier.niss, motif="courrier"):
            reponse = self.http("fonctionnaire", f"/web/content/parcours.courrier/{self.courrier.id}/pdf")
            self.assertEqual(reponse.status_code, 200)
