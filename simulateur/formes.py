# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The shapes in which real servers send an answer: the same message, wrapped, compressed, in other characters, or cut.

Each is a function of a `soap.Reponse`; `FORMES` names them. Those of `LISIBLES` must be read as the plain answer is.
"""

import base64
import gzip
import quopri
import re
import zlib
from functools import lru_cache
from xml.sax.saxutils import escape

from .soap import Reponse

FRONTIERE = "----=_Part_7_1.9"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"


def _declare(corps, charset):
    """The text of an answer with another declaration (none: "")."""
    texte = re.sub(r"\A<\?xml[^>]*\?>\s*", "", corps.decode())
    return f'<?xml version="1.0" encoding="{charset}"?>{texte}' if charset else texte


def _multipart(reponse, *parties, parametres='start="<root@register>"; start-info="text/xml"', frontiere=None):
    """The parts, each (headers, content), as one message."""
    marque = (frontiere or FRONTIERE).encode()
    corps = b"".join(
        b"--" + marque + b"\r\n" + "".join(f"{ligne}\r\n" for ligne in entetes).encode() + b"\r\n" + contenu + b"\r\n"
        for entetes, contenu in parties
    )
    guillemets = "" if frontiere else '"'
    type_contenu = f'multipart/related; type="text/xml"; boundary={guillemets}{marque.decode()}{guillemets}'
    type_contenu += f"; {parametres}" if parametres else ""
    return reponse._replace(type=type_contenu, corps=corps + b"--" + marque + b"--\r\n")


def _racine(corps, codage="8bit", charset="UTF-8", sorte="text/xml"):
    entetes = (f"Content-Type: {sorte}; charset={charset}", f"Content-Transfer-Encoding: {codage}")
    return ((*entetes, "Content-ID: <root@register>"), corps)


_IMAGE = (
    ("Content-Type: image/png", "Content-Transfer-Encoding: binary", "Content-ID: <a>"),
    b"\x89PNG\r\n\r\n<x>\x00",
)


def multipart(reponse):
    """As JAX-WS and Oracle send it."""
    return _multipart(reponse, _racine(reponse.corps))


def multipart_desordre(reponse):
    """The root part comes after an attachment."""
    return _multipart(reponse, _IMAGE, _racine(reponse.corps, "binary", sorte="application/xop+xml"))


def multipart_nu(reponse):
    """A boundary without quotes, no `start`, parts with the least headers."""
    partie = (("Content-Type: text/xml",), reponse.corps)
    return _multipart(reponse, partie, parametres="", frontiere="MIMEBoundary7")


def multipart_base64(reponse):
    return _multipart(reponse, _racine(base64.encodebytes(reponse.corps), "base64"))


def multipart_quoted(reponse):
    return _multipart(reponse, _racine(quopri.encodestring(reponse.corps), "quoted-printable"))


def multipart_latin(reponse):
    """Only the headers of the part say its charset."""
    corps = _declare(reponse.corps, "").encode("iso-8859-1", "xmlcharrefreplace")
    return _multipart(reponse, _racine(corps, charset="ISO-8859-1"))


def latin(reponse):
    """Only HTTP says the charset: the declaration says another one."""
    corps = _declare(reponse.corps, "UTF-8").encode("iso-8859-1", "xmlcharrefreplace")
    return reponse._replace(type="text/xml; charset=ISO-8859-1", corps=corps)


def utf8_http(reponse):
    """Only HTTP says that it is UTF-8: the declaration says another charset."""
    return reponse._replace(type='text/xml;charset="utf-8"', corps=_declare(reponse.corps, "ISO-8859-1").encode())


def latin_declare(reponse):
    """Only the declaration says the charset."""
    corps = _declare(reponse.corps, "ISO-8859-1").encode("iso-8859-1", "xmlcharrefreplace")
    return reponse._replace(type="text/xml", corps=corps)


def utf16(reponse):
    """With its byte order mark."""
    return reponse._replace(type="text/xml; charset=utf-16", corps=_declare(reponse.corps, "UTF-16").encode("utf-16"))


def utf16_nu(reponse):
    """Big-endian, without a mark, said by HTTP."""
    return reponse._replace(type="text/xml; charset=UTF-16BE", corps=_declare(reponse.corps, "").encode("utf-16-be"))


def bom(reponse):
    """A mark before the declaration."""
    return reponse._replace(type="text/xml", corps=b"\xef\xbb\xbf" + reponse.corps)


def blancs(reponse):
    """Empty lines before the declaration."""
    return reponse._replace(corps=b"\r\n\r\n" + reponse.corps)


def _compresse(nom, fonction):
    def forme(reponse):
        return reponse._replace(corps=fonction(reponse.corps), entetes=(("Content-Encoding", nom),))

    return forme


def _nu(corps):
    outil = zlib.compressobj(wbits=-15)
    return outil.compress(corps) + outil.flush()


def _membres(corps):
    milieu = len(corps) // 2
    return gzip.compress(corps[:milieu]) + gzip.compress(corps[milieu:])


def gzip_tu(reponse):
    """Compressed, and not said to be."""
    return reponse._replace(corps=gzip.compress(reponse.corps))


def gzip_dit(reponse):
    """Said to be compressed, and not."""
    return reponse._replace(entetes=(("Content-Encoding", "gzip"),))


def soap12(reponse):
    """The envelope of SOAP 1.2."""
    corps = reponse.corps.replace(b"http://schemas.xmlsoap.org/soap/envelope/", SOAP_12.encode())
    return reponse._replace(type="application/soap+xml; charset=utf-8", corps=corps)


def sans_longueur(reponse):
    """The end of the connection is the end of the answer."""
    return reponse._replace(entetes=(("Content-Length", None),))


def faute12(reponse, code="MSG00002", cote="Receiver"):
    """A fault of SOAP 1.2, its reason in the innermost sub-code."""
    corps = (
        f'<?xml version="1.0"?><e:Envelope xmlns:e="{SOAP_12}"><e:Body><e:Fault><e:Code><e:Value>e:{cote}</e:Value>'
        f"<e:Subcode><e:Value>x:Refused</e:Value><e:Subcode><e:Value>x:{escape(code)}</e:Value></e:Subcode></e:Subcode>"
        '</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>'
    )
    statut = 500 if cote == "Receiver" else 400
    return Reponse(statut, "application/soap+xml; charset=utf-8", corps.encode())


def tronquee(reponse):
    """Half of it, and the connection ends: nothing said how long it would be."""
    return sans_longueur(reponse._replace(corps=reponse.corps[: len(reponse.corps) // 2]))


def gzip_tronque(reponse):
    corps = gzip.compress(reponse.corps)
    return reponse._replace(corps=corps[: len(corps) * 2 // 3], entetes=(("Content-Encoding", "gzip"),))


def bombe(reponse):
    """A few hundred kilobytes that open into a hundred million bytes."""
    return reponse._replace(
        corps=gzip.compress(reponse.corps[:200]) + _bombe(), entetes=(("Content-Encoding", "gzip"),)
    )


@lru_cache(maxsize=1)
def _bombe():
    outil = zlib.compressobj(6, wbits=31)
    return b"".join(outil.compress(b" " * 1_000_000) for _fois in range(100)) + outil.flush()


def vide(reponse):
    return reponse._replace(corps=b"")


def page(reponse):
    """A web page with status 200, as a proxy sends one."""
    return reponse._replace(
        type="text/html", corps=b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html><body>Maintenance</body></html>"
    )


def _http(statut, *entetes):
    return lambda reponse: Reponse(statut, "text/plain", b"not now", entetes=entetes)


#: Shapes that are read as the plain answer is.
LISIBLES = {
    fonction.__name__: fonction
    for fonction in (
        multipart, multipart_desordre, multipart_nu, multipart_base64, multipart_quoted, multipart_latin, latin,
        utf8_http, latin_declare, utf16, utf16_nu, bom, blancs, gzip_tu, gzip_dit, soap12, sans_longueur,
    )
} | {
    "gzip": _compresse("gzip", gzip.compress),
    "deflate": _compresse("deflate", zlib.compress),
    "deflate_nu": _compresse("deflate", _nu),
    "gzip_membres": _compresse("gzip", _membres),
    "gzip_double": _compresse("gzip, gzip", lambda corps: gzip.compress(gzip.compress(corps))),
}  # fmt: skip
#: Every shape, by its name.
FORMES = LISIBLES | {
    "faute12": faute12,
    "faute12_client": lambda reponse: faute12(reponse, "MSG00008", "Sender"),
    "tronquee": tronquee,
    "gzip_tronque": gzip_tronque,
    "bombe": bombe,
    "vide": vide,
    "page": page,
    "http_408": _http(408),
    "http_429": _http(429, ("Retry-After", "1")),
    "http_503": _http(503, ("Retry-After", "3600")),
}
