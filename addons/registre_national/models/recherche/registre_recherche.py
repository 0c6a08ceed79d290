# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.recherche import NUMERO_NATIONAL, lire, mots

from ...soap.niss import NissInvalide, valider
from ...wizard.registre_relecture import MOTIFS
from ..personne.lecture import ITS_IDENTITE

#: Lines of an answer; of those found outside one's own scope, whom they are taken from before they are put in order.
LIGNES, CANDIDATS_AILLEURS = 8, 200
#: Letters of a text that is searched at all; of a name searched outside one's own scope, all its words together.
LETTRES, LETTRES_AILLEURS = 2, 4
#: The reason that is none by itself.
AUTRE = "autre"
#: The number in the log of a search that was not for one number.
SANS_NUMERO = "-"


class RegistreRecherche(models.AbstractModel):
    """The one search of the top bar: who is found among those whom the reader may read, and, for a purpose and so many
    times a minute, the minimal trace of anybody else (loi.md §8).

    A floor above adds its records and words in `_fiches`, `_ligne`, `_traces`, `_portee`, and its roles in
    `_peut_chercher` and `_peut_chercher_ailleurs`.
    """

    _name = "registre.recherche"
    _description = "One search"
    _inherit = ["registre.recherche.demande"]

    # Who may

    def _peut_chercher(self):
        """Whether the user may find people at all: who may read them, and does more than control who did."""
        habilite = self.env.user.habilite
        return habilite and self.env["registre.personne"].has_access("read") and not self._ne_fait_que_controler()

    def _ne_fait_que_controler(self):
        """Whether the user is an auditor and nothing else: the log is theirs, nobody's file is."""
        user = self.env.user
        return user.has_group("registre_national.group_registre_auditeur") and not (
            user.has_group("registre_national.group_registre_agent")
            or user.has_group("registre_national.group_registre_gestion")
        )

    def _peut_chercher_ailleurs(self):
        """Whether there is somebody whom the user may find and not read: for the agent of a commune, not for who reads
        everybody."""
        user = self.env.user
        agent = user.habilite and user.has_group("registre_national.group_registre_agent")
        return agent and not user.has_group("registre_national.group_registre_regional")

    @api.model
    def motifs(self):
        """Return [(code, label)]: why one may search outside one's own scope, or ask the register."""
        libelles = dict(self.env["registre.consultation"]._fields["motif"]._description_selection(self.env))
        # "Other" says nothing where no words are asked for
        return [(motif, libelles[motif]) for motif in MOTIFS if motif != AUTRE]

    # One's own

    @api.model
    def chercher(self, texte):
        """Find people by names in any order or by any number, among those the user may read.

        :return: ``{"lignes": [{"model", "id", "nom", "numero", "commune", "etat", "detail"}], "reste": whether there
            are more, "numero": the whole national number that was typed or False, "ailleurs": whether the user may
            search outside}``; at most `LIGNES`, files before people, one line a person
        """
        resultat = self._rien(texte)
        if len("".join(mots(texte))) < LETTRES or not self._peut_chercher():
            return resultat
        fiches = self._trouver(texte)
        resultat["lignes"] = [self._ligne(fiche) for fiche in fiches[:LIGNES]]
        resultat["reste"] = len(fiches) > LIGNES
        # An answer that is cut is a step of typing; a whole one is what the search found.
        if fiches and not resultat["reste"]:
            self._journaliser_recherche(texte, trouves=len(fiches))
        return resultat

    @api.model
    @api.private
    def _rien(self, texte):
        """The answer of a search that found nobody."""
        chiffres = lire(texte).chiffres
        try:
            numero = len(chiffres) == NUMERO_NATIONAL and valider(chiffres, test=True)
        except NissInvalide:
            numero = False
        return {"lignes": [], "reste": False, "numero": numero, "ailleurs": self._peut_chercher_ailleurs()}

    def _trouver(self, texte):
        """Return the records found, in the order of the screen: whole words before beginnings, then by name."""
        fiches = []
        for debuts in (False, True):
            trouvees = [fiche for fiche in self._fiches(texte, debuts) if fiche not in fiches]
            fiches += sorted(trouvees, key=lambda fiche: mots(fiche.name))
            if len(fiches) > LIGNES:
                break
        return fiches

    def _fiches(self, texte, debuts):
        """Return the records that a text finds, some of them when they are many (`registre.trouvable`), one a person.

        :param debuts: words may be the beginnings of names and numbers
        """
        personnes = self.env["registre.personne"]
        if not personnes.has_access("read"):
            return []
        return list(personnes._candidats(texte, debuts))

    def _ligne(self, fiche):
        """Return what the screen shows of a record: what finds a person, and nothing more."""
        return {
            "model": fiche._name,
            "id": fiche.id,
            "nom": fiche.name,
            "numero": self._numero_lisible(fiche.niss),
            "commune": fiche.company_id.display_name or "",
            "etat": "",
            "detail": fiche.naissance or "",
        }

    @api.model
    def _numero_lisible(self, niss):
        """A national number as papers write it: 90.65.18-999.30."""
        if len(niss or "") != NUMERO_NATIONAL:
            return niss or ""
        return f"{niss[:2]}.{niss[2:4]}.{niss[4:6]}-{niss[6:9]}.{niss[9:]}"

    # Outside one's own

    @api.model
    def chercher_ailleurs(self, texte, motif):
        """Find people outside what the user may read: number, names, commune, organiser, status, and no more.

        :param motif: one of `motifs`; each person shown is an entry of the log
        :return: as `chercher`, the lines without model and id
        :raise AccessError: the user may not
        :raise UserError: no purpose, too little to search for, or too many searches in a minute
        """
        if not self._peut_chercher_ailleurs():
            raise AccessError(self.env._("Searching in the other communes is not for your role."))
        if motif not in dict(self.motifs()):
            raise UserError(self.env._("Say why you search in the other communes."))
        resultat = self._rien(texte)
        self._verifier_precise(texte, resultat["numero"])
        self._compter_ailleurs()
        # sudo: only the minimal trace of who is found comes out (loi.md §8), and who sees it is logged below.
        tous = self.env["registre.personne"].sudo()
        if resultat["numero"]:
            # that number, and not a telephone of as many digits
            trouvees = tous._proprietaires([resultat["numero"]]).get(resultat["numero"], tous)
        else:
            trouvees = tous._candidats(texte, debuts=False, limite=CANDIDATS_AILLEURS, domaine=self._hors_commune())
        gens = (trouvees - self._portee(trouvees)).sorted(lambda personne: mots(personne.name))
        montres = gens[:LIGNES]
        resultat["lignes"] = self._lignes_ailleurs(montres)
        # of a name that so many of one's own have, those outside may be behind
        resultat["reste"] = len(gens) > LIGNES or len(trouvees) == CANDIDATS_AILLEURS
        numeros = montres.mapped("niss") or [resultat["numero"] or SANS_NUMERO]
        self._journaliser_recherche(texte, "ailleurs", motif, numeros, len(montres))
        return resultat

    @api.model
    def ouvrir_trace(self, numero, motif):
        """Door of a floor above: return the action that a line of `chercher_ailleurs` offers by its words (`geste`).

        :param numero: the number that the line shows
        :param motif: one of `motifs`; written in the log
        :raise AccessError: the user has nothing to do with people outside
        """
        raise AccessError(self.env._("Searching in the other communes is not for your role."))

    def _verifier_precise(self, texte, numero):
        """Nobody lists a commune: outside, one searches for somebody.

        :raise UserError: neither a whole national number nor a name of enough letters
        """
        noms = mots(texte)
        if not numero and (any(map(str.isdigit, noms)) or len("".join(noms)) < LETTRES_AILLEURS):
            raise UserError(
                self.env._(
                    "In the other communes you search for a whole national number or a whole name. Nothing was "
                    "searched: complete it."
                )
            )

    def _compter_ailleurs(self):
        """Count one look outside.

        :raise UserError: too many within a minute
        """
        if not self.env["registre.recherche.passage"]._passer():
            raise UserError(
                self.env._(
                    "You searched in the other communes many times within a minute. Nothing was searched, and it was "
                    "noted for the auditor. Wait a minute, then search again."
                )
            )

    def _hors_commune(self):
        """The domain of the people who are surely not the user's own by where they live: of hundreds of namesakes at
        home none takes the place of somebody outside. `_portee` leaves out who is theirs for another reason."""
        siennes = self.env["registre.personne"]
        if not siennes.has_access("read"):
            return Domain.TRUE
        return Domain("company_id", "not in", self.env.companies.ids)

    def _portee(self, personnes):
        """Return those of these people that the user may read, as superuser."""
        siennes = self.env["registre.personne"]
        if not siennes.has_access("read"):
            return personnes.browse()
        return personnes.browse(siennes.search([("id", "in", personnes.ids)]).ids)

    def _lignes_ailleurs(self, personnes):
        """Return what the screen shows of people whom the user may not read, as superuser: the minimal trace."""
        traces = self._traces(personnes)
        return [
            {
                "nom": personne.name,
                "numero": self._numero_lisible(personne.niss),
                "commune": personne.company_id.display_name or "",
                **traces[personne],
            }
            for personne in personnes
        ]

    def _traces(self, personnes):
        """Return {person: {"etat", "detail"}}: status and organiser of people whom the user may not read."""
        return {personne: {"etat": "", "detail": ""} for personne in personnes}

    def _journaliser_recherche(self, texte, operation="recherche", motif="recherche", numeros=None, trouves=1):
        """Log a search, apart from readings: what was typed, how many it found, and outside who was shown."""
        # sudo: nobody writes the log by right
        consultation = self.env["registre.consultation"].sudo()
        commun = consultation._ligne_interne(maintenant(), " ".join(sorted(ITS_IDENTITE))) | {
            "user_id": self.env.uid,
            "reference": self.env._("Search"),
            "operation": operation,
            "motif": motif,
            "precision": texte.strip()[:100],
            "resultat": str(trouves),
        }
        chiffres = lire(texte).chiffres
        numeros = numeros or [chiffres if len(chiffres) == NUMERO_NATIONAL else SANS_NUMERO]
        consultation._journaliser([commun | {"niss": niss} for niss in numeros])
