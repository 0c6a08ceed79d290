# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Authorities and certificates made for one test run, and thrown away with it."""

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PHRASE = "une phrase d'essai"


def _nom(texte):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, texte)])


class Autorite:
    """An authority and what it signs, as PEM files of a folder."""

    def __init__(self, dossier, nom):
        self.dossier, self.nom = Path(dossier), nom
        self._cle = rsa.generate_private_key(65537, 2048)
        certificat = self._signer(
            _nom(nom), self._cle.public_key(), x509.BasicConstraints(ca=True, path_length=0), self._usage_autorite()
        )
        self.fichier = self._ecrire("autorite.pem", certificat.public_bytes(serialization.Encoding.PEM))

    def _usage_autorite(self):
        autres = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        return x509.KeyUsage(
            **dict.fromkeys(autres, False), key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
        )

    def _signer(self, sujet, publique, *extensions):
        maintenant = datetime.datetime.now(datetime.UTC)
        fabrique = (
            x509.CertificateBuilder()
            .subject_name(sujet)
            .issuer_name(_nom(self.nom))
            .public_key(publique)
            .serial_number(x509.random_serial_number())
            .not_valid_before(maintenant - datetime.timedelta(hours=1))
            .not_valid_after(maintenant + datetime.timedelta(hours=1))
        )
        for extension in extensions:
            fabrique = fabrique.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        fabrique = fabrique.add_extension(x509.SubjectKeyIdentifier.from_public_key(publique), critical=False)
        return fabrique.sign(self._cle, hashes.SHA256())

    def _ecrire(self, nom, octets):
        fichier = self.dossier / f"{self.nom}-{nom}"
        fichier.write_bytes(octets)
        return str(fichier)

    def emettre(self, nom, hote=None, phrase=""):
        """Return (certificate, key): of a server when a host is given, of a client otherwise."""
        cle = rsa.generate_private_key(65537, 2048)
        usage = ExtendedKeyUsageOID.SERVER_AUTH if hote else ExtendedKeyUsageOID.CLIENT_AUTH
        extensions = [x509.BasicConstraints(ca=False, path_length=None), x509.ExtendedKeyUsage([usage])]
        if hote:
            chiffres = hote.replace(".", "").isdigit()
            valeur = x509.IPAddress(ipaddress.ip_address(hote)) if chiffres else x509.DNSName(hote)
            extensions.append(x509.SubjectAlternativeName([valeur]))
        certificat = self._signer(_nom(nom), cle.public_key(), *extensions)
        chiffrement = serialization.BestAvailableEncryption(phrase.encode()) if phrase else serialization.NoEncryption()
        pem = cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, chiffrement)
        return (
            self._ecrire(f"{nom}.pem", certificat.public_bytes(serialization.Encoding.PEM)),
            self._ecrire(f"{nom}-cle.pem", pem),
        )


def contexte_serveur(certificat, cle, autorite_clients=None, version=None):
    """The context of a server that asks for a client certificate when an authority is given."""
    contexte = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=autorite_clients)
    contexte.load_cert_chain(certificat, cle)
    if autorite_clients:
        contexte.verify_mode = ssl.CERT_REQUIRED
    if version:
        contexte.minimum_version = contexte.maximum_version = version
    return contexte
