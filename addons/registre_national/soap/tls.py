# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who we are and whom we trust on the wire: client certificate, its key, the authority of the register.

A setting is the absolute path of a file, or the name of an environment variable that begins with REGISTRE_: its content
is then the path of the file, or the secret itself for a passphrase. So a secret is never written in the database.
"""

import os
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from .erreurs import ErreurTransport

_VARIABLE = re.compile(r"REGISTRE_[A-Z0-9_]{1,64}")


def reference_valide(texte: str) -> bool:
    """Whether a setting is a path or the name of a variable, and so cannot be the secret itself.

    >>> [reference_valide(t) for t in ("/run/secrets/key.pem", "REGISTRE_KEY", "hunter2", "PGPASSWORD", "/a/../b")]
    [True, True, False, False, False]
    """
    if texte.startswith("/"):
        return ".." not in Path(texte).parts and "\n" not in texte
    return bool(_VARIABLE.fullmatch(texte))


def _resoudre(reference: str) -> str:
    """The content of the variable, or the path as it is."""
    if reference.startswith("/"):
        return reference
    valeur = os.environ.get(reference, "") if reference_valide(reference) else ""
    if not valeur:
        raise ErreurTransport("secret_absent", reprise=False)
    return valeur


def _lire_secret(reference: str) -> str:
    if not reference.startswith("/"):
        return _resoudre(reference)
    try:
        return Path(reference).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise ErreurTransport("secret_absent", reprise=False) from None


@dataclass(frozen=True, slots=True)
class Tls:
    """Paths of PEM files, empty when there is none; the passphrase never shows in a text made of this value.

    :param fraicheur: when each file was last changed, so that a renewed certificate makes another value.
    """

    certificat: str = ""
    cle: str = ""
    autorite: str = ""
    phrase: str = field(default="", repr=False)
    fraicheur: tuple[int, ...] = ()

    @classmethod
    def lire(cls, certificat: str = "", cle: str = "", autorite: str = "", phrase: str = "") -> "Tls":
        """Read the settings, each a path or the name of a variable.

        :raise ErreurTransport: "secret_absent" when a variable or the file of the passphrase is missing,
            "certificat_illisible" when another file is.
        """
        chemins = [_resoudre(reference) if reference else "" for reference in (certificat, cle, autorite)]
        try:
            fraicheur = tuple(os.stat(chemin).st_mtime_ns for chemin in chemins if chemin)
        except OSError:
            raise ErreurTransport("certificat_illisible", reprise=False) from None
        return cls(*chemins, _lire_secret(phrase) if phrase else "", fraicheur)

    def contexte(self) -> ssl.SSLContext:
        """The context of every connection: TLS 1.2 at least, the certificate and the host name always checked.

        With an authority, it alone is trusted; without one, the public authorities of this machine.
        :raise ErreurTransport: "certificat_illisible" when a file is not what it should be, or the passphrase is wrong.
        """
        try:
            contexte = ssl.create_default_context(cafile=self.autorite or None)
            contexte.minimum_version = ssl.TLSVersion.TLSv1_2
            if self.certificat:
                # An empty passphrase, or OpenSSL would ask for one on the terminal.
                contexte.load_cert_chain(self.certificat, self.cle or None, password=lambda: self.phrase)
        except (OSError, ValueError):
            raise ErreurTransport("certificat_illisible", reprise=False) from None
        return contexte


def nature_refus(erreur: BaseException) -> str:
    """The code of `erreurs` for a TLS failure, from the chain of exceptions that carries it; "" when it is none."""
    vues: list[BaseException] = []
    attente: list[object] = [erreur]
    while attente:
        courante = attente.pop()
        if not isinstance(courante, BaseException) or courante in vues:
            continue
        vues.append(courante)
        attente += [courante.__cause__, courante.__context__, getattr(courante, "reason", None), *courante.args]
    for vue in vues:
        if isinstance(vue, ssl.SSLCertVerificationError):
            # OpenSSL: 62 another host name, 64 another address.
            return "nom_hote" if vue.verify_code in (62, 64) else "certificat"
    for vue in vues:
        if isinstance(vue, ssl.SSLError):
            return "certificat_client" if "ALERT" in (vue.reason or "") else "certificat"
    return ""
