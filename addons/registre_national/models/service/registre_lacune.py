# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.

from odoo import api, fields, models
from odoo.exceptions import AccessError

ETATS = [("ouverte", "Asked again"), ("introuvable", "Not found"), ("comblee", "Arrived")]


class RegistreLacune(models.Model):
    """A run of numbers that a source should have announced and did not: its sequences have no holes.

    ouverte --> comblee        everything arrived, at whatever moment and by whatever page
    ouverte --> introuvable    still missing after as many tries as the service allows: a person must ask the register
    introuvable --> ouverte    "Ask again"

    A hole is seen when a later notification arrives; the page is asked for again with the cursor of the last
    notification before it, since the missing one may have fallen off the end of that page.
    """

    _name = "registre.lacune"
    _description = "Missing notifications"
    _order = "premiere desc, id desc"
    _rec_name = "premiere"

    service_id = fields.Many2one("registre.service", required=True, readonly=True, ondelete="cascade")
    premiere = fields.Float(string="From number", digits=(15, 0), required=True, readonly=True)
    derniere = fields.Float(string="To number", digits=(15, 0), required=True, readonly=True)
    receipt = fields.Char(readonly=True, help="Cursor of the page in which the numbers should have been.")
    state = fields.Selection(ETATS, string="Status", default="ouverte", required=True, readonly=True)
    attempts = fields.Integer(readonly=True)
    manquantes = fields.Integer(string="Still missing", compute="_compute_manquantes")
    explication = fields.Text(string="What happened", compute="_compute_explication")

    _ouverte_idx = models.Index("(service_id, premiere) WHERE state <> 'comblee'")
    _ordre = models.Constraint("CHECK(premiere <= derniere)", "The first number comes before the last.")

    @api.depends("state")
    def _compute_manquantes(self):
        recues = self._recues()
        for lacune in self:
            lacune.manquantes = lacune.derniere - lacune.premiere + 1 - recues.get(lacune.id, 0)

    @api.depends("state", "attempts", "premiere", "derniere")
    @api.depends_context("lang")
    def _compute_explication(self):
        for lacune in self:
            valeurs = {"nombre": lacune.manquantes, "essais": lacune.attempts}
            match lacune.state:
                case "ouverte":
                    texte = self.env._(
                        "Still missing: %(nombre)s. Everything else was processed. What is missing is asked for again "
                        "by itself at the next collection; nothing is to be done.",
                        **valeurs,
                    )
                case "introuvable":
                    texte = self.env._(
                        "Still missing, after asking again %(essais)s times: %(nombre)s. Everything else was "
                        "processed; what is missing will be too if it comes. Give these numbers to the register's "
                        "service desk, then choose Ask again.",
                        **valeurs,
                    )
                case _:
                    texte = self.env._("The missing notifications arrived and took their place in the queue.")
            lacune.explication = texte

    def action_redemander(self):
        """Ask again at the next collection, as many times as at first."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Ask again"), self, lambda lacunes: lacunes._redemander(), self._refus_redemander
        )

    @staticmethod
    def _refus_redemander(lacunes):
        autres = lacunes.filtered(lambda lacune: lacune.state != "introuvable")
        return dict.fromkeys(autres._ids, lacunes.env._("The register was not asked in vain yet, or has answered."))

    def _redemander(self):
        self.check_access("write")
        # superuser: only this step writes what is missing, and who may take it was checked above
        introuvables = self.sudo().filtered(lambda lacune: lacune.state == "introuvable")
        introuvables.write({"state": "ouverte", "attempts": 0})

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "What the register announced is written by nobody. Nothing was saved. Use the button “Try again”."
                )
            )
        return super().write(vals)

    def _constater(self, trous):
        """Write down these holes, and close those of self in which nothing is missing any more.

        :param trous: values of new holes
        """
        self.create(trous)
        recues = self._recues()
        self.filtered(lambda lacune: recues.get(lacune.id, 0) == lacune.derniere - lacune.premiere + 1).write(
            {"state": "comblee"}
        )

    def _recues(self):
        """Return {hole id: how many of its numbers are here}."""
        if not self.ids:
            return {}
        self.env["registre.notification"].flush_model(["service_id", "sequence"])
        self.flush_model(["service_id", "premiere", "derniere"])
        # Raw SQL: a join on a range of numbers, which a domain cannot say. It counts rows of two technical tables and
        # shows nothing of them; ids are a parameter.
        self.env.cr.execute(
            """
            SELECT l.id, count(*)
              FROM registre_lacune l
              JOIN registre_notification n
                ON n.service_id = l.service_id AND n.sequence BETWEEN l.premiere AND l.derniere
             WHERE l.id = ANY(%s)
             GROUP BY l.id
            """,
            [self.ids],
        )
        return dict(self.env.cr.fetchall())
