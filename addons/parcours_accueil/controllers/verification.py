# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The public page by which anybody who holds an attestation verifies it. Both languages stand on it: it knows nobody's.

It says whether the number is known and holds, the kind, the day and the initials. Everything else is answered alike,
and each number is counted by the place it comes from (docs/securite.md).
"""

from markupsafe import Markup

from odoo import http
from odoo.http import request

from odoo.addons.parcours_socle.models.connexion_echec import ADRESSE
from odoo.addons.parcours_socle.papier.page import jour_en_lettres

from ..droit.attestations import INCONNUE, RETIREE_DEPUIS, VALABLE
from ..models.attestation.libelles import GENRES_PUBLICS
from ..models.attestation.papier import PAGE

MOTS = {
    "fr": {
        "titre": "Vérifier une attestation du parcours d’accueil",
        "numero": "Numéro imprimé sur l’attestation",
        "verifier": "Vérifier",
        VALABLE: "Cette attestation est valable.",
        RETIREE_DEPUIS: "Cette attestation a été retirée depuis : elle ne vaut plus.",
        INCONNUE: "Aucune attestation ne porte ce numéro. Vérifiez chaque signe. Si c’est bien celui du papier, ce "
        "papier n’est pas le nôtre.",
        "trop": "Trop de numéros en une minute. Attendez une minute, puis recommencez.",
        "dit": "{genre}, remise le {jour}. Initiales de la personne : {initiales}",
        "compare": "Comparez avec le papier : le genre, le jour et les initiales doivent être les mêmes.",
    },
    "nl": {
        "titre": "Een attest van het inburgeringstraject controleren",
        "numero": "Nummer dat op het attest staat",
        "verifier": "Controleren",
        VALABLE: "Dit attest is geldig.",
        RETIREE_DEPUIS: "Dit attest werd intussen ingetrokken: het geldt niet meer.",
        INCONNUE: "Geen enkel attest draagt dit nummer. Controleer elk teken. Als het echt dat van het papier is, dan "
        "is dit papier niet van ons.",
        "trop": "Te veel nummers in één minuut. Wacht een minuut en probeer opnieuw.",
        "dit": "{genre}, overhandigd op {jour}. Initialen van de persoon: {initiales}",
        "compare": "Vergelijk met het papier: de soort, de dag en de initialen moeten dezelfde zijn.",
    },
}
DOCUMENT = Markup(
    '<!DOCTYPE html><html lang="fr-BE"><head><meta charset="utf-8"/><title>%(titre)s</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="robots" content="noindex"/>'
    "<style>body{font:1.1rem/1.5 sans-serif;margin:5vh auto;max-width:40rem;padding:0 1rem;color:#212529}"
    "section{margin:0 0 2rem}.dit{border-left:.4rem solid;padding:.2rem 1rem}.dit strong{font-size:1.25rem}"
    ".valable{border-color:#0a6b3d}.retiree{border-color:#b02a37}.inconnue,.trop{border-color:#6c757d}"
    "label{display:block;margin:0 0 .3rem}input,button{font:inherit;padding:.5rem}"
    "input{width:100%%;box-sizing:border-box;letter-spacing:.05em;margin:0 0 .6rem}</style></head>"
    "<body><main>%(volets)s%(formulaire)s</main></body></html>"
)
VOLET = Markup('<section lang="%s-BE"><h1>%s</h1>%s</section>')
REPONSE = Markup('<div class="dit %s" role="status"><p><strong>%s</strong></p>%s</div>')
FORMULAIRE = Markup(
    '<form method="post" action="%s"><label for="numero"><span lang="fr-BE">%s</span> / <span lang="nl-BE">%s</span>'
    '</label><input id="numero" name="numero" autocomplete="off" spellcheck="false" maxlength="80" required=""/>'
    '<button type="submit"><span lang="fr-BE">%s</span> / <span lang="nl-BE">%s</span></button></form>'
)
ENTETES = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex"),
]


def page(etat=None, verdict=None):
    """Return the whole page, with what is said of a number, or without."""
    volets = Markup().join(
        VOLET % (langue, mots["titre"], _reponse(langue, mots, etat, verdict)) for langue, mots in MOTS.items()
    )
    fr, nl = MOTS["fr"], MOTS["nl"]
    formulaire = FORMULAIRE % (PAGE, fr["numero"], nl["numero"], fr["verifier"], nl["verifier"])
    return DOCUMENT % {"titre": f"{fr['titre']} / {nl['titre']}", "volets": volets, "formulaire": formulaire}


def _reponse(langue, mots, etat, verdict):
    if not etat:
        return ""
    suite = ""
    if verdict and verdict.genre:
        dit = mots["dit"].format(
            genre=GENRES_PUBLICS[langue][verdict.genre],
            jour=jour_en_lettres(verdict.jour, langue),
            initiales=verdict.initiales,
        )
        suite = Markup("<p>%s</p><p>%s</p>") % (dit, mots["compare"])
    return REPONSE % (etat, mots[etat], suite)


class Verification(http.Controller):
    @http.route(
        [PAGE, f"{PAGE}/<string:scanne>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        # nobody is logged in, nothing but the count is written, and who scans a code has no form before
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def verifier(self, scanne="", numero="", **_autres):
        """The page alone, or what is said of a number that was scanned or typed."""
        texte = scanne or numero
        if not texte:
            return request.make_response(page(), ENTETES)
        if not request.env["parcours.verification.essai"]._compter(ADRESSE.get()):
            return request.make_response(page("trop"), [*ENTETES, ("Retry-After", "60")], status=429)
        verdict = request.env["parcours.attestation"]._verifier(texte)
        return request.make_response(page(verdict.etat, verdict), ENTETES)
