# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What docs/securite.md and docs/securite_acces.md say is there: every place around the rights has its row, and every
test that they name exists. No Odoo, no database; `./parcours lint` runs this file."""

import ast
import re

from .maison.arbre import ROOT, python_files
from .test_maison import WITHOUT_GUARD, is_migration, meet

#: Besides what the house rule asks a comment of: an environment made for the superuser, a cursor by another name.
AROUND = re.compile(
    rf"{WITHOUT_GUARD.pattern}|\bsu=True\b|\bEnvironment\(.*\bSUPERUSER_ID\b|\w_cr\.execute\(|\._cr\.execute\("
)
PAGES = ("docs/securite.md", "docs/securite_acces.md")
ROW = re.compile(r"^\| `([\w/]+\.py::[\w.]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
#: What stands where a test would, when no check stands before the place.
WITHOUT_CHECK = ("the engine alone", "an update alone", "nothing comes out", "public law")


def name_of(file, number):
    """The outermost function around a line with the classes around that one, or "the_module"."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    around = sorted(
        (node for node in ast.walk(file.tree) if isinstance(node, kinds) and node.lineno <= number <= node.end_lineno),
        key=lambda node: node.lineno,
    )
    names = []
    for node in around:
        names.append(node.name)
        if not isinstance(node, ast.ClassDef):
            break
    return ".".join(names) or "the_module"


def places():
    """The functions that go around the rights: {"addon/path.py::Class.function"}; migrations and tests left out."""
    found = set()
    for file in python_files("addons/", tests=False):
        if is_migration(file):
            continue
        for number, text in enumerate(file.text.splitlines(), 1):
            if AROUND.search(text.partition("  #")[0]) and not text.lstrip().startswith("#"):
                found.add(f"{file.path.removeprefix('addons/')}::{name_of(file, number)}")
    return found


def page(path):
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_place_around_the_rights_has_its_row_and_no_other():
    rows = [place for place, _why, _proof in ROW.findall(page("docs/securite_acces.md"))]
    there = places()
    assert len(there) > 200, "hardly any place found: the search must be wrong"
    meet(
        sorted(there - set(rows)),
        "Give these functions a row in docs/securite_acces.md: why it is safe, and the test of the check before it.",
    )
    meet(sorted(set(rows) - there), "These functions go around nothing any more: take their rows away.")
    assert len(rows) == len(set(rows)), "a function stands once"


def test_every_row_names_a_test_or_says_why_there_is_none():
    meet(
        [
            place
            for place, _why, proof in ROW.findall(page("docs/securite_acces.md"))
            if not TEST.search(proof) and not proof.startswith(WITHOUT_CHECK)
        ],
        f"Name a test, or say one of: {', '.join(WITHOUT_CHECK)}.",
    )


def test_every_test_that_is_named_exists():
    lost = []
    for where in PAGES:
        named = TEST.findall(page(where))
        assert len(named) > 50, f"{where} names hardly any test"
        for path, name in sorted(set(named)):
            files = [one for one in (ROOT / path, ROOT / "addons" / path) if one.is_file()]
            if not any(re.search(rf"^\s*def {name}\(", one.read_text(encoding="utf-8"), re.MULTILINE) for one in files):
                lost.append(f"{where}: {path}::{name}")
    meet(lost, "Correct the name, or name another test that proves it.")
