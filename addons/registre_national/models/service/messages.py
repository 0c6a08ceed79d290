# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an error says to a person: what happened, what was kept, what to do. No technical name, no personal data."""

from odoo.tools.translate import LazyTranslate

from ...soap.erreurs import INJOIGNABLE, NON_INTEGRE, NUMERO_ANNULE, NUMERO_REMPLACE, TROP_DE_DEMANDES
from ...soap.modele import SANS_DONNEES

_lt = LazyTranslate(__name__)

PAS_DE_REPONSE = _lt("The register did not answer in time.")
AUTRE_CHOSE = _lt("Something else than the register answered (a web page, or no file at all).")
#: What happened to a message that did not get through, one sentence, by the code of the transport.
CAUSES = {
    "delai_connexion": PAS_DE_REPONSE,
    "delai_lecture": PAS_DE_REPONSE,
    "http_408": PAS_DE_REPONSE,
    "delai_total": _lt("The register began an answer and did not finish it in the time an answer may take."),
    "trop_grand": _lt("The answer of the register was larger than an answer may be: it was not read."),
    "encodage": _lt("The answer of the register was compressed in a way that is not read here."),
    "http_429": _lt("The register receives too many requests and asks to wait."),
    "html": AUTRE_CHOSE,
    "pas_xml": AUTRE_CHOSE,
    "adresse": _lt("The address or the contract of the service is wrong."),
    "disjoncteur": _lt("The register did not answer several times in a row, and is left alone for a while."),
    "certificat": _lt("The register's certificate is not of the authority we trust: nothing was sent."),
    "nom_hote": _lt("The certificate received is that of another machine than the register's: nothing was sent."),
    "certificat_client": _lt("The register asks for a client certificate and did not accept ours."),
    "certificat_illisible": _lt(
        "Our certificate, its key or the register's authority could not be read: nothing was sent."
    ),
    "secret_absent": _lt("The certificates' settings name a variable or a file that is not there: nothing was sent."),
    "signature_absente": _lt(
        "The requests should be signed, and this server has no library to sign them (xmlsec): nothing was sent."
    ),
    "signature_sans_cle": _lt("The requests should be signed, and no client certificate is set: nothing was sent."),
}
OCCUPE = _lt(
    "The register was unreachable or too busy. Nothing was changed; the notification is kept. "
    "It is tried again by itself a few times; you can also choose Try again."
)
#: What the register answered instead of a file, by its status.
STATUTS = {
    NUMERO_ANNULE: _lt(
        "The register has cancelled this number. Nothing was deleted here; the notification is kept. "
        "Check whether the person exists under another number, then close the file if there is one."
    ),
    NUMERO_REMPLACE: _lt(
        "The register has replaced this number without giving the new one. Nothing was changed; the notification "
        "is kept. "
        "Choose Try again later."
    ),
    INJOIGNABLE: OCCUPE,
    TROP_DE_DEMANDES: OCCUPE,
    NON_INTEGRE: _lt(
        "The register gives no file for this person, whom it does not know as followed by us. Nothing was "
        "changed; "
        "the notification is kept. Have the subscription checked, then choose Try again."
    ),
    SANS_DONNEES: _lt(
        "The register knows nobody under this number. Nothing was changed; the notification is kept. "
        "Report it to the register, then choose Try again."
    ),
}
#: What is wrong with what was announced or received, by its code.
DONNEES = {
    "niss_test": _lt(
        "This is the number of a generated test person, and the service is not in test mode. The register "
        "was not consulted; "
        "the notification is kept. Nothing is to be done, unless the service should be in test mode."
    ),
    "autre_personne": _lt(
        "The file received is that of another number than the one asked for. It was not kept; the "
        "notification is kept. "
        "Report it to the register, then choose Try again."
    ),
    "deux_personnes": _lt(
        "The register says that two numbers are one person; here they are known as two people. Nothing was "
        "changed; "
        "the notification is kept. "
        "They are in the list “To be joined”: once they are joined, it is tried again by itself."
    ),
}


def message_erreur(env, nature, code, commune=""):
    """Return the text of an error in the reader's language.

    :param nature: one of `registre.notification.error_kind`.
    :param code: the register's code, or one of `soap.erreurs`.
    :param commune: NIS code the notification came with.
    """
    match nature:
        case "transport":
            return _transport(env, code)
        case "fault":
            return env._(
                "The register refused the request (code %s). Nothing was changed; the notification is kept. "
                "If it happens again, give this code to the register's service desk; then choose Try again.",
                code,
            )
        case "statut":
            return _statut(env, code)
        case "donnee":
            return _donnee(env, code, commune)
        case _:
            return env._(
                "The file was received but could not be stored. Nothing of it was kept, the other people went on; "
                "the notification is kept. "
                "Choose Try again; if it happens again, report it to the administrator."
            )


def _transport(env, code):
    suite = env._(
        "Nothing was changed; the notification is kept. It is tried again by itself a few times; "
        "you can also choose Try again once the register is back."
    )
    return f"{cause_transport(env, code)} {suite}"


def cause_transport(env, code):
    """Return what happened to a message that did not get through, one sentence."""
    if code in CAUSES:
        return env._(CAUSES[code])
    if code.startswith("http_"):
        return env._("The register answered with a technical error (%s).", code.removeprefix("http_"))
    return env._("The connection with the register failed.")


def _statut(env, code):
    if code in STATUTS:
        return env._(STATUTS[code])
    return env._(
        "The register answered that it gives no file for this number (code %s). Nothing was changed; the "
        "notification is kept. "
        "Ask the register's service desk about this code, then choose Try again.",
        code,
    )


def _donnee(env, code, commune):
    if code in DONNEES:
        return env._(DONNEES[code])
    if code.startswith("niss_"):
        return env._(
            "What was announced is no national number: it has not eleven digits. The register was not consulted; "
            "the notification is kept. "
            "Report it to the register; once it is corrected there, choose Try again."
        )
    if code == "commune_inconnue":
        return env._(
            "The commune announced (%s) is not one of ours. The register was not consulted; the notification is "
            "kept. "
            "Report it to the register; once it is corrected there, choose Try again.",
            commune or "-",
        )
    return env._(
        "The answer of the register could not be read. Nothing of it was kept, what was known before is "
        "unchanged; "
        "the notification is kept. "
        "Choose Try again; if it happens again, report it to the administrator."
    )
