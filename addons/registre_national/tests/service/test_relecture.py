# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ...soap.modele import IT_PERMIS, DossierRegistre
from ..commun import CasRegistre

PAGE = {"name": {}, "niss": {}, "information_actuelle_ids": {"fields": {"libelle": {}}}}


class TestRelecture(CasRegistre):
    def setUp(self):
        super().setUp()
        self.env["registre.service"].search([]).active = False
        self.simulateur, self.service = self.ouvrir()
        self.service._collecter()
        self.personne = self.gens(self.service).filtered("company_id")[0]
        self.agent = self.utilisateur("c_agent", "group_registre_agent", self.personne.company_id.nis_code)
        self.derniere = self.Consultation.search([], limit=1).sequence or 0

    def _nouvelles(self):
        self.cr.flush()  # as before an answer leaves
        return self.Consultation.search([("sequence", ">", self.derniere)], order="sequence")

    def _comme(self, user, records=None):
        return (records or self.personne).with_user(user).with_context(**user.env.context)

    def _fenetre(self, user, **valeurs):
        valeurs = {"motif": "guichet", "precision": "new card shown", "reference": "F-1"} | valeurs
        return (
            self.env["registre.relecture"]
            .with_user(user)
            .with_context(**user.env.context)
            .create({"personne_id": self.personne.id, **valeurs})
        )

    def test_two_numbers_that_are_one_person_are_said_and_are_then_to_be_joined(self):
        ancien = self.personne.niss
        self.simulateur.evenement("numero_remplace", ancien)
        nouveau = next(
            f.niss for f in self.simulateur.fiches if not self.Personne.search_count([("niss", "=", f.niss)])
        )
        autre = self.Personne._enregistrer([((nouveau,), DossierRegistre(nouveau, ()))])
        action = self._fenetre(self.agent).action_relire()
        self.assertEqual(action["params"]["type"], "warning")
        jonction = self.env["registre.jonction"].search([("niss", "=", nouveau)])
        self.assertEqual((jonction.personne_id, jonction.ancienne_id), (autre, self.personne))
        jonction.action_joindre()
        self.service._collecter()
        self.assertFalse(self.personne.exists())
        self.assertEqual(set(autre.niss_ids.mapped("niss")), {ancien, nouveau})
        announced = self.du_service(self.service).filtered(lambda n: n.niss_remplace == ancien)
        self.assertEqual(announced.mapped("state"), ["traitee"])

    # Reading the register again

    def test_the_register_is_read_in_the_name_of_the_agent(self):
        appels = []
        self.patch(type(self.Personne), "_apres_lecture", lambda gens: appels.append((gens, gens.env.su)))
        self.simulateur.evenement("numero_remplace", self.personne.niss)
        self._fenetre(self.agent).action_relire()
        self.personne.invalidate_recordset()
        self.assertEqual(len(self.personne.niss_ids), 2, "the register's news were stored")
        self.assertEqual(appels, [(self.personne, True)])
        entrees = self._nouvelles()
        self.assertEqual(entrees.mapped("nature"), ["statut", "ok"], "the old number, then the new one")
        for entree in entrees:
            self.assertEqual(
                (entree.user_id, entree.motif, entree.precision, entree.reference, entree.finalite, entree.operation),
                (self.agent, "guichet", "new card shown", "F-1", "PARCOURS:ESSAI", "registre"),
            )
            self.assertFalse(entree.processus)
        self.assertFalse(self.Consultation._verifier())

    def test_an_error_is_told_and_logged(self):
        self.simulateur.pannes(service="consultation", http_5xx=True)
        avant = self.photo()
        with (
            patch("odoo.addons.registre_national.soap.appels.Reprise.attente", return_value=0),
            self.assertRaisesRegex(UserError, "What was known before is unchanged"),
        ):
            self._fenetre(self.agent).action_relire()
        self.assertEqual(self.photo(), avant)
        self.assertEqual(self._nouvelles().mapped("tentative"), [1, 2, 3], "each attempt is an entry")
        self.assertEqual(set(self._nouvelles().mapped("nature")), {"transport"})

    def test_why_and_which_file_are_mandatory(self):
        for champ in ("motif", "reference", "precision"):
            formulaire = Form(
                self.env["registre.relecture"].with_user(self.agent).with_context(default_personne_id=self.personne.id)
            )
            for nom, valeur in {"motif": "guichet", "precision": "x", "reference": "F-1", champ: False}.items():
                setattr(formulaire, nom, valeur)
            with self.subTest(champ=champ), self.assertRaises(AssertionError):
                formulaire.save()
        for vide in ({"precision": " "}, {"reference": " "}):
            with self.subTest(vide=vide), self.assertRaises(UserError):
                self._fenetre(self.agent, **vide).action_relire()
        self.assertFalse(self._nouvelles())

    def test_only_those_who_read_the_person(self):
        autre = self.utilisateur(
            "c_autre",
            "group_registre_agent",
            "21001" if self.personne.company_id.nis_code != "21001" else "21002",
        )
        with self.assertRaises(AccessError):
            self._comme(autre)._relire("guichet", "x", "F-1")
        self.assertFalse(self._nouvelles())

    # Reading the page

    def test_opening_the_page_is_logged_once(self):
        page = self._comme(self.agent)
        page.web_read(PAGE)
        page.web_read(PAGE)
        entree = self._nouvelles()
        self.assertEqual(len(entree), 1, "a page that is loaded again is the same consultation")
        self.assertEqual(
            (entree.user_id, entree.niss, entree.operation, entree.motif, entree.nature),
            (self.agent, self.personne.niss, "copie", "recherche", "ok"),
        )
        self.assertEqual(len(entree.its.split()), len(IT_PERMIS), "the page shows everything")
        page.with_context(registre_motif="dossier", parcours_motif="dossier").web_read(PAGE)
        self.assertEqual(self._nouvelles(), entree, "what the caller says changes nothing")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            page.with_context(registre_motif="dossier").web_read(PAGE)
            self.assertEqual(self._nouvelles().mapped("motif"), ["recherche", "recherche"], "later, it is another one")

    def test_the_page_shows_to_the_agent(self):
        """The agent's own view asks for what makes the reading logged, and carries the buttons."""
        vue = self._comme(self.agent).get_view(view_type="form")["arch"]
        self.assertIn("information_actuelle_ids", vue)
        for bouton in ("action_relire", "action_signaler"):
            self.assertIn(bouton, vue)
        self.assertNotIn("registre_extrait", vue)
        self.assertNotIn("Who consulted", vue)
