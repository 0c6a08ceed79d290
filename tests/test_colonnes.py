# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Columns of our lists differ from row to row: none says only yes or no, none says what the list's own filter says."""

import ast

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: Settings: few lines, compared by their yes and no.
SETTINGS = {
    "parcours.brochure",
    "parcours.courrier.modele",
    "parcours.delai.type",
    "parcours.document.type",
    "parcours.mention",
    "parcours.organisateur",
    "parcours.regle",
    "parcours.reglement",
    "parcours.reglement.code",
    "parcours.reglement.valeur",
    "parcours.module",
    "parcours.stage",
    "parcours.suspension.motif",
    "registre.code",
    "sanction.stage",
}
#: On the page of one file or person, what tells its few lines apart in words, and not by a colour alone.
YES_OR_NO = {
    ("ir.attachment", "confidentiel"): "a document for the commune only",
    ("parcours.evenement", "annule"): "an entry that was cancelled",
    ("parcours.suivi", "interprete"): "whether an interpreter is called for the next interview",
    ("registre.niss", "actuel"): "the current one of the numbers of one person",
    ("sanction.decision", "annulee"): "a decision that was annulled",
    ("sanction.infraction", "tombee"): "an infringement that no fine can follow any more",
}


@tagged("post_install", "-at_install")
class TestColumns(TransactionCase):
    def lists(self):
        """Each list of ours, those inside forms included: ``(view, model, arch)``."""
        domain = [("type", "in", ("list", "form")), ("mode", "=", "primary")]
        for view in self.env["ir.ui.view"].search(domain).filtered(lambda v: v.xml_id.split(".")[0] in ADDONS):
            yield from self.lists_of(view, self.env[view.model], etree.fromstring(view.get_combined_arch()))

    def lists_of(self, view, model, node):
        if node.tag == "list":
            yield view, model, node
        for child in node:
            field = child.tag == "field" and model._fields.get(child.get("name"))
            below = self.env[field.comodel_name] if field and field.relational else model
            yield from self.lists_of(view, below, child)

    def shown(self, arch):
        """The columns that a list shows until somebody chooses others: ``{name: node}``."""
        return {
            node.get("name"): node
            for node in arch
            if node.tag == "field"
            and node.get("optional") != "hide"
            and "1" not in (node.get("column_invisible"), node.get("invisible"))
        }

    def test_a_yes_or_no_is_a_column_only_where_it_is_what_one_looks_at(self):
        found = set()
        for view, model, arch in self.lists():
            for name in self.shown(arch):
                if model._fields[name].type != "boolean" or model._name in SETTINGS:
                    continue
                found.add((model._name, name))
                with self.subTest(view=view.xml_id, column=name):
                    self.assertIn((model._name, name), YES_OR_NO)
        self.assertEqual(YES_OR_NO.keys() - found, set(), "declared, and there is no such column")

    def fixed(self, domain):
        """The fields to which a domain gives one value."""
        try:
            leaves = ast.literal_eval(domain or "[]")
        except ValueError:
            return set()
        if any(isinstance(leaf, str) and leaf != "&" for leaf in leaves):
            return set()
        return {leaf[0] for leaf in leaves if isinstance(leaf, tuple | list) and leaf[1] == "="}

    def test_a_column_does_not_say_what_the_filter_of_the_list_says_of_every_row(self):
        looked = 0
        actions = self.env["ir.actions.act_window"].search([("view_mode", "like", "list")])
        for action in actions.filtered(lambda a: (a.xml_id or "").split(".")[0] in ADDONS):
            model = self.env[action.res_model]
            views = model.get_views([(False, "list"), (False, "search")])["views"]
            search, arch = (etree.fromstring(views[kind]["arch"]) for kind in ("search", "list"))
            context = action.context or "{}"
            default = [node for node in search.iter("filter") if f"search_default_{node.get('name')}'" in context]
            said = self.fixed(action.domain)
            if len(default) == 1:
                said |= self.fixed(default[0].get("domain"))
                context += default[0].get("context") or ""
            for name in said & self.shown(arch).keys():
                looked += 1
                hidden = self.shown(arch)[name].get("column_invisible") or ""
                words = [word for word in ast.walk(ast.parse(hidden or "0")) if isinstance(word, ast.Constant)]
                with self.subTest(action=action.xml_id, column=name):
                    self.assertTrue(any(str(word.value) in context for word in words), hidden)
        self.assertGreater(looked, 3)
