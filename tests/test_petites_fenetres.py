# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Small windows (transient models) belong to who opened them: no other agent reads, finds, changes or removes them."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.parcours_accueil.tests.common import ParcoursCase

FLOORS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")


#: Controllers that ask before a window closes on what was typed in it.
ASKING = ("fenetre_form", "textes_partages_form")
#: Windows in which a choice is made, quickly made again.
CHOICES = {"parcours.repartition", "feuille.resultat"}
TYPED = ("char", "text", "html", "binary", "many2many")


@tagged("post_install", "-at_install")
class TestTypedWindows(TransactionCase):
    """Nobody's text is lost silently: tests/test_navigateur_saisie.py walks it in a browser."""

    def test_each_window_in_which_something_is_typed_asks_before_it_closes(self):
        seen = set()
        views = self.env["ir.ui.view"].search([("type", "=", "form"), ("mode", "=", "primary")])
        for view in views.filtered(lambda v: v.xml_id.split(".")[0] in FLOORS):
            model = self.env[view.model]
            arch = etree.fromstring(view.get_combined_arch())
            opened = model._transient or arch.find(".//footer") is not None
            typed = [
                node.get("name")
                for node in arch.iter("field")
                if "1" not in (node.get("readonly"), node.get("invisible"))
                and node.get("name") in model._fields
                and model._fields[node.get("name")].type in TYPED
                and not model._fields[node.get("name")].readonly
            ]
            if opened and typed and view.model not in CHOICES:
                seen.add(view.model)
                with self.subTest(view=view.xml_id, typed=typed):
                    self.assertIn(arch.get("js_class"), ASKING)
        self.assertGreater(len(seen), 8, "no window was found")


@tagged("post_install", "-at_install")
class TestSmallWindows(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author, cls.other = (cls.utilisateur("agent", commune) for commune in (cls.schaerbeek, cls.ixelles))

    def windows(self):
        """Every transient model of the registry that an internal user, or a group of ours, has a right on."""
        groups = self.env["ir.model.data"].search([("model", "=", "res.groups"), ("module", "in", FLOORS)])
        groups = self.env["res.groups"].browse(groups.mapped("res_id")) | self.env.ref("base.group_user")
        rights = self.env["ir.model.access"].search(
            [
                ("model_id.transient", "=", True),
                "|",
                ("group_id", "=", False),
                ("group_id", "in", (groups | groups.all_implied_ids).ids),
            ]
        )
        return sorted(set(rights.model_id.mapped("model")))

    def open_window(self, model):
        """A window of the author: a bare row, so that no model needs values of its own (nothing of it is committed)."""
        table = SQL.identifier(self.env[model]._table)
        columns = self.env.execute_query(
            SQL(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND table_schema = current_schema"
                " AND is_nullable = 'NO' AND column_name != 'id'",
                self.env[model]._table,
            )
        )
        for (column,) in columns:
            self.env.cr.execute(SQL("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL", table, SQL.identifier(column)))
        self.env.cr.execute(
            SQL("INSERT INTO %s (create_uid, create_date) VALUES (%s, now()) RETURNING id", table, self.author.id)
        )
        return self.env[model].browse(self.env.cr.fetchone()[0])

    def open_wide(self, models):
        """Give every internal user every right on the models, so that nothing but a record rule can refuse."""
        self.env["ir.model.access"].create(
            [
                {
                    "name": f"test {model}",
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": self.env.ref("base.group_user").id,
                    **dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True),
                }
                for model in models
            ]
        )

    def test_the_windows_are_found(self):
        """Ours and Odoo's: a search that finds nothing would prove nothing."""
        ours = {
            n for n, m in self.registry.items() if m._transient and not m._abstract and m._original_module in FLOORS
        }
        self.assertGreaterEqual(set(self.windows()), ours)
        self.assertGreaterEqual(set(self.windows()), {"mail.compose.message", "base_import.import"})
        self.assertIn("registre.relecture", ours)

    def test_no_agent_reaches_the_window_of_another(self):
        models = self.windows()
        self.open_wide(models)
        for model in models:
            window = self.open_window(model)
            theirs, mine = window.with_user(self.other), window.with_user(self.author)
            with self.subTest(model=model):
                self.assertFalse(theirs.search([("id", "=", window.id)]), "found by search")
                self.assertFalse(theirs.search_count([("id", "=", window.id)]), "counted")
                self.assertFalse(theirs._read_group([("id", "=", window.id)], ["create_uid"]), "grouped")
                for action in (
                    lambda window=theirs: window.read(["create_uid"]),
                    lambda window=theirs: window.web_read({"create_uid": {}}),
                    lambda window=theirs: window.write({"create_date": "2024-03-04 08:00:00"}),
                    theirs.unlink,
                ):
                    with self.assertRaises(AccessError):
                        action()
                self.assertEqual(mine.search([("id", "=", window.id)]), mine)
                self.assertEqual(mine.read(["create_uid"])[0]["create_uid"][0], self.author.id)
                for operation in ("read", "write", "create", "unlink"):
                    self.assertTrue(mine.has_access(operation), operation)

    def test_it_is_the_rule_that_refuses(self):
        """Without its rule a window is everybody's: a new model that comes without one fails the test above."""
        window = self.open_window("registre.relecture")
        self.env.ref("registre_national.registre_relecture_rule_auteur").unlink()
        self.assertTrue(window.with_user(self.other).read(["create_uid"]))

    def test_an_agent_completes_no_window_of_another(self):
        """A button is a call like another: whoever names somebody else's window is refused before anything is done."""
        window = self.open_window("registre.relecture")
        with self.assertRaises(AccessError):
            window.with_user(self.other).action_relire()

    def test_a_window_works_for_who_opened_it(self):
        """Odoo's own: a message is composed and sent, an import is prepared, a task is planned."""
        agent, dossier = self.author, self.ouvert(self.schaerbeek)
        compose = self.env["mail.compose.message"].with_user(agent)
        letter = compose.create({"model": dossier._name, "res_ids": str(dossier.ids), "body": "Sent by its author"})
        letter._action_send_mail()
        self.assertIn("Sent by its author", dossier.message_ids[0].body)
        plan = self.env["mail.activity.schedule"].with_user(agent)
        task = self.env.ref("mail.mail_activity_data_todo")
        plan = plan.with_context(active_model=dossier._name, active_ids=dossier.ids, active_id=dossier.id)
        plan.create({"activity_type_id": task.id, "summary": "Planned"}).action_schedule_activities()
        self.assertIn("Planned", dossier.activity_ids.mapped("summary"))
        imported = (
            self.env["base_import.import"]
            .with_user(agent)
            .create({"res_model": "res.partner", "file": b"name\nTest\n", "file_type": "text/csv"})
        )
        self.assertEqual(imported.read(["res_model"])[0]["res_model"], "res.partner")
        self.assertNotIn("error", imported.parse_preview({"quoting": '"', "separator": ",", "has_headers": True}))

    def test_a_window_not_saved_yet_is_nobodys(self):
        """A form fills its defaults before there is a row, and an author: the rule must not stand in its way."""
        relecture = self.env["registre.relecture"].with_user(self.author)
        answer = relecture.onchange({}, [], {"display_name": {}})
        self.assertIn("value", answer)
        self.assertFalse(relecture.new({}).create_uid)
