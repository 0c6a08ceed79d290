# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Boards: nothing moves by dragging, what is pressing and who is in charge stand on the card, empty columns are
folded."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: The pipelines, and the deadline that each card shows.
PIPELINES = {"parcours.dossier": "date_echeance", "sanction.dossier": "date_limite_amende"}


@tagged("post_install", "-at_install")
class TestBoards(TransactionCase):
    def boards(self):
        views = self.env["ir.ui.view"].search([("type", "=", "kanban"), ("mode", "=", "primary")])
        return {
            view: etree.fromstring(view.get_combined_arch())
            for view in views
            if view.xml_id.split(".")[0] in ADDONS and view.type == "kanban"
        }

    def test_nothing_moves_by_dragging_and_nobody_adds_a_column(self):
        boards = self.boards()
        self.assertGreater(len(boards), 2)
        for view, arch in boards.items():
            with self.subTest(view.xml_id):
                if arch.get("default_group_by"):
                    names = "records_draggable groups_draggable group_create group_edit group_delete quick_create"
                    self.assertEqual(
                        {name: arch.get(name) for name in names.split()}, dict.fromkeys(names.split(), "0")
                    )

    def test_a_card_of_a_pipeline_shows_its_deadline_and_who_is_in_charge(self):
        shown = {}
        for view, arch in self.boards().items():
            if view.model in PIPELINES:
                card = next(one for one in arch.iter("t") if one.get("t-name") == "card")
                shown[view.model] = {one.get("name"): one for one in card.iter("field")}
        self.assertEqual(shown.keys(), PIPELINES.keys())
        for model, fields in shown.items():
            self.assertEqual(fields[PIPELINES[model]].get("widget"), "echeance", model)
            self.assertFalse(fields["user_id"].get("widget"), f"{model}: by name, not by a picture")

    def test_a_column_where_nobody_is_comes_folded_and_one_that_was_unfolded_stays_so(self):
        pipeline = self.env["sanction.dossier"].with_context(read_group_expand=True)
        arguments = ([("id", "=", 0)], ["stage_id"])
        options = {"auto_unfold": True, "unfold_read_specification": {"reference": {}}}
        groups = pipeline.web_read_group(*arguments, **options)["groups"]
        self.assertEqual(len(groups), self.env["sanction.stage"].search_count([]))
        self.assertFalse([group for group in groups if "__records" in group])
        opened = [{"value": groups[0]["stage_id"][0], "folded": False, "offset": 0, "limit": 40}]
        groups = pipeline.web_read_group(*arguments, opening_info=opened, **options)["groups"]
        self.assertEqual([group for group in groups if "__records" in group], groups[:1])
