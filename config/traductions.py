# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Bring the .po files of the addons up to date with their terms: `./parcours shell config/traductions.py`.

Terms that are still to be translated are listed in `.parcours/traductions/fr.json` and `nl.json` as {term: ""}. Fill
them in and run it again: they go into the .po files. A term translated in one addon serves the others.
PARCOURS_BASE=parcours_test takes the terms from the template of the tests, which `./parcours test` keeps fresh.
"""

import io
import json
import os
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

ROOT = Path(__file__).resolve().parents[1]
MODULES = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
LANGUAGES = ("fr", "nl")


def catalogue(module, language):
    """Return the .po file of a module, with what it holds already."""
    return polib.pofile(str(ROOT / "addons" / module / "i18n" / f"{language}.po"), wrapwidth=78)


def template(env, module):
    """Return the terms of a module as it is installed."""
    text = io.BytesIO()
    trans_export(False, [module], text, "po", env)
    return polib.pofile(text.getvalue().decode())


def refresh(env, folder, language):
    """Write the .po files of one language; return how many terms of each module lack a translation."""
    path = folder / f"{language}.json"
    given = {term: text for term, text in json.loads(path.read_text("utf-8")).items() if text} if path.exists() else {}
    old = {module: {e.msgid: e.msgstr for e in catalogue(module, language) if e.msgstr} for module in MODULES}
    shared = {term: text for texts in old.values() for term, text in texts.items()}
    missing = {}
    for module in MODULES:
        new = template(env, module)
        new.metadata = catalogue(module, language).metadata
        new.header = catalogue(module, language).header
        for entry in new:
            entry.msgstr = old[module].get(entry.msgid) or given.get(entry.msgid) or shared.get(entry.msgid) or ""
            if not entry.msgstr:
                missing[entry.msgid] = ""
        new.save(str(ROOT / "addons" / module / "i18n" / f"{language}.po"))
    path.write_text(json.dumps(missing, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    return len(missing)


def main(env):
    folder = Path(os.environ.get("PARCOURS_ETAT") or ROOT / ".parcours") / "traductions"
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        print(f"{language}: {refresh(env, folder, language)} terms to translate, in {folder / language}.json")


main(env)  # noqa: F821  (`env` is given by odoo shell)
