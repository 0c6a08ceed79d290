# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The attestations of a file: who gives which, what stands in the way, and the entry that one is (loi.md §6.3)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.attestations import (
    ATTESTATIONS,
    COMMUNE,
    FIN,
    INSCRIPTION,
    MOTIFS_CERTIFIES,
    ORGANISATEUR,
    RENVOYEE,
    SITUATION,
    SUSPENSION,
    VIVALIS,
    Donnee,
    Vue,
    refus,
)
from ...droit.delais import termes_touches
from ...droit.etapes import SUSPENSION as PAR_SUSPENSION
from ...droit.etapes import SUSPENSION_ACCORDEE
from ..attestation.libelles import PAS_ATTESTE, REFUS, SANS_SUSPENSION
from ..vocabulaire import GROUPES_IDENTITE, SANS_JOURS


class DossierAttestations(models.AbstractModel):
    _name = "parcours.dossier.attestations"
    _description = "Pathway file: its attestations"

    attestation_ids = fields.One2many(
        "parcours.attestation", "dossier_id", "Attestations", readonly=True, groups=GROUPES_IDENTITE
    )
    attestations_possibles = fields.Char(
        compute="_compute_attestations_possibles",
        groups=GROUPES_IDENTITE,
        export_string_translation=False,
        help="Kinds that the user can give now, and those that can be asked for: ,a,demander_b,",
    )

    @api.depends("inscription_ids", "phase", "attestation_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_attestations_possibles(self):
        for dossier in self:
            possibles = []
            vues = {demande: dossier._origin._vue_attestation(demande=demande) for demande in (False, True)}
            for code, ligne in ATTESTATIONS.items():
                for demande, vue in vues.items():
                    trouve = refus(ligne, vue)
                    # what lacks, and that it was given already, is said when the button is clicked
                    if not trouve or trouve[0] == "manque":
                        possibles.append(f"demander_{code}" if demande else code)
            dossier.attestations_possibles = f",{','.join(possibles)},"

    # ---- who, and what stands in the way ----------------------------------------------------------------------------

    def _qui_atteste(self, organisateur=None):
        """Return who the user is for this file, of `droit.attestations.EMETTEURS`.

        :param organisateur: whose attestation it is; the organiser of today when empty
        """
        self.ensure_one()
        user = self.env.user
        qui = {VIVALIS} if user.has_group("parcours_accueil.group_gestionnaire") else set()
        # sudo: whose commune the file is; a word comes out
        if user.has_group("parcours_accueil.group_agent") and self.sudo().company_id.id in user._get_company_ids():
            qui.add(COMMUNE)
        sien = user.has_group("parcours_accueil.group_organisateur") and user.organisateur_id
        if sien and sien == (organisateur or self._inscription_ouverte().organisateur_id):
            qui.add(ORGANISATEUR)
        return frozenset(qui)

    def _inscription_ouverte(self):
        """Return the enrolment of today, as superuser, or none."""
        # sudo: with whom the person is, which whoever attests is told
        return self.sudo().inscription_ids.filtered(lambda i: not i.date_fin)[:1]

    def _inscription_attestee(self, attestation=None):
        """Return the enrolment that an attestation is of, as superuser, or none: that of today; of a request, once the
        file was closed, that of the day that it attests: an end that was there before is an end all the same."""
        if (ouverte := self._inscription_ouverte()) or not attestation:
            return ouverte
        # sudo: with whom the person was on that day, which whoever attests is told
        demande = attestation.sudo()
        siennes = self.sudo().inscription_ids.filtered(lambda i: i.organisateur_id == demande.organisateur_id)
        return siennes.filtered(lambda i: i.date_debut <= demande.jour <= i.date_fin)[:1]

    def _chez_qui(self, attestation=None, suspension=None):
        """Return the organiser that attests something of this file, as superuser: the one of the enrolment that
        it is of, or of the wait for a place that a suspension was certified for; none."""
        # sudo: whose wait it is, for who attests that suspension
        return (
            self._inscription_attestee(attestation).organisateur_id
            or self.sudo().attente_ids.filtered(lambda a: suspension and a.suspension_id == suspension).organisateur_id
        )

    def _manque_pour_finir(self, jour=None):
        """Return in the reader's words what lacks of the pathway, "" when nothing does.

        :param jour: the day on which it would be complete: what came later does not count; today when empty
        """
        self.ensure_one()
        # sudo: what lacks follows from all that was followed, with another organiser too; words come out
        dossier = self.sudo()
        if jour and jour < aujourdhui():
            return dossier._manque_au(jour)
        return dossier.cours_manquent or ""

    def _vue_attestation(self, attestation=None, demande=False, jour=None, suspension=None):
        """Return what the conditions see (`droit.attestations.Vue`)."""
        self.ensure_one()
        inscription, chez = self._inscription_attestee(attestation), self._chez_qui(attestation, suspension)
        # sudo: which there are, whoever gave them
        toutes = self.sudo().attestation_ids
        pour = attestation.sudo().organisateur_id if attestation else None
        return Vue(
            genre=self.env["parcours.attestation"]._genre_de(chez),
            organisateur=chez.id or None,
            depuis=inscription.date_debut or None,
            ouvert=bool(self.sudo().date_ouverture),
            pour=(pour and pour.id) or None,
            roles=self._qui_atteste(chez),
            demande=demande,
            jour=jour,
            donnees=tuple(
                Donnee(une.genre, une.state, une.organisateur_id.id or None, une.delivree_le, une == attestation)
                for une in toutes
            ),
            manque=self._manque_pour_finir(),
            manquait=self._manque_pour_finir(jour) if jour and jour < aujourdhui() else "",
            tombee=bool(suspension) and suspension.sudo().state in SANS_JOURS,
            # sudo: the ground is asked whether an organiser certifies it, and a yes or a no comes out
            motif=suspension.sudo().motif_id.code if suspension else None,
        )

    def _verifier_attestation(self, genre, **vu):
        """:raise UserError: when this attestation cannot be given, or asked for, by the user now: says why"""
        if trouve := refus(ATTESTATIONS[genre], self._vue_attestation(**vu)):
            raise UserError(self._phrase_attestation(*trouve))

    def _phrase_attestation(self, mot, details):
        """Return in the user's words why an attestation is not given."""
        phrase = self.env._(REFUS[mot])
        dits = [d if isinstance(d, str) else format_date(self.env, d) for d in details]
        return phrase % ", ".join(dits) if dits else phrase

    # ---- given ------------------------------------------------------------------------------------------------------

    def _attester(self, genre, langue, jour=None, attestation=None, suspension=None, garder=True):
        """Give an attestation of this file in the name of the user: its entry, its paper, its number.

        :param langue: a key of ``LANGUES``
        :param jour: the day that it attests; today when empty
        :param attestation: the request that it answers
        :param suspension: the one that it attests
        :param garder: the person was asked for that language, which is kept on the file
        :return: the attestation
        :raise AccessError: the user may not read the file
        :raise UserError: in the user's words; nothing was given
        """
        self.ensure_one()
        self.check_access("read")
        # two people at once: the second one waits here, and then finds the first one's
        self._seul()
        self.invalidate_recordset()
        jour = (attestation and attestation.jour) or jour or aujourdhui()
        self._verifier_attestation(genre, attestation=attestation, jour=jour, suspension=suspension)
        if not langue:
            raise UserError(
                self.env._(
                    "Ask the person first in which language it is written, French or Dutch: it is kept on the file. "
                    "Nothing was printed."
                )
            )
        # sudo: the right on the file and what stands in the way were checked; users may not write attestations
        dossier = self.sudo()
        if garder and langue != dossier.langue:
            # it was asked for this paper: signed and dated
            dossier.langue = langue
        donnee = (attestation or self.env["parcours.attestation"]).sudo()
        if not donnee:
            donnee = donnee.create(self._valeurs_attestation(genre, jour, suspension))
        donnee.emetteur = self._emetteur_attestation(genre, attestation, suspension)
        if etape := ATTESTATIONS[genre].etape:
            donnee.evenement_id = self._inscrire_attestation(etape, jour)
        donnee._donner(langue)
        return donnee.with_env(self.env)

    def _emetteur_attestation(self, genre, attestation=None, suspension=None):
        """Return who gives it: the first of those of the table that the user is."""
        organisateur = self._chez_qui(attestation, suspension)
        roles = self._qui_atteste(organisateur)
        emetteurs = ATTESTATIONS[genre].emetteurs(self.env["parcours.attestation"]._genre_de(organisateur))
        return next(mot for mot in emetteurs if mot in roles)

    def _inscrire_attestation(self, etape, jour):
        """Record the entry that an attestation is, and return it (superuser)."""
        if self.has_access("write"):
            return self._enregistrer(etape, jour)
        # sudo: an organiser writes no file; what it may record is checked by the table of steps, as an organiser
        dossier = self.sudo()
        dossier._exiger_etape(etape, jour, {}, autrement=PAS_ATTESTE)
        return dossier._noter(etape, jour)

    def _valeurs_attestation(self, genre, jour, suspension=None):
        return {
            "dossier_id": self.id,
            "genre": genre,
            "organisateur_id": self._chez_qui(suspension=suspension).id,
            "suspension_id": suspension.id if suspension else False,
            "jour": jour,
        }

    def _demander_attestation(self, genre, jour, reprise=None):
        """Ask for an attestation that another one gives.

        :param reprise: one that was sent back, and is asked for again
        :return: the request
        :raise UserError: in the user's words; nothing was asked for
        """
        self.ensure_one()
        self.check_access("read")
        self._seul()
        self.invalidate_recordset()
        if jour and jour > aujourdhui():
            raise UserError(self.env._("This day is still to come. Nothing was saved. Look at the date."))
        self._verifier_attestation(genre, demande=True, jour=jour)
        # sudo: the right on the file and what stands in the way were checked; users may not write attestations
        demande = (
            self.env["parcours.attestation"]
            .sudo()
            .create(
                {
                    **self._valeurs_attestation(genre, jour or aujourdhui()),
                    "demandee_le": aujourdhui(),
                    "demandee_par_id": self.env.uid,
                }
            )
        )
        # sudo: as above
        renvoyees = self.sudo().attestation_ids.filtered(lambda a: a.genre == genre and a.state == RENVOYEE)
        renvoyees.filtered(lambda a: not a.remplacee_par_id).remplacee_par_id = demande
        return demande.with_env(self.env)

    # ---- a suspension, certified by an organiser ---------------------------------------------------------------------

    def _certifier_suspension(self, motif, debut, fin, langue, attente=None):
        """Suspend the term for a ground that the organiser of the user certifies, and give the attestation that proves
        it: of its own people, or of who waits there for a place.

        :param langue: of the paper, a key of ``LANGUES``
        :param attente: the wait (superuser) that it goes with, for want of a place
        :return: the attestation
        :raise AccessError: the person neither follows nor waits with the organiser of the user
        :raise UserError: the ground is not for an organiser, or the law does not give it for those days; of the terms
            of the person nothing is told
        """
        self.ensure_one()
        self.check_access("read")
        if ORGANISATEUR not in self._qui_atteste(attente and attente.organisateur_id):
            raise AccessError(self._phrase_attestation("pas_a_lui", ()))
        if attente:
            attente._verifier_sans_place()
        self._seul()
        # sudo: an organiser writes no file; ground, days and what stands in the way are checked below
        dossier = self.sudo()
        dossier._verifier_certificat(motif, debut, fin)
        suspension = dossier.env["parcours.suspension"].create({"dossier_id": self.id, "motif_id": motif.id})
        dossier._noter(SUSPENSION_ACCORDEE, debut, suspension_id=suspension.id, date_fin=fin)
        if attente:
            attente.suspension_id = suspension
        return self._attester(SUSPENSION, langue, suspension=suspension, garder=not attente)

    def _verifier_certificat(self, motif, debut, fin):
        """Refuse what an organiser cannot certify of this file (superuser): another ground, or days that the law does
        not give. Which term runs, and until when, is a fact of the commune's (a summons above all): one sentence says
        that none can be suspended, whatever the reason, and days that move no term of the pathway are refused too.

        :raise UserError: as said
        """
        if motif and motif.code not in MOTIFS_CERTIFIES:
            raise UserError(
                self.env._("An organiser does not certify this ground: it is asked of the commune. Nothing was saved.")
            )
        if not (motif and fin):
            raise UserError(self.env._(SANS_SUSPENSION))
        # of what was typed and of the public law
        self._verifier_periode(motif, debut, fin, motif._fin_maximale(debut))
        self._exiger_etape(SUSPENSION_ACCORDEE, debut, {}, (PAR_SUSPENSION,), SANS_SUSPENSION)
        suspendables = self.env["parcours.evenement"]._tables().suspendables
        touches = termes_touches(self._decompter_maintenant().termes, debut, fin)
        if not any(terme.type in suspendables for terme in touches):
            raise UserError(self.env._(SANS_SUSPENSION))
        try:
            self._verifier_accord(motif, debut, fin, False)
        except UserError:
            raise UserError(self.env._(SANS_SUSPENSION)) from None

    # ---- the buttons ------------------------------------------------------------------------------------------------

    def action_attester(self):
        """Open the window that gives an attestation of the kind that the context names (``parcours_attestation``)."""
        return self._fenetre_attestation(self.env.context.get("parcours_attestation") or SITUATION, "donner")

    def action_attester_inscription(self):
        """Open the window that attests the registration: the button of a line of the landing page."""
        return self._fenetre_attestation(INSCRIPTION, "donner")

    def action_attester_suspension(self):
        """Open the window that certifies a suspension."""
        return self._fenetre_attestation(SUSPENSION, "donner")

    def action_demander_fin(self):
        """Open the window that asks for the attestation of completion, or gives it where the organiser does."""
        possible = f",{FIN}," in (self.attestations_possibles or "")
        return self._fenetre_attestation(FIN, "donner" if possible else "demander")

    def _fenetre_attestation(self, genre, geste):
        self.ensure_one()
        self.check_access("read")
        genres = dict(self.env["parcours.attestation"]._fields["genre"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": genres.get(genre) or "",
            "res_model": "parcours.attestation.fenetre",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id, "default_genre": genre, "default_geste": geste},
        }
