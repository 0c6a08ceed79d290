# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters to nobody, for the tests of the paper."""

import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw
from pypdf import PdfReader

from odoo.addons.parcours_socle.papier import pdf
from odoo.addons.parcours_socle.papier.page import Destinataire, Lettre, Volet

FR = Volet(
    langue="fr",
    expediteur="Commune de Molenbeek-Saint-Jean",
    coordonnees=("Service Population", "Rue du Comte de Flandre 20, 1080 Bruxelles"),
    lieu="Molenbeek-Saint-Jean",
    objet="Sommation de suivre le parcours d’accueil",
    corps="<p>Vous devez suivre le <strong>parcours d’accueil</strong>.</p><ul><li>Un</li><li>Deux</li></ul>",
    contact=("Camille Exemple, agente", "Rue du Comte de Flandre 20", "02 000 00 00 · parcours@commune.example"),
    signature=("Pour le Collège,", "Camille Exemple"),
    mediateur="Le médiateur écoute.",
    recours="Un recours est possible.\nDans les soixante jours.",
)
NL = Volet(
    langue="nl",
    expediteur="Gemeente Sint-Jans-Molenbeek",
    coordonnees=("Dienst Bevolking",),
    lieu="Sint-Jans-Molenbeek",
    objet="Aanmaning om het onthaaltraject te volgen",
    corps="<p>U moet het onthaaltraject volgen.</p>",
    contact=("Camille Exemple, medewerkster", "02 000 00 00"),
    mediateur="De ombudsman luistert.",
    recours="Beroep is mogelijk.",
)
LETTRE = Lettre(
    numero="L-2026-000123",
    reference="PA/2026/004512",
    jour=date(2026, 3, 1),
    destinataire=Destinataire("Amina Exemple", ("Rue Exemple 12 bte 3", "1080 Molenbeek-Saint-Jean")),
    volets=(FR,),
    jeton="PAB-AAAAAAAAAAAAAAAAAAAAAAAAAI",
)
DEUX = replace(LETTRE, volets=(FR, NL))
#: Arabic, Dari, Amharic, Tigrinya, Chinese, Korean, Georgian, Armenian, Tibetan, Tamil, Thai, Hindi, Russian, Greek.
NOMS = (
    "محمد بن عبد الله",
    "غلام حسین احمدزی",
    "አበበ ቢቂላ",
    "ሰላም ተስፋይ",
    "王小明",
    "홍길동",
    "გიორგი ბერიძე",
    "Արամ Խաչատրյան",
    "བསྟན་འཛིན།",
    "முருகன்",
    "สมชาย",
    "राम कुमार",
    "Дмитро Шевченко",
    "Ελένη Παπαδοπούλου",
)


def dessin(taille=(400, 300), genre="PNG"):
    """Return a picture for a letterhead, as bytes."""
    image, sortie = Image.new("RGB", taille, "white"), io.BytesIO()
    ImageDraw.Draw(image).ellipse((10, 10, taille[0] - 10, taille[1] - 10), fill=(20, 80, 160))
    image.save(sortie, genre)
    return sortie.getvalue()


def lire(lettre):
    """Print a letter and return the file, opened."""
    return PdfReader(io.BytesIO(pdf.imprimer(lettre)))


def texte(fichier):
    """The text of all pages, on one line."""
    return " ".join(" ".join(page.extract_text() for page in fichier.pages).split())


def etiquettes(fichier):
    """Yield the elements of the tree of tags, in the order in which they are read."""
    attente = [fichier.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while attente:
        element = attente.pop(0)
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            attente[:0] = element
        elif isinstance(element, dict) and "/S" in element:
            yield element
            enfants = element.get("/K", [])
            attente[:0] = enfants if isinstance(enfants, list) else [enfants]
