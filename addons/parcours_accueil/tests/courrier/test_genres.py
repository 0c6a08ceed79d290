# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each kind of letter, in French, in Dutch and in both, as it is printed for an invented person."""

import io
from datetime import date

from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.parcours_socle.papier import pdf

from ...droit.courriers import ATTESTATION, GENRES
from .test_courrier import CourrierCase

#: What only one of the two languages says.
PROPRES = {
    "fr_BE": ("Madame, Monsieur,", "Qui peut vous en dire plus", "Objet :", "Pour la commune,", "Schaerbeek"),
    "nl_BE": ("Geachte mevrouw, geachte heer,", "Wie u meer kan zeggen", "Betreft:", "Voor de gemeente,", "Schaarbeek"),
}
#: Months of which no other language of the letters has the name.
MOIS = {
    "fr_BE": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "nl_BE": "januari|februari|maart|mei|juni|juli|augustus|oktober",
}


@tagged("post_install", "-at_install")
class TestGenres(CourrierCase):
    def preparer(self):
        """Return ``{kind: (its file, what it answers)}``, each where such a letter is made."""
        vivalis = {"street": "rue de l'Essai 8", "zip": "1000", "city": "Bruxelles"}
        self.env.ref("base.main_company").write(vivalis)
        with freeze_time("2024-03-15 10:00:00"):
            somme, clos, autre, tiers = self.arrivee(), self.arrivee(), self.arrivee(), self.arrivee()
            for dossier in (self.dossier, somme, clos, tiers):
                dossier._enregistrer("attestation_remise", date(2024, 3, 15), canal="remise")
            motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "naissance")
            suspension, finie = (
                dossier._suspendre(motif, date(2024, 3, 16), date(2024, 5, 1)) for dossier in (self.dossier, tiers)
            )
            tiers._terminer_suspension(finie, date(2024, 4, 1), "Essai.")
        with freeze_time("2024-04-02 10:00:00"):
            attend = self.demande(autre, "6")
            exemption = self.demande(self.dossier, "6")
            exemption._refuser(date(2024, 4, 2), "Niet bewezen.")
            revoquee = self.demande(tiers, "6")
            revoquee._accorder(date(2024, 4, 2), "Vu.")
            revoquee._revoquer(date(2024, 4, 2), "Essai.")
            contestation = self.contestation(self.dossier, genre="obligation", texte="Pas moi.")
            contestation._refuser(date(2024, 4, 2), "Niet bewezen.")
        with freeze_time("2024-10-01 10:00:00"):
            self.revoir(somme)
            somme._enregistrer("sommation_envoyee", date(2024, 10, 1), canal="recommande", preuve_envoi="RR1")
        with freeze_time("2025-01-13 10:00:00"):
            self.revoir(somme)
            somme._enregistrer("constat_refus", date(2025, 1, 13))
            clos._noter("cloture", date(2025, 1, 1), motif_cloture="autre_region")
        # attestations are in nobody else's name: tests/attestation looks at theirs
        genres = [code for code, genre in GENRES.items() if ATTESTATION not in genre.objets]
        return {genre: (self.dossier, {}) for genre in genres} | {
            "refus": (somme, {}),
            "transfert": (somme, {}),
            "cloture": (clos, {}),
            "accuse": (autre, {"exemption_id": attend.id}),
            "decision_exemption": (self.dossier, {"exemption_id": exemption.id}),
            "decision_contestation": (self.dossier, {"contestation_id": contestation.id}),
            "decision_suspension": (self.dossier, {"suspension_id": suspension.id}),
            "fin_exemption": (tiers, {"exemption_id": revoquee.id}),
            "fin_suspension": (tiers, {"suspension_id": finie.id}),
        }

    def lettres(self):
        """Yield ``(kind, language, PDF)`` of each."""
        prets = self.preparer()
        with freeze_time("2025-01-13 10:00:00"):
            for genre, (dossier, objet) in prets.items():
                dossier.personne_id.adresse_registre = "Rue de l'Essai 1, 1030"
                for langue in ("fr_BE", "nl_BE", "deux"):
                    precision = "une copie de votre carte" if GENRES[genre].precise else False
                    courrier = self.env["parcours.courrier"]._brouillons(
                        dossier, genre, {dossier.id: langue}, precision=precision, **objet
                    )
                    yield genre, langue, pdf.imprimer(courrier._composer()[0])

    def test_a_transfer_note_goes_to_the_address_of_vivalis_and_says_who_fills_it_in_when_there_is_none(self):
        somme = self.preparer()["transfert"][0]
        with freeze_time("2025-01-13 10:00:00"):
            vu = somme.with_user(self.agent).with_context(
                allowed_company_ids=self.schaerbeek.ids, parcours_courrier="transfert"
            )
            vivalis = self.env.ref("base.main_company")
            vivalis.write({"street": False, "zip": "1000", "city": "Bruxelles"})
            with self.assertRaisesRegex(UserError, "The address of Vivalis is not known"), self.env.cr.savepoint():
                self.faire(vu.action_ecrire(), langue="fr_BE")
            self.assertFalse(somme.courrier_ids.filtered(lambda c: c.state == "imprime"))
            vivalis.write({"street": "Rue de l'Essai 8", "street2": "Bte 2"})
            fenetre, _action = self.faire(vu.action_ecrire(), langue="fr_BE")
        self.assertEqual(fenetre.courrier_id.adresse, "Rue de l'Essai 8\nBte 2\n1000 Bruxelles")
        self.assertIn("Rue de l'Essai 8", self.texte(fenetre.courrier_id).replace("’", "'"))

    def test_each_kind_is_written_in_each_language_and_in_no_other(self):
        for genre, langue, octets in self.lettres():
            with self.subTest(genre=genre, langue=langue):
                pages = PdfReader(io.BytesIO(octets)).pages
                texte = " ".join(" ".join(page.extract_text() for page in pages).split())
                self.assertNotIn("{{", texte)
                self.assertLessEqual(len(pages), 4 if langue == "deux" else 2)
                for lue in PROPRES:
                    dits = [mot for mot in PROPRES[lue] if mot in texte]
                    if langue in (lue, "deux"):
                        self.assertEqual(dits, list(PROPRES[lue]))
                    else:
                        self.assertFalse(dits)
                        self.assertNotRegex(texte, rf"\b\d+(er)? ({MOIS[lue]}) \d{{4}}\b")
                self.assertNotRegex(texte, r"\b1 (janvier|mars|mai) ", "the first of a month is an ordinal in French")
