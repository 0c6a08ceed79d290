# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...soap.tls import Tls, reference_valide

#: What a service needs before it can be called.
OBLIGATOIRES = ("url_consultation", "url_notifications", "url_abonnements", "cbe_number", "legal_context")
REFERENCES = ("client_certificate", "client_key", "client_key_passphrase", "authority")
ADRESSES = ("url_consultation", "url_notifications", "url_abonnements")
LOCALES = ("127.0.0.1", "::1", "localhost")
AIDE = "Path of a file on the server, or name of a variable of its environment that begins with REGISTRE_"


class RegistreServiceTransport(models.AbstractModel):
    """Who we are for the register and whom we trust: where the certificates are, never what is in them."""

    _name = "registre.service.transport"
    _description = "Register access: certificates and addresses"

    client_certificate = fields.Char(help=f"{AIDE} and holds this path.")
    client_key = fields.Char(
        string="Key of the certificate", help=f"{AIDE} and holds this path; empty: in the file of the certificate."
    )
    client_key_passphrase = fields.Char(
        string="Where the passphrase is", help=f"{AIDE} and holds the passphrase. Never the passphrase itself."
    )
    authority = fields.Char(
        string="Authority of the register",
        help=f"{AIDE} and holds this path. Only certificates of this authority are accepted; empty: those of the "
        "public authorities.",
    )
    sign_requests = fields.Boolean(
        help="WS-Security: a time stamp and the body of each request are signed with the client certificate."
    )

    @api.constrains(*REFERENCES)
    def _check_references(self):
        for service in self:
            for champ in REFERENCES:
                if service[champ] and not reference_valide(service[champ]):
                    # The value is not repeated: it may be the secret itself.
                    raise ValidationError(
                        self.env._(
                            "%s: give the path of a file on the server (beginning with /), or the name of a variable "
                            "beginning with REGISTRE_. Certificates, keys and passphrases are never kept here.",
                            self._fields[champ]._description_string(self.env),
                        )
                    )

    @api.constrains(*ADRESSES, "mode_test")
    def _check_adresses(self):
        for service in self:
            for adresse in filter(None, (service[champ] for champ in ADRESSES)):
                try:
                    parties = urlsplit(adresse)
                    hote, secret = parties.hostname, parties.username or parties.password
                except ValueError:
                    parties = hote = secret = None
                if not hote or parties.scheme not in ("https", "http"):
                    raise ValidationError(self.env._("An address begins with https:// and the name of a machine."))
                if secret:
                    raise ValidationError(self.env._("An address holds no user name and no password."))
                if parties.scheme == "http" and not service.mode_test and hote not in LOCALES:
                    raise ValidationError(
                        self.env._(
                            "Outside test mode an address begins with https://: what is exchanged is personal data."
                        )
                    )

    def _tls(self):
        """Return the certificates of this service.

        :raise ErreurTransport: a file or a variable is missing.
        """
        self.ensure_one()
        certificat, cle, phrase, autorite = (self[champ] or "" for champ in REFERENCES)
        return Tls.lire(certificat, cle, autorite, phrase)
