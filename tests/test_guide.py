# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The agents' guide says the same in both languages, in the words of the screens, and leaves no screen out. No Odoo."""

import importlib.util
import re
from pathlib import Path

import polib
import pytest
from lxml import etree

ROOT = Path(__file__).parents[1]
ADDON = ROOT / "addons" / "parcours_accueil"
#: A picture may weigh that much: the guide opens at once, beside the work.
HEAVIEST = 120_000
#: The code of a list of the landing page, in its record.
CODE = "field[@name='code']"
HEADING = re.compile(r"^(#+) .*?(\{#\w+\})?$", re.MULTILINE)
PICTURE = re.compile(r"!\[.+?\]\((.+?)\)")


def load(path):
    spec = importlib.util.spec_from_file_location("guide", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


guide = load(ADDON / "guide" / "__init__.py")
above = load(ADDON.with_name("sanctions_admin") / "guide.py")
guide.ajouter(above.ACTIONS, above.MODELES)
PAGES = [(language, page) for language in guide.LANGUES for page in guide.sommaire(language)]


def shape(language, page):
    """The headings of a page by level and anchor, and how many pictures and links it has."""
    text = guide.texte(language, page)
    places = [(level, anchor) for level, anchor in HEADING.findall(text)]
    pictures = [Path(one).name for one in PICTURE.findall(text)]
    return places, pictures, sorted(guide.LIEN.findall(text)), len(re.findall(r"^(?:- |\d\. )", text, re.MULTILINE))


def test_both_languages_have_the_same_pages_headings_and_pictures():
    assert list(guide.sommaire("fr")) == list(guide.sommaire("nl"))
    for language in guide.LANGUES:
        files = {path.stem for path in (ADDON / "guide" / language).glob("*.md")}
        assert files == set(guide.sommaire(language)), "a page that the contents do not name is never found"
    for page in guide.sommaire("fr"):
        assert shape("fr", page) == shape("nl", page), page


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_each_picture_and_each_link_of_a_page_is_there(language, page):
    for picture in PICTURE.findall(guide.texte(language, page)):
        path = (ADDON / "guide" / language / picture).resolve()
        assert path.is_file(), f"{picture}: PARCOURS_GUIDE=1 ./parcours test tests/test_navigateur_guide.py makes it"
        assert path.stat().st_size < HEAVIEST, f"{picture} is too heavy"
    for linked, _anchor in guide.LIEN.findall(guide.texte(language, page)):
        assert linked in guide.sommaire(language)
    shown = guide.contenu(language, page)
    assert ".md" not in shown and "../" not in shown and "{#" not in shown


def test_no_picture_is_left_over():
    named = {Path(one).name for language, page in PAGES for one in PICTURE.findall(guide.texte(language, page))}
    there = {path.name for path in (ADDON / "static" / "guide").glob("*/*.png")}
    assert there == named


def screens():
    """``{name of an action of our menus: its model}``."""
    actions, opened = {}, set()
    for path in ROOT.glob("addons/*/**/*.xml"):
        addon = path.relative_to(ROOT / "addons").parts[0]
        tree = etree.parse(path)
        for record in tree.iterfind(".//record"):
            if record.get("model", "").startswith("ir.actions."):
                model = record.findtext("field[@name='res_model']") or ""
                name = record.get("id")
                actions[name if "." in name else f"{addon}.{name}"] = model
        for menu in tree.iter("menuitem"):
            if name := menu.get("action"):
                opened.add(name if "." in name else f"{addon}.{name}")
    return {name: actions[name] for name in opened}


def test_each_screen_of_the_menus_has_its_page_and_the_place_in_it():
    there = screens()
    assert len(there) > 30, "hardly any screen found: the search must be wrong"
    lost = {name for name, model in there.items() if guide.page_de(name, model) == guide.SOMMAIRE}
    assert not lost, f"name them in guide/__init__.py: {sorted(lost)}"
    lists = {
        f"liste.{record.findtext(CODE)}"
        for path in ROOT.glob("addons/*/data/**/*.xml")
        for record in etree.parse(path).iterfind(".//record[@model='parcours.liste']")
    }
    assert {key for key in guide.ACTIONS if key.startswith("liste.")} <= lists
    for target in {*guide.ACTIONS.values(), *guide.MODELES.values()}:
        page, _sharp, anchor = target.partition("#")
        assert page in guide.sommaire("fr"), target
        assert not anchor or f'id="{anchor}"' in guide.contenu("fr", page), target


@pytest.mark.parametrize("language", guide.LANGUES)
def test_what_a_page_calls_by_its_name_on_screen_is_called_so(language):
    catalogues = [polib.pofile(str(path)) for path in ROOT.glob(f"addons/*/i18n/{language}.po")]
    # a page of the guide is typed with plain spaces
    said = "\n".join(entry.msgstr for catalogue in catalogues for entry in catalogue).replace("\u00a0", " ")
    for page in guide.sommaire(language):
        for name in re.findall(r"\*\*(.+?)\*\*", guide.texte(language, page)):
            assert name in said or name.capitalize() in said, f"{page}: no screen says {name!r}"
