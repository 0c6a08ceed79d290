# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page: what each list of it holds for whoever looks, and its most pressing lines.

All lists are counted in one query, and the lines of those that hold something are found in another one; each model is
then read once. What a line shows finds a person, or is ours: nothing of it is logged (loi.md §8).
"""

from collections import defaultdict
from typing import NamedTuple

from psycopg2 import Error

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import BRUXELLES, aujourdhui

from ..vocabulaire import GROUPES_REGISTRE, JOURS_ALERTE, JOURS_ALERTE_COURTS
from .domaine_saisi import CARTE_MS, PANNES

#: A card counts up to here; more is shown as "10,000+".
PLAFOND = 10_000
#: Lines of a card.
LIGNES = 5
#: What of a file a line shows, when its model has it.
MONTRES = ("name", "reference", "user_id", "company_id", "echeance_type")


class Compte(NamedTuple):
    """What a list holds: how many, how many of them late, since which day the oldest waits, and the ids of its most
    pressing lines, where they were asked for."""

    nombre: int
    retard: int = 0
    depuis: object = None
    lignes: list | None = None


class ListeAujourdHui(models.AbstractModel):
    _name = "parcours.liste.aujourd.hui"
    _description = "Lists of the landing page: the page"

    @api.model
    @api.readonly
    def aujourd_hui(self, page="accueil", miens=False):
        """Return what the landing page shows to the user.

        :param str page: one of the pages on which lists are
        :param bool miens: only what the user is in charge of, for who may be in charge of something
        :return: ``{"cartes": cards, "vides": names of the lists that hold nothing, "jour", "region": whether the user
            sees every commune, "choix": whether the user may be in charge of something, "liens": the pages that say
            how the work of others stands, each ``{"nom", "phrase", "action"}``}``; a card is ``{"id", "nom",
            "consigne", "niveau", "nombre", "texte", "retard", "retard_texte", "depuis", "action", "panne",
            "lignes"}``, a line ``{"id", "model", "qui", "reference", "detail", "echeance", "proche" (days), "agent",
            "commune", "fiche"}``; days are ISO texts
        """
        user, regional = self.env.user, self.env.user.has_group("parcours_accueil.group_gestionnaire")
        # on this page Vivalis has its own queue, in which nobody is in charge of a file
        choix = user.has_groups(GROUPES_REGISTRE) and (page != "accueil" or not regional)
        miens = miens and choix
        listes = self.search([("page", "=", page)])
        comptes, pannes = listes._compter_listes(miens, lignes=True)
        pleines = listes.filtered(lambda liste: liste in comptes and comptes[liste].nombre)
        lignes = pleines._lignes(comptes)
        return {
            "cartes": [
                liste._carte(comptes.get(liste), lignes.get(liste, []), pannes.get(liste))
                for liste in listes
                if liste in pannes or liste in pleines
            ],
            "vides": [liste.name for liste in listes if liste not in pannes and liste not in pleines],
            "jour": aujourdhui().isoformat(),
            "region": user.has_group("registre_national.group_registre_regional"),
            "choix": choix,
            "liens": self._liens(regional) if page == "accueil" else [],
        }

    def _liens(self, regional):
        """Return the page of figures of the user: the communes for Vivalis, the agents for the head of a commune, the
        places for an organiser."""
        if regional:
            return [
                {
                    "nom": self.env._("The nineteen communes"),
                    "phrase": self.env._("what each has to do, what is late, and since when"),
                    "action": "parcours_accueil.parcours_equipe_action_communes",
                },
                {
                    "nom": self.env._("The organisers"),
                    "phrase": self.env._("places, queues, hours, completion, and who is enrolled without news"),
                    "action": "parcours_accueil.parcours_organisateur_action_chiffres",
                },
            ]
        if self.env.user.has_group("parcours_accueil.group_chef"):
            return [
                {
                    "nom": self.env._("My team"),
                    "phrase": self.env._("what each agent has, what is late, and who is away"),
                    "action": "parcours_accueil.parcours_equipe_action",
                }
            ]
        if self.env["registre.recherche"]._peut_inscrire():
            return [
                {
                    "nom": self.env._("Our places"),
                    "phrase": self.env._("free: %s", self.env.user.organisateur_id.places_dites),
                    "action": "parcours_accueil.parcours_organisateur_action_places",
                }
            ]
        return []

    def _carte(self, compte, lignes, panne):
        self.ensure_one()
        return {
            "id": self.id,
            "nom": self.name,
            "consigne": self.consigne or "",
            "niveau": self.niveau,
            "nombre": compte.nombre if compte else 0,
            "texte": self._texte_nombre(compte.nombre) if compte else "",
            "retard": compte.retard if compte else 0,
            "retard_texte": self._texte_nombre(compte.retard) if compte else "",
            "depuis": compte.depuis.isoformat() if compte and compte.depuis else False,
            "action": self._bouton(),
            "panne": self._dire_panne(panne) if panne else "",
            "lignes": lignes,
        }

    @api.model
    def _texte_nombre(self, nombre):
        """A count as the reader writes numbers."""
        langue = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        texte = langue.format("%d", min(nombre, PLAFOND), grouping=True)
        return f"{texte}+" if nombre > PLAFOND else texte

    # ---- what is counted --------------------------------------------------------------------------------------------

    def _domaine_pour(self, miens):
        """Return the domain of the reader, of all that they may see or of what they are in charge of."""
        domaine = self._domaine()
        return domaine & self._de_moi() if miens else domaine

    def _de_moi(self):
        """Return the domain of what the user is in charge of, by the file that a line is of."""
        modele = self.env[self.modele]
        chemins = [f"{nom}.user_id" for nom in modele._liste_fiches if "user_id" in modele[nom]._fields]
        if not chemins and "user_id" in modele._fields:
            chemins = ["user_id"]
        return Domain.OR(Domain(chemin, "=", self.env.uid) for chemin in chemins) if chemins else Domain.FALSE

    def _requete(self, miens=False, lignes=False):
        """Return the Query of this list, with the record rules of the reader; in its order when lines are asked for.

        One of `PANNES` is raised when it cannot be made.
        """
        self.ensure_one()
        return self.env[self.modele]._search(self._domaine_pour(miens), order=(lignes and self.ordre) or None)

    def _compte_sql(self, rang, requete):
        """Return the SELECT of `rang`, how many, how many late, and the oldest of them; it stops at `PLAFOND`."""
        ordre, requete.order, requete.limit = requete.order, None, PLAFOND + 1
        colonnes = [
            SQL("%s AS %s", self._jour_sql(nom, requete), SQL.identifier(alias))
            for nom, alias in ((self.champ_echeance, "echeance"), (self.champ_age, "depuis"))
        ]
        lus = requete.select(*colonnes)
        requete.order, requete.limit = ordre, None
        return SQL(
            "SELECT %s::int, count(*), count(*) FILTER (WHERE q.echeance < %s), min(q.depuis) FROM (%s) AS q",
            rang,
            aujourdhui(),
            lus,
        )

    def _presses_sql(self, rang, requete, compte):
        """Return the SELECT of `rang`, the ids of the most pressing lines and, of a list that is longer than `PLAFOND`,
        how many are late in all and the oldest of all: an index in the order of that day gives them."""
        requete.limit = LIGNES
        presses = requete.select()
        retard = depuis = SQL("NULL")
        requete.order, requete.limit = None, None
        if compte.nombre > PLAFOND and self.champ_age:
            colonne = SQL("min(%s)", self._colonne_sql(self.champ_age, requete))
            depuis = requete.select(self._en_jour(self.champ_age, colonne))
        if compte.nombre > PLAFOND and self.champ_echeance:
            requete.limit = PLAFOND + 1
            requete.add_where(SQL("%s < %s", self._jour_sql(self.champ_echeance, requete), aujourdhui()))
            retard = SQL("SELECT count(*) FROM (%s) AS r", requete.select(SQL("1")))
        return SQL("SELECT %s::int, ARRAY(%s), (%s)::int, (%s)::date", rang, presses, retard, depuis)

    def _colonne_sql(self, nom, requete):
        modele = self.env[self.modele]
        return modele._field_to_sql(modele._table, nom, requete)

    def _jour_sql(self, nom, requete):
        """Return the day that a field says, as a day of Brussels, or no day."""
        return self._en_jour(nom, self._colonne_sql(nom, requete)) if nom else SQL("NULL::date")

    def _en_jour(self, nom, colonne):
        if nom and self.env[self.modele]._fields[nom].type == "datetime":
            return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", colonne, BRUXELLES.key)
        return colonne

    def _compter_listes(self, miens=False, lignes=False):
        """Return ``({list: Compte}, {list: what it raised})``, in one query; when that fails, one by one.

        :param bool lignes: find their lines too, in a second query
        """
        try:
            return self._compter_ensemble(miens, lignes)
        except Error:
            return self._compter_une_a_une(miens, lignes)

    def _compter_ensemble(self, miens, lignes):
        """:raise psycopg2.Error: one of them cannot be counted; which one is not known"""
        requetes, pannes = {}, {}
        with self._temps_limite(CARTE_MS):
            for liste in self:
                try:
                    requetes[liste] = liste._requete(miens, lignes)
                except Error:
                    raise
                except PANNES as panne:
                    pannes[liste] = panne
            comptes = self._lire_comptes(requetes)
            if lignes:
                self._lire_presses(requetes, comptes)
        return comptes, pannes

    def _lire_comptes(self, requetes):
        """Return ``{list: Compte}`` of these queries, in one."""
        branches = [liste._compte_sql(liste.id, requete) for liste, requete in requetes.items()]
        lus = self._executer(SQL(" UNION ALL ").join(branches)) if branches else []
        return {self.browse(rang): Compte(*compte) for rang, *compte in lus}

    def _lire_presses(self, requetes, comptes):
        """Complete what was counted of lists that hold something: the lines, in one query."""
        pleines = {liste: requete for liste, requete in requetes.items() if comptes[liste].nombre}
        if not pleines:
            return
        branches = [liste._presses_sql(liste.id, requete, comptes[liste]) for liste, requete in pleines.items()]
        for rang, lignes, retard, depuis in self._executer(SQL(" UNION ALL ").join(branches)):
            compte = comptes[self.browse(rang)]._replace(lignes=lignes)
            if retard is not None:
                compte = compte._replace(retard=retard)
            comptes[self.browse(rang)] = compte._replace(depuis=depuis) if depuis else compte

    # ---- the lines --------------------------------------------------------------------------------------------------

    def _lignes(self, comptes):
        """Return ``{list: its most pressing lines}``: each model is read once."""
        lignes = {}
        for modele, listes in self.grouped("modele").items():
            lignes |= listes._lire_lignes(modele, {liste: comptes[liste].lignes or [] for liste in listes})
        return lignes

    def _lire_lignes(self, modele, ids):
        """Return ``{list: lines}`` of lists of one model, in the order given.

        :param dict ids: list -> ids of its lines
        """
        records = self.env[modele].browse(dict.fromkeys(i for des in ids.values() for i in des))
        voulus = {nom for liste in self for nom in (liste.champ_detail, liste.champ_echeance) if nom}
        # through `read`: what a list shows of the register, should somebody make one, is logged as anywhere else
        valeurs = {ligne["id"]: ligne for ligne in records.read(sorted({"id", *voulus}))}
        fiches = records._fiches()
        montres = self._lire_fiches(fiches.values())
        return {
            liste: [liste._ligne(records.browse(i), valeurs[i], fiches[i], montres) for i in ids[liste] if i in valeurs]
            for liste in self
        }

    @api.model
    def _lire_fiches(self, fiches):
        """Return ``{file: what lines show of it}`` of those that the user may read, a query a model."""
        par_modele = defaultdict(set)
        for fiche in fiches:
            par_modele[fiche._name].add(fiche.id)
        montres = {}
        for nom, ids in par_modele.items():
            modele = self.env[nom].with_context(active_test=False)
            noms = [n for n in MONTRES if n in modele._fields and modele._has_field_access(modele._fields[n], "read")]
            for fiche in modele.search_fetch([("id", "in", list(ids))], noms):
                montres[nom, fiche.id] = {n: fiche[n] for n in noms} | {"display_name": fiche.display_name}
        return montres

    def _ligne(self, record, valeurs, fiche, montres):
        """Return one line as the page shows it."""
        montre = montres.get((fiche._name, fiche.id), {})
        echeance = self.champ_echeance and valeurs[self.champ_echeance]
        return {
            "id": record.id,
            "model": record._name,
            "qui": montre.get("name") or montre.get("display_name") or "",
            "reference": montre.get("reference") or "",
            "detail": self._detail(record, valeurs),
            "echeance": echeance.isoformat() if echeance else False,
            "proche": JOURS_ALERTE_COURTS.get(montre.get("echeance_type"), JOURS_ALERTE),
            "agent": montre["user_id"].name if montre.get("user_id") else "",
            "commune": montre["company_id"].display_name if montre.get("company_id") else "",
            "fiche": {"model": fiche._name, "id": fiche.id},
        }

    def _detail(self, record, valeurs):
        """Return in words what a line says beside who and when."""
        if not self.champ_detail:
            return ""
        champ, valeur = record._fields[self.champ_detail], valeurs[self.champ_detail]
        match champ.type:
            case "selection":
                return dict(champ._description_selection(self.env)).get(valeur, "")
            case "many2one":
                return valeur[1] if valeur else ""
            case _:
                libelle = champ._description_string(self.env)
                return self.env._("%(label)s: %(value)s", label=libelle, value=valeur) if valeur else ""
