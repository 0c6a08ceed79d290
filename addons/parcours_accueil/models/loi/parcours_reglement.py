# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Versions of the law: validity by the date of the fact, lengths of terms and amounts, each with its article."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, frozendict, ormcache

from odoo.addons.parcours_socle.saisie import sans_defauts

from ...droit.courriers import CONVENTION
from ...droit.delais import FIN_DE_MOIS
from ...droit.delais import UNITES as UNITES_TERME
from ...droit.modele import TablesDroit
from ...droit.places import PART_OBLIGES
from ...droit.presences import ABSENCES_PART, ABSENCES_SUITE, HEURES_JOUR, SANS_NOUVELLES
from ...droit.versions import Lectures, chevauchement, delaisse, en_vigueur
from .parcours_reglement_valeur import Figure
from .publication import CHAMPS_PUBLICATION

#: Units in which a rule can say how long what it finds true lasts (droit/faits.py, `au_bout`).
DUREES = ("annees", "mois", "jours")


class ParcoursReglement(models.Model):
    """One version of the law.

    The version that applies is chosen by the date of the *fact* (the first registration), never by today's date
    (loi.md §1). A published version is frozen: a change is a new version::

        brouillon --publish--> publie --replaced by a version of the same first day--> remplace

    Every figure of the law is a line of it (parcours.reglement.valeur), read by its code: :meth:`_valeur`; and so is
    what it makes of each code of the register (parcours.reglement.code), which facts are read with: :meth:`_lectures`.
    """

    _name = "parcours.reglement"
    _description = "Regulation (version of the law)"
    _inherit = ["parcours.reglement.verdict", "parcours.reglement.publication"]
    _order = "date_from, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name of the regime, for example R2.")
    textes = fields.Text("Texts", translate=True, help="Ordinance and order in which these rules are written.")
    date_from = fields.Date("Facts from", required=True, help="First day of the facts this version applies to.")
    date_to = fields.Date("Facts until", help="Last day of the facts this version applies to; empty: no end known.")
    state = fields.Selection(
        [("brouillon", "Draft"), ("publie", "Published"), ("remplace", "Replaced")],
        "Status",
        required=True,
        default="brouillon",
        readonly=True,
        copy=False,
    )
    article_obligation = fields.Char("Article of the obligation", default="art. 2 1°")
    a_confirmer = fields.Boolean("To be confirmed", help="At least one article or value awaits confirmation.")
    regle_ids = fields.One2many("parcours.regle", "reglement_id", "Rules", copy=True)
    valeur_ids = fields.One2many("parcours.reglement.valeur", "reglement_id", "Values", copy=True)
    code_ids = fields.One2many("parcours.reglement.code", "reglement_id", "Codes of the register", copy=True)
    codes_ecran = fields.Integer("Codes changed on screen before", compute="_compute_codes_ecran")
    termes_non_comptes = fields.Char("Terms not counted", compute="_compute_termes_non_comptes")
    motif_suspension_ids = fields.One2many(
        "parcours.suspension.motif", "reglement_id", "Grounds of suspension", copy=True
    )

    _dates_ordonnees = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "The last day of a version cannot come before its first day.",
    )

    @api.constrains("date_from", "date_to", "state")
    def _check_chevauchement(self):
        publiees = self.search([("state", "=", "publie")], order="date_from")
        publiees._refuser_chevauchement([version._periode() for version in publiees])

    @api.model
    def _refuser_chevauchement(self, periodes):
        """Refuse periods of which two would apply to the same facts.

        :raise ValidationError: naming both versions
        """
        if paire := chevauchement(periodes):
            premiere, suivante = self.browse(paire)
            raise ValidationError(
                self.env._(
                    "%(first)s and %(second)s would both apply to the same facts. Change the dates of the draft.",
                    first=premiere.name,
                    second=suivante.name,
                )
            )

    def _refuser_delaissement(self):
        """Refuse a draft that takes facts over from a version and leaves some of them to none: the draft would go on
        applying to them after its own last day.

        :raise ValidationError: naming the version and the first of those days
        """
        periodes = self._periodes()
        if jour := delaisse(periodes, self._periode()):
            raise ValidationError(
                self.env._(
                    "This draft takes the place of %(version)s and ends before it: facts from %(day)s on would have no "
                    "version of their own any more. Leave its last day empty, or give it that of %(version)s; then "
                    "make another version for the facts that follow.",
                    version=self.browse(en_vigueur(periodes, jour)).name,
                    day=format_date(self.env, jour),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_champs_publication(set().union(*vals_list))
        # a default in the context must not publish, nor say who proposed it
        return super(ParcoursReglement, self if self.env.su else sans_defauts(self)).create(vals_list)

    def write(self, vals):
        self._refuser_champs_publication(vals)
        self._verifier_brouillon()
        resultat = super().write(vals)
        if vals and not CHAMPS_PUBLICATION.issuperset(vals):
            self._retirer_proposition()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_brouillon(self):
        self._verifier_brouillon()

    def copy(self, default=None):
        copies = super().copy(default)
        if "name" not in (default or {}):
            langues = [code for code, _nom in self.env["res.lang"].get_installed()]
            for ancien, nouveau in zip(self, copies, strict=True):
                noms = {}
                for langue in langues:
                    ancien_traduit = ancien.with_context(lang=langue)
                    noms[langue] = ancien_traduit.env._("%s (new version)", ancien_traduit.name)
                nouveau.update_field_translations("name", noms)
        return copies

    def _verifier_brouillon(self):
        """A published version is frozen for everyone; only installation and publication (superuser) write it.

        :raise UserError: when one of the versions is no longer a draft
        """
        if not self.env.su and any(reglement.state != "brouillon" for reglement in self):
            raise UserError(
                self.env._(
                    "A published regulation cannot be changed: files were examined with it. Nothing was saved. "
                    "Use the button “New version”, change the draft and publish it."
                )
            )

    def action_nouvelle_version(self):
        """Copy a version, with its rules, to a draft and open it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    @api.depends("valeur_ids.code")
    @api.depends_context("lang")
    def _compute_termes_non_comptes(self):
        genres = self.env["parcours.delai.type"].search([("code", "!=", False)])
        for version in self:
            dits = set(version.valeur_ids.mapped("code"))
            version.termes_non_comptes = ", ".join(genre.name for genre in genres if genre.code not in dits)

    @api.depends("code_ids.origine")
    def _compute_codes_ecran(self):
        for version in self:
            version.codes_ecran = len(version.code_ids.filtered(lambda ligne: ligne.origine == "ecran"))

    # ---- codes of the register ---------------------------------------------------------------------------------------

    @ormcache("self.id")
    def _sens_codes(self):
        """Return what this version makes of the codes, as fields of `droit.modele.TablesDroit`; read once by each
        process until a code changes."""
        # sudo: the law is the same for everybody, and so is this cache
        sens = dict(self.env["registre.code"].sudo()._sens())
        for ligne in self.sudo().code_ids:
            cle, marques = (ligne.table, ligne.code), ligne._marques()
            if marques is None:
                sens.pop(cle, None)
            else:
                sens[cle] = marques
        cartes = {code: marques for (table, code), marques in sens.items() if table == "carte"}

        def connus(table):
            return frozenset(code for autre, code in sens if autre == table)

        def marques_de(table, marque):
            return frozenset(code for (autre, code), marques in sens.items() if autre == table and marque in marques)

        return frozendict(
            ue_plus=marques_de("nationalite", "ue_plus"),
            nationalites_connues=connus("nationalite"),
            nationalites_protegees=marques_de("nationalite", "protection"),
            cartes_connues=connus("carte"),
            cartes_long_sejour=marques_de("carte", "long_sejour"),
            cartes_remplacement=marques_de("carte", "remplacement"),
            cartes_exclues=frozenset(c for c, m in cartes.items() if not m & {"remplacement", "garde_statut"}),
            motifs_connus=connus("motif"),
            motifs_proteges=marques_de("motif", "protection"),
            statuts_connus=connus("protection"),
            statuts_proteges=marques_de("protection", "protection"),
        )

    def _tables(self, communes):
        """Return the codes of this version as the law package wants them.

        :param communes: NIS codes of the 19
        """
        self.ensure_one()
        return TablesDroit(communes=frozenset(communes), **self._sens_codes())

    @api.model
    def _lectures(self, communes, brouillon=None):
        """Return how the facts of a file are to be read: the `droit.versions.Lectures` of the published versions.

        :param communes: NIS codes of the 19
        :param brouillon: a draft that takes the place it would take if it were published, or nothing
        :raise UserError: when nothing is published
        """
        # sudo: as in `_verdicts`
        periodes = self.sudo()._periodes(brouillon)
        return Lectures(periodes, {p.version: self.sudo().browse(p.version)._tables(communes) for p in periodes})

    # ---- figures of the law ------------------------------------------------------------------------------------------

    def _valeur(self, code):
        """Return one figure of this version: a float in euros, else an integer.

        :raise KeyError: when this version has no such line
        """
        return self._ligne(code).nombre

    def _nombre(self, code):
        """Return one figure of this version, or 0 when it has no such line: the law does not say."""
        ligne = self._lignes().get(code) if self else None
        return ligne.nombre if ligne else 0

    def _longueur(self, code):
        """Return the length of a term in this version: ``(number, unit)``, unit of `parcours_reglement_valeur.UNITES`.

        :raise KeyError: when this version has no such line
        """
        return self._ligne(code)[:2]

    def _article(self, code):
        """Return the article that a figure of this version comes from, or ``""`` when the law has none.

        :raise KeyError: when this version has no such line
        """
        return self._ligne(code).article

    def _ligne(self, code):
        self.ensure_one()
        if ligne := self._lignes().get(code):
            return ligne
        raise KeyError(f"The version {self.code!r} of the law has no value with the code {code!r}.")

    @ormcache("self.id")
    def _lignes(self):
        """Return the figures of one version: ``{code: Valeur}``; read once by each process until a line changes."""
        # sudo: the law is the same for everybody, and so is this cache
        return frozendict({ligne.code: ligne._lue() for ligne in self.sudo().valeur_ids})

    @api.model
    def _codes_requis(self):
        """Return the figures that every published version must have, ``{code: Figure}``: the length of each kind of
        term, and what else files are counted with. Another floor adds its own."""
        termes = dict.fromkeys(self.env["parcours.delai"]._genres(), Figure(tuple(UNITES_TERME)))
        return (
            termes
            | {
                "inscription": Figure(("mois",)),
                "achevement": Figure(("mois",)),
                "sommation": Figure(("mois",)),
                "presomption": Figure(("jours_ouvrables",)),
                "age_cloture": Figure(("annees",), jamais=True),
                "titre_absent": Figure(("jours",)),
                "sejour_temporaire": Figure(DUREES),
                CONVENTION: Figure(("jours",)),
                FIN_DE_MOIS: Figure(("choix",), jamais=True),
                ABSENCES_SUITE: Figure(("fois",), jamais=True),
                ABSENCES_PART: Figure(("pour_cent",), jamais=True),
                HEURES_JOUR: Figure(("heures",), jamais=True),
                SANS_NOUVELLES: Figure(("jours",), jamais=True),
                PART_OBLIGES: Figure(("pour_cent",), jamais=True),
            }
            | {
                # sudo: the modules of the pathway are the same for everybody
                module.valeur: Figure(("heures",))
                for module in self.env["parcours.module"].sudo().search([("valeur", "!=", False)])
            }
        )

    def _refuser_valeurs_incompletes(self):
        """Refuse a draft that lacks a figure files are counted with, or gives one that nobody can count with: in
        another unit, emptied, or absurd.

        :raise UserError: naming them
        """
        durees = {code for regle in self._regles() for _fait, code in regle._paires_limites()}
        requis = dict.fromkeys(durees, Figure(DUREES))
        requis |= self._codes_requis()
        unites = {ligne.code: ligne.unite for ligne in self.valeur_ids}
        if fausses := [code for code in requis if unites.get(code) not in requis[code].unites]:
            connues = self.valeur_ids.search([("code", "in", fausses)])
            noms = {ligne.code: ligne.name for ligne in connues}
            libelles = dict(connues._fields["unite"]._description_selection(self.env))
            manques = (
                self.env._(
                    "%(name)s (short name %(code)s, in %(units)s)",
                    name=noms.get(code, code),
                    code=code,
                    units=", ".join(libelles[unite] for unite in requis[code].unites).lower(),
                )
                for code in fausses
            )
            raise UserError(
                self.env._(
                    "Files could not be counted with this draft. Nothing was published. Under “Terms and amounts”, "
                    "these values are missing or in another unit: %s.",
                    "; ".join(manques),
                )
            )
        if fautes := self.valeur_ids._invraisemblables():
            raise UserError(
                self.env._(
                    "Files could not be counted with this draft. Nothing was published. Under “Terms and amounts”: %s",
                    " ".join(fautes),
                )
            )
