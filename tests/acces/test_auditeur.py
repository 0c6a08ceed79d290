# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The auditor reads the log, who has access and the versions of the law, and no file (loi.md §8)."""

from odoo.tests import tagged

from .tentatives import AccesCase

#: Whatever carries somebody's data.
FERMES = (
    "registre.personne",
    "registre.niss",
    "registre.information",
    "registre.notification",
    "registre.lacune",
    "registre.abonnement.ecart",
    "registre.jonction",
    "registre.anomalie",
    "parcours.dossier",
    "parcours.examen",
    "parcours.evenement",
    "parcours.inscription",
    "parcours.delai",
    "parcours.suspension",
    "parcours.exemption",
    "parcours.contestation",
    "parcours.rejeu.changement",
    "parcours.liste",
    "sanction.dossier",
    "sanction.infraction",
    "sanction.audition",
    "sanction.decision",
    "sanction.recours",
    "sanction.mouvement",
)
OUVERTS = ("registre.consultation", "registre.verification", "parcours.reglement", "parcours.regle")


@tagged("post_install", "-at_install")
class TestAuditeur(AccesCase):
    genre = "auditor"

    def test_no_file_opens_and_none_is_counted(self):
        for modele in FERMES:
            for methode in ("search", "search_count", "search_read"):
                self.refuse("auditeur", modele, methode, [])
            self.refuse("auditeur", modele, "formatted_read_group", [], [], ["__count"])
        for dossier in self.ici[0], self.ailleurs[0]:
            for par in ("call_kw", "json2", "xmlrpc"):
                self.refuse("auditeur", "parcours.dossier", "read", dossier.ids, ["name"], par=par)
            self.refuse("auditeur", "parcours.dossier", "export_data", dossier.ids, ["name"])
            self.vide(
                "auditeur", "mail.message", "search", [("res_id", "in", dossier.ids), ("model", "=", dossier._name)]
            )

    def test_what_is_the_auditors_is_open(self):
        for modele in OUVERTS:
            self.assertFalse(self.rpc("auditeur", modele, "search_read", [], ["display_name"], limit=3).erreur, modele)

    def test_a_condition_tried_on_a_rule_counts_nobody(self):
        """What is never saved is counted all the same: a fact of anybody by a condition."""
        regle = self.env["parcours.regle"].search([], limit=1)
        niss = self.ici[0].niss
        self.refuse("auditeur", "parcours.regle", "read", regle.ids, ["nombre_vrai"])
        valeurs = {"domaine": f"[('niss', '=', '{niss}')]"}
        lu = self.rpc("auditeur", "parcours.regle", "onchange", regle.ids, valeurs, ["domaine"], {"nombre_vrai": {}})
        with self.tentative("auditeur", "onchange"):
            self.assertFalse((lu.valeur or {}).get("value", {}).get("nombre_vrai"))

    def _question(self, role, **valeurs):
        valeurs = {"qui": self.ici[0].niss, "motif": "controle", "reference": "C-1", "langue": "en_US"} | valeurs
        creee = self.rpc(role, "registre.extrait", "create", valeurs)
        if creee.erreur:
            return creee
        montre = self.rpc(role, "registre.extrait", "action_montrer", [creee.valeur])
        return montre if montre.erreur else self.rpc(role, "registre.extrait", "read", [creee.valeur], ["reponse"])

    def test_the_address_of_the_print_asks_as_the_button_does(self):
        """What is printed of a box that nobody pressed a button of is the same answer, and the same entry."""
        Consultation, dossier = self.env["registre.consultation"], self.ici[0]
        boite = {"qui": dossier.niss, "reference": "AUD-1"}
        domaine = [("niss", "=", dossier.niss), ("operation", "=", "extrait")]
        for role, nombre in (("auditeur", 1), ("connexion", 2)):
            extrait = self.rpc(role, "registre.extrait", "create", boite).valeur
            adresse = f"/report/html/registre_national.registre_extrait_document/{extrait}"
            for autre in ("agent", "chef", "interne"):
                self.refuse(autre, adresse)
            with self.tentative(role, "print of a box"):
                self.assertEqual(self.http(role, adresse).status_code, 200)
                self.assertEqual(Consultation.search_count(domaine), nombre)

    def test_one_box_says_who_looked_at_this_person(self):
        dossier, agent = self.ici[0], self.roles["agent"]
        agent.name = "Bart Bartels"
        self.comme("agent", dossier.personne_id).read(["nationalite"])
        self.env.cr.flush()  # logged before an answer leaves
        role = self.env["registre.consultation"].search([("niss", "=", dossier.niss)], limit=1).role
        self.assertTrue(role, "an entry keeps the role of that moment")
        with self.trace("auditeur", dossier.niss, operation="lecteurs", motif="controle", reference="C-1"):
            par_numero = self._question("auditeur")
        for reponse in (par_numero, self._question("auditeur", qui=dossier.reference)):
            for attendu in ("Bart Bartels", "acces.agent", role, "Schaerbeek"):
                self.assertIn(attendu, reponse.valeur[0]["reponse"])
            self.assertNotIn(dossier.name, reponse.valeur[0]["reponse"])

    def test_the_box_is_for_auditors_and_managers_of_the_connection(self):
        for role in ("agent", "chef", "organisateur", "statisticien", "interne"):
            with self.tentative(role, "who looked"):
                self.assertTrue(self._question(role).refus)

    def test_a_question_of_one_auditor_is_not_read_by_another_user(self):
        creee = self.rpc("auditeur", "registre.extrait", "create", {"qui": self.ici[0].niss, "reference": "C-1"}).valeur
        self.refuse("connexion", "registre.extrait", "read", [creee], ["reponse"])
        self.refuse("connexion", "registre.extrait", "action_montrer", [creee])
