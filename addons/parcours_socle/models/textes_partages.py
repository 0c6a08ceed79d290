# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime, is_html_empty

from ..jour import maintenant


class TextesPartages(models.AbstractModel):
    """A record with texts that several people write: nothing that somebody typed is lost (`_textes`).

    Who writes a text says which one they saw (`textes_vus`, ``{field: text}``; our forms do). When it is still that
    one, theirs takes its place. When somebody else wrote meanwhile, or nothing is said of what was seen, both stay:
    what was added is added, else the later text is put below the earlier one, with who and when. What the engine
    writes is written as it says.

    `textes.partages.ecriture` does so by itself; a model that has a `write` on its way calls `_ecrire_textes` there.
    """

    _name = "textes.partages"
    _description = "Record with texts that several people write"

    #: The texts, by field.
    _textes = ()

    textes_vus = fields.Json(
        "Texts seen", compute="_compute_textes_vus", help="Written only: the texts that the writer saw."
    )

    def _compute_textes_vus(self):
        self.textes_vus = False

    def _ecrire_textes(self, vals, ecrire):
        """Write values with the texts that are to be kept in them.

        :param dict vals: those of `write`, `textes_vus` included
        :param ecrire: ``f(records, vals)``, the `write` that follows
        """
        vus = vals.get("textes_vus")
        if "textes_vus" in vals:
            vals = {nom: valeur for nom, valeur in vals.items() if nom != "textes_vus"}
        ecrits = [nom for nom in self._textes if nom in vals]
        if not ecrits:
            return ecrire(self, vals)
        self.check_access("write")
        self._attendre_textes()
        vus = vus if isinstance(vus, dict) else {}
        for record in self:
            gardes = {nom: record._garder_texte(nom, vals[nom], vus) for nom in ecrits}
            ecrire(record, vals | gardes)
        return True

    def _attendre_textes(self):
        """Let one person at a time write a text of these records: another one waits, then sees what the first wrote."""
        # Raw SQL: PostgreSQL refuses to write a row that somebody else changed since this transaction began; Odoo then
        # plays the request again, which reads the text of the first one. Ids are of records whose access was checked.
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                maintenant(),
                list(self.ids),
            )
        )

    def _garder_texte(self, nom, nouveau, vus):
        """Return the text to be kept: the new one, or both.

        :param dict vus: the texts that the writer saw, those that are known
        """
        self.ensure_one()
        champ, actuel = self._fields[nom], self[nom] or ""
        riche = champ.type == "html"
        ecrit = champ.convert_to_cache(nouveau, self) or "" if riche else nouveau or ""
        if self._texte_nu(ecrit) == self._texte_nu(actuel) or self._vide(actuel, riche):
            return nouveau
        if nom in vus:
            vu = str(vus[nom] or "")
            nettoye = (champ.convert_to_cache(vu, self) if riche else vu) or ""
            if self._texte_nu(actuel) in (self._texte_nu(vu), self._texte_nu(nettoye)):
                return nouveau
            if not self._vide(vu, riche) and str(ecrit).startswith(str(vu)) and str(actuel).startswith(str(vu)):
                # both added to the same text
                ecrit = str(ecrit)[len(str(vu)) :]
        elif str(actuel) in str(ecrit):
            return nouveau
        if self._vide(ecrit, riche):
            # somebody wrote here meanwhile: that is not what was meant to be emptied
            return actuel
        self._dire_conflit(champ)
        mention = self._mention(self.env.user.name, format_datetime(self.env, maintenant(), dt_format="short"))
        if riche:
            return Markup("%s<p><em>%s</em></p>%s") % (Markup(actuel), mention, Markup(ecrit))
        return f"{actuel}\n\n{mention}\n{ecrit.strip()}"

    @api.model
    def _mention(self, nom, moment):
        """Return what stands between two texts that were put one below the other."""
        return self.env._("%(name)s, %(moment)s, while another text was being written:", name=nom, moment=moment)

    def _textes_melanges(self):
        """Return the labels of the texts of this record in which such a mention still stands, in any language."""
        self.ensure_one()
        langues = [code for code, _nom in self.env["res.lang"].get_installed()]
        fins = {self.with_context(lang=langue)._mention("", "").rpartition(",")[2].strip() for langue in langues}
        return [
            self._fields[nom]._description_string(self.env)
            for nom in self._textes
            if any(fin in str(self[nom] or "") for fin in fins)
        ]

    def _dire_conflit(self, champ):
        """Tell the writer, on the screen, that both texts were kept."""
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Somebody else wrote here meanwhile"),
                "message": self.env._(
                    "Both texts were kept, one below the other, in “%s”. Read them together and leave what is right.",
                    champ._description_string(self.env),
                ),
            },
        )

    @api.model
    def _texte_nu(self, texte):
        return "".join(str(texte).split())

    @api.model
    def _vide(self, texte, riche):
        return is_html_empty(texte) if riche else not (texte or "").strip()


class TextesPartagesEcriture(models.AbstractModel):
    """The same, for whatever is written on the record."""

    _name = "textes.partages.ecriture"
    _inherit = ["textes.partages"]
    _description = "Record with texts that several people write, kept at each write"

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        return self._ecrire_textes(vals, lambda records, v: super().write(v))
