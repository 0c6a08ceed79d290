# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What comes over the wire, up to the XML of an answer: how long it may take in all, how large it may grow, and the
shapes in which real servers wrap it (registre.md §2).

::

    socket ──> Lecture (the deadline) ──> pieces ──> decompresser (the size) ──> racine_multipart ──> en_utf8 ──> bytes

The timeouts of an HTTP library bound the time *between* two pieces: a server that sends one byte at a time holds a call
for ever. Here every read of the socket, headers included, waits no longer than what is left of the whole. What is
compressed is opened piece by piece, so that no more than the limit is ever in memory.
"""

import binascii
import contextvars
import http.client
import io
import quopri
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from itertools import chain

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from ...parcours_socle.jour import moment
from .erreurs import DonneeIllisible, ErreurTransport

#: Seconds an answer may take in all, and bytes it may have once it is opened (registre.md §2).
DUREE_MAX, TAILLE_MAX = 45.0, 20_000_000
#: Bytes read, or opened, at a time.
MORCEAU = 65536
#: Compressions one inside the other, files in one gzip, parts of a multipart message: more is no answer of a register.
MAX_COUCHES, MAX_MEMBRES, MAX_PARTIES = 3, 1000, 50
#: Most bytes of the headers that say what an answer is, those of a part, and of the declaration of a text.
MAX_TYPE, MAX_ENTETES, MAX_DECLARATION = 1000, 10_000, 500

# ---- the time -------------------------------------------------------------------------------------------------------

#: The moment (monotonic) at which the call of this thread must be over; None: no call is under way.
_FIN: contextvars.ContextVar[float | None] = contextvars.ContextVar("registre_fin", default=None)


@contextmanager
def limite_a(fin: float) -> Iterator[None]:
    """Give the calls of this thread until `fin` (of the monotonic clock), to the last byte."""
    jeton = _FIN.set(fin)
    try:
        yield
    finally:
        _FIN.reset(jeton)


def reste_a(delai: float | None) -> float | None:
    """Seconds that what begins now may take: `delai`, and no more than what is left of the call; None: for ever.

    :raise TimeoutError: nothing is left.
    """
    fin = _FIN.get()
    if fin is None:
        return delai
    reste = fin - time.monotonic()
    if reste <= 0:
        raise TimeoutError("total time")
    return reste if delai is None else min(reste, delai)


class Lecture(io.RawIOBase):
    """A socket that is read no longer than the call may last."""

    def __init__(self, connexion):
        super().__init__()
        self._connexion, self._delai = connexion, connexion.gettimeout()
        # The socket counts who reads it: closed by its owner, it stays open until the answer is read.
        self._flux = connexion.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, tampon) -> int | None:
        """Called for each piece, of the headers and of the body.

        :raise TimeoutError: nothing more came in time.
        """
        self._connexion.settimeout(reste_a(self._delai))
        return self._flux.readinto(tampon)

    def close(self) -> None:
        self._flux.close()
        return super().close()


class _Reponse(http.client.HTTPResponse):
    def __init__(self, sock, *arguments, **options):
        super().__init__(sock, *arguments, **options)
        self.fp.close()
        self.fp = io.BufferedReader(Lecture(sock))


def adresses(hote: str, port: int, delai: float | None) -> list[str]:
    """The addresses of a host, each once, in the order of the system.

    The system's own resolver has no timeout: it is asked in a thread, which is left behind when it is late.
    :raise TimeoutError: it is.
    :raise OSError: it knows none.
    """
    trouvees: list = []

    def demander():
        try:
            trouvees.append(socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as erreur:
            trouvees.append(erreur)

    fil = threading.Thread(target=demander, daemon=True)
    fil.start()
    fil.join(delai)
    if not trouvees:
        raise TimeoutError("no address in time")
    if isinstance(trouvees[0], UnicodeError):
        raise socket.gaierror("no host has this name")
    if isinstance(trouvees[0], OSError):
        raise trouvees[0]
    return list(dict.fromkeys(adresse[4][0] for adresse in trouvees[0]))


class _Ouverture:
    """A connection that is opened in the time to connect, the search of its addresses and all of them together."""

    response_class = _Reponse

    def _new_conn(self):
        """Called by urllib3 to open the socket; its own gives each address the whole time."""
        nom, delai = self._dns_host, self.timeout
        try:
            fin = time.monotonic() + reste_a(delai or DUREE_MAX)
            trouvees = adresses(nom.strip("[]"), self.port, fin - time.monotonic())
            for rang, adresse in enumerate(trouvees, 1):
                self._dns_host, self.timeout = adresse, max(0.001, fin - time.monotonic())
                try:
                    return super()._new_conn()
                except (ConnectTimeoutError, NewConnectionError):
                    if rang == len(trouvees) or time.monotonic() >= fin:
                        raise
        except TimeoutError as erreur:
            raise ConnectTimeoutError(self, "no address in time") from erreur
        except OSError as erreur:
            raise NameResolutionError(nom, self, erreur) from erreur
        finally:
            self._dns_host, self.timeout = nom, delai
        raise NewConnectionError(self, "no address")


class _Connexion(_Ouverture, HTTPConnection):
    pass


class _ConnexionTls(_Ouverture, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connexion


class _PoolTls(HTTPSConnectionPool):
    ConnectionCls = _ConnexionTls


#: What a pool manager of urllib3 opens, by scheme.
POOLS = {"http": _Pool, "https": _PoolTls}


# ---- the size -------------------------------------------------------------------------------------------------------


def borner(morceaux: Iterable[bytes], taille: int) -> Iterator[bytes]:
    """The pieces, as long as they are no more than `taille` bytes together.

    :raise ErreurTransport: "trop_grand".
    """
    total = 0
    for morceau in morceaux:
        total += len(morceau)
        if total > taille:
            raise ErreurTransport("trop_grand")
        yield morceau


def decompresser(morceaux: Iterable[bytes], encodage: str, taille: int) -> Iterator[bytes]:
    """The pieces of a body, opened, in the order in which its Content-Encoding says that it was compressed.

    gzip (of one or several members), deflate (with its header or bare), one inside the other. What is said to be
    compressed and is not comes as it is; what is and was not said to be is opened.
    :param taille: most bytes at each step.
    :raise ErreurTransport: "trop_grand"; "encodage" when it is compressed otherwise; "coupure" when it is damaged.
    """
    couches = [couche for couche in re.split(r"[,\s]+", encodage.lower()) if couche not in ("", "identity")]
    if len(couches) > MAX_COUCHES:
        raise ErreurTransport("encodage")
    morceaux = borner(morceaux, taille)
    for couche in reversed(couches or ["gzip"]):
        if couche not in ("gzip", "x-gzip", "deflate"):
            raise ErreurTransport("encodage")
        morceaux = borner(_ouvrir(morceaux, couche == "deflate"), taille)
    return morceaux


def _ouvrir(morceaux: Iterable[bytes], deflate: bool) -> Iterator[bytes]:
    """One layer, piece by piece; of a gzip file, one member after the other."""
    debut, suite = b"", iter(morceaux)
    # Two bytes say what it is, and may come one by one.
    while len(debut) < 2 and (morceau := next(suite, None)) is not None:
        debut += morceau
    mode = _mode(debut, deflate)
    if mode is None:
        yield debut
        yield from suite
        return
    outil, membres = zlib.decompressobj(mode), 1
    try:
        for reste in chain((debut,), suite):
            while reste:
                if outil.eof:
                    if mode != GZIP or not reste.startswith(b"\x1f"):
                        return  # what follows the last member is padding
                    outil, membres = zlib.decompressobj(mode), membres + 1
                    if membres > MAX_MEMBRES:
                        raise ErreurTransport("encodage")
                yield outil.decompress(reste, MORCEAU)
                reste = outil.unused_data if outil.eof else outil.unconsumed_tail
        yield outil.flush()
    except zlib.error:
        raise ErreurTransport("coupure") from None
    if not outil.eof:
        raise ErreurTransport("coupure")


GZIP, ZLIB, NU = 31, 15, -15


def _mode(debut: bytes, deflate: bool) -> int | None:
    """How to open what begins so; None: it is not compressed."""
    if debut.startswith(b"\x1f\x8b"):
        return GZIP
    if not deflate or debut.lstrip()[:1] in (b"<", b""):
        return None
    # RFC 1950: deflate, and a multiple of 31.
    entete = debut[0] & 15 == 8 and int.from_bytes(debut[:2]) % 31 == 0
    return ZLIB if entete else NU


# ---- the shape ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recu:
    """An answer as it is read: its HTTP status, and its XML in UTF-8."""

    statut: int
    content: bytes


def recevoir(reponse, taille: int) -> Recu:
    """Read a response that was opened with `stream=True`, to its end.

    :param reponse: of requests.
    :param taille: most bytes it may have, opened.
    :raise ErreurTransport: "trop_grand", "encodage", "coupure".
    :raise DonneeIllisible: see `mettre_en_forme`.
    """
    brut, entetes = reponse.raw, reponse.headers
    lus = iter(lambda: brut.read(MORCEAU, decode_content=False), b"")
    octets = b"".join(decompresser(lus, entetes.get("Content-Encoding", ""), taille))
    octets = mettre_en_forme(octets, entetes.get("Content-Type", ""))
    entier = "Content-Length" in entetes or "Transfer-Encoding" in entetes
    if not entier and est_enveloppe(octets) and not _FERMEE.search(octets[-200:]):
        # Nothing but the end of the connection said where it ends: it ended too early.
        raise ErreurTransport("coupure")
    return Recu(reponse.status_code, octets)


#: What may stand before and after the root of an XML text. Atomic: who begins ten thousand comments must not make us
#: try each way of cutting them.
AUTOUR = rb"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+"
_FERMEE = re.compile(rb"</(?:[\w.-]+:)?Envelope\s*>" + AUTOUR + rb"\Z", re.DOTALL)
_ENVELOPPE = re.compile(AUTOUR + rb"<(?:[\w.-]{1,64}:)?Envelope[\s/>]", re.DOTALL)


def est_enveloppe(octets: bytes) -> bool:
    """Whether the root of an XML text (UTF-8) is an envelope, whatever stands before it.

    >>> est_enveloppe(b"<!-- x --><s:Envelope>"), est_enveloppe(b"<html>The Envelope</html>")
    (True, False)
    """
    return bool(_ENVELOPPE.match(octets))


def mettre_en_forme(octets: bytes, type_contenu: str) -> bytes:
    """Return the XML of an answer in UTF-8: the root part of a multipart message, in the charset that HTTP announces.

    :param type_contenu: the Content-Type of HTTP, perhaps "".
    :raise ErreurTransport: "pas_xml" when a multipart message has no part, "coupure" when it has no end.
    :raise DonneeIllisible: "xml_illisible" when the text is not in the charset announced.
    """
    entetes = _entetes(type_contenu)
    if entetes.get_content_maintype() == "multipart":
        octets, entetes = racine_multipart(octets, entetes)
    return en_utf8(octets, str(entetes.get_param("charset", "") or ""))


def _entetes(type_contenu: str) -> Message:
    entetes = Message()
    # A line break would begin another header.
    entetes["Content-Type"] = " ".join(type_contenu.split())[:MAX_TYPE] or "text/xml"
    return entetes


def racine_multipart(octets: bytes, entetes: Message) -> tuple[bytes, Message]:
    """The root part of a multipart message, without its transfer encoding, and its headers: the part that `start`
    names, else the first one that is XML, else the first.

    :raise ErreurTransport: "pas_xml": there is none; "coupure": the message has no end.
    :raise DonneeIllisible: "xml_illisible": its transfer encoding is damaged.
    """
    frontiere = entetes.get_boundary("").encode("utf-8", "surrogateescape")
    parties = list(_parties(octets, frontiere)) if frontiere else []
    if not parties:
        raise ErreurTransport("pas_xml")
    debut = _identifiant(entetes.get_param("start", ""))
    nommees = [p for p in parties if debut and _identifiant(p[0].get("Content-ID", "")) == debut]
    xml = [p for p in parties if "xml" in p[0].get_content_type()]
    tetes, contenu = (nommees or xml or parties)[0]
    match str(tetes.get("Content-Transfer-Encoding", "")).strip().lower():
        case "base64":
            try:
                contenu = binascii.a2b_base64(contenu)
            except binascii.Error:
                raise DonneeIllisible("xml_illisible") from None
        case "quoted-printable":
            contenu = quopri.decodestring(contenu)
    return contenu, tetes


def _identifiant(texte) -> str:
    return str(texte or "").strip().strip("<>")


def _parties(octets: bytes, frontiere: bytes) -> Iterator[tuple[Message, bytes]]:
    """Headers and content of each part.

    :raise ErreurTransport: "coupure": the message has no end.
    """
    ligne = re.compile(rb"(?:\A|\r?\n)--" + re.escape(frontiere) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    debut = None
    for rang, trouve in enumerate(ligne.finditer(octets)):
        if debut is not None:
            yield _partie(octets[debut : trouve.start()])
        debut = trouve.end()
        if trouve[1] or rang == MAX_PARTIES:
            return
    if debut is not None:
        raise ErreurTransport("coupure")


def _partie(octets: bytes) -> tuple[Message, bytes]:
    # The line of the boundary ends here: of a part without headers, the empty line follows at once.
    vide = _VIDE.search(octets, 0, MAX_ENTETES)
    tete, contenu = (octets[: vide.start()], octets[vide.end() :]) if vide else (octets[:MAX_ENTETES], b"")
    entetes = BytesHeaderParser().parsebytes(tete.lstrip())
    if "Content-Type" not in entetes:
        entetes["Content-Type"] = "text/xml"
    return entetes, contenu


_VIDE = re.compile(rb"\r?\n\r?\n")

#: Charsets an answer may announce. us-ascii is none: it is what is said when nothing is.
_CHARSETS = re.compile(r"utf-?8|utf-?16(?:-?[lb]e)?|iso-?8859-?\d{1,2}|latin-?1|windows-?125\d|cp-?125\d", re.ASCII)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARATION = re.compile(rb"\A(<\?xml\s[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_DECLARATION_TEXTE = re.compile(_DECLARATION.pattern.decode())


def en_utf8(octets: bytes, charset: str) -> bytes:
    """Return an XML text in UTF-8: by its byte order mark, else by the charset that HTTP announces, which prevails over
    the declaration of the text (RFC 7303). Announced by neither, it is left to its declaration.

    :raise DonneeIllisible: "xml_illisible": it is not in that charset.
    """
    marque, codec = next(((m, c) for m, c in _BOMS if octets.startswith(m)), (b"", ""))
    octets = octets[len(marque) :]
    if not codec:
        charset = charset.strip().strip("\"'").lower().replace("_", "-")
        codec = charset if _CHARSETS.fullmatch(charset) else ""
        if codec in ("utf-16", "utf16") or not codec and octets[:4] in (b"\0<\0?", b"<\0?\0"):
            codec = "utf-16-be" if octets.startswith(b"\0") else "utf-16-le"
    if not codec:
        return octets.lstrip(b" \t\r\n")
    if codec in ("utf-8", "utf8"):
        octets = octets.lstrip(b" \t\r\n")
        return _DECLARATION.sub(rb"\1", octets[:MAX_DECLARATION], count=1) + octets[MAX_DECLARATION:]
    try:
        texte = octets.decode(codec).lstrip(" \t\r\n\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise DonneeIllisible("xml_illisible") from None
    declaration = _DECLARATION_TEXTE.sub(r"\1", texte[:MAX_DECLARATION], count=1)
    return (declaration + texte[MAX_DECLARATION:]).encode("utf-8", "replace")


# ---- not now --------------------------------------------------------------------------------------------------------


def attente_demandee(texte: str | None) -> float:
    """Seconds that a Retry-After asks for, a number of them or a date; 0 when it asks for nothing that can be read.

    >>> attente_demandee("3"), attente_demandee(None), attente_demandee("soon")
    (3.0, 0.0, 0.0)
    """
    texte = (texte or "").strip()
    if re.fullmatch(r"\d{1,9}", texte, re.ASCII):
        return float(texte)
    try:
        return max(0.0, (parsedate_to_datetime(texte) - moment()).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
