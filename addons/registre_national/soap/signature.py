# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""WS-Security: a Timestamp and the Body, signed with RSA-SHA256 and the client certificate.

Needs the library xmlsec, which not every machine has: it is looked for when a signature is asked for, never before.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from lxml.builder import ElementMaker
from zeep import ns
from zeep.wsse.utils import get_security_header

from ...parcours_socle.jour import moment
from .erreurs import ErreurTransport

if TYPE_CHECKING:
    from .client import Tls

#: Minutes during which a message may be received.
VALIDITE_MIN = 5


class Horodatage:
    """Adds wsu:Timestamp to the security header."""

    def apply(self, envelope, headers):
        """Called by zeep before a request is sent."""
        debut = moment().replace(microsecond=0)
        wsu = ElementMaker(namespace=ns.WSU, nsmap={"wsu": ns.WSU})
        instants = (debut, debut + timedelta(minutes=VALIDITE_MIN))
        cree, expire = (instant.isoformat().replace("+00:00", "Z") for instant in instants)
        get_security_header(envelope).append(wsu.Timestamp(wsu.Created(cree), wsu.Expires(expire)))
        return envelope, headers

    def verify(self, envelope):
        """Called by zeep on an answer: nothing is asked of it."""


class Signataire:
    """Signs what leaves, after its timestamp.

    :raise ErreurTransport: "signature_absente" without xmlsec, "signature_sans_cle" without certificate and key,
        "certificat_illisible" when they cannot be read.
    """

    def __init__(self, tls: "Tls"):
        try:
            # Optional, and only now: a library that does not fit lxml fails when it is imported.
            import xmlsec
            from zeep.wsse.signature import BinarySignature
        except Exception:  # noqa: BLE001 (xmlsec has its own errors for a library that does not fit)
            raise ErreurTransport("signature_absente", reprise=False) from None
        if not tls.certificat:
            raise ErreurTransport("signature_sans_cle", reprise=False)
        self._horodatage = Horodatage()
        try:
            self._signature = BinarySignature(
                tls.cle or tls.certificat,
                tls.certificat,
                tls.phrase or None,
                signature_method=xmlsec.Transform.RSA_SHA256,
                digest_method=xmlsec.Transform.SHA256,
            )
        except OSError:
            raise ErreurTransport("certificat_illisible", reprise=False) from None
        self._erreur = xmlsec.Error

    def apply(self, envelope, headers):
        """Called by zeep before a request is sent."""
        envelope, headers = self._horodatage.apply(envelope, headers)
        try:
            return self._signature.apply(envelope, headers)
        except self._erreur:
            raise ErreurTransport("certificat_illisible", reprise=False) from None

    def verify(self, envelope):
        """Called by zeep on an answer: nothing is asked of it."""
