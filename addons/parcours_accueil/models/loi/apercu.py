# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a rule does, shown while it is edited: the facts it may use, when it is unknown, how many files it matches."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

from ..vocabulaire import FAITS, FAUX, INCONNU, VALEURS, VRAI

#: Who reads what a rule says in words, and who counts the files it matches: not the auditor, who would learn a fact of
#: anybody by a condition tried on a page that is never saved.
GROUPES_TEXTE = "parcours_accueil.group_direction,parcours_accueil.group_auditeur"
GROUPES_APERCU = "parcours_accueil.group_direction"


class RegleApercu(models.AbstractModel):
    _name = "parcours.regle.apercu"
    _description = "Rule: what it does, while it is edited"

    faits_proposes = fields.Json("Facts a rule may use", compute="_compute_faits_proposes")
    effet = fields.Text("When it is unknown", compute="_compute_effet", groups=GROUPES_TEXTE)
    lisible = fields.Boolean("Can be read", compute="_compute_nombres", groups=GROUPES_APERCU)
    nombre_vrai = fields.Integer("True", compute="_compute_nombres", groups=GROUPES_APERCU)
    nombre_faux = fields.Integer("False", compute="_compute_nombres", groups=GROUPES_APERCU)
    nombre_inconnu = fields.Integer("Unknown", compute="_compute_nombres", groups=GROUPES_APERCU)

    def _compute_faits_proposes(self):
        self.faits_proposes = list(FAITS)

    @api.depends("domaine", "domaine_doute", "fait_ids", "limites", "examen_document", "sur_demande")
    @api.depends_context("lang")
    def _compute_effet(self):
        # sudo: what the facts are called, to who reads the rules and no file
        libelles = self.env["parcours.dossier"].sudo().fields_get(FAITS, ["string"])
        for regle in self:
            if regle.sur_demande:
                regle.effet = self.env._("Never true by itself: the person asks for it, the commune decides.")
                continue
            phrases = []
            if requis := regle._faits_requis():
                noms = ", ".join(libelles[nom]["string"] for nom in requis)
                phrases.append(self.env._("Unknown as long as one of these facts is empty: %s.", noms))
            if regle._noms_lus(regle.domaine_doute):
                phrases.append(self.env._("Unknown when the condition “Unknown when” matches."))
            for nom, code in regle._paires_limites():
                if nom in libelles:
                    fait, ligne = libelles[nom]["string"], regle._ligne_limite(code)
                    phrases.append(
                        self.env._(
                            "Unknown, instead of true, after: %(fact)s + %(value)s.",
                            fact=fait,
                            value=ligne.name or code,
                        )
                    )
            if regle.examen_document:
                phrases.append(self.env._("Unknown, instead of true, until somebody has seen a document and decided."))
            if phrases:
                phrases.append(self.env._("Otherwise true when the condition “True when” matches, and false when not."))
            else:
                phrases.append(self.env._("True when the condition “True when” matches, and false when not."))
            regle.effet = "\n".join(phrases)

    @api.depends("domaine", "domaine_doute", "fait_ids", "limites", "examen_document", "sur_demande")
    def _compute_nombres(self):
        for regle in self:
            regle.lisible = regle._est_lisible()
            nombres = regle._compter_valeurs() if regle.lisible else {}
            regle.nombre_vrai = nombres.get(VRAI, 0)
            regle.nombre_faux = nombres.get(FAUX, 0)
            regle.nombre_inconnu = nombres.get(INCONNU, 0)

    def _compter_valeurs(self):
        """Return ``{value: number of files}`` over the whole population, whatever version applies to them."""
        self.ensure_one()
        query = Query(self.env, "parcours_dossier")
        # superuser, only for the readers of GROUPES_APERCU, who see every file: the count of all of them, in one query
        lettre = self.sudo()._sql_valeur()
        query.groupby = SQL("1")  # the first column: the letter
        return {
            VALEURS[valeur]: nombre for valeur, nombre in self.env.execute_query(query.select(lettre, SQL("COUNT(*)")))
        }

    def action_vrais(self):
        """Show the files for which this rule is true."""
        return self._action_dossiers(VRAI)

    def action_faux(self):
        """Show the files for which this rule is false."""
        return self._action_dossiers(FAUX)

    def action_inconnus(self):
        """Show the files for which this rule is unknown."""
        return self._action_dossiers(INCONNU)

    def _action_dossiers(self, valeur):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.code} {self.name}",
            "res_model": "parcours.dossier",
            "view_mode": "list,kanban,form",
            "domain": list(self._domaine_valeur(valeur)),
            "context": {"active_test": False, "create": False},
        }

    def _domaine_valeur(self, valeur):
        """Return the files for which this rule has that value, as a domain."""
        if self.sur_demande:
            return Domain(valeur == FAUX)
        inconnu, vrai = self._domaines()
        if self.examen_document:
            inconnu, vrai = inconnu | vrai, Domain.FALSE
        return {VRAI: ~inconnu & vrai, FAUX: ~inconnu & ~vrai, INCONNU: inconnu}[valeur]
