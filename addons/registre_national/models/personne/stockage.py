# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

from ...histoire.histoire import Histoire
from ...histoire.modele import Tables
from ...histoire.personne import projeter
from ...soap.erreurs import DonneeAnormale

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


class RegistrePersonneStockage(models.AbstractModel):
    """Storing what was read: a batch of files at once, never a query for one person.

    Storing the same files twice changes nothing but the day of reading.
    """

    _name = "registre.personne.stockage"
    _description = "Person: storing what was read"

    @api.model
    def _proprietaires(self, numeros):
        """Return {number: person} for those of these numbers that we know, former ones included."""
        lignes = self.env["registre.niss"].search_fetch([("niss", "in", list(numeros))], ["niss", "personne_id"])
        return {ligne.niss: ligne.personne_id for ligne in lignes}

    @api.model
    def _proprietaire(self, connus, numeros):
        """The one person who has these numbers, or none.

        :param connus: the result of `_proprietaires`.
        :raise DonneeAnormale: "deux_personnes" when the register calls one what we know as two: a person must look.
        """
        personnes = self.browse({connus[niss].id for niss in numeros if niss in connus})
        if len(personnes) > 1:
            raise DonneeAnormale("deux_personnes")
        return personnes

    @api.model
    def _enregistrer(self, lectures):
        """Store files just read and return the people, in the order given.

        :param lectures: list of (numbers of the person, oldest first; file read under the last one). One item a person.
        """
        connus = self._proprietaires({niss for numeros, _dossier in lectures for niss in numeros})
        existantes = [self._proprietaire(connus, numeros) for numeros, _dossier in lectures]
        valeurs = self._valeurs([dossier for _numeros, dossier in lectures])
        a_creer = [vals for vals, personne in zip(valeurs, existantes, strict=True) if not personne]
        nouvelles = iter(self.create(a_creer))
        personnes = self.browse()
        for vals, personne in zip(valeurs, existantes, strict=True):
            if personne:
                personne._actualiser(vals)
            personnes += personne or next(nouvelles)
        personnes.date_lecture = maintenant()
        self._enregistrer_numeros(
            connus, [(n, p) for (numeros, _d), p in zip(lectures, personnes, strict=True) for n in numeros]
        )
        personnes._enregistrer_informations([dossier for _numeros, dossier in lectures])
        self.env["registre.code"]._apprendre(entree for _n, dossier in lectures for entree in dossier.entrees)
        return personnes

    @api.model
    def _valeurs(self, dossiers):
        """The columns of each file's person: a list of dicts for `create`."""
        communes, jour, resultat = self.env["res.company"]._par_code_nis(), aujourdhui(), []
        tables = Tables(communes=frozenset(communes))
        for dossier in dossiers:
            projection = projeter(Histoire(dossier.informations(), tables), jour)
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

    @api.model
    def _enregistrer_numeros(self, connus, paires):
        """Keep each (number, person) not known yet."""
        nouveaux = {niss: personne.id for niss, personne in paires if niss not in connus}
        instant = maintenant()
        self.env["registre.niss"].create(
            [{"niss": niss, "personne_id": personne_id, "known_on": instant} for niss, personne_id in nouveaux.items()]
        )

    def _enregistrer_informations(self, dossiers):
        """Add the entries that are new and end the belief in those that are gone; `dossiers` in the order of `self`."""
        Information = self.env["registre.information"]
        crues, instant = Information._crues(self), maintenant()
        ajouts, disparues = [], []
        for personne_id, dossier in zip(self.ids, dossiers, strict=True):
            anciennes = crues[personne_id]
            for entree in dossier.entrees:
                if not anciennes.pop(entree.empreinte, None):
                    ajouts.append(self._ligne(personne_id, entree, instant))
            disparues += anciennes.values()
        Information.browse(disparues).write({"known_until": instant})
        # The end of a belief must reach the database before the belief that replaces it.
        Information.flush_model(["known_until"])
        Information._inserer(ajouts)
        self.invalidate_recordset(["information_ids", "information_actuelle_ids", "information_ancienne_ids"])

    @staticmethod
    def _ligne(personne_id, entree, instant):
        debut, fin = entree.debut, entree.fin
        return (
            personne_id,
            entree.it,
            debut.texte if debut else None,
            fin.texte if fin else None,
            debut.au_plus_tot if debut else None,
            fin.au_plus_tard if fin else None,
            entree.code,
            entree.contenu_json,
            entree.empreinte,
            instant,
        )
