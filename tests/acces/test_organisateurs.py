# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An organiser reads its own queue and nobody else's; everybody who chooses sees the figures, and no name with them."""

from datetime import date

from odoo.tests import tagged

from .tentatives import AccesCase

CHAMPS = ["nom", "numero", "position", "attendue", "priorite", "state"]


@tagged("post_install", "-at_install")
class TestOrganisateurs(AccesCase):
    genre = "waiting lists"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        attentes = cls.env["parcours.attente"]
        # somebody of Ixelles waits at the BAPA, somebody of Schaerbeek at BON
        cls.au_bapa = attentes.create(
            {"dossier_id": cls.ailleurs[1].id, "organisateur_id": cls.bapa.id, "langue": "fr"}
        )
        cls.au_bon = attentes.create({"dossier_id": cls.ici[1].id, "organisateur_id": cls.bon.id, "langue": "nl"})
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_an_organiser_reads_nothing_of_the_queue_of_another_one(self):
        secrets = self.secrets(self.ici[1])
        for par in ("call_kw", "json2", "xmlrpc"):
            self.refuse("organisateur", "parcours.attente", "read", self.au_bon.ids, CHAMPS, par=par)
            self.vide("organisateur", "parcours.attente", "search", [("id", "in", self.au_bon.ids)], par=par)
        self.vide("organisateur", "parcours.attente", "search", [("organisateur_id", "=", self.bon.id)])
        self.refuse("organisateur", "parcours.attente", "export_data", self.au_bon.ids, ["nom", "numero"])
        self.refuse("organisateur", "parcours.attente", "action_retirer", self.au_bon.ids)
        self.rien("organisateur", "parcours.attente", "search_read", [], CHAMPS, secrets=secrets)
        self.rien(
            "organisateur",
            "parcours.attente",
            "web_read_group",
            [],
            ["organisateur_id"],
            ["__count"],
            secrets=["BON"],
        )
        self.rien(
            "organisateur", "parcours.organisateur", "web_read", self.bon.ids, {"attente_dite": {}}, secrets=secrets
        )

    def test_who_waits_is_found_by_name_and_number_and_the_file_stays_closed(self):
        with self.tentative("organisateur", "its own queue"):
            lu = self.rpc("organisateur", "parcours.attente", "search_read", [], CHAMPS).valeur
            self.assertEqual([un["nom"] for un in lu], [self.ailleurs[1].name])
        dossier = self.ailleurs[1]
        self.refuse("organisateur", "parcours.dossier", "read", dossier.ids, ["name"])
        self.refuse("organisateur", "parcours.attente", "search_count", [("dossier_id.jour_carte", "=", "0010")])
        self.refuse("organisateur", "parcours.attente", "search_count", [("dossier_id.resultat", "=", "oblige")])
        self.refuse("organisateur", "parcours.attente", "export_data", self.au_bapa.ids, ["dossier_id/stage_id"])
        cartes = [mot for mot in self.secrets(dossier) if mot.startswith("CARTE")]
        self.rien("organisateur", "parcours.attente", "search_read", [], [], secrets=cartes)

    def test_an_agent_sees_how_many_wait_and_no_name_of_another_commune(self):
        secrets = self.secrets(self.ailleurs[1])
        self.vide("agent", "parcours.attente", "search", [("organisateur_id", "=", self.bapa.id)])
        self.refuse("agent", "parcours.attente", "read", self.au_bapa.ids, CHAMPS)
        self.refuse("agent", "parcours.attente", "action_desister", self.au_bapa.ids)
        with self.tentative("agent", "the figures of a queue"):
            reponse = self.rpc("agent", "parcours.organisateur", "read", self.bapa.ids, ["attente_dite"])
            self.assertIn("French: 1", reponse.valeur[0]["attente_dite"])
        champs = ["attente_dite", "places_dites", "actifs", "part_obliges"]
        for role in ("agent", "organisateur_bon", "statisticien"):
            self.rien(role, "parcours.organisateur", "read", self.bapa.ids, champs, secrets=secrets)

    def test_nobody_else_reads_a_queue_or_moves_it(self):
        for role in ("statisticien", "auditeur", "connexion", "interne"):
            self.refuse(role, "parcours.attente", "search_read", [], CHAMPS)
        for role in ("organisateur", "organisateur_bon"):
            self.refuse(role, "parcours.attente", "create", [{"dossier_id": self.ici[2].id, "langue": "nl"}])
        for role in ("agent", "organisateur_bon", "gestionnaire"):
            self.refuse(
                role, "parcours.attente", "write", self.au_bon.ids, {"demandee": "2024-06-03"}, intact=self.au_bon
            )
            self.refuse(role, "parcours.attente", "unlink", self.au_bon.ids, intact=self.au_bon)

    def test_each_organiser_tells_its_own_capacity(self):
        valeurs = {"langue": "nl", "places": 7}
        for role in ("organisateur", "agent", "gestionnaire", "statisticien"):
            vals = valeurs | {"organisateur_id": self.bon.id}
            self.refuse(role, "parcours.capacite", "create", [vals])
        cree = self.rpc("organisateur_bon", "parcours.capacite", "create", [valeurs | {"organisateur_id": self.bon.id}])
        with self.tentative("organisateur_bon", "tells its own"):
            self.assertTrue(cree.valeur, cree.mots)
        self.refuse("organisateur_bon", "parcours.capacite", "write", cree.valeur, {"places": 1})
        self.refuse("organisateur_bon", "parcours.capacite", "unlink", cree.valeur)

    def signee(self):
        """An agreement of who is enrolled at the BAPA; a scan nobody has looked at is enough here."""
        inscription = self.ici[0].inscription_ids
        chez = self.roles["organisateur"]
        pieces = [("convention.pdf", "eA==")]
        signer = self.env["parcours.convention"].with_user(chez)._signer
        convention = signer(inscription.with_user(chez), "fr", "Camille", date(2024, 5, 6), pieces=pieces)
        self.env.flush_all()
        self.env.invalidate_all()
        return convention

    def test_an_agreement_is_of_who_signed_it_and_of_the_commune(self):
        convention = self.signee()
        champs = ["state", "presents", "empreinte", "pdf"]
        for role in ("organisateur", "agent", "gestionnaire"):
            with self.tentative(role, "reads it"):
                lu = self.rpc(role, "parcours.convention", "read", convention.ids, champs)
                self.assertEqual(lu.valeur[0]["presents"], "Camille", lu.mots)
        for role in ("organisateur_bon", "agent_ixelles", "enseignant", "statisticien", "auditeur", "interne"):
            for par in ("call_kw", "json2"):
                self.refuse(role, "parcours.convention", "read", convention.ids, champs, par=par)
            self.refuse(role, f"/web/content/parcours.convention/{convention.id}/pdf")
            self.refuse(role, "parcours.convention", "action_ouvrir", convention.ids)

    def test_nobody_writes_an_agreement_or_signs_for_another_organiser(self):
        convention = self.signee()
        inscription = self.ici[0].inscription_ids
        for role in ("organisateur", "organisateur_bon", "agent", "gestionnaire", "direction"):
            self.refuse(
                role, "parcours.convention", "write", convention.ids, {"presents": "x"}, intact=convention.sudo()
            )
            self.refuse(role, "parcours.convention", "unlink", convention.ids, intact=convention.sudo())
            self.refuse(role, "parcours.convention", "create", [{"dossier_id": self.ici[0].id, "presents": "x"}])
        for role in ("organisateur_bon", "agent", "gestionnaire", "enseignant"):
            self.refuse(role, "parcours.inscription", "action_convention", inscription.ids)
            fenetre = {"inscription_id": inscription.id, "presents": "x"}
            self.refuse(role, "parcours.convention.fenetre", "create", [fenetre])
        sienne = self.rpc(
            "organisateur", "parcours.convention.fenetre", "create", [{"inscription_id": inscription.id}]
        ).valeur
        for role in ("organisateur_bon", "agent"):
            self.refuse(role, "parcours.convention.fenetre", "read", sienne, ["signature"])
            self.refuse(role, "parcours.convention.fenetre", "action_signer", sienne)
            self.refuse(role, f"/web/content/parcours.convention.fenetre/{sienne[0]}/signature")

    def test_no_organiser_certifies_offers_or_registers_for_another_one(self):
        for role in ("organisateur", "agent_ixelles", "statisticien", "enseignant"):
            for geste in ("action_suspendre", "action_proposer", "action_inscrire", "action_placer"):
                self.refuse(role, "parcours.attente", geste, self.au_bon.ids, intact=self.au_bon)
        # on its own list too, and on nobody else's: whose file it does not read, it learns nothing of
        for organiser in (self.bapa, self.bon):
            valeurs = {"dossier_id": self.ailleurs[0].id, "organisateur_id": organiser.id, "langue": "fr"}
            self.refuse("organisateur", "parcours.attente", "create", [valeurs | {"module": "langue"}])
        self.refuse("organisateur", "parcours.organisateur", "action_sans_nouvelles", self.bapa.ids)
        champs = [*CHAMPS, "suspension_id", "pourquoi", "proposee_le"]
        self.refuse("organisateur", "parcours.attente", "read", self.au_bon.ids, champs)
