# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The .po files themselves, read without Odoo; that they hold every term is test_traductions.py's."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from .maison.arbre import ROOT

FILES = sorted(ROOT.glob("addons/*/i18n/*.po"))
#: What a translation must keep as it is: %s, %(name)s, {name}, and the tags of a formatted text.
KEPT = re.compile(r"%%|%(?:\(\w+\))?[-+0#]*[\d.]*[sdifrx]|\{[\w.]*\}|</?[a-z][\w-]*")

#: In French a no-break space stands before these signs and inside the quotation marks; at the ends of a term, which is
#: joined to what is beside it, the space is plain.
PLAIN = re.compile(r"(?<=\S) (?=[;:?!](?!\w))|(?<=«) (?=\S)|(?<=\S) (?=»)")


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def entries(request):
    return [entry for entry in polib.pofile(str(request.param)) if not entry.obsolete]


def said(entry):
    return f"{entry.linenum}: {entry.msgid[:60]!r}"


def kept(text):
    """What must be kept of a text, in any order when it is named; unnamed ones in the order of the text."""
    found = [piece for piece in KEPT.findall(text) if piece != "%%"]
    return [piece for piece in found if re.fullmatch(r"%[^(]*", piece)], Counter(found)


def test_an_addon_with_one_language_has_the_other():
    folders = {path.parent for path in FILES}
    assert folders and FILES == sorted(folder / f"{language}.po" for folder in folders for language in ("fr", "nl"))


def test_no_entry_stands_twice(entries):
    times = Counter((entry.msgctxt, entry.msgid) for entry in entries)
    assert not [said(entry) for entry in entries if times[entry.msgctxt, entry.msgid] > 1]


def test_no_entry_is_fuzzy_or_left_empty(entries):
    assert not [said(entry) for entry in entries if entry.fuzzy or not entry.msgstr.strip()]


def test_a_translation_keeps_placeholders_and_tags(entries):
    assert not [said(entry) for entry in entries if kept(entry.msgid) != kept(entry.msgstr)]


def test_a_translation_keeps_the_spaces_at_its_ends(entries):
    """They join it to what stands before and after it."""
    assert not [
        said(e)
        for e in entries
        if [e.msgid[0] == " ", e.msgid[-1:] == " "] != [e.msgstr[0] == " ", e.msgstr[-1:] == " "]
    ]


def test_no_term_of_a_page_begins_or_ends_with_an_unbreakable_space(entries):
    """Odoo strips it when the term is loaded over another one: an update cut short would say something else."""
    pages = [entry for entry in entries if any("arch_db" in place for place, _line in entry.occurrences)]
    assert not [said(entry) for entry in pages if entry.msgstr.strip(" \n") != entry.msgstr.strip()]


@pytest.mark.parametrize("path", [path for path in FILES if path.stem == "fr"], ids=lambda path: path.parts[-3])
def test_no_sign_of_a_french_text_begins_a_line(path):
    broken = [said(entry) for entry in polib.pofile(str(path)) if not entry.obsolete and PLAIN.search(entry.msgstr)]
    assert not broken, "Write a no-break space (U+00A0) before ; : ? ! and inside « »."


@pytest.mark.parametrize("text", ["Pourquoi ?", "« Non »", "Le délai : %s", "Rien ; tout", "Attention !"])
def test_a_plain_space_before_a_sign_is_seen(text):
    assert PLAIN.search(text)
    assert not PLAIN.search(text.replace(" ", "\u00a0"))


def test_what_code_says_is_marked_so(entries):
    """Without its mark Odoo reads the translation as that of a field or of a page, and the code speaks English."""
    marks = {".py": "odoo-python", ".js": "odoo-javascript", ".xml": "odoo-javascript"}
    code = [(e, Path(place)) for e in entries for place, _line in e.occurrences if place.startswith("code:")]
    assert code
    assert not [said(e) for e, place in code if marks[place.suffix] not in e.comment]


@pytest.mark.parametrize(
    ("source", "translation"),
    [("%s of %s", "%s"), ("%(a)s", "%(b)s"), ("{name}", "{nom}"), ("<b>x</b>", "x"), ("%s: %d", "%d: %s")],
)
def test_a_lost_placeholder_is_seen(source, translation):
    assert kept(source) != kept(translation)


def test_the_order_of_named_placeholders_is_free():
    assert kept("%(a)s of %(b)s") == kept("%(b)s: %(a)s")


def test_every_path_of_the_catalogues_is_of_a_shipped_addon():
    assert {path.parent.parent for path in FILES} <= {
        Path(path).parent for path in ROOT.glob("addons/*/__manifest__.py")
    }
