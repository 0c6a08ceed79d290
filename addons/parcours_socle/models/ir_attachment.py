# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The guard on documents: who may open them, what may still be changed, what is removed (see documents_gardes.py).

Odoo has doors to attachments that ask for no session: a link with a token, a public file, one with an address of its
own. None of them leads to a guarded document, whoever made it and whenever.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..jour import maintenant
from .mail_message import COMPLETE, CONVERSATIONS, permis

#: What would change a document, or whose it is.
CONTENU = {"raw", "datas", "db_datas", "store_fname", "name", "mimetype", "type", "url", "public"}
#: What says whose a document is.
APPARTENANCE = ("res_model", "res_id", "res_field")
CONTENU |= set(APPARTENANCE)
#: What opens an attachment to whoever has its address.
LIENS = ("access_token", "public", "url")
#: What says that a document is confidential, or not any more.
MARQUE = {"confidentiel", "leve_par_id", "leve_le", "leve_motif"}
# Uploads of a form that was never saved are kept that long, then removed: they are personal data of nobody's record.
HEURES_ORPHELINS = 24


class IrAttachment(models.Model):
    """Whoever reads an attachment, by search, page, download or export, passes the record rule on ``ouvrable``."""

    _inherit = "ir.attachment"

    confidentiel = fields.Boolean(
        "Confidential", readonly=True, copy=False, help="Only agents of the commune of the record open it."
    )
    leve_par_id = fields.Many2one("res.users", "Not confidential, says", readonly=True, copy=False, ondelete="restrict")
    leve_le = fields.Datetime("Said on", readonly=True, copy=False)
    leve_motif = fields.Text("Why it is not", readonly=True, copy=False)
    ouvrable = fields.Boolean(
        "May be opened", compute="_compute_ouvrable", search="_search_ouvrable", export_string_translation=False
    )

    _confidentiel_pas_public = models.Constraint(
        "CHECK(confidentiel IS NOT TRUE OR public IS NOT TRUE)",
        "A confidential document cannot be made public. Nothing was saved.",
    )

    @api.depends("confidentiel", "res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ouvrable(self):
        """Whether the user may open it, as far as it is a document; Odoo checks the rights on the record besides."""
        for modele, documents in self.grouped("res_model").items():
            if (Modele := self._modele_garde(modele)) is None:
                for document in documents:
                    document.ouvrable = not document.confidentiel
                continue
            lecteur, gardien = self._est(Modele._documents_lecteurs, True), self._est(Modele._documents_gardiens)
            # sudo: only whose commune each record is, for the rule; its own rights are checked by Odoo
            records = Modele.sudo().browse({d.res_id for d in documents if d.res_id}).exists()
            propres = set(records.filtered(lambda r, m=Modele: r[m._documents_commune] in self.env.companies).ids)
            for document in documents:
                garde = gardien and document.res_id in propres
                document.ouvrable = lecteur and (garde or not document.confidentiel)

    @api.model
    def _search_ouvrable(self, operator, value):
        if operator != "in":
            return NotImplemented
        ouvrables, permis = Domain("confidentiel", "=", False), Domain.TRUE
        for Modele in self._modeles_gardes():
            du_modele = Domain("res_model", "=", Modele._name)
            if not self._est(Modele._documents_lecteurs, True):
                permis &= ~du_modele
            elif self._est(Modele._documents_gardiens):
                # sudo: as above
                propres = Modele.sudo().with_context(active_test=False)
                propres = propres._search([(Modele._documents_commune, "in", self.env.companies.ids)])
                ouvrables |= du_modele & Domain("res_id", "in", propres)
        return permis & ouvrables

    @api.model
    def _est(self, groupes, sans=False):
        """Whether the user is in one of these groups; ``sans`` when none is named."""
        return self.env.user.has_groups(groupes) if groupes else sans

    @api.model
    def _modele_garde(self, nom):
        """Return the model of that name when its documents are guarded, or None."""
        garde = self.env.registry["documents.gardes"]
        return self.env[nom] if nom and nom in self.env and issubclass(self.env.registry[nom], garde) else None

    @api.model
    def _modeles_gardes(self):
        noms = self.env.registry.descendants(["documents.gardes"], "_inherit")
        return [self.env[nom] for nom in sorted(noms) if not self.env[nom]._abstract]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._refuser_marque(*vals_list)
        documents = super().create(vals_list)
        documents._fermer_liens()
        documents._marquer_confidentiels()
        return documents

    def copy(self, default=None):
        """A copy of a confidential document is one, and stays on the same record.

        :raise UserError: for a copy hung on something else
        """
        # sudo: the mark, and what the document belongs to
        confidentiels = self.sudo().filtered("confidentiel")
        if default and any(
            nom in default and (default[nom] or False) != (document[nom] or False)
            for document in confidentiels
            for nom in APPARTENANCE
        ):
            raise UserError(self.env._("A confidential document is not copied elsewhere. Nothing was saved."))
        copies = super().copy(default)
        for document, copie in zip(self, copies, strict=True):
            if document in confidentiels:
                copie.sudo()._marquer()  # sudo: users may not change the mark
        return copies

    def write(self, vals):
        # Closing a link changes no document.
        ferme = self.env.su and vals.keys() <= set(LIENS) and not any(vals.values())
        if vals.keys() & CONTENU and not ferme:
            self.check_access("write")
            self._verifier_figes()
        if not self.env.su:
            self._refuser_marque(vals)
            if vals.get("access_token") or vals.get("public"):
                self._refuser_lien()
        if not vals.keys().isdisjoint(APPARTENANCE):
            self._verifier_appartenance(vals)
        resultat = super().write(vals)
        if not vals.keys().isdisjoint((*APPARTENANCE, *LIENS, "type")):
            self._fermer_liens()
        if vals.keys() & {"res_model", "res_id"}:
            self._marquer_confidentiels()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_figes(self):
        self._verifier_figes()

    def _refuser_marque(self, *vals_list):
        if any(MARQUE & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Whether a document is confidential follows from what it is given for."))

    def generate_access_token(self):
        """Make no token for a guarded document: an empty one where Odoo itself asks, for a picture in a message or
        for a mail whose files are too heavy. The link then opens to who may read the document.

        :raise UserError: when somebody else asks
        """
        if not (self.env.su or self.env.context.get("documents_sans_jeton")):
            self._refuser_lien()
        gardes = self._gardes()
        jetons = dict(zip(self - gardes, super(IrAttachment, self - gardes).generate_access_token(), strict=True))
        return [jetons.get(document, "") for document in self]

    def _has_attachments_ownership(self, attachment_tokens):
        """A token that Odoo gave with a message is worth nothing for a guarded document: its readers' rights count."""
        gardes, jetons = self._gardes(), attachment_tokens or [None] * len(self)
        if len(jetons) == len(self):
            jetons = [None if d in gardes else jeton for d, jeton in zip(self, jetons, strict=True)]
        return super()._has_attachments_ownership(jetons)

    def _gardes(self):
        """Return those of these attachments that are guarded: whatever belongs to a record whose documents are, or to a
        window where they are dropped."""
        fenetre = self.env.registry["documents.fenetre"]
        # sudo: only what it belongs to is looked at
        return self.filtered(
            lambda document: (
                (d := document.sudo()).confidentiel
                or self._modele_garde(d.res_model) is not None
                or (d.res_model in self.env and issubclass(self.env.registry[d.res_model], fenetre))
            )
        )

    def _refuser_lien(self):
        """Refuse to open these to whoever has a link.

        :raise UserError: when one of them is guarded
        """
        if self._gardes():
            raise UserError(
                self.env._(
                    "This document has no link that opens without logging in. Nothing was saved. Send the document "
                    "itself, or the address of its record."
                )
            )

    def _fermer_liens(self):
        """Close the links to those that are guarded."""
        # sudo: whoever made the link
        for document in self._gardes().sudo():
            ouverts = [nom for nom in LIENS if document[nom] and (nom != "url" or document.type == "binary")]
            if ouverts:
                document.write(dict.fromkeys(ouverts, False))

    def _verifier_appartenance(self, vals):
        """A document of somebody's record is not hung on another one: it would be a proof about somebody else.

        :raise UserError: when one of these belongs to a guarded record and would belong to something else
        """
        for _records, documents in self._par_record():
            for document in documents:
                if any(nom in vals and (vals[nom] or False) != (document[nom] or False) for nom in APPARTENANCE):
                    raise UserError(
                        self.env._(
                            "This document belongs to the record it was given for. Nothing was saved. Upload it again "
                            "where it is wanted too."
                        )
                    )

    def _par_record(self):
        """Yield ``(records, documents)`` for each guarded model these attachments are documents of, as superuser."""
        # sudo: only which record and what it says is looked at; the caller's own rights are checked by Odoo
        documents = self.sudo().filtered(lambda document: document.res_id and not document.res_field)
        for modele, siens in documents.grouped("res_model").items():
            if (Modele := self._modele_garde(modele)) is not None:
                yield Modele.sudo().browse(set(siens.mapped("res_id"))).exists(), siens

    def _verifier_figes(self):
        """A document stays as it was when something was decided on it, for everybody.

        :raise UserError: when one of these belongs to a record whose documents are kept
        """
        if any(records._documents_figes() for records, _documents in self._par_record()):
            raise UserError(self.env._("A decision rests on this document: it is kept as it was. Nothing was saved."))
        self._verifier_fil()

    def _verifier_fil(self):
        """What a message of a record shows stays, as the message does.

        :raise AccessError: when one of these is in such a message
        """
        if self.ids and not permis(self.env, COMPLETE):
            # sudo: only whether a message shows it
            Message = self.env["mail.message"].sudo()
            fil = Domain("model", "!=", False) & Domain("model", "not in", CONVERSATIONS)
            if Message.search_count(fil & Domain("attachment_ids", "in", self.ids), limit=1):
                raise Message._refus_append()

    def _marquer_confidentiels(self):
        """Mark those of these attachments that are documents of a record whose documents are confidential."""
        for records, documents in self._par_record():
            ids = set(records._documents_confidentiels().ids)
            documents.filtered(lambda d, ids=ids: d.res_id in ids)._marquer()

    def _marquer(self):
        """Mark these (superuser), those apart that somebody who may said are not confidential."""
        self.filtered(lambda document: not document.confidentiel and not document.leve_le).confidentiel = True

    def _lever(self, motif):
        """Say that these documents are not confidential: once for all, with who, when and why.

        :param str motif: why
        :raise AccessError: for anybody but those whom the record says, in its own commune
        :raise UserError: no reason
        """
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Say why these documents are not confidential. Nothing was saved."))
        self.check_access("read")
        confidentiels = self.sudo().filtered("confidentiel")  # sudo: the mark
        leves = confidentiels.browse()
        for records, documents in confidentiels._par_record():
            propres = records.filtered(lambda r: r[r._documents_commune] in self.env.companies)
            if records - propres or not self._est(records._documents_leveurs):
                break
            leves |= documents
        if leves != confidentiels:
            raise AccessError(
                self.env._("Only a head of the commune says that a document is not medical. Nothing was saved.")
            )
        # sudo: the mark is written by this step only, after the checks above
        leves.write({"confidentiel": False, "leve_par_id": self.env.uid, "leve_le": maintenant(), "leve_motif": motif})
        for records, documents in leves._par_record():
            records._documents_leves(documents.sudo(False), motif)

    @api.autovacuum
    def _gc_documents_orphelins(self):
        """Remove the uploads of records that were never saved, and of windows that were closed: what was recorded there
        is with its record."""
        limite = fields.Datetime.subtract(maintenant(), hours=HEURES_ORPHELINS)
        gardes = [Modele._name for Modele in self._modeles_gardes()]
        fenetres = list(self.env.registry.descendants(["documents.fenetre"], "_inherit"))
        jamais = Domain("res_model", "in", gardes) & Domain("res_id", "in", (0, False))
        # sudo: an automatic process; these files belong to nobody's record
        self.sudo().search((jamais | Domain("res_model", "in", fenetres)) & Domain("create_date", "<", limite)).unlink()
