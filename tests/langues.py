# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Read all that a base holds as somebody of each language does, and find what is said there in another one.

Runs inside `odoo shell`, on a base in which people lived: what a robot stored in the words of who caused it, an English
source that fell through, a technical name or a date of the database show here and nowhere else.
"""

import json
import re
from collections import Counter

from odoo.exceptions import AccessError
from odoo.tools.translate import code_translations

MODULES = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
OURS = ("parcours.", "registre.", "sanction.", "mail.activity", "mail.tracking.value")
LANGUAGES = ("fr_BE", "nl_BE")
#: Shorter ones are words that languages share.
LENGTH = 14
#: What a value is put into.
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd%]|\n|<[^>]*>")
#: Models that are read whole, the others their newest records.
NEWEST = 400
#: Columns of which each is one language's, by their nature, are called so.
ONE_EACH = re.compile(r"_(?:fr|nl|en)$")
#: Kept as the register or the engine reads them; screens show another field made of them.
RAW = {("parcours.regle", "domaine"), ("parcours.regle", "domaine_doute"), ("registre.information", "date_texte")}
RAW |= {("registre.information", "date_fin_texte"), ("registre.personne", "date_deces_texte")}
RAW |= {("registre.personne", "naissance_texte"), ("registre.personne", "carte_expiration_texte")}
# what a letter says is what was printed, in the language of the letter
RAW |= {("parcours.courrier", nom) for nom in ("objet", "contact", "mention_texte", "adresse", "precision")}
#: `model,id`, and days as the database writes them.
TECHNICAL = re.compile(
    r"\b(?:parcours|sanction|registre|mail|res|ir)(?:\.[a-z_]+)+,\d+|\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"
)


def sentences():
    """``{language: {source: text}}`` of our code, English among them."""
    said = {"en_US": {}, **{code: {} for code in LANGUAGES}}
    for module in MODULES:
        sources = code_translations.get_python_translations(module, LANGUAGES[0])
        said["en_US"] |= {source: source for source in sources}
        for code in LANGUAGES:
            said[code] |= code_translations.get_python_translations(module, code)
    return said


def foreign_to(language, said):
    """What matches a piece of a sentence of ours in another language that is in none of this one."""
    own = "\n".join(said[language].values())
    pieces = {
        piece.strip(" .:;,“”«»()")
        for code, texts in said.items()
        if code != language
        for text in texts.values()
        for piece in HOLES.split(text)
    }
    pieces = sorted((p for p in pieces if len(p) >= LENGTH and p not in own), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, pieces)))


def texts(model):
    """The names of the fields of a model that a person reads as text."""
    return [
        name
        for name, field in model._fields.items()
        if field.type in ("char", "text", "html") and (model._name, name) not in RAW and not ONE_EACH.search(name)
    ]


def read(env, language):
    """Yield (model, field, id, text) of all that is said of our records, to a reader of that language."""
    for name in sorted(env.registry):
        model = env[name].with_context(lang=language, active_test=False)
        if not name.startswith(OURS) or model._abstract or model._transient or not model._auto:
            continue
        records = model.search([], limit=NEWEST, order="id desc")
        for field in texts(model):
            for record in records:
                try:
                    if value := record[field]:
                        yield name, field, record.id, str(value)
                except AccessError:
                    break
    # of a thread: what a reader is shown of what no person wrote
    messages = env["mail.message"].with_context(lang=language)
    for message in messages.search([("message_type", "=", "notification")], limit=NEWEST, order="id desc"):
        yield "mail.message", "body", message.id, str(message.parole or message.body or "")


def main(env):
    """Print, as JSON, {language: {"model.field": [[what is said there, how often], …]}}; nothing is kept."""
    said, found = sentences(), {}
    for language in LANGUAGES:
        foreign, here = foreign_to(language, said), {}
        for model, field, _number, text in read(env, language):
            for match in (foreign.search(text), TECHNICAL.search(text)):
                if match:
                    here.setdefault(f"{model}.{field}", Counter())[match.group()] += 1
        found[language] = {place: counted.most_common(5) for place, counted in here.items()}
        env.invalidate_all()
    env.cr.rollback()
    print(json.dumps(found))  # noqa: T201
