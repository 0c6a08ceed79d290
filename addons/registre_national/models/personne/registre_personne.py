# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.recherche import cles

from ...histoire.histoire import Histoire, projeter
from ...histoire.modele import Tables
from ...soap.erreurs import NON_INTEGRE, DeuxPersonnes

#: (label, table, column) of the codes, and (words, column) of the dates, that a screen shows.
LIBELLES = (
    ("nationalite", "nationalite", "nationalite_code"),
    ("registre", "registre", "registre_code"),
    ("situation_libelle", "situation", "situation"),
    ("carte", "carte", "carte_code"),
    ("motif", "motif", "motif_code"),
)
DATES_LISIBLES = (
    ("naissance", "naissance_texte"),
    ("expiration", "carte_expiration_texte"),
    ("deces", "date_deces_texte"),
)

#: Columns of the projection stored as they are.
_DIRECTES = (
    "nom",
    "prenom",
    "naissance_texte",
    "naissance_min",
    "naissance_max",
    "sexe",
    "nationalite_code",
    "registre_code",
    "carte_code",
    "carte_expiration",
    "carte_expiration_texte",
    "motif_code",
    "date_deces",
    "date_deces_texte",
    "commune_incertaine",
    "adresse_non_communicable",
    "situation",
    "incertitudes",
    "date_passage",
)
#: The people whose changes the register does not announce yet, and those whose changes it announces.
A_ABONNER = Domain([("abonnement_debut", "=", False), ("abonnement_erreur", "=", False), ("suivi_ferme", "=", False)])
ABONNES = Domain("abonnement_debut", "!=", False)


class RegistrePersonne(models.Model):
    """A person as the register describes them today.

    Every column is a projection of the entries in `registre.information`, written by the collection only: nobody may
    edit it, a difference with reality is reported to the register. Files are stored a batch at a time, never a query
    for one person; storing the same ones twice changes nothing but the day of reading. What floor 1 offers to others:
    `information_ids`, the columns below, and `_apres_lecture`.

    Whether the register announces the changes of a person is kept here too. The wish (`suivi_ferme`) is set by the
    floor above, in its own transaction; the collection and the daily jobs carry it out later, a thousand people a call.
    A wish that meets a register that is down is simply carried out later.
    """

    _name = "registre.personne"
    _description = "Person in the National Register"
    _inherit = [
        "registre.personne.lecture",
        "registre.personne.projection",
        "registre.personne.jonction",
        "registre.personne.recherche",
        "nom.reserve",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "niss", "niss_ids.niss"]

    #: What finds somebody, {path from the person: kind of text}; a floor above has its own table.
    _trouvent = {"name": "nom", "niss": "numero", "niss_ids.niss": "numero"}

    # identity
    niss = fields.Char(string="National number", required=True, readonly=True)
    name = fields.Char(string="Name and first name", required=True, readonly=True, index="trigram")
    nom = fields.Char(string="Last name", readonly=True)
    prenom = fields.Char(string="First names", readonly=True)
    naissance_texte = fields.Char(
        string="Birth date as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    naissance = fields.Char(string="Birth date", compute="_compute_dates_lisibles", compute_sudo=True)
    naissance_min = fields.Date(string="Born at the earliest", readonly=True)
    naissance_max = fields.Date(string="Born at the latest", readonly=True)
    sexe = fields.Selection([("1", "Male"), ("2", "Female")], string="Sex", readonly=True)
    nationalite_code = fields.Char(string="Nationality code", readonly=True)
    nationalite = fields.Char(string="Nationality", compute="_compute_libelles", compute_sudo=True)
    recherche = fields.Char(
        compute="_compute_recherche",
        store=True,
        groups=fields.NO_ACCESS,
        help="Names and numbers as a search compares them, one word after the other.",
    )
    # residence
    company_id = fields.Many2one(
        "res.company",
        string="Commune",
        readonly=True,
        index=True,
        help="Commune of current residence; empty outside Brussels. In doubt, the last certain one.",
    )
    commune_incertaine = fields.Boolean(
        string="Commune not certain",
        readonly=True,
        help="The register does not say for sure where the person lives: the last certain commune stays in charge.",
    )
    commune_mention = fields.Char(string="Certainty of the commune", compute="_compute_commune_mention")
    registre_code = fields.Char(string="Register code", readonly=True)
    registre = fields.Char(string="Register", compute="_compute_libelles", compute_sudo=True)
    situation = fields.Char(string="Situation code", readonly=True)
    situation_libelle = fields.Char(string="Situation", compute="_compute_libelles", compute_sudo=True)
    carte_code = fields.Char(string="Document code", readonly=True)
    carte = fields.Char(string="Residence document", compute="_compute_libelles", compute_sudo=True)
    carte_expiration = fields.Date(
        string="Document expires on (exact day)", readonly=True, help="Empty when the register does not know the day."
    )
    carte_expiration_texte = fields.Char(
        string="Expiry as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    expiration = fields.Char(string="Document expires on", compute="_compute_dates_lisibles", compute_sudo=True)
    motif_code = fields.Char(string="Reason code", readonly=True)
    motif = fields.Char(string="Reason of residence", compute="_compute_libelles", compute_sudo=True)
    date_deces = fields.Date(
        string="Died on (exact day)", readonly=True, help="Empty when the register does not know the day."
    )
    date_deces_texte = fields.Char(
        string="Death as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    deces = fields.Char(string="Died on", compute="_compute_dates_lisibles", compute_sudo=True)
    adresse_registre = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The address even when it may not be communicated: for letters written by the application.",
    )
    adresse_non_communicable = fields.Boolean(string="Address not communicable", readonly=True)
    adresse = fields.Char(string="Address", compute="_compute_adresse", compute_sudo=True)
    incertitudes = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Names of the columns that are empty because the register leaves a doubt; the screens say it in words.",
    )
    date_passage = fields.Date(
        readonly=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Next day on which a column can change by itself: an entry begins, ends, or surely has.",
    )
    # history
    information_ids = fields.One2many("registre.information", "personne_id", string="All entries", readonly=True)
    information_actuelle_ids = fields.One2many(
        "registre.information", "personne_id", string="Entries", domain=[("known_until", "=", False)], readonly=True
    )
    information_ancienne_ids = fields.One2many(
        "registre.information",
        "personne_id",
        string="Former beliefs",
        domain=[("known_until", "!=", False)],
        readonly=True,
    )
    niss_ids = fields.One2many("registre.niss", "personne_id", string="Numbers", readonly=True)
    date_lecture = fields.Datetime(string="Last read on", readonly=True)
    # subscription
    abonnement_debut = fields.Date(
        string="Followed since", readonly=True, help="The register announces this person's changes since that day."
    )
    abonnement_fin = fields.Date(
        string="Followed until", readonly=True, help="Last day of the subscription; extended by itself before it ends."
    )
    abonnement_service_id = fields.Many2one("registre.service", string="Followed through", readonly=True)
    suivi_ferme = fields.Boolean(
        string="No longer to be followed",
        readonly=True,
        help="The file is closed for good: the register need not announce this person's changes any more.",
    )
    abonnement_erreur = fields.Char(
        string="Subscription refused", readonly=True, groups="registre_national.group_registre_gestion"
    )

    _niss_uniq = models.UniqueIndex("(niss)", "This number already belongs to a person.")
    _sans_abonnement_idx = models.Index("(id) WHERE abonnement_debut IS NULL")
    _abonnement_fin_idx = models.Index("(abonnement_fin) WHERE abonnement_debut IS NOT NULL")
    _a_clore_idx = models.Index("(id) WHERE suivi_ferme AND abonnement_debut IS NOT NULL")

    @api.depends(lambda self: list(self._sources_recherche()))
    def _compute_recherche(self):
        for personne, recherche in self._cles_recherche().items():
            personne.recherche = recherche

    def _cles_recherche(self):
        """Return {person: keys}."""
        sources = self._sources_recherche().items()
        return {
            personne: cles((genre, texte) for chemin, genre in sources for texte in personne.mapped(chemin) if texte)
            for personne in self
        }

    def _sources_recherche(self):
        """Return {path: kind of text}, what every floor says finds somebody."""
        tables = (vars(classe).get("_trouvent", {}) for classe in reversed(type(self).__mro__))
        return {chemin: genre for table in tables for chemin, genre in table.items()}

    @api.depends("nationalite_code", "registre_code", "situation", "carte_code", "motif_code", "incertitudes")
    @api.depends_context("lang")
    def _compute_libelles(self):
        libelle = self.env["registre.code"]._libelle
        for personne in self:
            for champ, table, code in LIBELLES:
                personne[champ] = libelle(table, personne[code]) or personne._incertain(code)

    @api.depends("naissance_texte", "carte_expiration_texte", "date_deces_texte", "incertitudes")
    @api.depends_context("lang")
    def _compute_dates_lisibles(self):
        lisible = self.env["registre.information"]._date_lisible
        for personne in self:
            for champ, texte in DATES_LISIBLES:
                personne[champ] = lisible(personne[texte]) or personne._incertain(texte)

    @api.depends("adresse_registre", "adresse_non_communicable", "incertitudes")
    @api.depends_context("lang")
    def _compute_adresse(self):
        """The address, unless the register forbids to communicate it: masked here, so on every screen, list and
        export.
        """
        for personne in self:
            if personne.adresse_non_communicable:
                personne.adresse = self.env._("Address not communicable")
            else:
                personne.adresse = personne.adresse_registre or personne._incertain("adresse")

    @api.depends("commune_incertaine")
    @api.depends_context("lang")
    def _compute_commune_mention(self):
        for personne in self:
            personne.commune_mention = self.env._("Not certain") if personne.commune_incertaine else ""

    def _incertain(self, colonne):
        """Return the words for a column that the register leaves in doubt, False for one of which it says nothing."""
        doute = colonne in (self.incertitudes or "").split()
        return self.env._("Not certain: see the chronology") if doute else False

    # Storing what was read

    @api.model
    def _proprietaires(self, numeros):
        """Return {number: person} for those of these numbers that we know, former ones included."""
        lignes = self.env["registre.niss"].search_fetch([("niss", "in", list(numeros))], ["niss", "personne_id"])
        return {ligne.niss: ligne.personne_id for ligne in lignes}

    @api.model
    def _enregistrer(self, lectures):
        """Store files just read and return the people, in the order given.

        :param lectures: list of (numbers of the person, oldest first; file read under the last one). One item a person.
        :raise DeuxPersonnes: some are one person for the register and two for us; nothing was stored.
        """
        connus = self._proprietaires({niss for numeros, _dossier in lectures for niss in numeros})
        ensemble = self.browse().union(*connus.values())
        # each of them is compared with its file: read together
        existantes = [
            self.browse({connus[niss].id for niss in numeros if niss in connus}).with_prefetch(ensemble._ids)
            for numeros, _dossier in lectures
        ]
        if refus := frozenset(rang for rang, personnes in enumerate(existantes) if len(personnes) > 1):
            raise DeuxPersonnes(refus)
        valeurs = self._valeurs([dossier for _numeros, dossier in lectures])
        a_creer = [vals for vals, personne in zip(valeurs, existantes, strict=True) if not personne]
        nouvelles = iter(self.create(a_creer))
        personnes = self.browse()
        for vals, personne in zip(valeurs, existantes, strict=True):
            if personne:
                personne._actualiser(vals)
            personnes += personne or next(nouvelles)
        instant = maintenant()
        personnes.date_lecture = instant
        nouveaux = {
            niss: personne.id
            for (numeros, _dossier), personne in zip(lectures, personnes, strict=True)
            for niss in numeros
            if niss not in connus
        }
        self.env["registre.niss"].create(
            [{"niss": niss, "personne_id": personne_id, "known_on": instant} for niss, personne_id in nouveaux.items()]
        )
        dossiers = [dossier for _numeros, dossier in lectures]
        illisibles = self.env["registre.information"]._remplacer(personnes, dossiers)
        if illisibles:
            self.env["registre.anomalie"]._noter_dates(illisibles)
        if douteux := {d.niss: d.doute for d in dossiers if d.doute and d.niss in nouveaux}:
            self.env["registre.anomalie"]._noter_numeros({nouveaux[niss]: douteux[niss] for niss in douteux})
        if nommees := [entree for dossier in dossiers for entree in dossier.entrees if entree.libelle]:
            self.env["registre.code"]._apprendre(nommees)
        return personnes

    @api.model
    def _valeurs(self, dossiers):
        """The columns of each file's person: a list of dicts for `create`."""
        communes, jour, resultat = self.env["res.company"]._par_code_nis(), aujourdhui(), []
        tables = Tables(communes=frozenset(communes))
        for dossier in dossiers:
            projection = projeter(Histoire(dossier.informations, tables), jour)
            vals = {champ: projection[champ] or False for champ in _DIRECTES}
            noms = (projection["nom"].upper(), projection["prenom"])
            vals |= {
                "niss": dossier.niss,
                # A file without IT 010 is still a person: the name is then a dash, never the number.
                "name": ", ".join(filter(None, noms)) or "-",
                "company_id": communes.get(projection["commune_nis"], False),
                "adresse_registre": projection["adresse"] or False,
            }
            resultat.append(vals)
        return resultat

    def write(self, vals):
        resultat = super().write(vals)
        if "company_id" in vals:
            # what was reported is the new commune's from now on: the others do not follow it any more
            self.anomalie_ids._fermer_le_fil()
        return resultat

    def _differences(self, vals):
        """Those of these values that are not the column's own."""
        champs = self._fields
        return {c: v for c, v in vals.items() if champs[c].convert_to_write(self[c], self) != v}

    def _actualiser(self, vals):
        """Write the columns that changed."""
        changes = self._differences(vals)
        if "niss" in changes:
            # Another number must be followed in its turn.
            changes |= {"abonnement_debut": False, "abonnement_erreur": False}
        if changes:
            self.write(changes)

    @api.private
    def _apres_lecture(self):
        """Called once for the people whose files were just read and stored, in the same transaction, as superuser.

        The floor above overrides it to draw its conclusions. It must be safe to run again for the same people.
        """

    @api.private
    def _apres_numero_annule(self):
        """Called for the people whose number the register has just said to be cancelled, in the transaction that keeps
        it, as superuser. The floor above overrides it."""

    # Whom the register follows

    @api.private
    def _fermer_abonnement(self):
        """These people need not be followed any more; the next collection closes their subscriptions."""
        self.filtered(lambda personne: not personne.suivi_ferme).suivi_ferme = True

    @api.private
    def _rouvrir_abonnement(self):
        """These people must be followed (again); the next collection opens what is not open."""
        self.filtered("suivi_ferme").suivi_ferme = False

    def _noter_abonnements(self, service, resultats):
        """Keep what became of the subscriptions opened or extended for these people (list of `ResultatAbonnement`).

        Somebody to be extended whom the register does not follow is followed anew by the next collection.
        """
        par_niss = {personne.niss: personne for personne in self}
        jour = aujourdhui()
        suivis, refus, perdus = {}, {}, self.browse()
        for resultat in resultats:
            personne = par_niss.get(resultat.niss, self.browse())
            if resultat.ok:
                dates = resultat.debut or jour, resultat.fin or False
                suivis[dates] = suivis.get(dates, self.browse()) | personne
            elif personne.abonnement_debut and resultat.code == NON_INTEGRE:
                perdus |= personne
            else:
                refus[resultat.code] = refus.get(resultat.code, self.browse()) | personne
        for (debut, fin), personnes in suivis.items():
            personnes.write(
                {
                    "abonnement_debut": debut,
                    "abonnement_fin": fin,
                    "abonnement_erreur": False,
                    "abonnement_service_id": service.id,
                }
            )
        for code, personnes in refus.items():
            personnes.abonnement_erreur = code
        perdus._oublier_abonnements()

    def _oublier_abonnements(self):
        """These people are not followed any more."""
        self.write(
            {
                "abonnement_debut": False,
                "abonnement_fin": False,
                "abonnement_erreur": False,
                "abonnement_service_id": False,
            }
        )
