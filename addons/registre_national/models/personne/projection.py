# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui

from ...soap.dates import DatePartielle
from ...soap.modele import DossierRegistre, Entree

#: People whose columns are computed again at once.
TAILLE_LOT = 1000
#: Parameters of `_cron_reprojeter`: the day up to which it went, …
JOUR_PROJETE = "registre_national.jour_projete"
#: … where it is on the way to the next one ("day id"), …
PROJECTION_EN_COURS = "registre_national.projection_en_cours"
#: … and the ids of the people it could not do, who are tried again every night.
PROJECTION_ECHOUEE = "registre_national.projection_echouee"


class RegistrePersonneProjection(models.AbstractModel):
    """The columns of a person follow from the believed entries: they can be lost and made again, and change by
    themselves on the day an entry begins or ends.
    """

    _name = "registre.personne.projection"
    _description = "Person: columns from the entries"

    def action_reprojeter(self):
        """Action of a system administrator.

        :raise AccessError: somebody else asks.
        """
        if not self.env.is_system():
            raise AccessError(self.env._("Only a system administrator computes the columns again."))
        # Nobody may write these columns: they are computed, here from what is stored and nothing that was typed.
        self.sudo()._reprojeter()

    def _reprojeter(self):
        """Compute the columns of these people again from their believed entries, as of today, and return the people of
        whom something changed.

        Commits by batch.
        """
        changees = self.browse()

        def reprojeter(lot):
            nonlocal changees
            changees += lot._reprojeter_lot()

        lots.run(self.env, lots.Step(self.browse(), reprojeter, lambda: self.ids, size=TAILLE_LOT))
        return changees

    def _reprojeter_lot(self):
        """See `_reprojeter`: one query for all the histories; what did not change is not written. No commit."""
        changees = self.browse()
        for personne, vals in zip(self, self._valeurs(self._dossiers_crus()), strict=True):
            changes = personne._differences(vals)
            if changes:
                personne.write(changes)
                changees += personne
        self.flush_recordset()
        self.invalidate_recordset(flush=False)
        return changees

    @api.model
    def _cron_reprojeter(self):
        """Every night: the columns of the people of whom an entry began or ended by itself since the last night.

        Commits by batch and resumes where it stopped. Who could not be done is tried again the next nights.
        """
        # sudo: how far the columns are made, technical parameters of this cron.
        parametres = self.env["ir.config_parameter"].sudo()
        jour, depuis = aujourdhui(), fields.Date.to_date(parametres.get_param(JOUR_PROJETE))

        def echoues():
            return {int(personne) for personne in (parametres.get_param(PROJECTION_ECHOUEE) or "").split()}

        def a_faire():
            en_cours, _espace, dernier = (parametres.get_param(PROJECTION_EN_COURS) or "").partition(" ")
            apres = int(dernier) if en_cours == str(jour) else 0
            return sorted(p for p in {*self._ids_a_reprojeter(depuis, jour), *echoues()} if p > apres)

        def noter(ids, ecartes):
            avant = echoues()
            if (apres := avant - set(ids) | set(ecartes)) != avant:
                parametres.set_param(PROJECTION_ECHOUEE, " ".join(map(str, sorted(apres))) or False)
            parametres.set_param(PROJECTION_EN_COURS, f"{jour} {ids[-1]}")

        etape = lots.Step(
            self.browse(),
            lambda lot: lot._reprojeter_lot()._apres_lecture(),
            a_faire,
            size=TAILLE_LOT,
            settle=noter,
        )
        if lots.run(self.env, etape).finished:
            parametres.set_param(JOUR_PROJETE, jour)
            parametres.set_param(PROJECTION_EN_COURS, False)

    @api.model
    def _ids_a_reprojeter(self, depuis, jour):
        """Ids of the people of whom a believed entry begins or ends after `depuis` and up to `jour`; all of them when
        there was no night before.
        """
        if not depuis:
            return self.search([("niss", "!=", False)], order="id").ids
        self.env["registre.information"].flush_model()
        # Raw SQL: one pass over the believed entries, which a domain would make in several. It returns ids only; the
        # days are parameters. The two days of IT 252 are inside its content, and few people have one.
        self.env.cr.execute(
            """
            SELECT DISTINCT personne_id
              FROM registre_information
             WHERE known_until IS NULL
               AND (date_from > %(depuis)s AND date_from <= %(jour)s
                    OR date_to > %(depuis)s AND date_to <= %(jour)s
                    OR it = '252' AND jsonb_exists_any(content, ARRAY['debut', 'fin']))
             ORDER BY personne_id
            """,
            {"depuis": depuis, "jour": jour},
        )
        return [personne for (personne,) in self.env.cr.fetchall()]

    def _dossiers_crus(self):
        """The file of each of these people as it was last read, made again from the stored entries."""
        entrees = {personne_id: [] for personne_id in self.ids}
        numeros = {}
        for personne_id, _id, it, code, debut, fin, contenu, _connu in self.env["registre.information"]._lignes_crues(
            self
        ):
            entrees[personne_id].append(Entree(it, _date(debut), _date(fin), code, contenu))
            if it == "000" and contenu.get("niss"):
                numeros[personne_id] = contenu["niss"]
        # A file without IT 000 carries no number: the one we know stays.
        return [DossierRegistre(numeros.get(p.id, p.niss), tuple(entrees[p.id])) for p in self]


def _date(texte):
    return DatePartielle.lire(texte) if texte else None
