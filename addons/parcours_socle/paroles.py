# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What our own code writes into a record, kept in each language of the screens: whoever reads it, reads it in theirs.

`dire` makes a text in every language; a column that may keep one is a `Parole`, and the thread of a record takes one as
the body of a message (`mail.thread`). What a person writes there is said once, for everybody.
"""

from psycopg2.extras import Json

from odoo import fields


class Dit(str):
    """A text of ours, in every language of the screens; as a plain text, in the language of whoever caused it."""

    def __new__(cls, langues, langue=None):
        """:param dict langues: ``{language: text}``, English among them"""
        dit = super().__new__(cls, langues.get(langue or "en_US") or langues["en_US"])
        dit.langues = langues
        return dit


def langues_des_ecrans(env):
    """Return the codes of the languages that screens are read in, English first."""
    return list(dict.fromkeys(["en_US", *(code for code, _nom in env["res.lang"].get_installed())]))


def dire(records, phrase):
    """Return what is said in each language, or "" when there is nothing to say.

    :param phrase: ``f(records in one language) -> text``
    """
    langues = {code: phrase(records.with_context(lang=code)) or "" for code in langues_des_ecrans(records.env)}
    return Dit(langues, records.env.lang) if any(langues.values()) else ""


def dire_chacun(records, phrases):
    """Return ``{id: what is said of that record in each language}``, without those of whom nothing is said.

    :param phrases: ``f(records in one language) -> {id: text}``
    """
    langues = {code: phrases(records.with_context(lang=code)) for code in langues_des_ecrans(records.env)}
    return {
        identifiant: Dit({code: textes.get(identifiant) or "" for code, textes in langues.items()}, records.env.lang)
        for identifiant in records.ids
        if any(textes.get(identifiant) for textes in langues.values())
    }


class EnChaqueLangue:
    """Stored as any translated text of Odoo. Nobody translates it on screen, and nobody's words are those of one
    language only: they take the place of all of them.
    """

    translate = True

    def __init__(self, *args, **kwargs):
        # Said in so many words: at an update Odoo looks there whether a column that is translated stays so, and would
        # put a plain field in the place of this one.
        super().__init__(*args, **{"translate": True, **kwargs})

    def _get_attrs(self, model_class, name):
        # as a whole, HTML too: never term by term
        return super()._get_attrs(model_class, name) | {"translate": True}

    def _description_translate(self, env):
        return False

    def dit(self, record):
        """Return what a record says, to be written elsewhere: in each language when it is ours."""
        return dire(record, lambda lu: lu[self.name])

    def convert_to_cache(self, value, record, validate=True):
        if isinstance(value, Dit):
            value = Dit(value.langues, record.env.lang)
        return super().convert_to_cache(value, record, validate)

    def _dits(self, value, record):
        """Return these words of ours as the column keeps them: ``{language: text}``."""
        return {code: self.convert_to_cache(texte, record) for code, texte in value.langues.items()}

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if isinstance(value, Dit):
            return Json(self._dits(value, record))
        return super().convert_to_column_insert(value, record, values, validate)

    def write(self, records, value):
        if not value:
            super().write(records, value)
            return
        langues = langues_des_ecrans(records.env)
        dits = value if isinstance(value, Dit) else Dit(dict.fromkeys(langues, str(value)))
        # every language at once, in place of whatever was said before
        self._update_cache(
            records.with_context(prefetch_langs=True),
            self._dits(dits, records),
            dirty=self.store and any(records._ids),
        )


class Parole(EnChaqueLangue, fields.Text):
    """A text that our own code writes in each language, or a person once."""


class ParoleBreve(EnChaqueLangue, fields.Char):
    """The same, of one line."""


class ParoleHtml(EnChaqueLangue, fields.Html):
    """The same, with its layout: as HTML, cleaned as any is."""
