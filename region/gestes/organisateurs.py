# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an organiser does of its own people and of who waits for its places, at its own desk."""

import base64
import struct
import zlib

from .commun import geste, une


def _dessin():
    """A signature as a screen sends it: PNG, a line across."""

    def morceau(nom, octets):
        somme = zlib.crc32(nom + octets)
        return struct.pack(">I", len(octets)) + nom + octets + struct.pack(">I", somme)

    lignes = b"".join(b"\0" + (b"\0\0\x8b" if 8 < y < 12 else b"\xff\xff\xff") * 90 for y in range(30))
    tete = struct.pack(">IIBBBBB", 90, 30, 8, 2, 0, 0, 0)
    morceaux = morceau(b"IHDR", tete) + morceau(b"IDAT", zlib.compress(lignes)) + morceau(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + morceaux)


@geste()
def signer_convention(poste, dossier, pas):
    """The person signs the welcome agreement on the screen, from the card of the organiser."""
    inscriptions = dossier.env["parcours.inscription"].search(
        [("dossier_id", "=", dossier.id), ("convention_avant", "!=", False)]
    )
    action = une(inscriptions, "agreement to sign").action_convention()
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    valeurs = {} if inscriptions[:1].langue else {"langue": pas.valeurs["langue"]}
    fenetre.create({"signature": _dessin(), "presents": "La personne et son coach", **valeurs}).action_signer()


@geste()
def certifier_sans_place(poste, dossier, pas):
    """No place: the organiser certifies it on its own list, which suspends the term."""
    attentes = poste.env["parcours.attente"].search([("dossier_id", "=", dossier.id), ("state", "=", "attend")])
    une(attentes, "wait").action_suspendre()


@geste()
def proposer_place(poste, dossier, pas):
    """A place is there: the person is called."""
    attentes = poste.env["parcours.attente"].search([("dossier_id", "=", dossier.id), ("state", "=", "attend")])
    une(attentes, "wait").action_proposer()
