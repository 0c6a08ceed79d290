# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Generated people (month + 60: numbers that nobody has) and one user of each role."""

from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.tests.common import CommitCase
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.soap.modele import DossierRegistre, Entree
from odoo.addons.registre_national.soap.niss import cle
from odoo.addons.registre_national.tests.habilitation import habiliter

SCHAERBEEK, IXELLES = "21015", "21009"
ENTREE = "2024-03-04"  # a Monday, in the second regime
EXPIRATION = "2035-03-04"

#: Facts of somebody who is obliged; tests change what they are about.
FAITS_OBLIGE = {
    "date_reference": date(2024, 3, 4),
    "date_reference_min": date(2024, 3, 4),
    "date_reference_max": date(2024, 3, 4),
    "ref_inscription": "oui",
    "ref_inscription_motif": "inscrit",
    "naissance_min": date(1990, 5, 12),
    "naissance_max": date(1990, 5, 12),
    "ref_age_min": 33,
    "ref_age_max": 33,
    "ref_belge": "non",
    "ref_ue": "non",
    "ref_britannique": "non",
    "ref_sejour_depuis": date(2024, 3, 4),
    "ref_sejour_annees_min": 0,
    "ref_sejour_annees_max": 0,
    "ref_carte": "0010",
    "ref_motif_sejour": "040400",
    "jour_belge": "non",
    "jour_ue": "non",
    "jour_britannique": "non",
    "jour_carte": "0010",
    "jour_motif_sejour": "040400",
    "jour_protection": "non",
    "jour_carte_fin": date(2035, 3, 4),
    "jour_carte_exclut": "non",
    "jour_titre_fin": date(2035, 3, 4),
    "jour_permis_fin": date(2035, 3, 4),
    "jour_permis_valide": "oui",
    "jour_situation": "present",
    "jour_situation_depuis": date(2024, 3, 4),
    "jour_commune": SCHAERBEEK,
}


def numero(rang, annee=1901):
    """Return a number that neither a person nor the simulator has: month + 60, and born in 1901 (registre.md §4)."""
    neuf = f"{annee % 100:02d}6512{rang % 997 + 1:03d}"
    return neuf + cle(neuf, annee >= 2000)


class ParcoursCase(CommitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.Dossier = cls.env["parcours.dossier"]
        cls.schaerbeek = cls.env.ref(f"parcours_socle.commune_{SCHAERBEEK}")
        cls.ixelles = cls.env.ref(f"parcours_socle.commune_{IXELLES}")
        cls.r1 = cls.env.ref("parcours_accueil.reglement_r1")
        cls.r2 = cls.env.ref("parcours_accueil.reglement_r2")
        cls.bapa = cls.env.ref("parcours_accueil.organisateur_bapa_bxl")
        cls.bon = cls.env.ref("parcours_accueil.organisateur_bon")
        cls.rang = 0

    @classmethod
    def utilisateur(cls, groupe, commune=None, **valeurs):
        """Return a new user of that role; of that commune, or of Vivalis."""
        compagnie = commune or cls.env.ref("base.main_company")
        xmlid = groupe if "." in groupe else f"parcours_accueil.group_{groupe}"
        valeurs.setdefault("lang", "en_US")  # tests read the source strings
        user = new_test_user(
            cls.env,
            login=f"essai.{groupe}.{compagnie.id}",
            groups=xmlid,
            company_id=compagnie.id,
            company_ids=[Command.set(compagnie.ids)],
            **valeurs,
        )
        return habiliter(user)

    def confirmer(self, record):
        """Have another head at Vivalis confirm what one proposed of a record."""
        autre = self.env["res.users"].search([("login", "=", "essai.confirme")])
        autre = autre or self.env["res.users"].browse(record.propose_par.id).copy(
            {"login": "essai.confirme", "name": "Autre"}
        )
        record.with_user(autre).action_confirmer_proposition()

    @classmethod
    def ligne(cls, version, code):
        """Return one value of that version of the law (parcours.reglement.valeur)."""
        return version.valeur_ids.filtered(lambda ligne: ligne.code == code)

    @classmethod
    def fiche(cls, commune=None, **faits):
        """Return a new file with those facts, not examined yet."""
        cls.rang += 1
        return cls.Dossier.create(
            {
                "name": f"ESSAI {cls.rang}",
                "niss": numero(cls.rang),
                "company_id": (commune or cls.schaerbeek).id,
                **FAITS_OBLIGE,
                **faits,
            }
        )

    @classmethod
    def ouvert(cls, commune=None, **faits):
        """Return a file that was examined, found obliged and opened."""
        dossier = cls.fiche(commune, **faits)
        dossier._examiner("essai")
        return dossier

    @classmethod
    def revoir(cls, dossier, raison="The dates were checked with the organiser"):
        """Somebody looks at the terms that await it, and says why."""
        for delai in dossier.delai_ids.filtered("revue"):
            delai._marquer_revue(raison)

    @classmethod
    def histoire(cls, **remplacements):
        """Return the register entries of a newcomer who is obliged; a key replaces that type, None removes it.

        Values are lists of ``(code, start, {content}[, end])``; keys are ``it001``…
        """
        types = {
            "it000": [("1", None, {"naissance": "1990-05-12"})],
            "it001": [(SCHAERBEEK, ENTREE, {})],
            "it010": [("", ENTREE, {"noms": ["Essai"], "prenoms": ["Nadia"]})],
            "it031": [("354", "1990-05-12", {})],
            "it195": [("0010", ENTREE, {"numero": "B1", "expiration": EXPIRATION})],
            "it202": [("040400", ENTREE, {})],
            "it210": [("1", ENTREE, {})],
        }
        types.update(remplacements)
        return [
            Entree(
                cle[2:],
                lire_partielle(debut) if debut else None,
                lire_partielle(fin[0]) if fin else None,
                code,
                contenu,
            )
            for cle, entrees in types.items()
            for code, debut, contenu, *fin in entrees or []
        ]

    @classmethod
    def personnes(cls, *histoires, numeros=None):
        """Store those histories as the collection does, in one batch, and return the people."""
        numeros = numeros or []
        for _histoire in histoires[len(numeros) :]:
            cls.rang += 1
            numeros.append(numero(cls.rang))
        personnes = cls.env["registre.personne"]._enregistrer(
            [([niss], DossierRegistre(niss, tuple(entrees))) for niss, entrees in zip(numeros, histoires, strict=True)]
        )
        personnes._apres_lecture()
        return personnes

    @classmethod
    def arrivee(cls, **remplacements):
        """Return the file of one newcomer with that history."""
        return cls.personnes(cls.histoire(**remplacements)).dossier_ids

    @classmethod
    def candidat(cls, **remplacements):
        """Return the pre-file of somebody who may volunteer: a national of the EU, or with another history."""
        return cls.arrivee(**{"it031": [("111", "1990-05-12", {})], **remplacements})

    def documenter(self, fenetre):
        """Add to the window of a step the document that it asks for, if it does, looked at; return the window."""
        if fenetre.document_demande:
            piece = (
                self.env["ir.attachment"]
                .with_user(fenetre.env.user)
                .create({"name": "attestation.pdf", "raw": b"vu", "res_model": fenetre._name, "res_id": fenetre.id})
            )
            fenetre.write({"piece_ids": piece.ids, "date_document": fenetre.date_effective, "verifie": True})
        return fenetre

    @classmethod
    def regle_de(cls, dossier, code):
        """Return the rule that can be asked for on that ground in that file."""
        return dossier._regles_a_demander().filtered(lambda regle: regle.code == code)

    def registre_muet(self):
        """Have letters printed in this test without asking the register: what it answers is another matter."""

        def lus(courriers):
            courriers.sudo().regard_le = maintenant()
            return ""

        self.patch(type(self.env["parcours.courrier"]), "_demander_au_registre", lus)

    def courrier_de(self, demande, genre=None):
        """Return the last letter of a request, printed; that of its decision, or of another kind."""
        genre = genre or demande._genre_decision
        courrier = demande.courrier_ids.filtered(lambda c: c.genre == genre).sorted("id")[-1:]
        self.assertTrue(courrier._imprimer())
        return courrier

    @classmethod
    def contestation(cls, dossier, document="courrier.pdf", auteur=None, **valeurs):
        """Return a contestation of that file, recorded by the author (or the current user), with a document or not;
        the document was checked."""
        modele = cls.env["parcours.contestation"]
        contestation = (modele.with_user(auteur) if auteur else modele).create(
            {"dossier_id": dossier.id, "texte": "Je ne suis pas concernée.", "date_demande": "2024-04-02", **valeurs}
        )
        if document:
            cls.env["ir.attachment"].create(
                {"name": document, "raw": b"lu", "res_model": contestation._name, "res_id": contestation.id}
            )
            contestation._controler_documents(date(2024, 4, 2))
        return contestation

    @classmethod
    def demande(cls, dossier, code="6", document="attestation.pdf", contenu=b"vu", **valeurs):
        """Return a request of an exemption of that file, recorded by the current user, with a document or without; the
        document was checked."""
        exemption = cls.env["parcours.exemption"].create(
            {
                "dossier_id": dossier.id,
                "regle_id": cls.regle_de(dossier, code).id,
                "date_demande": "2024-04-02",
                **valeurs,
            }
        )
        if document:
            cls.env["ir.attachment"].create(
                {"name": document, "raw": contenu, "res_model": exemption._name, "res_id": exemption.id}
            )
            exemption._controler_documents(date(2024, 4, 2))
        return exemption
