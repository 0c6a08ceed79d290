# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each rule of the house notices a house that breaks it, and lets pass one that does not."""

import pytest

from . import test_maison as rules
from .maison import arbre, modeles

A, R = "addons/parcours_accueil", "addons/registre_national"
HEAD = f"# {rules.HEADER}\n"
MODEL = "from odoo import fields, models\nclass A(models.Model):\n    _name = 'parcours.a'\n"
PART = "from odoo import models\nclass B(models.AbstractModel):\n    _name = 'parcours.b'\n"
WINDOW = "from odoo import models\nclass W(models.TransientModel):\n    _name = 'parcours.w'\n"
RULE = "<odoo><record id='r' model='ir.rule'><field name='model_id' ref='{}'/></record></odoo>"

#: Rule, arguments, a house that breaks it, what is said of it.
BROKEN = [
    ("pure_packages_import_no_odoo_and_nothing_impure", (), {f"{A}/droit/x.py": "from odoo import fields"}, "odoo"),
    (
        "pure_packages_import_no_odoo_and_nothing_impure",
        (),
        {f"{A}/droit/x.py": "def f():\n    import odoo.tools"},
        ":2:",
    ),
    ("pure_packages_import_no_odoo_and_nothing_impure", (), {f"{A}/droit/x.py": "from ..models import y"}, "models"),
    ("pure_packages_import_no_odoo_and_nothing_impure", (), {"simulateur/x.py": "from odoo import http"}, "odoo"),
    ("no_floor_imports_or_names_the_one_above", (), {f"{R}/x.py": "import odoo.addons.parcours_accueil.y"}, "imports"),
    ("no_floor_imports_or_names_the_one_above", (), {f"{R}/x.py": "from ..parcours_accueil import y"}, "imports"),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {f"{R}/x.py": "M = 'parcours.a'", f"{A}/a.py": MODEL},
        "parcours.a",
    ),
    ("no_floor_imports_or_names_the_one_above", (), {f"{A}/x.py": "K = 'sanction'"}, "sanction"),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {f"{A}/x.xml": "<odoo>\n<a ref='sanctions_admin.x'/></odoo>"},
        ":2:",
    ),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {f"{A}/x.xml": "<odoo>[('sanction_id', '=', 1)]</odoo>"},
        "sanction",
    ),
    ("no_floor_imports_or_names_the_one_above", (), {f"{A}/x.csv": "id,a\nx,sanction.dossier\n"}, ":2:"),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {f"{R}/x.js": "const m = 'parcours.a';", f"{A}/a.py": MODEL},
        "parcours.a",
    ),
    (
        "no_class_extends_anonymously_a_model_of_its_own_addon",
        (),
        {
            f"{A}/a.py": MODEL,
            f"{A}/b.py": "from odoo import models\nclass B(models.Model):\n    _inherit = 'parcours.a'\n",
        },
        "parcours.a",
    ),
    (
        "no_member_of_a_model_is_given_twice_within_one_addon",
        (),
        {
            f"{A}/a.py": f"{MODEL}    _inherit = ['parcours.b']\n    def f(self): pass\n",
            f"{A}/b.py": f"{PART}    def f(self): pass\n",
        },
        "parcours.a.f",
    ),
    (
        "no_member_of_a_model_is_given_twice_within_one_addon",
        (),
        {f"{A}/a.py": f"{MODEL}    x = fields.Char()\n    x = fields.Text()\n"},
        "parcours.a.x",
    ),
    ("today_and_now_are_asked_of_the_one_clock", (), {f"{A}/x.py": "a = fields.Date.today"}, "Date.today"),
    ("today_and_now_are_asked_of_the_one_clock", (), {f"{A}/x.py": "a = datetime.now(UTC)"}, "datetime.now"),
    (
        "today_and_now_are_asked_of_the_one_clock",
        (),
        {f"{A}/x.py": "a = fields.Date.context_today(b)"},
        "context_today",
    ),
    ("today_and_now_are_asked_of_the_one_clock", (), {f"{A}/x.py": "a = 'SELECT CURRENT_DATE'"}, "database"),
    (
        "the_tests_take_the_day_from_the_one_clock_too",
        (),
        {f"{A}/tests/test_x.py": "a = fields.Date.today()"},
        "Date.today",
    ),
    (
        "no_production_code_asks_whether_a_test_is_running",
        (),
        {f"{A}/x.py": "if module.current_test: pass"},
        "current_test",
    ),
    ("no_production_code_asks_whether_a_test_is_running", (), {f"{A}/x.py": "config['test_enable']"}, "test_enable"),
    (
        "a_manifest_asks_for_each_library_its_addon_imports_and_no_other",
        ("parcours_accueil",),
        {f"{A}/__manifest__.py": "{}", f"{A}/x.py": "def f():\n    import holidays"},
        "imports holidays",
    ),
    (
        "a_manifest_asks_for_each_library_its_addon_imports_and_no_other",
        ("parcours_accueil",),
        {f"{A}/__manifest__.py": "{'external_dependencies': {'python': ['zeep']}}"},
        "asks for zeep",
    ),
    ("every_window_has_a_record_rule", (), {f"{A}/w.py": WINDOW}, "parcours.w"),
    (
        "every_window_has_a_record_rule",
        (),
        {f"{A}/w.py": WINDOW, f"{A}/r.xml": RULE.format("model_parcours_v")},
        "parcours.w",
    ),
    ("every_type_of_step_and_of_term_stands_in_exactly_one_row", ("etapes",), {f"{A}/droit/etapes.py": ""}, "no table"),
    (
        "every_type_of_step_and_of_term_stands_in_exactly_one_row",
        ("etapes",),
        {f"{A}/droit/etapes.py": "E = [Etape('a'), Etape(code='a')]"},
        "a has a row",
    ),
    (
        "every_type_of_step_and_of_term_stands_in_exactly_one_row",
        ("delais",),
        {
            f"{A}/droit/delais.py": "D = {'a': Terme(b)}",
            "addons/sanctions_admin/droit/delais.py": "D = {'a': Terme(b)}",
        },
        "a has a row",
    ),
    (
        "a_type_of_step_is_named_in_its_row_only",
        (),
        {f"{A}/droit/etapes.py": "E = [Etape('refus_lu')]", f"{A}/models/x.py": "a == 'refus_lu'"},
        "models/x.py:1",
    ),
    (
        "what_goes_around_access_says_why_it_is_safe",
        (),
        {f"{A}/x.py": "def f(self):\n    self.sudo().g()"},
        "sudo in f",
    ),
    ("what_goes_around_access_says_why_it_is_safe", (), {f"{A}/x.py": "# why\n\nself.env.cr.execute(a)"}, "cr.execute"),
    (
        "what_goes_around_access_says_why_it_is_safe",
        (),
        {f"{A}/x.py": "def f():\n    # a\n    b = 1\n    c.sudo()"},
        ":4:",
    ),
    ("every_source_file_opens_with_the_header", (), {f"{A}/x.py": "a = 1"}, "no header"),
    ("no_function_is_longer_than_a_screen", (), {f"{A}/x.py": "def f():\n" + "    a = 1\n" * 60}, "f has more"),
    ("the_names_of_tests_are_english_sentences", (), {"tests/test_x.py": "def test_a_b(): pass"}, "test_a_b"),
    ("the_names_of_tests_are_english_sentences", (), {"tests/test_x.py": "def test_dit_la_loi_vite(): pass"}, "la_loi"),
    ("nothing_says_where_it_was_written_or_fetched_from", (), {"x.md": "see /" + "home/me/x"}, "names /"),
    (
        "nothing_says_where_it_was_written_or_fetched_from",
        (),
        {"x.txt": "FROM docker." + "io/odoo:19"},
        "names",
    ),
]
#: Rule, arguments, a house that keeps it: what the rule must not take for a breach.
KEPT = [
    ("every_source_file_opens_with_the_header", (), {f"{A}/x.py": f"{HEAD}a = 1\n"}),
    (
        "pure_packages_import_no_odoo_and_nothing_impure",
        (),
        {f"{A}/droit/x.py": "from ...registre_national.histoire import y"},
    ),
    ("pure_packages_import_no_odoo_and_nothing_impure", (), {f"{A}/droit/x.py": "from . import y\nfrom .z import a"}),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {f"{R}/x.py": '"""parcours.a opens it"""  # parcours.a', f"{A}/a.py": MODEL},
    ),
    ("no_floor_imports_or_names_the_one_above", (), {f"{A}/x.py": "M = 'No sanction applies to a volunteer.'"}),
    (
        "no_floor_imports_or_names_the_one_above",
        (),
        {"addons/sanctions_admin/x.py": "M = 'parcours.a'", f"{A}/a.py": MODEL},
    ),
    ("no_class_extends_anonymously_a_model_of_its_own_addon", (), {f"{A}/a.py": MODEL.replace("_name", "_inherit")}),
    (
        "no_member_of_a_model_is_given_twice_within_one_addon",
        (),
        {
            f"{A}/a.py": f"{MODEL}    _inherit = 'parcours.b'\n    def f(self): pass\n",
            f"{A}/b.py": f"{PART}    def f(self):\n        raise NotImplementedError\n",
        },
    ),
    (
        "a_manifest_asks_for_each_library_its_addon_imports_and_no_other",
        ("parcours_accueil",),
        {
            f"{A}/__manifest__.py": "{}",
            f"{A}/x.py": "try:\n    import xmlsec\nexcept ImportError:\n    xmlsec = None\nimport re",
        },
    ),
    (
        "every_window_has_a_record_rule",
        (),
        {f"{A}/w.py": WINDOW, f"{A}/r.xml": RULE.format("parcours_accueil.model_parcours_w")},
    ),
    (
        "every_type_of_step_and_of_term_stands_in_exactly_one_row",
        ("etapes",),
        {f"{A}/droit/etapes.py": "E = [Etape('a'), Etape('b')]"},
    ),
    (
        "what_goes_around_access_says_why_it_is_safe",
        (),
        {f"{A}/x.py": "# why\na = (\n    b.sudo()\n)\nc.sudo()  # why"},
    ),
    (
        "what_goes_around_access_says_why_it_is_safe",
        (),
        {f"{A}/x.py": "def f():\n    # sudo: why\n    a.sudo()\n    b = 1\n    c.sudo()"},
    ),
    ("the_names_of_tests_are_english_sentences", (), {"tests/test_x.py": "def test_help_names_each_command(): pass"}),
]


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Put another house in the place of ours: {path: source}."""

    def clear():
        for cached in (arbre.files, modeles.definitions, modeles.makers):
            cached.cache_clear()

    def write(house):
        for path, source in house.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(source, encoding="utf-8")
        clear()

    monkeypatch.setattr(arbre, "ROOT", tmp_path)
    yield write
    clear()


@pytest.mark.parametrize(("rule", "arguments", "house", "said"), BROKEN)
def test_a_rule_notices_what_breaks_it(build, rule, arguments, house, said):
    build(house)
    with pytest.raises(AssertionError) as failure:
        getattr(rules, f"test_{rule}")(*arguments)
    assert said in str(failure.value)


@pytest.mark.parametrize(("rule", "arguments", "house"), KEPT)
def test_a_rule_lets_pass_what_keeps_it(build, rule, arguments, house):
    build(house)
    getattr(rules, f"test_{rule}")(*arguments)
