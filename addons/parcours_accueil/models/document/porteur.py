# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import UTC

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import BRUXELLES

from ...droit.documents import A_CONTROLER, AUCUN, AUCUN_ACCEPTE, manque

_lt = LazyTranslate(__name__)

MANQUES = {
    AUCUN: _lt(
        "There is no document yet. Nothing was saved. The commune decides on a document: add it to the "
        "request (the written request itself when the person gives nothing else), then decide."
    ),
    A_CONTROLER: _lt(
        "Nobody has checked the document yet. Nothing was saved. Look at it, then say “I have checked it: accepted”, "
        "or refuse it with the reason."
    ),
    AUCUN_ACCEPTE: _lt(
        "No document counts: those that were brought were refused. Nothing was saved. Ask the person for another one, "
        "or refuse the request."
    ),
}


class DocumentPorteur(models.AbstractModel):
    """What rests on documents of its file (`parcours.document`). The files dropped on it are documents to be checked.

    Its model names the field by which a document says that it is for it, and gives `preuve_ids`.
    """

    _name = "parcours.document.porteur"
    _description = "What rests on documents that were checked"

    #: The field of a document that names a record of this model.
    _document_champ = ""
    #: Its field that says who brought the documents dropped on it; the person where it has none.
    _document_origine = ""

    def _type_document(self):
        """Return the kind of document that this one asks for first."""
        raise NotImplementedError

    def _recevoir_documents(self):
        """Have each file that was dropped here, and that no message shows, stand among the documents to check."""
        pieces = self._documents_remis()
        # sudo: whoever could drop the file here has it received; who may check it is asked when it is
        Document = self.env["parcours.document"].sudo()
        pieces -= Document.search([("piece_id", "in", pieces.ids)]).piece_id
        porteurs = {porteur.id: porteur for porteur in self.browse(set(pieces.mapped("res_id")))}
        types = {identifiant: porteur._type_document().id for identifiant, porteur in porteurs.items()}
        origine = self._document_origine
        Document.create(
            [
                {
                    "dossier_id": porteurs[piece.res_id].dossier_id.id,
                    self._document_champ: piece.res_id,
                    "piece_id": piece.id,
                    "type_id": types[piece.res_id],
                    "apporte_par": porteurs[piece.res_id][origine] if origine else "personne",
                    "depose_par_id": piece.create_uid.id,
                }
                for piece in pieces
            ]
        )

    @api.model
    def _reprendre_documents(self):
        """Have the files of before stand as documents accepted by whoever recorded them, on that day (an update)."""
        # sudo: an update, over every record
        pieces = self.env["ir.attachment"].sudo().search([("res_model", "=", self._name), ("res_field", "=", False)])
        self.browse(pieces.mapped("res_id")).exists()._recevoir_documents()
        for document in self.env["parcours.document"].sudo().search([("piece_id", "in", pieces.ids)]):
            if document.state == "recu":
                piece = document.piece_id
                document.write(
                    {
                        "date_reception": piece.create_date.replace(tzinfo=UTC).astimezone(BRUXELLES).date(),
                        "state": "accepte",
                        "verifie_par_id": piece.create_uid.id,
                        "verifie_le": piece.create_date,
                    }
                )

    def _documents_a_compter(self):
        """Return the documents given for these records, as superuser."""
        # sudo: their states, whoever decides
        return self.env["parcours.document"].sudo().search([(self._document_champ, "in", self.ids)])

    def _controler_documents(self, date_document=False):
        """Accept what waits to be checked here: the user has looked at it.

        :param date date_document: the day that they bear, where nobody entered it
        :raise AccessError: for anybody but an agent of the commune
        :raise UserError: when one must bear a day that nobody entered
        """
        self.check_access("read")
        # two people at once: the second one waits here, and then finds it decided
        self.dossier_id._seul()
        self._recevoir_documents()
        attendent = self._documents_a_compter().filtered(lambda document: document.state == "recu")
        # as the user, who may check them or not
        attendent = attendent.with_env(self.env)
        if date_document:
            attendent.filtered(lambda document: not document.date_document).date_document = date_document
        attendent._accepter()

    def _verifier_documents(self, favorable=True):
        """Refuse what rests on documents that nobody has checked.

        :raise UserError: says what to do
        """
        self._recevoir_documents()
        if mot := manque(self._documents_a_compter().mapped("state"), favorable):
            raise UserError(self.env._(MANQUES[mot]))

    def _pieces_comptees(self):
        """Return the files of the documents that count or, when none does, of all that were checked, as superuser."""
        documents = self._documents_a_compter()
        return (documents.filtered(lambda d: d.state == "accepte") or documents).piece_id
