# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The presence sheet: everybody on the list of a session, noted in one request."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.misc import format_duration
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import BRUXELLES, maintenant, moment
from odoo.addons.parcours_socle.recherche import mots

from ...droit.presences import (
    A_VENIR,
    APRES,
    ATTENDU,
    AVANT,
    COURS_ANNULE,
    DEUX_COURS,
    ETATS,
    HEURES_JOUR,
    JOURNEE,
    JUSTIFIE,
    NON_INSCRIT,
    RETARD,
    TENUE,
    hors_inscription,
    refus,
)

_lt = LazyTranslate(__name__)

REFUS = {
    COURS_ANNULE: _lt("This session was cancelled: nothing is noted in it."),
    A_VENIR: _lt("This session has not begun yet: only an absence announced and justified is noted before."),
    NON_INSCRIT: _lt("Not enrolled with the organiser of this session."),
    AVANT: _lt("The enrolment begins after the day of this session."),
    APRES: _lt("The enrolment ended before the day of this session."),
    DEUX_COURS: _lt("Already noted present in another session at the same hours."),
    RETARD: _lt("The minutes missed must be fewer than the session lasts, of somebody who was present."),
    JOURNEE: _lt("With the other sessions of that day this is more hours than anybody follows on one day."),
}
AUTREMENT = _lt("%(who)s noted otherwise meanwhile (%(state)s): look at it, and note it again if need be.")


class SeanceFeuille(models.AbstractModel):
    _name = "parcours.seance.feuille"
    _description = "Session: its presence sheet"

    def feuille(self):
        """Return what the presence sheet shows: the session, and each person on its list with what was noted."""
        self.ensure_one()
        self.check_access("read")
        toutes = self._actuelles()
        # `sudo(False)`: with the rights of the reader again, who sees those they may read: a commune its own people
        presences = toutes.browse(toutes.sudo(False)._filtered_access("read").ids)
        inscriptions = self._inscriptions(presences.dossier_id)
        lignes = [
            {
                "id": presence.id,
                "nom": presence.nom or self.env._("Not shown to you"),
                "etat": presence.etat,
                "motif": presence.motif or "",
                "retard": presence.retard,
                "alerte": self._mot_refus(hors_inscription(self.jour, inscriptions.get(presence.dossier_id.id, ()))),
            }
            for presence in presences
        ]
        champs = self.env["parcours.presence"]._fields
        heures = " – ".join(format_duration(heure) for heure in (self.heure_debut, self.heure_fin))
        return {
            "titre": self.module_id.name,
            "quand": f"{format_date(self.env, self.jour)} · {heures}",
            "salle": self.salle or "",
            # sudo: the name of a colleague
            "enseignant": self.sudo().enseignant_id.name or "",
            "minutes": self._lue().minutes,
            "avis": self._avis(),
            "peut_noter": self._peut_noter(),
            "etats": dict(champs["etat"]._description_selection(self.env)),
            "motifs": champs["motif"]._description_selection(self.env),
            "lignes": sorted(lignes, key=lambda ligne: mots(ligne["nom"])),
        }

    def _avis(self):
        """Return what must be known before anything is noted, or ""."""
        if self.state == "annulee":
            return self.env._(
                "This session was cancelled (%s): nothing is noted in it, and what was noted counts no more.",
                self.motif_annulation,
            )
        return self._mot_refus(A_VENIR) if (self.jour, self._lue().debut) > self._instant() else ""

    def _mot_refus(self, raison):
        return self.env._(REFUS[raison]) if raison else ""

    @staticmethod
    def _instant():
        """Return this moment as sessions are read: the day, and the minutes from midnight in Brussels."""
        ici = moment().astimezone(BRUXELLES)
        return ici.date(), 60 * ici.hour + ici.minute

    def _peut_noter(self):
        """Whether the user notes presences in this session: the organiser's team, and whoever gives it."""
        user = self.env.user
        return (self.env.su or user.habilite) and (self.enseignant_id == user or self.has_access("write"))

    def noter(self, lignes):
        """Note presences, all in one request: what can be noted is, and the rest is told line by line.

        :param lignes: ``[{"id": presence, "vu": what the sheet showed, "etat": …, "motif": …, "retard": minutes}]``
        :return: ``{"notees": how many, "refus": [{"id", "nom", "phrase", "autrement": whether somebody else noted}]}``
        :raise AccessError: the session is somebody else's
        :raise UserError: what is asked is no presence of this session
        """
        self.ensure_one()
        self.check_access("read")
        if not self._peut_noter():
            raise AccessError(
                self.env._(
                    "This session is given by somebody else: only they and their organiser note who came. Nothing was "
                    "saved."
                )
            )
        self._verifier_lignes(lignes)
        demandes = {ligne["id"]: ligne for ligne in lignes}
        actuelles, autrement = self._retrouver(demandes)
        # two people at once, on this sheet or on one of the same hours with the same people: the second one waits here,
        # and finds what the first one noted
        actuelles.dossier_id._seul()
        a_noter = actuelles.filtered(lambda p: p.id in demandes and self._differe(p, demandes[p.id]))
        autrement |= a_noter.filtered(lambda p: p.etat != demandes[p.id]["vu"])
        refusees = [(presence, presence._dire_autrement(AUTREMENT)) for presence in autrement]
        admises = actuelles.browse()
        for presence, raison in self._raisons(a_noter - autrement, demandes).items():
            if raison:
                refusees.append((presence, self._mot_refus(raison)))
            else:
                admises |= presence
        self._ecrire(admises, demandes)
        return {
            "notees": len(admises),
            "refus": [
                {"id": p.id, "nom": p.nom or "", "phrase": phrase, "autrement": p in autrement}
                for p, phrase in refusees
            ],
        }

    def _retrouver(self, demandes):
        """Return what holds now of this session, and of it what replaced a line that was asked for.

        :raise UserError: a line is of another session
        """
        actuelles = self._actuelles()
        anciennes = actuelles.browse(demandes.keys() - set(actuelles.ids)).exists()
        anciennes = anciennes.filtered(lambda p: p.seance_id.id == self.id)
        if not demandes.keys() <= {*actuelles.ids, *anciennes.ids}:
            raise UserError(self.env._("These are not people of this session. Nothing was saved. Open it again."))
        return actuelles, actuelles.filtered(lambda p: p.dossier_id in anciennes.dossier_id)

    def _verifier_lignes(self, lignes):
        """Refuse what no sheet sends.

        :raise UserError: nothing was saved
        """
        motifs = self.env["parcours.presence"]._fields["motif"].get_values(self.env)
        for ligne in lignes if isinstance(lignes, list) else [None]:
            bonne = (
                isinstance(ligne, dict)
                and isinstance(ligne.get("id"), int)
                and ligne.get("vu") in ETATS
                and ligne.get("etat") in ETATS
                and ligne["etat"] != ATTENDU
                and isinstance(ligne.get("retard") or 0, int)
                and ((ligne.get("motif") or "") in motifs) == (ligne["etat"] == JUSTIFIE)
            )
            if not bonne:
                raise UserError(
                    self.env._(
                        "Each line says present, absent or justified (with what justifies it), and minutes in figures. "
                        "Nothing was saved. Look at the sheet again."
                    )
                )

    @staticmethod
    def _valeurs(ligne):
        return {
            "etat": ligne["etat"],
            "motif": (ligne["etat"] == JUSTIFIE and ligne.get("motif")) or False,
            "retard": ligne.get("retard") or 0,
        }

    def _differe(self, presence, ligne):
        return any(presence[nom] != valeur for nom, valeur in self._valeurs(ligne).items())

    def _raisons(self, presences, demandes):
        """Return ``{presence: why it cannot be noted so, or ""}``: three queries whatever how many."""
        dossiers = presences.dossier_id
        inscriptions = self._inscriptions(dossiers)
        autres = self._presents_ailleurs(dossiers)
        seance, instant = self._lue(), self._instant()
        par_jour = {version.id: version._nombre(HEURES_JOUR) for version in dossiers.reglement_id}
        raisons = {}
        for presence in presences:
            valeurs, dossier = self._valeurs(demandes[presence.id]), presence.dossier_id
            raisons[presence] = refus(
                seance,
                valeurs["etat"],
                valeurs["retard"],
                inscriptions.get(dossier.id, ()),
                autres.get(dossier.id, ()),
                instant,
                par_jour.get(dossier.reglement_id.id, 0),
            )
        return raisons

    def _ecrire(self, presences, demandes):
        """Write what was admitted: a line expected is noted, one that was noted is replaced by another."""
        note = {"note_par_id": self.env.uid, "note_le": maintenant()}
        attendues = presences.filtered(lambda presence: presence.etat == ATTENDU)
        remplacees = presences - attendues
        for presence in attendues:
            presence.write(self._valeurs(demandes[presence.id]) | note)
        remplacees.remplacee_le = maintenant()
        # the unique index must see the former lines replaced before the new ones
        self.env.flush_all()
        presences.create(
            [
                {"seance_id": self.id, "dossier_id": presence.dossier_id.id}
                | self._valeurs(demandes[presence.id])
                | note
                for presence in remplacees
            ]
        )
        # sudo: somebody came or did not: the session was held; who may note was checked
        seance = self.sudo()
        if seance.state == "prevue" and any(demandes[p.id]["etat"] != JUSTIFIE for p in presences):
            seance.state = TENUE
