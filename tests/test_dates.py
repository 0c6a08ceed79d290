# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Dates on screen: a legal date is shown one way wherever it stands, any other by its figures, none as a machine writes
it."""

import ast
import re

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: By these days something is to be done, or ends: shown by the widget of legal dates on every screen.
LEGAL = {
    ("parcours.dossier", "date_echeance"),
    ("parcours.delai", "date_echeance"),
    ("parcours.delai.revue", "date_echeance"),
    ("parcours.suspension", "date_fin"),
    ("parcours.exemption", "date_fin"),
    ("sanction.dossier", "date_limite_amende"),
    ("sanction.audition", "date_limite"),
    ("sanction.decision", "date_limite_preuve"),
    ("sanction.decision", "date_limite_recours"),
    ("sanction.decision", "date_limite_paiement"),
    ("registre.habilitation", "a_confirmer_jusqu_au"),
}
#: Days that look like these, and why they are days as any other.
OTHERS = {
    ("registre.personne", "carte_expiration"): "read in words, with what is not certain of it",
    ("registre.personne", "abonnement_fin"): "of our subscription, not of the person",
    ("registre.abonnement.ecart", "fin_registre"): "of our subscription",
    ("registre.abonnement.ecart", "fin_ici"): "of our subscription",
    ("parcours.dossier", "jour_carte_fin"): "a fact, read among the facts with its source",
    ("parcours.dossier", "jour_titre_fin"): "a fact, read among the facts with its source",
    ("parcours.dossier", "jour_permis_fin"): "a fact, read among the facts with its source",
    ("parcours.inscription", "date_fin"): "the day on which somebody left an organiser: a fact",
    ("parcours.evenement", "date_fin"): "what a decision once said: a fact of the ledger",
    ("parcours.absence", "date_fin"): "of an absence of ours",
    ("parcours.brochure", "date_fin"): "of a brochure of ours",
    ("parcours.courrier.modele", "date_fin"): "of a text of ours",
    ("parcours.mention", "date_fin"): "of a text of ours",
    ("parcours.exemption.decision", "date_fin"): "typed in a window",
    ("parcours.suspension.wizard", "date_fin"): "typed in a window",
    ("parcours.attestation.fenetre", "date_fin"): "typed in a window",
}
LOOKS_LEGAL = re.compile(r"echeance|limite|expir|fin(_|$)|jusqu", re.IGNORECASE)


@tagged("post_install", "-at_install")
class TestDates(TransactionCase):
    def shown_dates(self):
        """Each date of ours on each screen of ours: ``(view, model, node, field)``."""
        domain = [("type", "in", ("list", "form", "kanban")), ("mode", "=", "primary")]
        for view in self.env["ir.ui.view"].search(domain).filtered(lambda v: v.xml_id.split(".")[0] in ADDONS):
            yield from self.dates_of(view, self.env[view.model], etree.fromstring(view.get_combined_arch()))

    def dates_of(self, view, model, parent):
        for node in parent:
            if node.tag != "field":
                yield from self.dates_of(view, model, node)
                continue
            field = model._fields.get(node.get("name"))
            if field and field.type in ("date", "datetime"):
                yield view, model._name, node, field
            elif field and field.relational:
                yield from self.dates_of(view, self.env[field.comodel_name], node)

    def test_a_legal_date_is_shown_by_its_widget_in_every_list_card_and_form(self):
        seen = set()
        for view, model, node, field in self.shown_dates():
            with self.subTest(view=view.xml_id, field=field.name):
                legal = (model, field.name) in LEGAL
                self.assertEqual(node.get("widget") == "echeance", legal)
                seen |= {(model, field.name)} if legal else set()
        self.assertEqual(LEGAL - seen, set(), "no screen shows it")

    def test_a_new_day_that_looks_like_a_legal_date_is_declared_one_or_not(self):
        days = {
            (model, name)
            for model, class_ in self.env.registry.items()
            if class_._original_module in ADDONS and not class_._abstract
            for name, field in class_._fields.items()
            if field.type == "date" and LOOKS_LEGAL.search(name) and not name.endswith("_faite")
        }
        self.assertEqual(days - LEGAL - OTHERS.keys(), set())
        self.assertEqual((LEGAL | OTHERS.keys()) - days, set(), "declared, and there is no such day")

    def test_what_a_legal_date_looks_at_stands_in_its_view(self):
        looked = 0
        for view, model, node, field in self.shown_dates():
            if node.get("widget") != "echeance":
                continue
            for expression in ast.literal_eval(node.get("options") or "{}").values():
                names = {one.id for one in ast.walk(ast.parse(expression)) if isinstance(one, ast.Name)}
                around = next(up for up in node.iterancestors() if up.tag in ("list", "form", "kanban"))
                there = {one.get("name") for one in around.iter("field")}
                with self.subTest(view=view.xml_id, field=field.name):
                    self.assertLessEqual(names - {"current_date"}, there)
                    self.assertLessEqual(names - {"current_date"}, set(self.env[model]._fields))
                looked += 1
        self.assertGreater(looked, 10)

    def test_any_other_date_is_in_figures_as_the_sentences_write_it(self):
        shown = 0
        for view, _model, node, field in self.shown_dates():
            hidden = "1" in (node.get("invisible"), node.get("column_invisible"))
            if hidden or node.get("widget") == "echeance":
                continue
            with self.subTest(view=view.xml_id, field=field.name):
                self.assertTrue(ast.literal_eval(node.get("options") or "{}").get("numeric"))
            shown += 1
        self.assertGreater(shown, 60)
