# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The database is what we think it is: extensions, indexes, and names found without their accents."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, sql

from odoo.addons.parcours_accueil.tests.common import ParcoursCase
from odoo.addons.parcours_socle import extensions, pre_init_hook

FLOORS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: A role that does not own the extension cannot move it, but may look elsewhere first: in its own schema, with an
#: unaccent of its own.
TRIGRAM_OUT_OF_SIGHT = (
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine.unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN public.unaccent($1)",
    "SET LOCAL search_path = mine",
)


class Undone(Exception):
    """Carries what was found out of a savepoint that is rolled back."""


@tagged("post_install", "-at_install")
class TestDatabase(ParcoursCase):
    def test_the_extensions_are_there_and_unaccent_is_immutable(self):
        rows = self.env.execute_query(SQL("SELECT extname FROM pg_extension"))
        self.assertLessEqual({"pg_trgm", "unaccent"}, {name for (name,) in rows})
        kinds = self.env.execute_query(
            SQL("SELECT provolatile FROM pg_proc WHERE oid = 'unaccent(text)'::regprocedure")
        )
        self.assertEqual(kinds, [("i",)])
        self.assertFalse(extensions.refusal(self.env.cr))

    def test_no_query_is_compiled_while_it_runs(self):
        """Compiling takes half a second, for a search of milliseconds; PostgreSQL's own default is to do it."""
        self.assertEqual(self.env.execute_query(SQL("SHOW jit")), [("off",)])

    def test_files_are_vacuumed_after_one_change_in_a_hundred(self):
        """A count of the landing page is read from its index where nothing changed since; its default lets one
        file in five change."""
        [(options,)] = self.env.execute_query(SQL("SELECT reloptions FROM pg_class WHERE relname = 'parcours_dossier'"))
        self.assertIn("autovacuum_vacuum_scale_factor=0.01", options)
        self.assertIn("autovacuum_vacuum_insert_scale_factor=0.01", options)
        self.assertEqual(self.env.execute_query(SQL("SHOW autovacuum")), [("on",)])

    def test_every_trigram_index_is_in_the_database(self):
        """Odoo leaves it out without a word when the extension is missing, and cannot use it when it lacks unaccent."""
        wanted = {
            sql.make_index_name(model._table, field.name): field
            for model in self.registry.values()
            if model._auto and not model._abstract and model._original_module in FLOORS
            for field in model._fields.values()
            if field.store and field.column_type and field.index == "trigram"
        }
        self.assertLessEqual({"registre_personne__name_index", "parcours_dossier__name_index"}, set(wanted))
        found = dict(
            self.env.execute_query(
                SQL(
                    "SELECT indexname, indexdef FROM pg_indexes"
                    " WHERE schemaname = current_schema AND indexdef ~ 'gin_trgm_ops'"
                )
            )
        )
        for index, field in wanted.items():
            with self.subTest(field=str(field)):
                self.assertRegex(found.get(index, ""), rf"USING gin \(unaccent\(\(?{field.name}\b.*gin_trgm_ops\)")

    def test_a_name_is_found_without_its_accents(self):
        """By a commune agent, whichever way it is written, here and in the search of names."""
        agent = self.utilisateur("agent", self.schaerbeek)
        people = self.personnes(
            *(
                self.histoire(it010=[("", "2024-03-04", {"noms": [name], "prenoms": ["Zoé"]})])
                for name in ("Lefèvre-Muñoz", "Çelikoğlu")
            )
        )
        files = self.Dossier.search([("niss", "in", people.mapped("niss"))])
        for records in (people, files):
            for typed, name in (
                ("lefevre", "Lefèvre"),
                ("LEFEVRE-MUNOZ", "Lefèvre"),
                ("celikoglu", "Çelikoğlu"),
                ("çelik", "Çelikoğlu"),
            ):
                with self.subTest(model=records._name, typed=typed):
                    found = records.with_user(agent).name_search(typed)
                    self.assertEqual(len([label for _id, label in found if name.upper() in label.upper()]), 1, found)

    def test_a_database_without_them_is_refused_in_a_sentence(self):
        """At installation and at each start; the sentence names the command that a managed PostgreSQL wants."""
        self.env.cr.execute("CREATE SCHEMA aside; SET LOCAL search_path = aside, public")
        self.addCleanup(self.env.cr.execute, "SET LOCAL search_path = public")
        reason = extensions.refusal(self.env.cr)
        self.assertIn("lacks the function unaccent", reason)
        self.assertIn("CREATE EXTENSION IF NOT EXISTS unaccent", reason)
        for check in (lambda: pre_init_hook(self.env), self.env["parcours.base.outillee"]._register_hook):
            with self.assertRaisesRegex(UserError, "CREATE EXTENSION"):
                check()
        self.env.cr.execute(
            "CREATE FUNCTION aside.unaccent(text) RETURNS text LANGUAGE sql STABLE RETURN public.unaccent($1)"
        )
        self.assertIn("immutable", extensions.refusal(self.env.cr))
        # What a managed PostgreSQL allows: a function of one's own around theirs.
        self.env.cr.execute("ALTER FUNCTION aside.unaccent(text) IMMUTABLE")
        self.assertFalse(extensions.refusal(self.env.cr))

    def test_an_extension_that_is_there_and_not_found_is_refused_in_a_sentence(self):
        """As some managed PostgreSQL have it, in a schema of its own: no index could be made with it."""
        reason = self.without(*TRIGRAM_OUT_OF_SIGHT)
        self.assertIn("lacks the extension pg_trgm", reason)
        self.assertIn("ALTER EXTENSION pg_trgm SET SCHEMA mine;", reason)
        self.assertNotIn("unaccent", reason)

    def test_an_extension_of_another_schema_of_the_search_path_will_do(self):
        self.assertFalse(self.without("CREATE SCHEMA first", "SET LOCAL search_path = public, first"))

    def without(self, *statements):
        """What is said of a database where these statements were run."""
        try:
            with self.env.cr.savepoint():
                for statement in statements:
                    self.env.cr.execute(statement)
                raise Undone(extensions.refusal(self.env.cr))
        except Undone as undone:
            return undone.args[0]
