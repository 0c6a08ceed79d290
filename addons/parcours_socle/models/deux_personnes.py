# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..jour import maintenant
from ..saisie import refuser_champs, sans_defauts
from .reglage_trace import simple

_lt = LazyTranslate(__name__)

#: What only the steps below write.
CHAMPS_PROPOSITION = {"proposition", "propose_par", "propose_le"}
A_LA_MAIN = _lt("Nobody writes this by hand: %s. Nothing was saved.")


class _Essai(Exception):
    """Ends the trial of a proposal, of which nothing stays."""


class DeuxPersonnes(models.AbstractModel):
    """A record of which two people change what matters (`_a_deux`): what one writes there is kept as a proposal, the
    record goes on with what it had, and another one who may write it confirms the proposal or withdraws it::

        write ──> proposed ──another one confirms──> in use
                      └──withdrawn──> nothing

    Every change of it by a user is traced (`reglage.trace`), of the other fields too. What updates and the engine write
    is written.
    """

    _name = "deux.personnes"
    _description = "What two people change"

    #: The fields that two people change.
    _a_deux = ()
    #: The other fields that one person may write; None: all.
    _libres = None

    proposition = fields.Json("Proposed values", readonly=True, copy=False)
    proposition_texte = fields.Text("Proposed change", compute="_compute_proposition_texte")
    propose_par = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    propose_le = fields.Datetime("Proposed on", readonly=True, copy=False)

    @api.depends("proposition")
    @api.depends_context("lang")
    def _compute_proposition_texte(self):
        trace = self.env["reglage.trace"]
        for record in self:
            record.proposition_texte = "\n".join(
                trace._dire(self._name, nom, simple(record, nom), valeur)
                for nom, valeur in (record.proposition or {}).items()
            )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        # a default in the context must not say what was proposed, or by whom
        self = sans_defauts(self)
        self._refuser_ecriture(set().union(*vals_list))
        proposees = [{nom: vals[nom] for nom in self._a_deux if nom in vals} for vals in vals_list]
        # neither a default of the context nor one that a user set: what the model says
        neutres = {nom: champ.default(self) if (champ := self._fields[nom]).default else False for nom in self._a_deux}
        records = super().create([{**vals, **neutres} for vals in vals_list])
        for record, valeurs in zip(records, proposees, strict=True):
            self.env["reglage.trace"]._noter(record, "cree", {})
            record._proposer(valeurs)
        return records

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._refuser_ecriture(vals)
        libres = {nom: valeur for nom, valeur in vals.items() if nom not in self._a_deux}
        if libres:
            with self.env["reglage.trace"]._suivre(self, self._traces(libres)):
                super().write(libres)
        if len(libres) < len(vals):
            for record in self:
                record._proposer({nom: valeur for nom, valeur in vals.items() if nom in self._a_deux})
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_tracee(self):
        for record in self if not self.env.su else ():
            self.env["reglage.trace"]._noter(record, "supprime", {})

    @api.model
    def _traces(self, noms):
        """Return those of the fields whose values are kept when they change."""
        suites = ("one2many", "many2many")
        return [nom for nom in noms if (champ := self._fields.get(nom)) and champ.store and champ.type not in suites]

    @api.model
    def _refuser_ecriture(self, noms):
        """Refuse what nobody writes by hand.

        :raise AccessError: naming it
        """
        refuses = [
            nom
            for nom in noms
            if nom in CHAMPS_PROPOSITION
            or (self._libres is not None and nom not in self._libres and nom not in self._a_deux)
        ]
        refuser_champs(self, refuses, A_LA_MAIN)

    def _proposer(self, vals):
        """Keep values as what is proposed, beside what was proposed before by the same person.

        :raise UserError: when somebody else's proposal waits
        :raise ValidationError: when they could not be used
        """
        self.ensure_one()
        self.check_access("write")
        if self.propose_par and self.propose_par != self.env.user:
            raise UserError(
                self.env._(
                    "%(name)s proposed a change of “%(record)s” that waits. Nothing was saved. Confirm it or withdraw "
                    "it first.",
                    name=self.propose_par.name,
                    record=self.display_name,
                )
            )
        voulues = (self.proposition or {}) | vals
        lues = self._essayer(voulues, lambda record: {nom: simple(record, nom) for nom in voulues})
        proposees = {nom: valeur for nom, valeur in lues.items() if valeur != simple(self, nom)}
        if proposees == (self.proposition or {}):
            return
        # superuser: a proposal is written by this step alone; the right on the record was checked above
        self.sudo().write(
            {
                "proposition": proposees or False,
                "propose_par": proposees and self.env.uid,
                "propose_le": proposees and maintenant(),
            }
        )
        paires = {nom: (simple(self, nom), valeur) for nom, valeur in proposees.items()}
        self.env["reglage.trace"]._noter(self, "propose" if proposees else "retire", paires)

    def _essayer(self, vals, lire):
        """Return what `lire` says of the record as it would be with these values; nothing of them stays.

        :raise ValidationError: when the record refuses them
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                # superuser: undone at once; the right on the record was checked by the caller
                essai = self.sudo()
                essai.write(vals)
                essai.flush_recordset()
                raise _Essai(lire(essai))
        except _Essai as fin:
            return fin.args[0]

    def action_confirmer_proposition(self):
        """Use what somebody else proposed.

        :raise UserError: when nothing is proposed, when it is one's own, or when it changed since it was looked at
        """
        self.ensure_one()
        self.check_access("write")
        # two people at once: the second one waits, and finds nothing any more
        self.lock_for_update()
        self._verifier_proposition()
        # a proposal that nobody made is nobody else's
        if self.propose_par in (self.env.user, self.env["res.users"]):
            raise UserError(
                self.env._(
                    "You proposed this change yourself: another person must confirm it. Nothing was changed, the "
                    "proposal stays."
                )
            )
        proposees, auteur = self.proposition, self.propose_par
        paires = {nom: (simple(self, nom), valeur) for nom, valeur in proposees.items()}
        # superuser: one person proposed it and another one, who may write the record, confirms it
        self.sudo().write({**proposees, "proposition": False, "propose_par": False, "propose_le": False})
        self.env["reglage.trace"]._noter(self, "confirme", paires, auteur)

    def action_retirer_proposition(self):
        """Drop what is proposed: the record stays as it is."""
        self.ensure_one()
        self.check_access("write")
        self._verifier_proposition()
        auteur = self.propose_par
        # superuser: dropping a proposal changes nothing; the right on the record was checked above
        self.sudo().write({"proposition": False, "propose_par": False, "propose_le": False})
        self.env["reglage.trace"]._noter(self, "retire", {}, auteur)

    def _verifier_proposition(self):
        """Refuse to answer what is not proposed, or is no longer what was looked at (`propose_le` in the context)."""
        if not self.proposition:
            raise UserError(self.env._("No change is proposed here any more. Nothing was changed."))
        vu = self.env.context.get("proposition_vue")
        if vu and fields.Datetime.to_datetime(str(vu).replace("T", " ")[:19]) != self.propose_le:
            raise UserError(
                self.env._("The proposal changed since you opened this page. Nothing was changed. Look at it again.")
            )
