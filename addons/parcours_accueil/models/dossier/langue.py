# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The languages of a person: that of the acts about them, as they wish, and the one in which they are best spoken to
(loi.md §7b). Each is asked, and signed."""

from babel import Locale

from odoo import api, fields, models
from odoo.tools import remove_accents

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import GROUPES_FAITS, GROUPES_IDENTITE, GROUPES_REGISTRE, LANGUES

#: Languages in which people are spoken to, by the codes of ISO 639 (`fa_AF`: Dari); their names are those of the
#: Unicode repository, in the reader's language.
# fmt: off
LANGUES_CONTACT = (
    "aa", "ak", "am", "ar", "ary", "az", "bg", "bm", "bn", "bo", "bs", "ckb", "cs", "de", "ee", "el", "en", "es",
    "et", "fa", "fa_AF", "ff", "fil", "fr", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "ja", "ka",
    "kab", "kg", "ko", "ku", "ln", "lt", "lua", "lv", "mg", "mk", "ml", "mn", "ne", "nl", "om", "pa", "pl", "ps",
    "pt", "rif", "rn", "ro", "rom", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th",
    "ti", "tr", "tzm", "ug", "uk", "ur", "uz", "vi", "wo", "yo", "yue", "zh",
)
# fmt: on
#: Each language of a file -> the day on which it was asked, and who asked.
SIGNATURES = {
    "langue": ("langue_date", "langue_par_id"),
    "langue_contact": ("langue_contact_date", "langue_contact_par_id"),
}


class DossierLangue(models.AbstractModel):
    """Never derived from the register, the commune or the screen of the agent: empty until the person was asked."""

    _name = "parcours.dossier.langue"
    _description = "Pathway file: its languages"

    langue = fields.Selection(
        LANGUES,
        "Language of the letters",
        tracking=True,
        help="As the person wishes. Empty: not asked yet, and letters go out in both languages.",
    )
    langue_date = fields.Date("Language asked on", readonly=True, groups=GROUPES_REGISTRE)
    langue_par_id = fields.Many2one(
        "res.users", "Language asked by", readonly=True, ondelete="restrict", groups=GROUPES_REGISTRE
    )

    # figures count it, the unknown ones too (loi.md §9)
    langue_contact = fields.Selection(
        "_langues_contact",
        "Contact language",
        tracking=True,
        groups=",".join(dict.fromkeys(f"{GROUPES_IDENTITE},{GROUPES_FAITS}".split(","))),
        help="The language in which the person is best spoken to. Acts are in French or Dutch all the same.",
    )
    langue_contact_date = fields.Date("Contact language asked on", readonly=True, groups=GROUPES_REGISTRE)
    langue_contact_par_id = fields.Many2one(
        "res.users", "Contact language asked by", readonly=True, ondelete="restrict", groups=GROUPES_REGISTRE
    )

    @api.model
    def _langues_contact(self):
        """Return ``[(code, name)]`` of the contact languages, by name, in the reader's language."""
        noms = Locale.parse(self.env.lang or "en_US").languages
        dits = [(code, noms[code][:1].upper() + noms[code][1:]) for code in LANGUES_CONTACT]
        return sorted(dits, key=lambda dit: remove_accents(dit[1]))

    def _signer_langues(self, vals):
        """Return values to write that name a language, with who asked for it and when; what already says so stays."""
        signes = {}
        for langue in vals.keys() & SIGNATURES.keys():
            connue, (quand, par) = bool(vals[langue]), SIGNATURES[langue]
            signes |= {quand: connue and aujourdhui(), par: connue and self.env.uid}
        return signes | vals
