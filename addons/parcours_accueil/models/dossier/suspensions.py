# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a suspension on a file: granted, prolonged, ended early, cancelled, with their checks (loi.md §4)."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.registre_national.histoire.dates import UN_JOUR

from ...droit.delais import ARRETE, TENU, jours_du_terme, termes_touches
from ...droit.etapes import (
    SUSPENSION,
    SUSPENSION_ACCORDEE,
    SUSPENSION_ANNULEE,
    SUSPENSION_FIN_ANTICIPEE,
    SUSPENSION_PROLONGEE,
    Evenement,
)
from ..vocabulaire import GROUPES_MOTIF, SANS_JOURS


class DossierSuspensions(models.AbstractModel):
    _name = "parcours.dossier.suspensions"
    _description = "Pathway file: suspensions of the term"

    suspension_ids = fields.One2many("parcours.suspension", "dossier_id", "Suspensions", readonly=True)

    def _suspendre(
        self, motif, date_debut, date_fin, supplement=False, pieces=(), note=False, demande=None, **documents
    ):
        """Grant a suspension, which may lie in the past or still be to come.

        :param motif: parcours.suspension.motif
        :param date_debut: first day suspended
        :param date_fin: last day suspended
        :param pieces: the documents that the user has checked, pairs ``(name, content in base64)``
        :param demande: the day on which it was asked, or the parcours.suspension that was; None: today
        :param documents: `preuves`, documents of the file that were accepted; kind and day of the pieces:
            `type_document`, `date_document`
        :return: the suspension
        :raise UserError: when the ground or the file does not allow it
        """
        self.ensure_one()
        self.check_access("write")
        self._verifier_preuves(motif, pieces, **documents)
        self._verifier_medical(motif)
        self._seul()
        self._verifier_etape(SUSPENSION_ACCORDEE, date_debut, {}, (SUSPENSION,))
        self._verifier_accord(motif, date_debut, date_fin, supplement)
        suspension = self._suspension_demandee(motif, demande, state="accordee", supplement=supplement)
        suspension._joindre(pieces, **documents)
        self._decider_suspension(SUSPENSION_ACCORDEE, suspension, date_debut, date_fin, note)
        return suspension

    def _demander_suspension(self, motif, jour):
        """Record that a suspension is asked for; nothing is suspended before it is decided.

        :param date jour: the day on which it was asked
        :return: the suspension, which its letters can answer
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: that day, or the file, does not allow it
        """
        self._verifier_demande_suspension(motif, jour)
        return self._suspension_demandee(motif, jour, state="demandee")

    def _refuser_suspension(self, motif, demande, raison):
        """Refuse a suspension: an act of its own (loi.md §3, §7b), and no entry of the ledger, as no term moves.

        :param demande: the day on which it was asked, or the parcours.suspension that was
        :param str raison: as the letter says it
        :raise AccessError, UserError: as `_demander_suspension`; there is no reason
        """
        self._verifier_demande_suspension(motif, demande)
        if not (raison or "").strip():
            raise UserError(self.env._("Say why this suspension is refused: its letter gives the reason."))
        return self._suspension_demandee(
            motif,
            demande,
            state="refusee",
            motif_refus=raison.strip(),
            refuse_le=aujourdhui(),
            refuse_par_id=self.env.uid,
        )

    def _verifier_demande_suspension(self, motif, demande):
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and not self._est_de_sa_commune():
            raise AccessError(
                self.env._("Only an agent of the commune in charge of the file decides on it. Nothing was saved.")
            )
        self._verifier_medical(motif)
        self._seul()
        if self.phase != "dossier":
            raise UserError(self.env._("This file is not open: no term runs in it. Nothing was saved."))
        if not isinstance(demande, models.BaseModel) and not (demande and demande <= aujourdhui()):
            raise UserError(self.env._("Enter the day on which it was asked, today at the latest. Nothing was saved."))

    def _suspension_demandee(self, motif, demande, **valeurs):
        """Return the suspension that was asked, or a new one asked on that day, with these values.

        :raise UserError: it was decided meanwhile, or belongs to another file
        """
        # sudo: access to the file was checked by the callers; users make and write suspensions through them only
        suspensions = self.env["parcours.suspension"].sudo()
        if not isinstance(demande, models.BaseModel):
            jour = demande or aujourdhui()
            return suspensions.create({"dossier_id": self.id, "motif_id": motif.id, "date_demande": jour, **valeurs})
        suspension = suspensions.browse(demande.id)
        suspension.invalidate_recordset()
        if suspension.dossier_id != self or suspension.state != "demandee" or suspension.motif_id != motif:
            raise UserError(self.env._("This request is decided already. Nothing was saved. Look at it again."))
        suspension.write(valeurs)
        return suspension

    def _prolonger_suspension(self, suspension, date_fin, pieces=(), note=False, **documents):
        """Prolong a suspension from the day after its end; same arguments and errors as :meth:`_suspendre`."""
        suspension.ensure_one()
        self._verifier_accordee(suspension)
        # sudo: the ground is public law; access to the file is checked with the decision
        motif = suspension.sudo().motif_id
        self._verifier_medical(motif)
        self._verifier_preuves(motif, pieces, **documents)
        self._decider_suspension(
            SUSPENSION_PROLONGEE,
            suspension,
            suspension.date_fin + UN_JOUR,
            date_fin,
            note,
            self._verifier_prolongation,
        )
        if not motif.renouvelable:
            # it was the longer case, and that only once
            suspension.sudo().supplement = True  # sudo: access to the file was checked with the event
        suspension._joindre(pieces, **documents)

    def _terminer_suspension(self, suspension, date_fin, note=False):
        """End a suspension early: the days after `date_fin` are given back.

        :raise UserError: when it is not earlier
        """
        self._decider_suspension(
            SUSPENSION_FIN_ANTICIPEE, suspension, date_fin, date_fin, note, self._verifier_fin_anticipee
        )

    def _annuler_suspension(self, suspension, note):
        """Cancel a suspension entered by mistake: none of its days counts; it stays visible."""
        if not note:
            raise UserError(self.env._("Say why this suspension is cancelled."))
        dates = suspension.date_debut, suspension.date_fin
        self._decider_suspension(SUSPENSION_ANNULEE, suspension, *dates, note, lambda *_dates: None)

    def _decider_suspension(self, genre, suspension, date_effective, date_fin, note, verifier=None):
        """Record a decision on a suspension of this file.

        :param verifier: ``f(suspension, first day, last day)``, which raises when the law does not give it
        """
        self.ensure_one()
        self.check_access("write")
        if suspension.dossier_id != self:
            raise UserError(self.env._("This suspension belongs to another file."))
        self._verifier_accordee(suspension)
        # sudo: the ground is asked whether it is medical
        medical = suspension.sudo().motif_id.confidentiel
        self._verifier_medical(suspension.sudo().motif_id)
        self._seul()
        self._verifier_etape(genre, date_effective, {}, (SUSPENSION,))
        if verifier:
            # sudo: the user may write the file; ground and dates are looked at for the check only
            existante = suspension.sudo()
            if existante.state == "annulee":
                raise UserError(self.env._("This suspension was cancelled already. Nothing was saved."))
            verifier(existante, date_effective, date_fin)
        mots = {"note_medicale" if medical else "note_reservee": note or False}
        self._noter(genre, date_effective, suspension_id=suspension.id, date_fin=date_fin, **mots)

    def _verifier_accordee(self, suspension):
        """:raise UserError: it was only asked, or refused"""
        if suspension.state in ("demandee", "refusee"):
            raise UserError(self.env._("This suspension was not granted. Nothing was saved."))

    # ---- medical grounds --------------------------------------------------------------------------------------------

    def _dit_les_motifs(self):
        """Whether the user may know the medical grounds of this file: an agent of its commune (loi.md §4, §8)."""
        self.ensure_one()
        # sudo: whose commune the file is, and a yes or a no comes out
        return self.env.user.has_groups(GROUPES_MOTIF) and self.sudo().company_id in self.env.companies

    def _verifier_medical(self, motif):
        """A medical ground is asked of the commune only, and decided there (loi.md §4).

        :raise AccessError: for anybody else
        """
        if motif.confidentiel and not self.env.su and not self._dit_les_motifs():
            raise AccessError(
                self.env._(
                    "The commune of the file decides on this suspension: its certificate is for the commune only. "
                    "Nothing was saved. Ask the agent of the file."
                )
            )

    def _documents_confidentiels(self):
        """Files in which a medical ground was asked or granted: what is dropped there may be a certificate, and is for
        the commune until a head says otherwise."""
        # sudo: only whether there is one
        tous = self.sudo()
        medicaux = tous.suspension_ids.filtered("motif_id.confidentiel").dossier_id
        return self & (medicaux | tous.exemption_ids.filtered("medical").dossier_id).sudo(self.env.su)

    def _documents_leves(self, documents, motif):
        self._dire_documents_leves(documents, motif)

    def _dire_documents_leves(self, documents, motif):
        """Write in these files that so many documents are not medical, who says so and why."""
        for dossier in self:
            dossier.message_post(
                body=dire(
                    self,
                    lambda lu: lu.env._(
                        "Documents of the file that are not medical, says %(who)s: %(count)s. Why: %(why)s",
                        count=len(documents),
                        who=lu.env.user.name,
                        why=motif,
                    ),
                )
            )

    # ---- checks of the law -------------------------------------------------------------------------

    def _verifier_accord(self, motif, debut, fin, supplement):
        """Refuse a suspension that the law does not give to this file for that ground and those days."""
        if supplement and not motif.mois_supplement:
            raise UserError(self.env._("This ground has no longer case."))
        if motif.reglement_id != self.sudo().reglement_id:  # sudo: public law, the version of this file
            raise UserError(self.env._("This ground is not in the version of the law that applies to this file."))
        if self.volontaire and not self.organisateur_id:
            raise UserError(
                self.env._("A volunteer has no term before the registration with an organiser: nothing to suspend.")
            )
        self._verifier_periode(motif, debut, fin, motif._fin_maximale(debut, supplement))
        self._verifier_jours_du_terme(debut, fin)
        voisines = self.sudo().suspension_ids.filtered(  # sudo: only their ground and dates are compared
            lambda s: (
                s.state not in SANS_JOURS
                and s.date_debut
                and s.motif_id.code == motif.code
                and s.date_debut <= fin + UN_JOUR
                and debut <= s.date_fin + UN_JOUR
            )
        )
        if voisines and not motif.renouvelable:
            raise UserError(
                self.env._(
                    "This ground is not renewable, and a suspension for it touches these days. Nothing was saved."
                )
            )
        if any(s.date_debut <= debut and fin <= s.date_fin for s in voisines):
            raise UserError(
                self.env._("A suspension for the same ground already covers these days. Nothing was saved.")
            )

    def _verifier_prolongation(self, suspension, jour, fin):
        motif, maximum = suspension.motif_id, None
        if suspension.state == "abregee":
            raise UserError(self.env._("This suspension was ended early: grant a new one instead."))
        if motif.renouvelable:
            maximum = motif._fin_maximale(jour)
        elif motif.mois_supplement and not suspension.supplement:
            # not a renewal: the longer case, known later (breastfeeding)
            maximum = motif._fin_maximale(suspension.date_debut, supplement=True)
        else:
            raise UserError(self.env._("This ground is not renewable. Nothing was saved."))
        self._verifier_periode(motif, jour, fin, maximum)
        self._verifier_jours_du_terme(jour, fin)

    def _verifier_fin_anticipee(self, suspension, jour, _fin):
        if jour < suspension.date_debut:
            raise UserError(
                self.env._(
                    "A suspension cannot end before it begins. If it was a mistake, cancel it. Nothing was saved."
                )
            )
        if jour >= suspension.date_fin:
            raise UserError(
                self.env._(
                    "It ends on %s already: enter an earlier day, or prolong it. Nothing was saved.",
                    format_date(self.env, suspension.date_fin),
                )
            )

    def _verifier_periode(self, motif, debut, fin, maximum):
        if fin < debut:
            raise UserError(self.env._("The last day comes before the first one. Nothing was saved."))
        if maximum and fin > maximum:
            raise UserError(
                self.env._(
                    "This ground (%(article)s) suspends until %(day)s at most. Nothing was saved.",
                    article=motif.article,
                    day=format_date(self.env, maximum),
                )
            )
        if fin < (minimum := motif._fin_minimale(debut)):
            raise UserError(
                self.env._("This ground suspends at least until %s. Nothing was saved.", format_date(self.env, minimum))
            )

    def _verifier_preuves(self, motif, pieces, preuves=(), **_documents):
        """Refuse a ground without a document that counts: one that was accepted, or one that the user has checked now.

        :raise AccessError: when the user may not check documents
        :raise UserError: without one
        """
        if motif.preuve_requise and not (pieces or preuves):
            raise UserError(self.env._("This ground needs a proof. Add the document: %s", motif.preuve or motif.name))
        if any(document.dossier_id != self or document.state != "accepte" for document in preuves):
            raise UserError(
                self.env._("A suspension rests on a document of this file that was accepted. Nothing was saved.")
            )
        if pieces and not self.env.su and not self._est_de_sa_commune():
            raise AccessError(
                self.env._(
                    "Only an agent of the commune in charge of the file checks its documents. Nothing was saved."
                )
            )

    def _est_de_sa_commune(self):
        """Whether the user is an agent of the commune of this file."""
        agent = self.env.user.has_group("parcours_accueil.group_agent")
        return agent and self.company_id in self.env.companies

    def _verifier_jours_du_terme(self, debut, fin):
        """Refuse days none of which is a day of a term that runs: they would change nothing (loi.md §4).

        :raise UserError: naming the days of the term
        """
        # sudo: dates of the terms of a file whose access was checked
        termes = self.sudo()._decompter_maintenant().termes
        # a refusal was found: whoever handles it is told, and reviews the terms that it led to
        if termes_touches(termes, debut, fin) or any(terme.etat == ARRETE for terme in termes):
            return
        ouverts = [terme for terme in termes if terme.etat != TENU]
        if not ouverts:
            raise UserError(
                self.env._(
                    "No term runs in this file: there is nothing to suspend. Nothing was saved. A term runs from the "
                    "day on which the attestation of obligation was received, or the person registered: record that "
                    "first; days of before may be entered then."
                )
            )
        dernier = max(ouverts, key=lambda terme: terme.delai.depart)
        jours = jours_du_terme(dernier)
        noms = dict(self.env["parcours.dossier"]._fields["echeance_type"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "No day of the suspension falls inside a term that runs (art. 7 §4): it would change nothing. Nothing "
                "was saved. “%(term)s” runs from %(first)s to %(last)s: correct the days.",
                term=noms.get(dernier.type, dernier.type),
                first=format_date(self.env, jours.debut),
                last=format_date(self.env, jours.fin),
            )
        )

    def _decompter_maintenant(self):
        """Return the `droit.delais.Decompte` of this file (superuser), as its entries give it."""
        return self._decompter(self._evenements_valides().get(self.id, []), aujourdhui())

    def _echeance_si(self, genre, suspension_id, debut, fin):
        """Return ``(next legal date, the same with that decision)``; nothing is written. Each can be None.

        :param str genre: the event that would be recorded
        :param suspension_id: the suspension it is about, or a false value for a new one
        """
        self.ensure_one()
        self.check_access("read")
        dossier = self.sudo()  # sudo: the caller may read the file, as just checked; two dates come out
        evenements = dossier._evenements_valides().get(self.id, [])
        jour = aujourdhui()
        avant = dossier._decompter(evenements, jour).courant
        decision = Evenement(genre, debut, float("inf"), suspension_id or "nouvelle", fin)
        apres = dossier._decompter([*evenements, decision], jour).courant
        return avant and avant.delai.echeance, apres and apres.delai.echeance
