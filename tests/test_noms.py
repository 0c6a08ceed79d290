# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What each record of ours is called: in the reader's language, with the reader's dates, never by a technical name."""

import re
from datetime import date, datetime

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: Values that no name may show as they are stored.
JOUR, MOMENT = date(2025, 3, 11), datetime(2025, 3, 11, 9, 30)
TECHNICAL = re.compile(r"\d{4}-\d{2}-\d{2}|\b[a-z]+[._][a-z_.]+\b|NewId|<")


@tagged("post_install", "-at_install")
class TestNames(TransactionCase):
    def models_of_ours(self):
        for name, model in sorted(self.env.registry.items()):
            if model._original_module in ADDONS and not model._abstract and not model._transient:
                yield self.env[name].with_context(lang="nl_BE")

    @staticmethod
    def values(model):
        """Return values for every stored field that can be shown as it is stored."""
        values = {"date": JOUR, "datetime": MOMENT, "integer": 7, "char": "Mot", "float": 7.0}
        filled = {nom: values[f.type] for nom, f in model._fields.items() if f.store and f.type in values}
        for nom, field in model._fields.items():
            if field.store and field.type == "selection" and (keys := field.get_values(model.env)):
                filled[nom] = keys[0]
        return {nom: value for nom, value in filled.items() if nom not in ("id", "display_name")}

    def test_no_record_is_called_by_a_technical_name_or_an_iso_date(self):
        seen = 0
        for model in self.models_of_ours():
            with self.subTest(model._name):
                record = model.new(self.values(model))
                record._compute_display_name()
                self.assertNotRegex(record.display_name or "", TECHNICAL)
                keys = {record[nom] for nom, f in model._fields.items() if f.type == "selection" and f.store}
                self.assertNotIn(record.display_name, keys)
            seen += 1
        self.assertGreater(seen, 30)

    def test_an_event_is_called_by_its_label_and_its_day_in_the_language_of_the_reader(self):
        names = {"nl_BE": "Schriftelijke aanmaning verzonden · 11/03/2025", "fr_BE": "Sommation envoyée · 11/03/2025"}
        for lang, name in names.items():
            event = self.env["parcours.evenement"].with_context(lang=lang)
            event = event.new({"type": "sommation_envoyee", "date_effective": JOUR})
            self.assertEqual(event.display_name, name)

    def test_a_hearing_is_called_a_hearing(self):
        for lang, name in (("nl_BE", "Hoorzitting"), ("fr_BE", "Audition")):
            hearing = self.env["sanction.audition"].with_context(lang=lang).new({"date_invitation": JOUR})
            self.assertTrue(hearing.display_name.startswith(f"{name} · 11"), hearing.display_name)

    def test_wherever_the_commune_is_listed_a_doubt_about_it_is_said_in_words(self):
        seen = set()
        views = self.env["ir.ui.view"].search([("type", "in", ("list", "kanban")), ("mode", "=", "primary")])
        for view in views.filtered(lambda v: v.model in self.env and "commune_mention" in self.env[v.model]._fields):
            arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)["arch"])
            if arch.xpath("//field[@name='company_id']"):
                word = "commune_mention" if view.type == "list" else "commune_incertaine"
                with self.subTest(view.xml_id):
                    self.assertTrue(arch.xpath(f"//field[@name='{word}']"))
                seen.add(view.model)
        self.assertLessEqual({"parcours.dossier", "parcours.delai", "parcours.exemption", "parcours.inscription"}, seen)
        self.assertLessEqual({"registre.personne", "sanction.dossier"}, seen)
