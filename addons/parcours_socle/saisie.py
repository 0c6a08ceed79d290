# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a person may write by hand: the rest follows from steps, decisions or the register, and is refused in words."""

from odoo.exceptions import AccessError
from odoo.tools.misc import clean_context

#: What the chatter of a record writes by itself.
FIL = ("message_", "activity_", "my_activity_")


def hors_du_fil(noms):
    """Return those names of fields that are not of the chatter."""
    return {nom for nom in noms if not nom.startswith(FIL)}


def refuser_champs(records, noms, phrase):
    """Refuse a user's write on those fields; a name that is no field of the model is somebody else's to refuse.

    :param phrase: a lazy translation, with one ``%s`` for the labels
    :raise AccessError: naming the fields in the user's words
    """
    if interdits := {nom for nom in noms if nom in records._fields}:
        libelles = records.fields_get(interdits, ["string"])
        mots = ", ".join(sorted(libelles.get(nom, {}).get("string", nom) for nom in interdits))
        texte = records.env._(phrase)
        raise AccessError(texte % mots)


def sans_defauts(records):
    """Return these records without the defaults of the caller's context, which would say what only a step says. Those
    that users keep for themselves are left out for fields nobody types (`ir.default`)."""
    return records.with_env(records.env(context=clean_context(records.env.context)))
