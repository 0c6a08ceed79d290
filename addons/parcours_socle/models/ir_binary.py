# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models

#: What a browser would run, or draw with a script in it, if it were told so.
ACTIFS = ("html", "xml", "svg", "script", "css", "wasm", "message/", "multipart/")
#: Formats of an office that only have the word in their name.
BUREAU = "application/vnd.openxmlformats-officedocument"
#: What a browser keeps as a file, whatever is in it.
FICHIER = "application/octet-stream"


class IrBinary(models.AbstractModel):
    """What serves files to browsers: to whoever has a token, or by the rights of the session."""

    _inherit = "ir.binary"

    def _find_record(self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None):
        """A token opens no guarded document, nor a field of its record: those that Odoo gives with the messages of a
        thread cannot be taken back, and last for weeks."""
        record = None
        if access_token and xmlid:
            record = self.env.ref(xmlid, False)
        elif access_token and res_id is not None and res_model in self.env:
            record = self.env[res_model].browse(res_id).exists()
        if record and (
            self.env["ir.attachment"]._modele_garde(record._name) is not None
            or (record._name == "ir.attachment" and record._gardes())
        ):
            access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)

    def _get_stream_from(
        self,
        record,
        field_name="raw",
        filename=None,
        filename_field="name",
        mimetype=None,
        default_mimetype=FICHIER,
    ):
        """What somebody uploaded is served as no page, no drawing with a script, no script, whoever uploaded it and
        whatever the address asks: browsers save it."""
        stream = super()._get_stream_from(record, field_name, filename, filename_field, mimetype, default_mimetype)
        genre = (stream.mimetype or "").lower()
        actif = any(mot in genre for mot in ACTIFS) and not genre.startswith(BUREAU)
        if actif and not self._fait_par_le_serveur(record, field_name, genre, mimetype):
            stream.mimetype = FICHIER
        return stream

    def _fait_par_le_serveur(self, record, field_name, genre, demande):
        """Whether the server made it: the scripts and styles of the screens; a face drawn from initials."""
        if demande:
            return False
        if record._name == "ir.attachment":
            # sudo: only who made it and where it is served
            document = record.sudo()
            return bool(document.url and document.public) and document.create_uid.id == 1 and "html" not in genre
        return "svg" in genre and not record._fields[field_name].store
