# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The contract: the WSDL and XSD files of the addon `registre_national`, read at start.

zeep reads the WSDL and says which operations there are and what element each takes and gives; lxml checks every
request against the schema. One thing is asked less strictly than written: a number of a wrong shape is let in, because
the register answers it with a business status and not with a fault.
"""

import re
from pathlib import Path
from typing import NamedTuple

import zeep
from lxml import etree

RACINE = Path(__file__).parents[1] / "addons" / "registre_national" / "soap" / "contrat"
#: Last part of the address -> (WSDL file, name of its service).
SERVICES = {
    "consultation": ("RetrieveTIGroups-v2.wsdl", "RetrieveTIGroupsService"),
    "notifications": ("Suivi-v1.wsdl", "NotificationsService"),
    "abonnements": ("Suivi-v1.wsdl", "SubscriptionsService"),
}
_XSD = "{http://www.w3.org/2001/XMLSchema}"


class Operation(NamedTuple):
    """One operation: address part, name, namespace and local names of request and response."""

    service: str
    nom: str
    espace: str
    demande: str
    reponse: str


class _Assouplir(etree.Resolver):
    """Gives the schema files with the patterns of `types` replaced by one."""

    def __init__(self, types, motif):
        super().__init__()
        self.types, self.motif = types, motif

    def resolve(self, url, _public_id, context):
        chemin = Path(url.removeprefix("file://"))
        if chemin.suffix != ".xsd":
            return None
        arbre = etree.parse(chemin).getroot()
        for simple in arbre.iter(_XSD + "simpleType"):
            if simple.get("name") in self.types:
                restriction = simple.find(_XSD + "restriction")
                for motif in restriction.findall(_XSD + "pattern"):
                    restriction.remove(motif)
                etree.SubElement(restriction, _XSD + "pattern", value=self.motif)
        return self.resolve_string(etree.tostring(arbre), context, base_url=str(chemin))


def schema_de(wsdl, types=("SsinType",), motif=r"[\s\S]{0,64}"):
    """Return the lxml schema of a WSDL file (path), the patterns of some simple types replaced by `motif`."""
    lecteur = etree.XMLParser(no_network=True)
    lecteur.resolvers.add(_Assouplir(types, motif))
    schema = etree.parse(wsdl).getroot().find(".//" + _XSD + "schema")
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema), lecteur, base_url=str(wsdl)))


class Contrat:
    """Operations by the tag of their request, and the check of a request."""

    def __init__(self, racine=RACINE):
        self.racine = Path(racine)
        self.operations = {}
        self._schemas = {}
        documents = {}
        for service, (fichier, nom) in SERVICES.items():
            chemin = self.racine / fichier
            if fichier not in documents:
                documents[fichier] = zeep.wsdl.Document(str(chemin), zeep.Transport()), schema_de(chemin)
            document, self._schemas[service] = documents[fichier]
            for port in document.services[nom].ports.values():
                for operation in port.binding.all().values():
                    demande, reponse = operation.input.body.qname, operation.output.body.qname
                    self.operations[str(demande)] = Operation(
                        service, operation.name, demande.namespace, demande.localname, reponse.localname
                    )

    def conforme(self, service, element):
        """Say whether a request element follows the schema of its service."""
        return self._schemas[service].validate(element)

    def document(self, service, demande, url):
        """Return the bytes of the WSDL (`demande` empty) or of one of its XSD files; None: no such file.

        Addresses inside point at `url`.
        """
        fichier = demande or SERVICES[service][0]
        if fichier not in {chemin.name for chemin in self.racine.iterdir()}:
            return None
        texte = (self.racine / fichier).read_text("utf-8")
        texte = re.sub(r'schemaLocation="([^"/]+\.xsd)"', rf'schemaLocation="{url}/{service}?xsd=\1"', texte)
        for autre, (_wsdl, nom) in SERVICES.items():
            texte = re.sub(
                rf'(<wsdl:service name="{nom}">(?:(?!</wsdl:service>)[\s\S])*?<soap:address location=")[^"]*',
                rf"\g<1>{url}/{autre}",
                texte,
            )
        return texte.encode()
