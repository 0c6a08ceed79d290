# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The four ways in which a call can fail, never mixed (registre.md §2).

Each carries a `nature` (which of the four), a `code`, and `reprise`: whether trying again by itself may help. Only a
transport error and the codes "supplier unreachable" and "too many requests" may be retried. No message ever holds
personal data: a code is all that goes into it, never a number, a name, or a text that came from outside.
"""

INJOIGNABLE = "MSG00002"
NON_INTEGRE = "MSG00012"
NUMERO_REMPLACE = "MSG00020"
NUMERO_ANNULE = "MSG00021"
TROP_DE_DEMANDES = "MSG00022"

#: Codes of a fault or a status that say "not now" and nothing about the person.
CODES_REPRISE = frozenset({INJOIGNABLE, TROP_DE_DEMANDES})


class ErreurRegistre(Exception):
    """What the four outcomes share."""

    nature = ""
    attendre = 0.0

    def __init__(self, code: str, reprise: bool = False):
        super().__init__(f"{self.nature}: {code}")
        self.code = code
        self.reprise = reprise

    @property
    def injoignable(self) -> bool:
        """Whether it says that the register was not reached, and nothing about the person."""
        return self.nature == "transport" or self.code in CODES_REPRISE


class ErreurTransport(ErreurRegistre):
    """The message did not get through: timeout, refused, cut, a server error, a page instead of an answer.

    Codes: delai_connexion, delai_lecture, delai_total, trop_grand, connexion, coupure, http_NNN, html, pas_xml,
    encodage (compressed in a way we do not read), adresse · certificat (not of the authority we trust), nom_hote (of
    another machine), certificat_client (ours was refused or asked for) · of our own settings: certificat_illisible,
    secret_absent, signature_absente, signature_sans_cle, hote_refuse (not a machine that this server may call).

    :param attendre: seconds the other side asks us to wait before trying again; 0: it asks for nothing.
    """

    nature = "transport"

    def __init__(self, code: str, reprise: bool = True, attendre: float = 0.0):
        super().__init__(code, reprise)
        self.attendre = attendre


class AppelSuspendu(ErreurTransport):
    """No call was made: the circuit breaker is open. Nothing was tried, so nothing failed; it is done later."""

    def __init__(self):
        super().__init__("disjoncteur", reprise=False)


class FauteSoap(ErreurRegistre):
    """The register refused the message itself (SOAP fault). `code` is its reason code."""

    nature = "fault"

    def __init__(self, code: str):
        super().__init__(code, code in CODES_REPRISE)


class StatutMetier(ErreurRegistre):
    """The register answered properly that it gives no file.

    :param valeur: NO_DATA_FOUND or NO_RESULT (NOK for a page of notifications).
    :param niss_remplacant: the new number, when the code says that the number was replaced.
    """

    nature = "statut"

    def __init__(self, code: str, valeur: str = "", niss_remplacant: str = ""):
        super().__init__(code, code in CODES_REPRISE)
        self.valeur = valeur
        self.niss_remplacant = niss_remplacant


class DonneeAnormale(ErreurRegistre):
    """What came cannot be what was asked: see the codes.

    Codes: xml_illisible, reponse_inattendue, doctype, sans_dossier, autre_personne, requete_invalide,
    boucle_remplacements, niss_* (the reasons of `NissInvalide`), commune_inconnue, deux_personnes.
    """

    nature = "donnee"


class DeuxPersonnes(DonneeAnormale):
    """The register calls one what we know as two: a person must look.

    :param rangs: which of the files that were to be stored.
    """

    def __init__(self, rangs: frozenset[int]):
        super().__init__("deux_personnes")
        self.rangs = rangs


class DonneeIllisible(DonneeAnormale):
    """The answer could not be read at all (not well-formed, or not an answer)."""
