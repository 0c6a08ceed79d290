# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..jour import maintenant

GESTES = [
    ("propose", "Proposed"),
    ("retire", "Proposal withdrawn"),
    ("essaie", "Proposal tried"),
    ("confirme", "Confirmed"),
    ("modifie", "Changed"),
    ("cree", "Added"),
    ("supprime", "Deleted"),
]


def simple(record, nom):
    """Return the value of a field as JSON keeps it: the id of a record, ISO text for a day or a moment."""
    champ = record._fields[nom]
    valeur = champ.convert_to_write(record[nom], record)
    return champ.to_string(valeur) if champ.type in ("date", "datetime") and valeur else valeur


class ReglageTrace(models.Model):
    """One change of a setting: who, when, from what, to what. Append-only, for everybody.

    Values are kept as they are stored (`avant`, `apres`) and said in the reader's language. Of what may be a secret
    only its name is kept.
    """

    _name = "reglage.trace"
    _inherit = ["nom.lisible"]
    _description = "Change of a setting"
    _order = "id desc"
    _noms = ("objet", "geste", "date")

    date = fields.Datetime("On", required=True, readonly=True, default=maintenant)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    login = fields.Char("Login at that moment", readonly=True)
    propose_par_id = fields.Many2one("res.users", "Proposed by", readonly=True, ondelete="set null")
    geste = fields.Selection(GESTES, "What was done", required=True, readonly=True)
    res_model = fields.Char("Kind of record", readonly=True, index=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    objet = fields.Char("Setting of", readonly=True)
    champ = fields.Char("Short name of the setting", readonly=True)
    avant = fields.Json("Before", readonly=True)
    apres = fields.Json("After", readonly=True)
    phrase = fields.Char("Change", compute="_compute_phrase")

    @api.depends("res_model", "champ", "avant", "apres")
    @api.depends_context("lang")
    def _compute_phrase(self):
        for trace in self:
            trace.phrase = trace._dire(trace.res_model, trace.champ, trace.avant, trace.apres) if trace.champ else ""

    @api.model
    def _dire(self, modele, nom, avant, apres):
        """Return "setting: from → to", in the reader's language."""
        champ = modele in self.env and self.env[modele]._fields.get(nom)
        if not champ:
            return f"{nom}: {avant or '-'} → {apres or '-'}"
        mots = [self._mot_de(champ, valeur) for valeur in (avant, apres)]
        return f"{champ._description_string(self.env)}: {mots[0]} → {mots[1]}"

    @api.model
    def _mot_de(self, champ, valeur):
        """Return a stored value of a field as the reader writes it; a dash for nothing."""
        if champ.type == "boolean":
            return self.env._("yes") if valeur else self.env._("no")
        if valeur in (False, None, ""):
            return "-"
        match champ.type:
            case "selection":
                return dict(champ._description_selection(self.env)).get(valeur, valeur)
            case "many2one":
                # superuser: what a setting was is called by its name, whoever may see the record
                return self.env[champ.comodel_name].sudo().browse(valeur).exists().display_name or "-"
            case "date":
                return format_date(self.env, valeur)
            case "datetime":
                return format_datetime(self.env, valeur, dt_format="short")
        return str(valeur)

    @api.model
    def _noter(self, objet, geste, changements, propose_par=None):
        """Keep what was done to a record.

        :param objet: one record
        :param changements: ``{name of a field: (before, after)}``, as stored; none: the act alone
        :param propose_par: the user who had proposed it
        """
        # superuser: written by what changes a setting, never by a user
        self.sudo().create(
            [
                {
                    "user_id": self.env.uid,
                    "login": self.env.user.login,
                    "propose_par_id": propose_par.id if propose_par else False,
                    "geste": geste,
                    "res_model": objet._name,
                    "res_id": objet.id,
                    "objet": objet.display_name,
                    "champ": nom,
                    "avant": avant,
                    "apres": apres,
                }
                for nom, (avant, apres) in (changements or {False: (False, False)}).items()
            ]
        )

    @contextmanager
    def _suivre(self, objets, noms, lire=simple):
        """Keep what changes in these fields of these records inside the block; where nothing does, nothing is kept.

        :param lire: ``f(record, field) -> what is kept of it``
        """
        avant = [{nom: lire(objet, nom) for nom in noms} for objet in objets]
        yield
        for objet, valeurs in zip(objets, avant, strict=True):
            apres = {nom: (valeur, lire(objet, nom)) for nom, valeur in valeurs.items()}
            if changes := {nom: paire for nom, paire in apres.items() if paire[0] != paire[1]}:
                self._noter(objet, "modifie", changes)

    def _suivre_mots(self, objets, noms):
        """As `_suivre`, links to several records kept as the names they had, in the language of who changes them."""
        champs = (objets._fields.get(nom) for nom in noms)
        lus = [champ.name for champ in champs if champ and (champ.store or champ.related)]
        return self._suivre(objets, lus, self._en_mots)

    @api.model
    def _en_mots(self, objet, nom):
        if objet._fields[nom].type not in ("one2many", "many2many"):
            return simple(objet, nom)
        return ", ".join(sorted(objet[nom].mapped("display_name")))

    def write(self, vals):
        raise UserError(self.env._("What was changed, and by whom, is never rewritten. Nothing was saved."))

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        raise UserError(self.env._("What was changed, and by whom, is never deleted. Nothing was saved."))
