# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import frozendict
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.saisie import refuser_champs

_lt = LazyTranslate(__name__)

#: Codes of IT 001 with three digits are countries, those with five communes or special codes.
TABLES = [
    ("nationalite", "Nationality or country"),
    ("carte", "Residence document"),
    ("motif", "Reason of residence"),
    ("commune", "Commune"),
    ("registre", "Register"),
    ("situation", "Situation"),
    ("etat_civil", "Civil status"),
    ("role", "Place in the family"),
    ("asile", "Kind of asylum seeker"),
    ("protection", "Refugee status"),
]

#: Tables that nobody has published: the register's own words are taken from its answers (IT -> table).
TABLES_APPRISES = {"120": "etat_civil", "140": "role", "141": "role", "205": "asile", "206": "protection"}
#: Documents of which only the words are published, not the codes: annexes that stand in for a card, and cards.
ANNEXES = re.compile(r"\b(?:annexe|bijlage|anlage)\s*(?:12|15|35)\b", re.IGNORECASE)
CARTES = re.compile(r"\b(?:carte|karte)\s+(?:[HIJKLN]|EU\+)(?![\w+’'])|\b(?:[HIJKLN]|EU\+)[- ]kaart\b", re.IGNORECASE)
#: Of the refugee status too: the words of one that is a protection, and of one that is none.
PROTECTIONS = re.compile(r"\b(?:reconnue?|erkend|anerkannt\w*|subsidiaire|subsidiär\w*)\b", re.IGNORECASE)
CANDIDATS = re.compile(r"\b(?:candidate?|demandeuse|demandeur|kandida\w*|asielzoek\w+|verzoeker)\b", re.IGNORECASE)
#: Words that may say the contrary of those beside them.
RESERVES = re.compile(
    r"\b(?:non|niet|nicht|pas|refus\w*|weiger\w*|retir\w*|retrait|intrekking|exclu\w*)\b", re.IGNORECASE
)
#: What a code is, as we ship it or as the register's own label says it; no user writes it.
MARQUES = ("ue_plus", "long_sejour", "remplacement", "garde_statut", "protection")
#: What a user writes: the words, and for when they are.
ECRITS = {"label_fr", "label_nl", "label_en", "date_from", "date_to", "a_confirmer"}
SENS_DES_VERSIONS = _lt(
    "What a code means is not written here: %s. Nothing was saved. It is part of a version of the law, which two "
    "people publish."
)
#: Longest label taken from an answer.
LONGUEUR_LIBELLE = 100


class RegistreCode(models.Model):
    """One code of one of the register's tables, with its labels and validity.

    A code may end in "x" characters, each standing for any digit ("0102xx", "8xx"); the exact code wins over such a
    pattern. A code that is in no table is never an error: it is stored and shown as it came.

    A manager writes the labels, which is traced. What a code *is* (`MARQUES`) is what we ship, or follows from the
    register's own label, and is read through one door (`_sens`), where the floor above begins; a code that somebody
    adds on screen is of a kind not known.
    """

    _name = "registre.code"
    _description = "Register code"
    _inherit = ["code.fixe"]
    _codes = ("table", "code")
    _order = "table, code, date_from"
    _rec_names_search = ["code", "label_fr", "label_nl", "label_en"]

    table = fields.Selection(TABLES, required=True)
    code = fields.Char(required=True, size=8)
    label_fr = fields.Char(string="Label in French", required=True)
    label_nl = fields.Char(string="Label in Dutch", required=True)
    label_en = fields.Char(string="Label in English", help="In French when it is empty.")
    date_from = fields.Date(string="Valid from")
    date_to = fields.Date(string="Valid until")
    ue_plus = fields.Boolean(
        string="EU, EEA or Switzerland",
        help="Nationality of a member state of the European Union, Iceland, Liechtenstein, Norway or Switzerland.",
    )
    long_sejour = fields.Boolean(
        string="More than three months", help="Document that is by itself a residence permit of more than three months."
    )
    remplacement = fields.Boolean(
        string="Stands in for a card",
        help="Annex that stands in for a card for a while (lost, expired, not yet made): the kind of the last card "
        "goes on.",
    )
    genre_inconnu = fields.Boolean(
        string="Kind not known",
        help="Document or refugee status seen in answers of the register of which nobody has told what it is.",
    )
    garde_statut = fields.Boolean(
        string="Temporary status goes on",
        help="Card with which a temporary stay or temporary protection goes on; any other card ends it.",
    )
    protection = fields.Boolean(
        string="International protection",
        help="Nationality, reason of residence or refugee status of somebody who has international protection.",
    )
    a_confirmer = fields.Boolean(string="To be confirmed", help="Not confirmed by the administration yet.")

    _code_uniq = models.UniqueIndex('("table", code, date_from)', "This code is already in the table.")

    @api.constrains("code")
    def _check_code(self):
        self._verifier_codes(self.mapped("code"))

    @api.model
    def _verifier_codes(self, codes):
        """Refuse what is no code.

        :raise ValidationError: saying what a code is
        """
        for code in codes:
            chiffres = code.rstrip("x")
            if not chiffres or not chiffres.isdigit():
                raise ValidationError(
                    self.env._("A code is made of digits; only its last characters may be x, for any digit.")
                )

    @api.depends("code", "label_fr", "label_nl", "label_en")
    @api.depends_context("lang")
    def _compute_display_name(self):
        champ = self._champ_libelle()
        for record in self:
            record.display_name = record[champ] or record.label_fr or record.code

    @api.model
    def _champ_libelle(self):
        champ = f"label_{(self.env.lang or 'fr')[:2]}"
        return champ if champ in self._fields else "label_fr"

    @api.model
    @tools.ormcache("champ")
    def _libelles(self, champ):
        """Return {(table, code): label} of every code; the label now valid when a code has several."""
        # The tables are public; the cache is shared by all users.
        codes = self.sudo().search_fetch([], ["table", "code", champ, "label_fr"], order="date_from NULLS FIRST, id")
        return {(c.table, c.code): c[champ] or c.label_fr for c in codes}

    @api.model
    def _libelle(self, table, code):
        """Return the label of a code in the reader's language, or "code 123" for a code in no table, "" for none."""
        if not code:
            return ""
        libelles = self._libelles(self._champ_libelle())
        for nombre in range(len(code)):
            motif = code[: len(code) - nombre] + "x" * nombre
            if (table, motif) in libelles:
                return libelles[table, motif]
        return self.env._("code %s", code)

    @api.model
    @tools.ormcache()
    def _sens(self):
        """Return ``{(table, code): marks}`` of the codes whose kind is known: those of `MARQUES` that hold."""
        # The tables are public; the cache is shared by all users.
        codes = self.sudo().search_fetch([("genre_inconnu", "=", False)], ["table", "code", *MARQUES])
        sens = {}
        for code in codes:
            cle = code.table, code.code
            sens[cle] = sens.get(cle, frozenset()) | {marque for marque in MARQUES if code[marque]}
        return frozendict(sens)

    @api.model
    def _apprendre(self, entrees):
        """Add the codes of the unpublished tables that these entries (`soap.modele.Entree`, each with a label) use for
        the first time; of the cards, those that their label names (`ANNEXES`, `CARTES`). What they are follows from
        their label (`_valeurs_apprises`).

        The label is the register's, in the language of our requests, for both languages and to be confirmed: a manager
        translates it on screen, and it is never read again from an answer.
        """
        libelles = {
            (TABLES_APPRISES[entree.it], entree.code): entree.libelle
            for entree in entrees
            if entree.code.isdigit() and entree.it in TABLES_APPRISES
        }
        documents = {("carte", entree.code): entree.libelle for entree in entrees if entree.it == "195"}
        libelles |= {
            cle: libelle
            for cle, libelle in documents.items()
            if cle[1].isdigit() and (ANNEXES.search(libelle) or CARTES.search(libelle))
        }
        connus = self._libelles("label_fr")
        nouveaux = {cle: libelle for cle, libelle in libelles.items() if cle not in connus and len(cle[1]) <= 8}
        self.create(
            [
                {
                    "table": table,
                    "code": code,
                    "label_fr": libelle[:LONGUEUR_LIBELLE],
                    "label_nl": libelle[:LONGUEUR_LIBELLE],
                    "a_confirmer": True,
                    **self._valeurs_apprises(table, libelle),
                }
                for (table, code), libelle in nouveaux.items()
            ]
        )

    @api.model
    def _valeurs_apprises(self, table, libelle):
        """Return what the label of a code that was learned says it is; a refugee status that it does not name is of a
        kind not known."""
        if table == "carte":
            annexe = bool(ANNEXES.search(libelle))
            return {"remplacement": annexe, "long_sejour": not annexe}
        if table != "protection":
            return {}
        candidat = bool(CANDIDATS.search(libelle))
        protege = bool(PROTECTIONS.search(libelle)) and not candidat and not RESERVES.search(libelle)
        return {"protection": protege, "genre_inconnu": not (protege or candidat)}

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self.env.registry.clear_cache()
        if self.env.su:
            return super().create(vals_list)
        self._refuser_sens(set().union(*vals_list) - {"table", "code"})
        # explicit: no default of a context or of a user says what a code is
        neutres = dict.fromkeys(MARQUES, False) | {"genre_inconnu": True}
        codes = super().create([{**vals, **neutres} for vals in vals_list])
        for code in codes:
            self.env["reglage.trace"]._noter(code, "cree", {})
        return codes

    def write(self, vals):
        self.env.registry.clear_cache()
        if self.env.su:
            return super().write(vals)
        self._refuser_sens(vals.keys() - {"table", "code"})
        with self.env["reglage.trace"]._suivre(self, vals.keys() & self._fields.keys()):
            return super().write(vals)

    @api.model
    def _refuser_sens(self, noms):
        """Refuse a user's word on what a code is.

        :raise AccessError: naming it
        """
        refuser_champs(self, set(noms) - ECRITS, SENS_DES_VERSIONS)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _proteger(self):
        """After the tables are loaded: an update of the module adds new codes and leaves what a manager changed."""
        # Only marks this module's own data records, at install and update.
        donnees = self.env["ir.model.data"].sudo()
        donnees.search([("module", "=", "registre_national"), ("model", "=", self._name)]).noupdate = True
