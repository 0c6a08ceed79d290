# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The law applied to files: which version, the three values of its rules, what they give together (loi.md §1, §2)."""

import json
import re
from ast import literal_eval
from collections import defaultdict
from datetime import date
from functools import cache
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache
from odoo.tools.query import Query

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.faits import au_bout, premier_encore
from ...droit.versions import Periode, choisir, placer
from ..vocabulaire import ENTIER_INCONNU, FAITS, FAUX, INCONNU, VALEURS, VRAI

#: What the `limites` of a rule are made of: "fact + code of a figure", with commas in between.
LIMITE = re.compile(r"(\w+) \+ (\w+)")


class Verdict(NamedTuple):
    """What a combination of rule values gives; shared by every file with the same combination."""

    resultat: str
    exemption_code: str | bool
    regles_json: str
    decisif_json: str


class Issue(NamedTuple):
    """What the law makes of one file: the version that applies, the values of its rules, what they give, what the
    commune decided, by ground, and all the requests that it ever decided (parcours.exemption, or nothing)."""

    reglement_id: int
    valeurs: tuple
    verdict: Verdict
    decisions: dict
    decidees: object = ()


class ReglementVerdict(models.AbstractModel):
    _name = "parcours.reglement.verdict"
    _description = "Version of the law: applied to files"

    @api.model
    def _verdicts(self, lignes, brouillon=None, faits=None):
        """Apply the law to files: ``{file id: Issue}``. One query a version, whatever the number of rules and files.

        Three-valued logic: a false condition gives ``hors_public``; else a true exemption ``exempte``; else anything
        unknown ``a_examiner``; else ``oblige``. A rule ``sur_demande`` is true when an exemption on its ground is
        granted and in force, else false: a request that waits obliges nobody to wait. A rule ``examen_document`` that
        the facts make true is true when granted, false when refused or revoked, unknown as long as nothing is decided.

        :param lignes: a row a file, with its ``id`` and its three reference dates
        :param brouillon: a draft that takes the place it would take if it were published, or nothing
        :param faits: ``{file id: {fact: value}}``: facts that are looked at instead of those of the file
        :raise UserError: when nothing is published
        """
        jour = aujourdhui()
        # sudo: the published law is the same for everybody, whatever the reader may see of the regulations
        versions = self.sudo().with_context(active_test=False)
        periodes = versions._periodes(brouillon)
        version = cache(lambda *dates: choisir(periodes, *dates, jour))
        par_version = defaultdict(list)
        for ligne in lignes:
            dates = ligne["date_reference"], ligne["date_reference_min"], ligne["date_reference_max"]
            par_version[version(*dates)].append(ligne["id"])
        decidees = versions.env["parcours.exemption"]._decidees([ligne["id"] for ligne in lignes], jour)
        decisions = {i: dites for i, toutes in decidees.items() if (dites := toutes._en_vigueur(jour))}
        issues = {}
        for reglement_id, ids in par_version.items():
            regles = versions.browse(reglement_id)._regles()
            trancher = cache(regles._verdict)
            for identifiant, valeurs in zip(ids, regles._valeurs(ids, decisions, faits), strict=True):
                dites = decisions.get(identifiant, {})
                toutes = decidees.get(identifiant, ())
                issues[identifiant] = Issue(reglement_id, valeurs, trancher(valeurs), dites, toutes)
        return issues

    @api.model
    def _verdicts_passes(self, moments):
        """Apply the law to files as they were on other days: the `Verdict` of each, in the same order. The version is
        that of today: it is of the fact, not of the day. One query a version.

        :param moments: list of `droit.obligation.Moment`
        """
        # sudo: as in `_verdicts`
        versions, par_version, verdicts = self.sudo().with_context(active_test=False), defaultdict(list), {}
        for rang, moment in enumerate(moments):
            par_version[moment.issue.reglement_id].append(rang)
        for reglement_id, rangs in par_version.items():
            regles = versions.browse(reglement_id)._regles()
            trancher = cache(regles._verdict)
            valeurs = regles._valeurs_passees([moments[rang] for rang in rangs])
            verdicts.update(zip(rangs, map(trancher, valeurs), strict=True))
        return [verdicts[rang] for rang in range(len(moments))]

    @api.model
    def _limites_de(self, reglement_id):
        """Return what the rules of a version let last for so long: ``[(fact, (number, unit))]``."""
        # sudo: the law is the same for everybody
        regles = self.sudo().with_context(active_test=False).browse(reglement_id)._regles()
        return [(nom, duree) for nom, duree in regles._limites() if duree]

    @api.model
    def _publies(self):
        """Return the published versions, oldest first.

        :raise UserError: when there is none
        """
        versions = self.search([("state", "=", "publie")], order="date_from")
        if not versions:
            raise UserError(self.env._("No regulation is published: no file can be examined. Publish one first."))
        return versions

    @api.model
    def _periodes(self, brouillon=None):
        """Return the periods of the published versions (droit.versions), oldest first.

        :param brouillon: a draft that takes the place it would take if it were published, or nothing
        :raise UserError: when nothing is published
        """
        periodes = [version._periode() for version in self._publies()]
        return placer(periodes, brouillon._periode()) if brouillon else periodes

    def _periode(self):
        """Return the facts this version applies to, as a period."""
        self.ensure_one()
        return Periode(self.id, self.date_from, self.date_to or None)

    def _regles(self):
        """Return the rules that apply, in the order of the law; the engine's context shows archived ones too."""
        return self.regle_ids.filtered("active")

    @api.model
    def _seuils(self):
        """Return what makes a day of the facts matter: (`_ages_cloture`, `_durees_limites`)."""
        return self._ages_cloture(), self._durees_limites()

    @api.model
    def _ages_cloture(self):
        """Return the ages, in completed years, at which a file closes under one version or another; in one query."""
        ages = self.env["parcours.reglement.valeur"].search_fetch(
            [("code", "=", "age_cloture"), ("valeur", ">", 0), ("reglement_id.state", "=", "publie")], ["valeur"]
        )
        return {int(age.valeur) for age in ages}

    @api.model
    def _durees_limites(self):
        """Return what a rule of one published version or another lets last for so long: {(fact, number, unit)}."""
        # sudo: the law is the same for everybody
        return {
            (nom, *duree)
            for version in self.sudo()._publies()
            for nom, duree in version._regles()._limites()
            if duree is not None
        }


class RegleVerdict(models.AbstractModel):
    _name = "parcours.regle.verdict"
    _description = "Rule: its value for files"

    def _valeurs(self, dossier_ids, decisions=None, faits=None):
        """Return for each of those files the tuple of the values of the rules of self: what the facts say (one query),
        then what the commune decided (one for each rule that a document decides).

        :param dict decisions: file id -> ground -> decision (parcours.exemption._decidees)
        :param dict faits: file id -> fact -> value, looked at instead of those of the file
        """
        if not self:
            return [()] * len(dossier_ids)
        query = self._requete(faits, dossier_ids)
        lettres = SQL(" || ").join(regle._sql_valeur() for regle in self)
        # superuser: a rule sees every file of the batch, whoever runs it; only its value comes out of here
        query.add_where(SQL("parcours_dossier.id = ANY(%s)", list(dossier_ids)))
        mots = dict(self.env.execute_query(query.select("parcours_dossier.id", lettres)))
        valeurs = cache(lambda mot: tuple(VALEURS[lettre] for lettre in mot))
        lues = {identifiant: valeurs(mots[identifiant]) for identifiant in dossier_ids}
        decisions = {i: decisions[i] for i in dossier_ids if i in decisions} if decisions else {}
        for rang, regle in enumerate(self if decisions else ()):
            for identifiant, valeur in regle._decidee(decisions, faits).items():
                lues[identifiant] = (*lues[identifiant][:rang], valeur, *lues[identifiant][rang + 1 :])
        return list(lues.values())

    def _requete(self, faits, dossier_ids):
        """Return a query over the files, or over what these would be with those facts."""
        if not faits:
            return Query(self.env, "parcours_dossier")
        # rows that are not stored, made of the files and of those facts, whose names are our own columns
        textes = json.dumps(faits, default=date.isoformat)
        return Query(
            self.env,
            "parcours_dossier",
            SQL(
                """(SELECT lu.* FROM parcours_dossier AS dossier
                 LEFT JOIN jsonb_each(%s::jsonb) AS autres ON autres.key = dossier.id::text
        CROSS JOIN LATERAL jsonb_populate_record(dossier, COALESCE(autres.value, '{}'::jsonb)) AS lu
                     WHERE dossier.id = ANY(%s))""",
                textes,
                list(dossier_ids),
            ),
        )

    def _valeurs_passees(self, moments):
        """Return for each of those moments the tuple of the values of the rules of self: as `_valeurs`, with the facts
        and the decisions of that day. A rule that looks at none of those facts, and on which nobody decides, says what
        it says today: it is not asked."""
        nommes = {nom for moment in moments for nom in moment.faits}
        lues = self.filtered(lambda r: r._se_decide() or r.limites or not nommes.isdisjoint(r._faits_lus()))
        rangs = {regle: rang for rang, regle in enumerate(self)}
        # … with whether it is asked for by the person, and whether what it finds true depends on more than the facts
        detail = [(rangs[r], r, r.sur_demande, r.examen_document or bool(r.limites), r._limites()) for r in lues]
        resultat = []
        for moment, mot in zip(moments, lues._lettres_passees(moments), strict=True):
            valeurs, decidee = list(moment.issue.valeurs), bool(moment.issue.decidees)
            for (rang, regle, demandee, tenue, limites), lettre in zip(detail, mot, strict=True):
                valeur = VALEURS[lettre]
                if (demandee and decidee) or (tenue and valeur == VRAI):
                    valeur = regle._valeur_passee(moment, limites)
                valeurs[rang] = valeur
            resultat.append(tuple(valeurs))
        return resultat

    def _lettres_passees(self, moments):
        """Return for each of those moments what the facts of that day alone make of the rules of self: a word of one
        letter a rule, keys of VALEURS; in one query."""
        if not self:
            return [""] * len(moments)
        lettres = SQL(" || ").join(regle._sql_valeur(nue=True) for regle in self)
        textes = json.dumps([{"id": moment.ligne["id"], "faits": moment.faits} for moment in moments])
        # Raw SQL: the rules look at rows of the file that are not stored, made of the file and of the facts of a day.
        # Values are parameters, made of our own columns; superuser: as above.
        lignes = self.env.execute_query(
            SQL(
                """SELECT %s
                     FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS moment(ligne, rang)
                     JOIN parcours_dossier AS dossier ON dossier.id = (moment.ligne->>'id')::int
               CROSS JOIN LATERAL jsonb_populate_record(dossier, moment.ligne->'faits') AS parcours_dossier
                 ORDER BY moment.rang""",
                lettres,
                textes,
            )
        )
        return [mot for (mot,) in lignes]

    def _valeur_passee(self, moment, limites):
        """Return the value on a day of one rule that the facts of that day alone make true, or that is asked for.

        What the register shows and a document proves was so before the commune saw the document: a first decision that
        grants it counts from the fact on.
        """
        decision = None
        if self._se_decide() and moment.issue.decidees:
            decidees = moment.issue.decidees.filtered(lambda exemption: exemption.code == self.code)
            decision = decidees._en_vigueur(moment.jour).get(self.code)
            if self.examen_document and decidees and moment.jour < decidees[0].date_decision:
                decision = decidees._en_vigueur(decidees[0].date_decision).get(self.code)
                decision = decision if decision and decision["decision"] == "accordee" else None
        accordee = bool(decision) and decision["decision"] == "accordee"
        if self.sur_demande:
            return VRAI if accordee else FAUX
        for nom, duree in limites:
            depuis = moment.fait(nom)
            if not depuis or not duree or au_bout(depuis, *duree) < moment.jour:
                return INCONNU
        if self.examen_document and not accordee:
            return FAUX if decision else INCONNU
        return VRAI

    def _decidee(self, decisions, faits=None):
        """Return the value that the commune gave to one rule, of the files where it did: ``{file id: value}``.

        :param faits: as in `_valeurs`
        """
        if not self._se_decide():
            return {}
        decides = {i: codes[self.code]["decision"] for i, codes in decisions.items() if self.code in codes}
        if self.examen_document and decides:
            # only what the facts make true is decided: not what they do not say, or exclude
            inconnu, vrai = self._sql_conditions(self._conditions_lues())
            query = self._requete(faits, decides)
            # superuser: as for the values
            query.add_where(SQL("parcours_dossier.id = ANY(%s)", list(decides)))
            query.add_where(SQL("CASE WHEN %s THEN FALSE WHEN %s THEN TRUE ELSE FALSE END", inconnu, vrai))
            prouves = {identifiant for (identifiant,) in self.env.execute_query(query.select("parcours_dossier.id"))}
            decides = {i: decision for i, decision in decides.items() if i in prouves}
        return {i: VRAI if decision == "accordee" else FAUX for i, decision in decides.items()}

    def _sql_valeur(self, nue=False):
        """Return the SQL of the value of one rule for a row of parcours_dossier: a letter, key of VALEURS.

        :param nue: what the facts alone say, whatever a document or the time since then makes of it
        """
        if self.sur_demande:
            return SQL("'f'")
        inconnu, vrai = self._sql_conditions(self._conditions_lues(not nue))
        # a document must be seen before a true rule of that kind counts
        si_vrai = SQL("'i'") if self.examen_document and not nue else SQL("'v'")
        return SQL("CASE WHEN %s THEN 'i' WHEN %s THEN %s ELSE 'f' END", inconnu, vrai, si_vrai)

    # nothing makes it stale: all that it is made of is in the key
    @api.model
    @ormcache("conditions")
    def _sql_conditions(self, conditions):
        """Return the SQL of the two domains of a rule (`_domaines`), over columns of parcours_dossier.

        :param tuple conditions: `_conditions_lues`
        """
        # sudo: the text of a condition, the same whoever asks; no record is read
        Dossier = self.env["parcours.dossier"].sudo()
        query = Query(self.env, Dossier._table)
        return tuple(
            domaine.optimize_full(Dossier)._to_sql(Dossier, Dossier._table, query)
            for domaine in self._domaines_de(conditions)
        )

    def _verdict(self, valeurs):
        """Return what the rules of self give when they have those values.

        :param tuple valeurs: ``vrai``, ``faux`` or ``inconnu`` for each rule, in the order of self
        """
        paires = list(zip(self, valeurs, strict=True))
        fausses = [r for r, valeur in paires if r.type == "condition" and valeur == FAUX]
        vraies = [r for r, valeur in paires if r.type == "exemption" and valeur == VRAI]
        inconnues = [r for r, valeur in paires if valeur == INCONNU]
        if fausses:
            resultat, decisif = "hors_public", fausses
        elif vraies:
            resultat, decisif = "exempte", vraies
        elif inconnues:
            resultat, decisif = "a_examiner", inconnues
        else:
            resultat, decisif = "oblige", [r for r in self if r.type == "condition"]
        return Verdict(
            resultat,
            vraies[0].code if resultat == "exempte" else False,
            json.dumps({regle.id: valeur for regle, valeur in paires}),
            json.dumps([regle.id for regle in decisif]),
        )

    def _domaines(self, limites=True):
        """Return the two domains of one rule: ``(unknown, true)``, over parcours.dossier.

        ``unknown`` gathers the empty facts and the doubt; ``true`` is to be read on what is not unknown.

        :param limites: whether what is true for so long only is looked at, as of today
        """
        return self._domaines_de(self._conditions_lues(limites))

    def _conditions_lues(self, limites=True):
        """Return what the domains of one rule are made of, as plain values: its conditions, the facts it needs, how
        long what it finds true lasts, and the day from which that is counted back, where it matters."""
        self.ensure_one()
        durees = tuple(self._limites()) if limites else ()
        jour = aujourdhui() if durees else None
        return self.domaine, self.domaine_doute or "", tuple(self._faits_requis()), durees, jour

    @api.model
    def _domaines_de(self, conditions):
        domaine, domaine_doute, faits_requis, durees, jour = conditions
        champs = self.env["parcours.dossier"]._fields
        inconnu = Domain.OR(
            Domain(nom, "=", ENTIER_INCONNU if champs[nom].type == "integer" else False) for nom in faits_requis
        )
        if domaine_doute:
            inconnu |= Domain(literal_eval(domaine_doute))
        vrai = Domain(literal_eval(domaine))
        # what is true for so long only is unknown afterwards, or when nobody knows since when
        for nom, duree in durees:
            passee = Domain(nom, "=", False)
            passee |= Domain(nom, "<", premier_encore(jour, *duree)) if duree else Domain.TRUE
            inconnu |= vrai & passee
        return inconnu, vrai

    def _limites(self):
        """Return how long what the rules of self find true lasts: ``[(fact, (number, unit))]``, counted from that fact;
        None instead of a length that their version does not have."""
        limites = []
        for regle in self:
            for nom, code in regle._paires_limites():
                ligne = regle._ligne_limite(code)
                limites.append((nom, (int(ligne.valeur), ligne.unite) if ligne else None))
        return limites

    def _paires_limites(self):
        """Return what `limites` says: [(fact, code of a figure)]."""
        return LIMITE.findall(self.limites or "")

    def _ligne_limite(self, code):
        """Return the figure of the version that has that code, if there is one."""
        self.ensure_one()
        return self.reglement_id.valeur_ids.filtered(lambda ligne: ligne.code == code)[:1]

    def _se_decide(self):
        """Whether the commune decides on it: asked for by the person, or proved by a document."""
        self.ensure_one()
        return self.sur_demande or self.examen_document

    def _faits_requis(self):
        """Return the names of the facts this rule needs, in the order of the file."""
        # sudo: the names of our own columns, read from Odoo's dictionary, which agents may not read; no personal data
        noms = set(self.sudo().fait_ids.mapped("name"))
        return [nom for nom in FAITS if nom in noms]
