# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Walk over the menus, the views and the windows of each role, and read what stands there in each language.

Runs inside `odoo shell`, on a base with people. What a screen says in advance (labels, helps, choices, buttons, names
of menus, actions and reports) must be a translation that some module ships; what it says of records is read as its
reader does, and must be in that language, without a technical name, a date of the database, or a second.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import polib
from babel import Locale
from lxml import etree

from odoo.exceptions import AccessError
from odoo.modules import get_module_path
from odoo.tools import html2plaintext
from odoo.tools.translate import xml_translate

from tests.ecrans import ROLES, own_fields
from tests.langues import HOLES, LANGUAGES, MODULES, ONE_EACH, RAW, TECHNICAL, foreign_to, sentences

#: Records of a model that are read as each role.
FIRST = 12
OURS = ("parcours.", "registre.", "sanction.")
#: What no language writes otherwise: figures, dates, signs.
NEUTRAL = re.compile(r"^[\W\d_]*$")
KINDS = ("list", "kanban", "form", "search", "graph", "pivot", "calendar")
SECONDS = re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b")
#: A day in figures, and one in words.
FIGURES = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|januari|februari|maart"
MONTHS += (
    "|april|mei|juni|juli|augustus|september|oktober|november|december|January|February|March|May|June|July|August"
)
IN_WORDS = re.compile(rf"\b\d{{1,2}}(?:er)? (?:{MONTHS})\b|\b(?:January|February|March|May|June|July|August) \d")
#: Read on the page of the auditor, where the second in which somebody looked is part of the proof.
TIMED = {"registre.consultation"}


def translations(env, language):
    """All that the installed modules ship in one language."""
    codes = dict.fromkeys((language.split("_")[0], language))
    said = set()
    for module in env["ir.module.module"].sudo().search([("state", "=", "installed")]).mapped("name"):
        for code in codes:
            path = Path(get_module_path(module) or ".") / "i18n" / f"{code}.po"
            if path.is_file():
                said |= {entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr and not entry.fuzzy}
    # languages are named by babel, in the reader's own (parcours.dossier.langue)
    said |= {name[:1].upper() + name[1:] for name in Locale.parse(language).languages.values()}
    return {trim(text) for text in said}


def made_of(said):
    """What matches the sentences that our code makes with values, the name of a step for example."""
    made = [text for text in said.values() if HOLES.search(text) and "\n" not in text and len(HOLES.sub("", text)) > 3]
    return re.compile("|".join(".+".join(map(re.escape, HOLES.split(trim(text)))) for text in made))


def trim(text):
    return " ".join(text.split())


class Walk:
    """One role, in one language: `.found` is ``{(where, kind): {texts}}``."""

    def __init__(self, env, login, language, shipped, made, foreign):
        user = env["res.users"].search([("login", "=", login)])
        context = {**user.context_get(), "lang": language, "allowed_company_ids": user.company_ids.ids}
        self.env = env(user=user.id, context=context, su=False)
        self.shipped, self.made, self.foreign, self.found = shipped, made, foreign, defaultdict(set)
        self.count = 0

    def said(self, place, text):
        """Something that a screen says in advance."""
        self.count += 1
        text = trim(text or "")
        if text and not NEUTRAL.match(text) and text not in self.shipped and not self.made.fullmatch(text):
            self.found[place].add(text[:120])

    def read(self, place, text, timed=False):
        """Something that a screen says of a record."""
        for match in (self.foreign.search(text), TECHNICAL.search(text), None if timed else SECONDS.search(text)):
            if match:
                self.found[place].add(match.group())
        for sentence in re.split(r"[.;\n]\s", html2plaintext(text) if "<" in text else text):
            if FIGURES.search(sentence) and IN_WORDS.search(sentence):
                self.found[place].add(f"two formats: {sentence[:120]}")

    def menus(self):
        for menu in self.env["ir.ui.menu"].load_menus(False).values():
            self.said("menu", menu["name"] if menu["id"] else "")
            if menu.get("action_model") == "ir.actions.act_window":
                action = self.env["ir.actions.act_window"].browse(menu["action_id"])._get_action_dict()
                self.said("action", action["name"])
                if action["res_model"].startswith(OURS):
                    for term in self.terms(action.get("help") or ""):
                        self.said(f"help of {action['res_model']}", term)

    @staticmethod
    def terms(arch):
        """The texts of a view, as they are translated."""
        found = []
        if arch:
            xml_translate(lambda term: found.append(term) or None, arch)
        return found

    def views(self, name):
        """The views of a model, and the records that they show."""
        model = self.env[name]
        kinds = self.env["ir.ui.view"].sudo().search([("model", "=", name), ("type", "in", KINDS)]).mapped("type")
        if not kinds:
            return
        asked = [(False, kind) for kind in dict.fromkeys(kinds)]
        views = model.get_views(asked, {"load_filters": True, "toolbar": True})
        shown = {}
        for kind, view in views["views"].items():
            for term in self.terms(view["arch"]):
                self.said(f"{name} {kind}", term)
            for actions in (view.get("toolbar") or {}).values():
                for action in actions:
                    self.said(f"{name} toolbar", action.get("name"))
            if kind in ("list", "kanban", "form"):
                shown |= dict.fromkeys(own_fields(etree.fromstring(view["arch"])))
        for model_name, described in views["models"].items():
            if model_name.startswith(OURS):
                self.fields(model_name, described["fields"])
        if not model._transient:
            read = [field for field in shown if field in model._fields and (name, field) not in RAW]
            self.records(model, [field for field in read if not ONE_EACH.search(field)])

    def fields(self, model, fields):
        for name, field in fields.items():
            # what only the engine of the screens reads says so
            if getattr(self.env[model]._fields[name], "export_string_translation", True):
                self.said(f"{model}.{name}", field.get("string"))
                self.said(f"{model}.{name} help", field.get("help"))
            for _key, label in field.get("selection") or ():
                self.said(f"{model}.{name} choice", label)

    def records(self, model, fields):
        try:
            records = model.search([], limit=FIRST, order="id desc")
        except AccessError:
            return
        for record in records:
            self.read(f"{model._name} name", record.display_name or "", model._name in TIMED)
            for name in fields:
                field = model._fields[name]
                try:
                    value = record[name]
                except AccessError:
                    continue
                if field.type in ("char", "text", "html") and value:
                    self.read(f"{model._name}.{name}", str(value), model._name in TIMED)
                elif field.type == "many2one" and value and field.comodel_name not in ("res.users", "res.partner"):
                    self.read(f"{model._name}.{name}", value.sudo().display_name or "")

    def go(self):
        """Read it all; return ``[{where: texts}, how many were read]``."""
        with self.env.cr.savepoint() as point:
            self.menus()
            for name in sorted(self.env.registry):
                model = self.env[name]
                ours = model._original_module in MODULES and model._auto
                if ours and not model._abstract and model.has_access("read"):
                    self.views(name)
            point.rollback()
        self.env.invalidate_all()
        return {place: sorted(texts) for place, texts in sorted(self.found.items())}, self.count


def main(env):
    """Print, as JSON, {language: {login: [{where: texts}, how many]}}; nothing is kept."""
    everything = {}
    known = sentences()
    for language in LANGUAGES:
        read = translations(env, language), made_of(known[language]), foreign_to(language, known)
        everything[language] = {login: Walk(env, login, language, *read).go() for login in ROLES}
    env.cr.rollback()
    print(json.dumps(everything))  # noqa: T201
