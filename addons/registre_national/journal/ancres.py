# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The anchors of the consultation log: its last entry, written down where the database's account does not reach.

A chain of seals says nothing of entries cut off at its end, nor of a whole log written anew by who found the key later.
An anchor is one line: the hour, the base, the number of the last entry, how many there are, its seal, the name of the key
and the line's own signature. It holds no personal data. It goes to a file of the base in a folder, and by syslog over
UDP to another machine; both are configured, neither is needed.
"""

import hmac
import logging
import os
import re
from hashlib import sha256
from logging.handlers import SysLogHandler
from pathlib import Path

SIGNEE = re.compile(
    r"(?P<texte>\S+ (?P<base>\S+) sequence=(?P<sequence>\d+) entries=\d+ seal=(?P<sceau>[0-9a-f]{64}) key=(?P<cle>\S+))"
    r" mac=(?P<mac>[0-9a-f]{64})"
)


def ligne(moment, base, sequence, nombre, sceau, cle, octets):
    """The line of an anchor, signed.

    :param moment: naive datetime, UTC
    :param cle: name of the key
    :param octets: the key
    """
    texte = f"{moment:%Y-%m-%dT%H:%M:%SZ} {base} sequence={sequence} entries={nombre} seal={sceau} key={cle}"
    return f"{texte} mac={_signer(texte, octets)}"


def _signer(texte, octets):
    return hmac.new(octets, f"anchor {texte}".encode(), sha256).hexdigest()


def lire(dossier, base, trousseau):
    """The anchors of a base in a folder, as they were written: [(number, seal)], and how many lines are not ours.

    :param trousseau: {name of a key: bytes}
    :raise OSError: the folder, or the file in it, cannot be read; a base that was never anchored has no file
    """
    if not os.path.isdir(dossier):
        raise FileNotFoundError(f"There is no folder {dossier}")
    fichier = Path(dossier) / f"{base}.log"
    if not fichier.exists():
        return [], 0
    lues, etrangeres = [], 0
    for texte in fichier.read_text(encoding="utf-8", errors="replace").splitlines():
        lue = SIGNEE.fullmatch(texte)
        octets = lue and trousseau.get(lue["cle"])
        if octets and lue["base"] == base and hmac.compare_digest(lue["mac"], _signer(lue["texte"], octets)):
            lues.append((int(lue["sequence"]), lue["sceau"]))
        else:
            etrangeres += 1
    return lues, etrangeres


def ecrire(dossier, base, texte):
    """Add a line to the file of a base; OSError when it cannot be written."""
    # One write at the end of the file: what two processes add at once are two lines.
    descripteur = os.open(Path(dossier) / f"{base}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descripteur, f"{texte}\n".encode())
    finally:
        os.close(descripteur)


class _Envoi(SysLogHandler):
    def handleError(self, record):  # noqa: N802  (the library's name)
        """Let the caller say it: by default it would be printed, and forgotten."""
        raise  # noqa: PLE0704  (called while the error is handled)


def envoyer(adresse, texte):
    """Send a line by syslog over UDP; OSError or ValueError when it cannot even leave. Nobody says that it arrived.

    :param adresse: "host:port"
    """
    hote, _deux_points, port = adresse.rpartition(":")
    envoi = _Envoi(address=(hote, int(port)), facility=SysLogHandler.LOG_AUTHPRIV)
    envoi.ident = "parcours-journal: "
    try:
        envoi.emit(logging.LogRecord("journal", logging.INFO, __file__, 0, texte, None, None))
    finally:
        envoi.close()
