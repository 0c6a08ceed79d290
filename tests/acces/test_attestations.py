# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Attestations: an organiser gives and reads those of its own people, a teacher none, a commune reads those of its
people; nobody writes one, and nobody gives what another one gives."""

from odoo.tests import tagged

from .tentatives import AccesCase

CHAMPS = ["nom", "genre", "state", "organisateur_id", "delivree_le"]
WINDOW = "parcours.attestation.fenetre"


@tagged("post_install", "-at_install")
class TestAttestations(AccesCase):
    genre = "attestations"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # somebody of Schaerbeek at the BAPA, somebody of Ixelles at BON
        cls.au_bapa = cls.ici[0].with_user(cls.roles["organisateur"])._attester("situation", "fr_BE").sudo()
        cls.au_bon = cls.ailleurs[0].with_user(cls.roles["organisateur_bon"])._attester("situation", "nl_BE").sudo()
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_an_organiser_reads_nothing_of_another_ones_people(self):
        secrets = self.secrets(self.ailleurs[0])
        for par in ("call_kw", "json2", "xmlrpc"):
            self.refuse("organisateur", "parcours.attestation", "read", self.au_bon.ids, CHAMPS, par=par)
            self.vide("organisateur", "parcours.attestation", "search", [("id", "in", self.au_bon.ids)], par=par)
        self.refuse("organisateur", "parcours.attestation", "export_data", self.au_bon.ids, ["nom"])
        self.refuse("organisateur", "parcours.attestation", "action_ouvrir", self.au_bon.ids)
        self.rien("organisateur", "parcours.attestation", "search_read", [], CHAMPS, secrets=secrets)
        self.rien("organisateur", f"/web/content/parcours.attestation/{self.au_bon.id}/pdf", secrets=secrets)
        letters = "parcours.courrier"
        self.refuse("organisateur", letters, "read", self.au_bapa.courrier_id.ids, ["pdf"])
        self.rien("organisateur", f"/web/content/{letters}/{self.au_bon.courrier_id.id}/pdf", secrets=secrets)

    def test_its_own_it_reads_and_opens_and_that_is_logged(self):
        with self.tentative("organisateur", "its own attestation"):
            lu = self.rpc("organisateur", "parcours.attestation", "read", self.au_bapa.ids, CHAMPS)
            self.assertEqual(lu.valeur[0]["nom"], self.ici[0].name)
        with self.trace("organisateur", self.ici[0].niss):
            self.rpc("organisateur", "parcours.attestation", "read", self.au_bapa.ids, ["pdf"])

    def test_a_teacher_and_low_roles_read_none_and_give_none(self):
        valeurs = {"dossier_id": self.ici[0].id, "genre": "situation", "geste": "donner", "langue": "fr_BE"}
        for role in ("enseignant", "statisticien", "auditeur", "connexion", "interne"):
            self.refuse(role, "parcours.attestation", "search_read", [], CHAMPS)
            self.refuse(role, WINDOW, "create", [valeurs])
            self.rien(
                role,
                f"/web/content/parcours.attestation/{self.au_bapa.id}/pdf",
                secrets=self.secrets(self.ici[0]),
            )

    def test_a_commune_reads_those_of_its_people_only(self):
        self.vide("agent", "parcours.attestation", "search", [("id", "in", self.au_bon.ids)])
        self.refuse("agent", "parcours.attestation", "read", self.au_bon.ids, CHAMPS)
        with self.tentative("agent", "those of its people"):
            lu = self.rpc("agent", "parcours.attestation", "read", self.au_bapa.ids, CHAMPS)
            self.assertEqual(lu.valeur[0]["state"], "delivree")

    def test_nobody_writes_one_nor_reads_a_digest(self):
        for role in ("organisateur", "organisateur_bon", "agent", "chef", "gestionnaire", "direction"):
            self.refuse(
                role, "parcours.attestation", "write", self.au_bapa.ids, {"state": "retiree"}, intact=self.au_bapa
            )
            self.refuse(role, "parcours.attestation", "unlink", self.au_bapa.ids, intact=self.au_bapa)
            self.refuse(role, "parcours.attestation", "create", [{"dossier_id": self.ici[0].id, "genre": "fin"}])
            self.refuse(role, "parcours.attestation", "read", self.au_bapa.ids, ["empreinte"])
            self.refuse(role, "parcours.attestation", "search_count", [("empreinte", "!=", False)])

    def test_nobody_gives_what_another_one_gives_nor_of_somebody_elses_people(self):
        def tente(role, dossier, genre, geste="donner", **autres):
            valeurs = {"dossier_id": dossier.id, "genre": genre, "geste": geste, "langue": "fr_BE", **autres}
            fenetre = self.rpc(role, WINDOW, "create", [valeurs])
            if fenetre.refus:
                self.refuse(role, WINDOW, "create", [valeurs])
            else:
                self.refuse(role, WINDOW, "action_confirmer", fenetre.valeur, intact=dossier)

        bapa, bon = self.ici[0], self.ailleurs[0]
        tente("organisateur", bapa, "fin")
        tente("organisateur", bon, "situation")
        tente("organisateur_bon", bapa, "inscription")
        tente("organisateur_bon", bon, "fin", "demander")
        tente("organisateur", self.ici[1], "inscription")
        for role in ("agent", "chef", "gestionnaire", "direction", "agent_ixelles"):
            for genre in ("inscription", "suspension"):
                tente(role, bapa, genre)
        for role in ("agent", "organisateur", "organisateur_bon"):
            tente(role, bapa, "situation", "renvoyer", attestation_id=self.au_bapa.id, motif="x")
        for role in ("organisateur_bon", "agent_ixelles"):
            tente(role, bapa, "situation", "retirer", attestation_id=self.au_bapa.id, motif="x")
