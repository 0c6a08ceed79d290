# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Communes read their own files' sanctions, officials handle all, organisers and statisticians see none."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import SanctionCase


@tagged("post_install", "-at_install")
class TestAcces(SanctionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici = cls.refuser(cls.schaerbeek)
        cls.ailleurs = cls.refuser(cls.ixelles)
        cls.tous = cls.ici | cls.ailleurs
        cls.fonctionnaire = cls.utilisateur("sanctions_admin.group_fonctionnaire")

    def vus(self, utilisateur):
        return self.env["sanction.dossier"].with_user(utilisateur).search([("id", "in", self.tous.ids)])

    def test_a_commune_reads_its_own_files_and_writes_none(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        self.assertEqual(self.vus(agent), self.ici)
        self.assertEqual(self.env["sanction.infraction"].with_user(agent).search([]).sanction_id, self.ici)
        with self.assertRaises(AccessError):
            self.ici.with_user(agent).write({"priority": "1"})
        with self.assertRaises(AccessError):
            self.ailleurs.with_user(agent).read(["reference"])

    def test_the_refusal_an_agent_finds_opens_a_sanction(self):
        """The commune may not write sanctions, yet its finding opens one."""
        agent = self.utilisateur("agent", self.schaerbeek)
        dossier = self.ouvert()
        vu = dossier.with_user(agent)
        for genre, jour, valeurs in (
            ("attestation_remise", "2024-03-15", {}),
            ("sommation_envoyee", "2025-01-06", {"canal": "accuse", "preuve_envoi": "RR1"}),
            ("sommation_recue", "2025-01-10", {"reception": "presente"}),
            ("constat_refus", "2025-03-11", {}),
        ):
            self.env["parcours.evenement.wizard"].with_user(agent).create(
                {"dossier_id": dossier.id, "type": genre, "date_effective": jour, **valeurs}
            ).action_enregistrer()
            self.revoir(vu)
        self.assertEqual(vu.sanction_count, 1)
        self.assertEqual(vu.action_sanctions()["domain"], [("dossier_id", "=", dossier.id)])

    def test_vivalis_reads_every_file_and_only_the_official_writes(self):
        self.assertEqual(self.vus(self.fonctionnaire), self.tous)
        for groupe in ("gestionnaire", "direction"):
            utilisateur = self.utilisateur(groupe)
            self.assertEqual(self.vus(utilisateur), self.tous)
            with self.assertRaises(AccessError):
                self.ici.with_user(utilisateur).write({"priority": "1"})

    def test_organisers_statisticians_and_auditors_see_no_sanction(self):
        for groupe in ("organisateur", "statisticien", "auditeur"):
            utilisateur = self.utilisateur(groupe)
            with self.assertRaises(AccessError):
                self.vus(utilisateur)
            self.assertNotIn("sanction_ids", self.Dossier.with_user(utilisateur).fields_get())

    def test_a_sanction_is_found_by_completion_as_its_person_is(self):
        nom, dossier = "AYDOĞDU, Işıl Zeynep", self.ici.dossier_id
        dossier.personne_id = self.env["registre.personne"].create(
            {"name": nom, "niss": dossier.niss, "company_id": self.schaerbeek.id}
        )
        dossier.name = nom
        niss, reference = self.ici.niss, self.ici.reference
        textes = ["isil aydogdu", "AYDOGDU Isil", "zeynep", "aydo", niss, f"{niss[:6]} {niss[6:9]}-{niss[9:]}"]
        textes += [reference, self.ici.dossier_id.reference, self.ici.dossier_id.reference[-6:]]
        agent = self.utilisateur("agent", self.schaerbeek)
        for lecteur in (agent, self.fonctionnaire):
            vues = self.env["sanction.dossier"].with_user(lecteur)
            for texte in textes:
                with self.subTest(texte=texte, lecteur=lecteur.login):
                    self.assertEqual([cle for cle, _nom in vues.name_search(texte)], self.ici.ids)
                    self.assertEqual(vues.search([("display_name", "ilike", texte)]), self.ici)
            autres = vues.search([("display_name", "not ilike", "aydogdu")])
            self.assertEqual(autres & self.tous, self.vus(lecteur) - self.ici)
        ailleurs = self.env["sanction.dossier"].with_user(self.utilisateur("agent", self.ixelles))
        statisticien = self.env["sanction.dossier"].with_user(self.utilisateur("statisticien"))
        for texte in textes:
            self.assertFalse(ailleurs.name_search(texte), texte)
            with self.assertRaises(AccessError):
                statisticien.name_search(texte)

    def test_completion_reads_some_of_many_namesakes_and_puts_no_more_in_order(self):
        with self.assertQueryCount(0):
            self.assertFalse(self.env["sanction.dossier"]._candidats("…"))
        vues = self.env["sanction.dossier"].with_user(self.fonctionnaire)
        self.assertEqual(len(vues._candidats("sa", limite=1)), 1, "the beginning of every reference")

    def test_each_screen_opens_for_those_who_use_it(self):
        vues = [(False, mode) for mode in ("kanban", "list", "form", "search")]
        for utilisateur in (self.fonctionnaire, self.utilisateur("agent", self.schaerbeek)):
            self.env["sanction.dossier"].with_user(utilisateur).get_views(vues)
        self.ici.with_user(self.fonctionnaire).action_me_charger()
        self.ici.with_user(self.fonctionnaire)._enregistrer("sanction_complete")
        with Form(self.ici.with_user(self.fonctionnaire)) as formulaire, formulaire.audition_ids.new() as audition:
            audition.infraction_id = self.ici.infraction_ids
            audition.canal = "remise"
            self.assertEqual(audition.date_reception, audition.date_invitation)
            audition.resultat = "declinee"
            audition.proces_verbal = "<p>Non.</p>"
            audition.date = audition.date_invitation
        with Form(self.ici.with_user(self.fonctionnaire)) as formulaire, formulaire.decision_ids.new() as decision:
            decision.infraction_id = self.ici.infraction_ids
            decision.motivation = "Absente à l'audition."
            decision.canal = "remise"
        proposee = self.ici.decision_ids
        proposee.with_user(self.autre_fonctionnaire()).action_decider()
        proposee.with_user(self.fonctionnaire).remedes = "dits"
        proposee.with_user(self.fonctionnaire).action_notifier()
        self.assertEqual(self.ici.solde, 100)

    def test_the_demonstration_has_a_sanctioning_official(self):
        if not self.env.ref("base.module_sanctions_admin").demo:
            self.skipTest("demo data are not loaded in this database")
        utilisateur = self.env.ref("sanctions_admin.user_vivalis_fonctionnaire")
        self.assertEqual(utilisateur.login, "vivalis.fonctionnaire")
        self.assertTrue(utilisateur.has_group("sanctions_admin.group_fonctionnaire"))
        self.assertEqual(utilisateur.action_id.id, self.env.ref("sanctions_admin.sanction_aujourd_hui_action").id)
