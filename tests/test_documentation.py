# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The maps of the house show all of it, and nothing that is gone."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[1]


def models():
    """Return ``{technical name: file}`` of the models that our addons make."""
    found = {}
    for path in ROOT.glob("addons/*/**/*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                for line in node.body:
                    if (
                        isinstance(line, ast.Assign)
                        and getattr(line.targets[0], "id", "") == "_name"
                        and isinstance(line.value, ast.Constant)
                    ):
                        found[line.value.value] = path.relative_to(ROOT)
    return found


def jobs():
    """Return ``{name on screen: file}`` of our scheduled jobs."""
    return {
        record.findtext("field[@name='name']"): path.relative_to(ROOT)
        for path in ROOT.glob("addons/*/data/**/*.xml")
        for record in etree.parse(path).iterfind(".//record[@model='ir.cron']")
        if record.find("field[@name='name']") is not None
    }


def rows(page):
    """Return the first cell of each row of the tables of a page, marks of code taken off."""
    return re.findall(r"^\| `?([^|`]+?)`? \|", (ROOT / f"docs/{page}.md").read_text("utf-8"), re.MULTILINE)


def test_each_model_stands_once_on_the_map_and_no_other():
    there = [name for name in rows("modeles") if name not in {"model", "part"}]
    ours = models()
    assert len(ours) > 50, "hardly any model found: the search must be wrong"
    assert {name: path for name, path in ours.items() if name not in there} == {}
    assert set(there) - set(ours) == set()
    assert len(there) == len(set(there))


def test_each_job_stands_in_the_pages_of_production():
    there, ours = set(rows("production")), jobs()
    assert len(ours) > 5, "hardly any job found: the search must be wrong"
    assert {name: path for name, path in ours.items() if name not in there} == {}
    assert {name for name in there if name.startswith(("National Register:", "Pathway:"))} - set(ours) == set()


def test_each_file_that_the_story_of_the_house_names_is_there():
    """`models/dossier/faits.py` names the end of a path; a star stands for any name."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/*.-]+\.(?:py|xml|xsd|js|csv))`", text))
    assert len(named) > 30
    there = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("[!.]*/**/*.*")]
    lost = sorted(name for name in named if not any(fnmatch(path, f"*{name}") for path in there))
    assert not lost, f"docs/architecture.md names what is not there: {', '.join(lost)}"
