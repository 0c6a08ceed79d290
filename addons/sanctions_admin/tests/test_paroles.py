# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What our own code writes into a file and a sanction is read in the language of whoever reads it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SanctionCase

LANGUAGES = ("en_US", "fr_BE", "nl_BE")


@tagged("post_install", "-at_install")
@freeze_time("2025-09-15")
class TestParoles(SanctionCase):
    def said(self, record, field):
        """What a record says in each language: all three, and none as another one."""
        texts = [record.with_context(lang=lang)[field] for lang in LANGUAGES]
        self.assertEqual(len({text for text in texts if text}), len(LANGUAGES), texts)
        return texts

    def test_what_happened_in_the_pathway_file(self):
        sanction = self.refuser()
        sanction.dossier_id._enregistrer("inscription_organisateur", date(2025, 9, 1), organisateur_id=self.bapa.id)
        told = sanction.evenement_ids.filtered(lambda entry: entry.type == "sanction_avertie")
        self.assertTrue(told)
        self.said(told[-1:], "note_reservee")
        self.said(sanction, "changements")

    def test_what_was_pending_when_the_register_closed_a_file(self):
        dossier = self.ouvert().with_context(lang="fr_BE")
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        dossier._clore_par_registre("parti")
        self.said(dossier.evenement_ids.filtered(lambda entry: entry.type == "cloture"), "note_reservee")

    def test_why_an_examination_was_run(self):
        dossier = self.fiche().with_context(lang="nl_BE")
        dossier.action_examiner()
        english, french, dutch = self.said(dossier.examen_ids[:1], "motif")
        self.assertTrue(all(self.env.user.name in text for text in (english, french, dutch)))

    def test_a_person_says_it_once(self):
        dossier = self.ouvert().with_context(lang="nl_BE")
        dossier._enregistrer("cloture", motif_cloture="erreur", note="Twee keer ingevoerd.")
        entry = dossier.evenement_ids.filtered(lambda entry: entry.type == "cloture")
        for lang in LANGUAGES:
            self.assertEqual(entry.with_context(lang=lang).note, "Twee keer ingevoerd.")
        self.assertIn(entry, entry.with_context(lang="fr_BE").search([("note", "ilike", "keer ingevoerd")]))

    def test_nobody_gives_an_entry_another_meaning_in_one_language(self):
        dossier = self.ouvert()
        agent = self.utilisateur("agent", self.schaerbeek)
        entry = dossier.evenement_ids[:1]
        for record, field in ((entry, "note"), (dossier.examen_ids[:1], "motif")):
            with self.subTest(field), self.assertRaises(UserError):
                record.with_user(agent).update_field_translations(field, {"nl_BE": "Iets anders"})
