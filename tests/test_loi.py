# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the code cites of the law and of the register can be read in docs/."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: A page that the code cites by section, and how it is cited: "loi.md §5", "registre.md §2-3", "loi.md §5 and §7".
PAGES = ("loi", "registre")
SECTION = r"§(\d+b?)"
CITATION = re.compile(rf"\b(loi|registre)\.md ({SECTION}(?:(?:-|, | and )§?\d+b?)*)")
NUMBER = re.compile(r"\d+b?")
ARTICLE = re.compile(r"\bart\. (\d+)(?: §(\d+)(?:-(\d+))?)?(?: (\d+)°)?")


def sources():
    """Return every text of the project that people write: code, data, tests, pages."""
    for folder in ("addons", "config", "docs", "simulateur", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".xml", ".csv", ".md", ".js", ".xsd"} and path.is_file():
                yield path
    yield from sorted(ROOT.glob("*.md"))


def sections(page):
    return set(re.findall(r"^## (\d+b?)\. ", (ROOT / f"docs/{page}.md").read_text("utf-8"), re.MULTILINE))


def articles(text):
    """Return the articles that a text cites: ``(article, paragraph, point)``, "" for what it does not say; "art. 14
    §2-3" is two, and each of them tells of its article."""
    found = set()
    for article, first, last, point in ARTICLE.findall(text):
        paragraphs = range(int(first), int(last or first) + 1) if first else [""]
        found |= {(article, str(paragraph), point) for paragraph in paragraphs}
    return found | {(article, paragraph, "") for article, paragraph, _ in found} | {(a, "", "") for a, _, _ in found}


@pytest.mark.parametrize("page", PAGES)
def test_each_section_that_is_cited_exists(page):
    known, wrong, cited = sections(page), [], set()
    for path in sources():
        for match in CITATION.finditer(path.read_text("utf-8")):
            if match[1] == page:
                numbers = NUMBER.findall(match[2])
                cited.update(numbers)
                wrong += [f"{path.relative_to(ROOT)}: §{number}" for number in numbers if number not in known]
    assert not wrong, wrong
    assert len(cited) > 3, "hardly any citation found: the search must be wrong"


def test_no_page_is_cited_that_is_not_here():
    """A citation names a page of docs/, never one of the specifications the project was written from."""
    outside = re.compile(r"\b(?:law|register|odoo|screens|style|containers)\.md\b")
    here = Path(__file__)
    assert not [path for path in sources() if path != here and outside.search(path.read_text("utf-8"))]


def test_each_article_of_the_data_is_explained():
    law = articles((ROOT / "docs/loi.md").read_text("utf-8"))
    cited = {}
    for folder in ("data", "report", "views", "models"):
        for path in ROOT.glob(f"addons/*/{folder}/**/*.*"):
            if path.suffix in {".xml", ".csv", ".py"}:
                for article in articles(path.read_text("utf-8")):
                    cited.setdefault(article, path.relative_to(ROOT))
    assert len(cited) > 8, "hardly any article found: the search must be wrong"
    assert {article: path for article, path in cited.items() if article not in law} == {}
