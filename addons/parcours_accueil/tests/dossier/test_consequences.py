# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A flip on an open file lists what is pending in it, to whoever applies it and in their language."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import Form, tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2026-01-12")
class TestConsequences(ParcoursCase):
    def somme(self):
        """A file with an attestation, a summons received and an enrolment that answers it."""
        dossier = self.ouvert()
        for genre, jour in (
            ("attestation_remise", date(2025, 3, 3)),
            ("sommation_envoyee", date(2025, 10, 6)),
            ("sommation_recue", date(2025, 10, 8)),
        ):
            dossier._enregistrer(genre, jour)
            self.revoir(dossier)
        dossier._enregistrer("inscription_organisateur", date(2025, 11, 3), organisateur_id=self.bapa.id)
        return dossier

    def libelle(self, resultat):
        env = self.Dossier.with_context(lang="fr_BE").env
        return dict(self.Dossier._fields["resultat"]._description_selection(env))[resultat]

    def test_the_consequences_name_all_that_is_pending(self):
        phrases = self.somme()._consequences_issue()
        [lignes] = phrases.values()
        self.assertEqual(len(lignes), 5)
        texte = "\n".join(lignes)
        for mot in ("Attestation", "Summons sent on", "Summons received on", "Term running until", "BAPA BXL"):
            self.assertIn(mot, texte)
        self.assertIn("10/06/2025", texte)
        self.assertIn("05/03/2027", texte, "18 months from the enrolment")

    def test_a_suspension_is_named_without_its_ground(self):
        dossier = self.somme()
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.renouvelable and not m.preuve_requise)[:1]
        motif = motif or self.r2.motif_suspension_ids.filtered("renouvelable")[:1]
        piece = ("preuve.txt", b"ZXNzYWk=")
        dossier._suspendre(motif, date(2026, 1, 5), date(2026, 2, 5), pieces=[piece])
        texte = "\n".join(dossier._consequences_issue()[dossier.id])
        self.assertIn("Suspended from 01/05/2026 to 02/05/2026.", texte)
        self.assertNotIn(motif.name, texte, "the ground may be medical")
        with freeze_time("2026-02-06"):
            self.assertNotIn("Suspended", "\n".join(dossier._consequences_issue()[dossier.id]))

    def test_nothing_pending_is_said_so(self):
        dossier = self.ouvert()
        self.assertEqual(dossier._consequences_issue(), {dossier.id: []})
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        self.assertIn("Nothing is pending", dossier.consequences_html)

    def test_an_ended_registration_and_a_cancelled_entry_are_not_pending(self):
        dossier = self.somme()
        dossier._enregistrer("changement_organisateur", date(2025, 12, 1), organisateur_id=self.bon.id)
        dossier.evenement_ids.filtered(lambda e: e.type == "sommation_recue")._annuler("entered by mistake")
        texte = "\n".join(dossier._consequences_issue()[dossier.id])
        self.assertIn("BON", texte)
        self.assertNotIn("BAPA BXL", texte)
        self.assertNotIn("Summons received", texte)

    def test_the_task_and_the_page_say_the_same_consequences(self):
        dossier = self.somme()
        self.assertFalse(dossier.consequences_html)
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        tache = dossier.activity_ids.with_context(lang="fr_BE")
        self.assertIn(self.libelle("exempte"), tache.note)
        self.assertIn("06/10/2025", tache.note, "the summons, as this language writes dates")
        agent = self.utilisateur("agent", self.schaerbeek)
        with Form(dossier.with_user(agent)) as formulaire:
            self.assertIn("closes the file", formulaire.consequences_html)
            self.assertIn("Summons sent on", formulaire.consequences_html)
        dossier.with_user(agent).action_appliquer_issue()
        self.assertFalse(dossier.consequences_html)
        cloture = dossier.evenement_ids.filtered(lambda e: e.type == "cloture")
        self.assertIn("BAPA BXL", cloture.note_reservee, "nothing pending is lost with the closure")

    def test_another_outcome_takes_the_place_of_the_task(self):
        dossier = self.ouvert()
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        dossier.ref_belge = "oui"
        dossier._examiner("essai")
        self.assertEqual((dossier.resultat, dossier.issue_signalee), ("hors_public", "hors_public"))
        self.assertEqual(len(dossier.activity_ids), 1)
        self.assertIn(self.libelle("hors_public"), dossier.activity_ids.with_context(lang="fr_BE").note)

    def test_the_task_speaks_the_language_of_its_agent(self):
        dossiers = self.ouvert() | self.ouvert()
        agents = [
            self.utilisateur("agent", self.schaerbeek, lang="nl_BE"),
            self.utilisateur("chef", self.schaerbeek, lang="fr_BE"),
        ]
        for dossier, agent in zip(dossiers, agents, strict=True):
            dossier.user_id = agent
        dossiers._enregistrer("attestation_remise", date(2025, 12, 1))
        dossiers.jour_ue = "oui"
        dossiers._examiner("essai")
        neerlandais, francais = (
            dossier.with_context(lang=agent.lang).activity_ids.note
            for dossier, agent in zip(dossiers, agents, strict=True)
        )
        self.assertNotEqual(neerlandais, francais)
        # dates are written as the language writes them, translated or not
        self.assertRegex(francais, r"\b0?1/12/2025\b")

    def test_ten_files_cost_the_queries_of_two(self):
        """As many queries for ten files as for two."""
        dossiers = self.Dossier.union(*(self.somme() for _ in range(10)))

        def compter(lot):
            return self.queries(lot._consequences_issue)

        compter(dossiers)  # warm
        self.assertEqual(compter(dossiers[:2]), compter(dossiers))
