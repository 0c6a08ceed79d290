# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Filters that somebody keeps: read and tried before they are kept; those offered to others belong to heads."""

import json
import re
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.parcours_socle.domaines import DomaineIllisible, lire_valeur, normaliser

from .domaine_saisi import PANNES

#: What the context of a filter says: how its list is grouped and drawn. The rest would follow whoever chooses it.
CONTEXTE = re.compile(r"group_by|orderedBy|(pivot|graph|calendar)_[a-z_]+")
#: A column to group or to sort by.
COLONNE = re.compile(r"[a-z_][a-z0-9_.]*(:[a-z_]+)?")
TRI = re.compile(r"[a-z_][a-z0-9_.]*(:[a-z_]+)?( (asc|desc))?")


class IrFilters(models.Model):
    _inherit = "ir.filters"

    company_id = fields.Many2one(
        "res.company",
        "Commune",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Where a filter offered to others is offered. Empty: the filter is yours only, or for the Region.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        filtres = super().create([self._preparer(vals) for vals in vals_list])
        filtres._garder()
        if not self.env.su and (partages := filtres._partages()):
            self.env["parcours.partage"]._tracer("propose", partages, IrFilters._dire_a_qui)
        return filtres

    def write(self, vals):
        if self.env.su:
            return super().write(self._preparer(vals))
        avant = self._partages()
        avant._exiger_chef()
        resultat = super().write(self._preparer(vals))
        self._garder(contenu=bool(vals.keys() & {"domain", "context", "sort", "model_id"}))
        apres = self._partages()
        for geste, filtres in (("propose", apres - avant), ("change", apres & avant), ("retire", avant - apres)):
            self.env["parcours.partage"]._tracer(geste, filtres, IrFilters._dire_a_qui)
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_partages(self):
        partages = self._partages()
        partages._exiger_chef()
        self.env["parcours.partage"]._tracer("retire", partages, IrFilters._dire_a_qui)

    # ---- what it says -----------------------------------------------------------------------------------------------

    @api.model
    def _preparer(self, vals):
        """As text, and days in words."""
        vals = dict(vals)
        for nom in ("domain", "context"):
            if nom in vals and not isinstance(vals[nom], str):
                vals[nom] = repr(vals[nom] or ([] if nom == "domain" else {}))
        if not self.env.su and "company_id" in vals:
            raise AccessError(self.env._("A filter is offered in the commune of who offers it. Nothing was saved."))
        if vals.get("domain"):
            refus = partial(self._refus, vals.get("name") or "")
            vals["domain"] = self.env["domaine.saisi"]._en_mots(vals["domain"], refus)
        return vals

    def _refus(self, nom, panne):
        return self.env._(
            "The filter “%(name)s” was not kept. %(reason)s",
            name=nom or self.name or "",
            reason=self.env["domaine.saisi"]._dire_panne(panne),
        )

    def _garder(self, contenu=True):
        """What it says can be read, and is tried as who keeps it; who offers it may."""
        if self.env.su:
            return
        for filtre in self if contenu else ():
            try:
                filtre._verifier_contenu()
            except PANNES as panne:
                raise ValidationError(filtre._refus("", panne)) from panne
        partages = self._partages()
        partages._exiger_chef()
        for filtre in partages:
            # sudo: where it is offered follows from who offers it
            filtre.sudo().company_id = filtre._commune_du_partage()

    def _verifier_contenu(self):
        """:raise PANNES: what cannot be read or searched"""
        ordre = json.loads(self.sort or "[]")
        contexte = lire_valeur(self.context, self.env.uid)
        if not isinstance(contexte, dict) or not isinstance(ordre, list):
            raise DomaineIllisible("forme", self.context)
        for nom in contexte:
            if not CONTEXTE.fullmatch(nom):
                raise DomaineIllisible("nom", nom)
        groupes = contexte.get("group_by") or []
        for forme, mots in ((COLONNE, [groupes] if isinstance(groupes, str) else groupes), (TRI, ordre)):
            for mot in mots:
                if not isinstance(mot, str) or not forme.fullmatch(mot):
                    raise DomaineIllisible("nom", mot)
                self._colonne(mot.partition(" ")[0].partition(":")[0])
        saisi = self.env["domaine.saisi"]
        if saisi._est_de_la_maison(self.model_id):
            saisi._essayer(self.model_id, saisi._lire_domaine(self.model_id, self.domain))
        else:
            normaliser(self.domain)

    def _colonne(self, chemin):
        """The reader may see that column.

        :raise KeyError, AccessError: there is none, or not for them
        """
        modele = self.env[self.model_id]
        if chemin == "__count":
            return
        for nom in chemin.split("."):
            champ = modele._fields[nom]
            modele._check_field_access(champ, "read")
            if not champ.relational:
                return
            if not self.env["domaine.saisi"]._est_traversable(champ.comodel_name) and nom != chemin.rpartition(".")[2]:
                raise DomaineIllisible("chemin", chemin)
            modele = self.env[champ.comodel_name]

    # ---- to whom it is offered --------------------------------------------------------------------------------------

    def _partages(self):
        """Those that others see: offered to everybody, or to other users than the current one."""
        # sudo: users of a filter may be of another commune
        return self.filtered(lambda filtre: filtre.sudo().user_ids != self.env.user)

    def _exiger_chef(self):
        """:raise AccessError: for somebody who is no head, or of another commune"""
        if not self or self.env.su or self._est_de_region():
            return
        user = self.env.user
        if not user.has_group("parcours_accueil.group_chef"):
            raise AccessError(
                self.env._(
                    "Only heads offer filters to others, and change or remove those. Keep it for yourself, or ask your "
                    "head. Nothing was saved."
                )
            )
        for filtre in self.sudo():  # sudo: as above
            ailleurs = filtre.company_id and filtre.company_id not in user.company_ids
            region = filtre._origin.id and not filtre.company_id and filtre.create_uid != user
            autres = filtre.user_ids - user
            if ailleurs or region or any(not (autre.company_ids & user.company_ids) for autre in autres):
                raise AccessError(
                    self.env._("A head offers filters in the own commune, about its files. Nothing was saved.")
                )
            if not self.env["domaine.saisi"]._est_de_la_maison(filtre.model_id):
                raise AccessError(
                    self.env._("Filters offered to others are about the files of the pathway. Nothing was saved.")
                )

    def _est_de_region(self):
        return self.env.user.has_group("parcours_accueil.group_direction") or self.env.is_system()

    def _commune_du_partage(self):
        """The commune in which it is offered; none for the whole Region."""
        return self.company_id if self._est_de_region() else self.env.company

    def _dire_a_qui(self):
        # sudo: the trace names who it was offered to
        filtre = self.sudo()
        if filtre.user_ids:
            return ", ".join(filtre.user_ids.mapped("name"))
        return filtre.company_id.name or self.env._("The whole Region")
