# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import maintenant

#: So many numbers a minute from one address: a desk that checks a pile of papers never comes there.
MAXIMUM, FENETRE = 20, timedelta(minutes=1)


def reseau(adresse):
    """Return what counts as one place: an address, or the network that one household or office has of the new kind.

    >>> reseau("192.0.2.7"), reseau("2001:db8:1:2:3::4"), reseau("?")
    ('192.0.2.7', '2001:db8:1:2::', '?')
    """
    try:
        lue = ipaddress.ip_address(adresse)
    except ValueError:
        return adresse[:45]
    if lue.version == 4:
        return str(lue)
    return str(ipaddress.ip_network((lue, 64), strict=False).network_address)


class ParcoursVerificationEssai(models.Model):
    """How many numbers of attestations were verified from one place within the minute. Written by the public page in a
    transaction of its own, all processes of a server together; forgotten within the hour."""

    _name = "parcours.verification.essai"
    _description = "Numbers verified from one place"
    _log_access = False
    _order = "debut desc, id"
    _rec_name = "adresse"

    adresse = fields.Char("Address", required=True, readonly=True)
    debut = fields.Datetime("Since", required=True, readonly=True)
    nombre = fields.Integer("Numbers", required=True, readonly=True)

    _une_par_adresse = models.UniqueIndex("(adresse)")

    @api.model
    def _compter(self, adresse):
        """Count one more number from that address.

        :return: whether it may be looked at
        """
        instant = maintenant()
        with self.env.registry.cursor() as cr:
            # Raw SQL in a transaction of its own: one statement counts and locks; the address is a parameter.
            cr.execute(
                SQL(
                    """
                    INSERT INTO parcours_verification_essai AS e (adresse, debut, nombre)
                    VALUES (%(adresse)s, %(instant)s, 1)
                    ON CONFLICT (adresse) DO UPDATE
                       SET nombre = CASE WHEN e.debut <= %(oubli)s THEN 1 ELSE e.nombre + 1 END,
                           debut = CASE WHEN e.debut <= %(oubli)s THEN %(instant)s ELSE e.debut END
                    RETURNING nombre
                    """,
                    adresse=reseau(adresse),
                    instant=instant,
                    oubli=instant - FENETRE,
                )
            )
            [[nombre]] = cr.fetchall()
        return nombre <= MAXIMUM

    @api.autovacuum
    def _gc_essais(self):
        self.search([("debut", "<", maintenant() - timedelta(hours=1))]).unlink()
