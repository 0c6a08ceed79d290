# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The rules of the house, read in the tree itself: no Odoo, no database (docs/architecture.md, CONTRIBUTING.md).

`./parcours lint` runs this file, and so does `./parcours test`. No place is excepted from a rule: where one cannot be
met, the rule itself says why.
"""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import PurePosixPath

import pytest
from lxml import etree

from .maison.arbre import FLOORS, ROOT, Finding, files, is_pure, python_files
from .maison.modeles import definitions, makers, members_twice

FUNCTION_LINES_MAX = 60
HEADER = "Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details."
#: How a text names a floor, to be found in the floors below it: its addon, its models, its XML ids. The law's own word
#: may be said in a sentence ("no sanction applies to a volunteer"); alone, or joined to another, it is a name.
MODEL = re.compile(r"\b(?:registre|parcours|sanction)(?:\.[a-z]\w*)+")
NAMES = {
    "registre_national": re.compile(r"\bregistre_national\b"),
    "parcours_accueil": re.compile(r"\bparcours_accueil\b"),
    "sanctions_admin": re.compile(r"\w*[._'\"]sanctions?\b\w*|\bsanctions?[._'\"]\w*|^\w*sanction\S*$", re.IGNORECASE),
}
#: What every running Odoo has imported before it reads a manifest: an addon need not ask for it.
ODOO_BRINGS = {"dateutil", "lxml", "markupsafe", "odoo", "psycopg2", "werkzeug"}
#: Name of the distribution, where it is not that of the package.
DISTRIBUTIONS = {"PIL": "pillow", "coda": "febelfin-coda", "stdnum": "python-stdnum"}
CLOCK = {"today", "now", "utcnow", "context_today"}
RUNNING_TESTS = re.compile(r"\b(current_test|test_enable|in_test|in_test_mode|testing)\b")
WITHOUT_GUARD = re.compile(
    r"\.sudo\(|SUPERUSER_ID\)|\bcr\.execute\(|\.execute_query(_dict)?\(|\.copy_expert\(|\.copy_from\("
)
#: How a comment names it.
NAMED = re.compile(r"^#\s*(?:superuser|sudo|raw)\b", re.IGNORECASE)
#: Words no English sentence holds, and which hardly a French one can do without.
FRENCH = {
    *(
        "au",
        "aux",
        "avec",
        "ce",
        "ceux",
        "chaque",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "deux",
        "du",
        "elle",
        "en",
        "est",
    ),
    *("et", "fait", "il", "ils", "jamais", "jour", "jours", "l", "la", "le", "les", "leur", "meme", "n", "ne", "ou"),
    *("par", "pas", "pour", "qu", "que", "qui", "rien", "s", "sa", "sait", "sans", "se", "ses", "sont", "sur", "tous"),
    *("tout", "toute", "toutes", "trois", "un", "une"),
}
MACHINE = re.compile(
    r"(?<![\w.~}])/(?:work|root|home/\w+)/|"
    r"\b(?:pypi|pythonhosted|npmjs|crates|golang)\.(?:org|com|io)\b|\bdeb\.debian\.org\b|\b(?:docker|ghcr|quay)\.io\b"
)


def meet(findings, what_to_do):
    """Fail when there is a place that breaks a rule."""
    assert not findings, f"{what_to_do}\n" + "\n".join(map(str, findings))


def test_pure_packages_import_no_odoo_and_nothing_impure():
    findings = []
    for file in python_files():
        if not file.pure:
            continue
        for line, name, relative in file.imports:
            if (relative and not is_pure(name)) or name.split(".")[0] == "odoo":
                findings.append(Finding(file.path, line, f"imports {name}"))
    meet(findings, "Pass as a value what this pure package needs, or import another pure package, relatively.")


def above(addon):
    return FLOORS[FLOORS.index(addon) + 1 :]


def test_no_floor_imports_or_names_the_one_above():
    findings = []
    for file in files():
        if file.addon not in FLOORS or file.suffix == ".po":
            continue
        if file.suffix == ".py":
            for line, name, _relative in file.imports:
                for floor in above(file.addon):
                    if name.startswith((f"odoo.addons.{floor}", f"addons/{floor}")):
                        findings.append(Finding(file.path, line, f"imports {floor}"))
        for line, text in file.strings:
            for floor in above(file.addon):
                found = NAMES[floor].findall(text)
                found += [name for name in MODEL.findall(text) if name in makers() and makers()[name].addon == floor]
                findings += [Finding(file.path, line, f"names {name}") for name in found]
    meet(findings, "Make a door here (a method, a key of a table) and let the floor above open it.")


def test_no_class_extends_anonymously_a_model_of_its_own_addon():
    findings = [
        Finding(one.file.path, one.line, f"extends {name} without a name of its own")
        for one in definitions()
        for name in one.inherits
        if not one.name and name in makers() and makers()[name].addon == one.addon
    ]
    meet(findings, "Make it a named AbstractModel, and list it in the `_inherit` of the model.")


def test_no_member_of_a_model_is_given_twice_within_one_addon():
    findings = []
    for model, member, places in members_twice():
        others = ", ".join(f"{path}:{line}" for path, line in places[:-1])
        findings.append(Finding(*places[-1], f"{model}.{member} is also in {others}"))
    meet(findings, "Call one method from the other, by another name: the order of classes must decide nothing.")


def test_today_and_now_are_asked_of_the_one_clock():
    findings = []
    for file in python_files("addons/", tests=False):
        if file.path == "addons/parcours_socle/jour.py" or is_migration(file):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr in CLOCK:
                owner = ast.unparse(node.value)
                if owner.split(".")[-1] in ("Date", "Datetime", "date", "datetime", "cr"):
                    findings.append(Finding(file.path, node.lineno, f"{owner}.{node.attr}"))
        for line, text in file.strings:
            if re.search(r"\bCURRENT_(DATE|TIMESTAMP)\b|\bnow\(\)", text, re.IGNORECASE):
                findings.append(Finding(file.path, line, "asks the database for the time"))
    meet(findings, "Use aujourdhui() or maintenant() of parcours_socle/jour.py.")


def test_the_tests_take_the_day_from_the_one_clock_too():
    """Else they fail between midnight in Brussels and midnight in Greenwich."""
    findings = []
    for file in python_files(tests=True):
        if file.path == "tests/mise_a_jour/pas.py":
            continue  # runs in a base of before that clock
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr in ("today", "context_today"):
                owner = ast.unparse(node.value)
                if owner.split(".")[-1] in ("Date", "date", "datetime"):
                    findings.append(Finding(file.path, node.lineno, f"{owner}.{node.attr}"))
    meet(findings, "Use aujourdhui() of parcours_socle/jour.py.")


def test_no_production_code_asks_whether_a_test_is_running():
    findings = []
    for file in python_files("addons/", tests=False):
        for node in ast.walk(file.tree):
            name = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "value", None)
            if isinstance(name, str) and RUNNING_TESTS.fullmatch(name):
                findings.append(Finding(file.path, node.lineno, f"asks {name}"))
    meet(findings, "Let the test choose: give it a method or a back end to put in the place of this one.")


def manifest(addon):
    return ast.literal_eval(python_files(f"addons/{addon}/__manifest__.py")[0].tree.body[0].value)


@pytest.mark.parametrize("addon", FLOORS)
def test_a_manifest_asks_for_each_library_its_addon_imports_and_no_other(addon):
    places = {}
    for file in python_files(f"addons/{addon}/", tests=False):
        for line, name, relative in file.imports:
            top = name.split(".")[0]
            if relative or line in file.optional_imports:
                continue
            if top not in sys.stdlib_module_names and top not in ODOO_BRINGS:
                places.setdefault(DISTRIBUTIONS.get(top, top), Finding(file.path, line, f"imports {top}"))
    declared = set(manifest(addon).get("external_dependencies", {}).get("python", ()))
    declared -= ODOO_BRINGS
    findings = [place for name, place in places.items() if name not in declared]
    findings += [Finding(f"addons/{addon}/__manifest__.py", 1, f"asks for {n}") for n in sorted(declared - set(places))]
    meet(findings, "Mend external_dependencies in the manifest.")


def test_a_manifest_depends_on_floors_below_only():
    for addon in FLOORS:
        assert not set(manifest(addon)["depends"]) & set(above(addon)), (
            f"{addon}/__manifest__.py depends on a floor above"
        )


def xml_records(model):
    """Every record of a model in the data of the addons: {field: text or ref}."""
    for file in files():
        if file.addon and file.suffix == ".xml":
            for record in etree.fromstring(file.text.encode()).iter("record"):
                if record.get("model") == model:
                    yield {
                        field.get("name"): field.get("ref") or field.get("eval") or field.text
                        for field in record.iter("field")
                    }


def test_every_window_has_a_record_rule():
    ruled = {(rule.get("model_id") or "").rpartition(".")[2] for rule in xml_records("ir.rule")}
    for file in files():
        if file.path.endswith("/ir.rule.csv"):
            ruled.update(text.rpartition(".")[2] for _line, text in file.strings)
    findings = [
        Finding(one.file.path, one.line, f"{one.name} has no record rule")
        for one in definitions()
        if one.kind == "TransientModel" and one.name and f"model_{one.name.replace('.', '_')}" not in ruled
    ]
    meet(findings, "Add an ir.rule: a window is its author's ([('create_uid', '=', user.id)]).")


def rows(table):
    """Codes of the rows of `droit/etapes.py` or `droit/delais.py` of all floors: [(code, file, line)].

    A row is a call at the top of the module, Row("code", ...) or Row(code="code", ...), or the value of such a code.
    """
    for file in python_files("addons/", tests=False):
        if not file.path.endswith(f"/droit/{table}.py"):
            continue
        statements = [node for node in file.tree.body if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign))]
        for node in (node for statement in statements for node in ast.walk(statement)):
            if isinstance(node, ast.Dict):
                codes = [key for key, value in zip(node.keys, node.values, strict=True) if is_row(value)]
            elif is_row(node):
                codes = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
            else:
                continue
            for code in codes:
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, file.path, code.lineno


def is_migration(file):
    """A migration is of its version for ever: it names what was there then, and says once that all of it is SQL."""
    return "/migrations/" in file.path


def is_row(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id[:1].isupper()


@pytest.mark.parametrize("table", ["etapes", "delais"])
def test_every_type_of_step_and_of_term_stands_in_exactly_one_row(table):
    places = [Finding(path, line, f"{code} has a row") for code, path, line in rows(table)]
    codes = Counter(code for code, _path, _line in rows(table))
    findings = [place for place in places if codes[place.what.split()[0]] > 1]
    if not codes:
        findings.append(Finding(f"addons/parcours_accueil/droit/{table}.py", 1, "no table yet"))
    meet(findings, "One row says all of a step or of a term: put the two together.")


def test_a_type_of_step_is_named_in_its_row_only():
    """And in its labels. Its code is not compared with anywhere else: what differs between two steps is a column of the
    table; where the law itself speaks of one step, the table gives it a name."""
    codes = {code for code, _path, _line in rows("etapes")}
    findings = []
    for file in python_files("addons/", tests=False):
        if file.path.endswith(("/droit/etapes.py", "/etape/libelles.py")) or is_migration(file):
            continue
        said = [(line, text) for line, text in file.strings if text in codes and "_" in text]
        if said:
            findings.append(Finding(file.path, min(line for line, _text in said), "names types of steps"))
    meet(findings, "Add a column to the table of steps, and read it here.")


def test_what_goes_around_access_says_why_it_is_safe():
    """In a comment on the line, just above its statement, or above in the same function when it names the thing."""
    findings = []
    for file in python_files("addons/", tests=False):
        for number, text in enumerate(file.text.splitlines(), 1):
            match = WITHOUT_GUARD.search(text.partition("  #")[0])
            if match and not text.lstrip().startswith("#") and not is_explained(file, number):
                where = max(around(file, number, ast.FunctionDef), key=lambda node: node.lineno, default=None)
                name = where.name if where else "the module"
                findings.append(Finding(file.path, number, f"{match.group().strip('.()')} in {name}"))
    meet(findings, "Say in a comment just above why everybody may cause this, or why nobody can.")


def around(file, line, kinds):
    return [node for node in ast.walk(file.tree) if isinstance(node, kinds) and node.lineno <= line <= node.end_lineno]


def is_explained(file, line):
    if is_migration(file) and re.search(r"\braw SQL\b", file.text, re.IGNORECASE):
        return True
    simple = [node for node in around(file, line, ast.stmt) if not hasattr(node, "body")]
    first = min((node.lineno for node in simple), default=line)
    function = max((node.lineno for node in around(file, line, ast.FunctionDef)), default=line)
    return any(
        first - 1 <= where <= line or (function < where < line and NAMED.search(text))
        for where, text in file.comments.items()
    )


def test_every_source_file_opens_with_the_header():
    findings = []
    for file in files():
        source = file.suffix in (".py", ".sh", ".js", ".scss") or file.path in ("parcours", ".ci/run")
        if source and file.text.strip() and HEADER not in "\n".join(file.text.splitlines()[:3]):
            findings.append(Finding(file.path, 1, "no header"))
    meet(findings, f"Begin with: # {HEADER}")


def test_no_function_is_longer_than_a_screen():
    findings = [
        Finding(file.path, node.lineno, f"{node.name} has more than {FUNCTION_LINES_MAX} lines")
        for file in python_files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES_MAX
    ]
    meet(findings, "Cut it where it changes its mind.")


def test_the_names_of_tests_are_english_sentences():
    """At least three words, none of them French: what must hold, not what is looked at."""
    findings = []
    for file in python_files(tests=True):
        if not PurePosixPath(file.path).name.startswith("test_"):
            continue
        functions = [node for node in ast.walk(file.tree) if isinstance(node, ast.FunctionDef)]
        findings += [
            Finding(file.path, node.lineno, node.name)
            for node in functions
            if node.name.startswith("test_") and not is_sentence(node.name)
        ]
    meet(findings, "Say what must hold: test_a_move_dated_to_the_year_moves_nothing.")


def is_sentence(name):
    words = name.split("_")[1:]
    return len(words) >= 3 and not FRENCH & set(words)


def test_two_tests_of_a_file_never_share_a_name():
    for file in python_files(tests=True):
        for scope_ in [file.tree, *(node for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef))]:
            names = Counter(node.name for node in scope_.body if isinstance(node, ast.FunctionDef))
            assert not [name for name, times in names.items() if times > 1 and name.startswith("test_")], file.path


def test_nothing_says_where_it_was_written_or_fetched_from():
    """The machine's own settings say where packages come from; paths are relative, or variables of ./parcours."""
    findings = [
        Finding(file.path, number, f"names {match.group()}")
        for file in files()
        if file.path not in ("tests/test_maison.py")
        for number, line in enumerate(file.text.splitlines(), 1)
        for match in MACHINE.finditer(line)
    ]
    meet(findings, "Take the path or the host out.")


@pytest.mark.parametrize(("lint", "tests", "status"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)])
def test_ci_runs_both_lint_and_tests_and_fails_when_one_does(tmp_path, lint, tests, status):
    """Tests last, so that the last lines of its output are theirs."""
    command = tmp_path / "parcours"
    command.write_text(f'#!/bin/sh\necho "ran $*"\ncase $1 in lint) exit {lint};; *) exit {tests};; esac\n')
    command.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    result = subprocess.run(["bash", tmp_path / ".ci" / "run"], capture_output=True, text=True)
    assert result.returncode == status
    assert [line for line in result.stdout.splitlines() if line.startswith("ran")] == ["ran lint", "ran test"]
    assert result.stdout.splitlines()[-1] == "ran test"
