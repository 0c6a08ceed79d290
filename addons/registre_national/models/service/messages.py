# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an error says to a person: what happened, what was kept, what to do. No technical name, no personal data."""

from ...soap.erreurs import INJOIGNABLE, NON_INTEGRE, NUMERO_ANNULE, NUMERO_REMPLACE, TROP_DE_DEMANDES
from ...soap.modele import SANS_DONNEES


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
    if cause := _certificats(env, code):
        return cause
    match code:
        case "delai_connexion" | "delai_lecture" | "http_408":
            return env._("The register did not answer in time.")
        case "delai_total":
            return env._("The register began an answer and did not finish it in the time an answer may take.")
        case "trop_grand":
            return env._("The answer of the register was larger than an answer may be: it was not read.")
        case "encodage":
            return env._("The answer of the register was compressed in a way that is not read here.")
        case "http_429":
            return env._("The register receives too many requests and asks to wait.")
        case "html" | "pas_xml":
            return env._("Something else than the register answered (a web page, or no file at all).")
        case "adresse":
            return env._("The address or the contract of the service is wrong.")
        case "hote_refuse":
            return env._("The address is not among those that this server may call: nothing was sent.")
        case "disjoncteur":
            return env._("The register did not answer several times in a row, and is left alone for a while.")
        case _ if code.startswith("http_"):
            return env._("The register answered with a technical error (%s).", code.removeprefix("http_"))
        case _:
            return env._("The connection with the register failed.")


def _certificats(env, code):
    """Return what is wrong with the certificates or the signature, "" when the code says something else."""
    match code:
        case "certificat":
            return env._("The register's certificate is not of the authority we trust: nothing was sent.")
        case "nom_hote":
            return env._("The certificate received is that of another machine than the register's: nothing was sent.")
        case "certificat_client":
            return env._("The register asks for a client certificate and did not accept ours.")
        case "certificat_illisible":
            return env._("Our certificate, its key or the register's authority could not be read: nothing was sent.")
        case "secret_absent":
            return env._("The certificates' settings name a variable or a file that is not there: nothing was sent.")
        case "signature_absente":
            return env._(
                "The requests should be signed, and this server has no library to sign them (xmlsec): nothing was sent."
            )
        case "signature_sans_cle":
            return env._("The requests should be signed, and no client certificate is set: nothing was sent.")
        case _:
            return ""


def _statut(env, code):
    if code == NUMERO_ANNULE:
        return env._(
            "The register has cancelled this number. Nothing was deleted here; the notification is kept. "
            "Check whether the person exists under another number, then close the file if there is one."
        )
    if code == NUMERO_REMPLACE:
        return env._(
            "The register has replaced this number without giving the new one. Nothing was changed; the notification "
            "is kept. "
            "Choose Try again later."
        )
    if code in (INJOIGNABLE, TROP_DE_DEMANDES):
        return env._(
            "The register was unreachable or too busy. Nothing was changed; the notification is kept. "
            "It is tried again by itself a few times; you can also choose Try again."
        )
    if code == NON_INTEGRE:
        return env._(
            "The register gives no file for this person, whom it does not know as followed by us. Nothing was "
            "changed; "
            "the notification is kept. Have the subscription checked, then choose Try again."
        )
    if code == SANS_DONNEES:
        return env._(
            "The register knows nobody under this number. Nothing was changed; the notification is kept. "
            "Report it to the register, then choose Try again."
        )
    return env._(
        "The register answered that it gives no file for this number (code %s). Nothing was changed; the "
        "notification is kept. "
        "Ask the register's service desk about this code, then choose Try again.",
        code,
    )


def _donnee(env, code, commune):
    match code:
        case "niss_test":
            return env._(
                "This is the number of a generated test person, and the service is not in test mode. The register "
                "was not consulted; "
                "the notification is kept. Nothing is to be done, unless the service should be in test mode."
            )
        case _ if code.startswith("niss_"):
            return env._(
                "What was announced is no national number: it has not eleven digits. The register was not consulted; "
                "the notification is kept. "
                "Report it to the register; once it is corrected there, choose Try again."
            )
        case "commune_inconnue":
            return env._(
                "The commune announced (%s) is not one of ours. The register was not consulted; the notification is "
                "kept. "
                "Report it to the register; once it is corrected there, choose Try again.",
                commune or "-",
            )
        case "autre_personne":
            return env._(
                "The file received is that of another number than the one asked for. It was not kept; the "
                "notification is kept. "
                "Report it to the register, then choose Try again."
            )
        case "deux_personnes":
            return env._(
                "The register says that two numbers are one person; here they are known as two people. Nothing was "
                "changed; "
                "the notification is kept. "
                "They are in the list “To be joined”: once they are joined, it is tried again by itself."
            )
        case _:
            return env._(
                "The answer of the register could not be read. Nothing of it was kept, what was known before is "
                "unchanged; "
                "the notification is kept. "
                "Choose Try again; if it happens again, report it to the administrator."
            )
