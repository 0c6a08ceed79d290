# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a call carries beside its values, in its context or in defaults of the caller's own, is the caller's word: no
check is left out because of it, and nothing is written that a step alone writes."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui

from .tentatives import AccesCase

#: What Odoo says to itself when a module is removed: the checks of what is deleted are left out.
RETRAIT = {"_force_unlink": True}
COUCHES = ("call_kw", "json2", "xmlrpc")


@tagged("post_install", "-at_install")
class TestContexte(AccesCase):
    genre = "the caller's context"

    # ---- deleting ---------------------------------------------------------------------------------------------------

    def test_what_is_kept_is_not_deleted_as_if_a_module_were_removed(self):
        for role, records in self.gardes().items():
            for record in records:
                for par in COUCHES:
                    self.refuse(role, record._name, "unlink", record.ids, context=RETRAIT, par=par, intact=record)

    def gardes(self):
        """Return ``{role: [what this role may delete as far as its rights go, and a check keeps]}``."""
        dossier, agent = self.ici[1], self.roles["agent"]
        ecart = self.comme("agent", "registre.anomalie").create(
            {"personne_id": dossier.personne_id.id, "verite": "Elle s'appelle autrement."}
        )
        ecart.action_signaler()
        message = dossier.with_user(agent).message_post(body="Dit")
        offert = {"name": "Essai", "model_id": "parcours.dossier", "domain": "[]", "user_ids": False}
        filtre = self.env["ir.filters"].with_user(self.roles["chef"]).create(offert)
        sanction = self.refuser(self.schaerbeek)
        self.entendre(sanction)
        decision = self.decider(sanction)
        decision.date_envoi = date(2025, 5, 6)
        return {
            "agent": [ecart, self.preuve(dossier), message, filtre],
            "fonctionnaire": [decision],
            "direction": [self.r1, self.r1.regle_ids[:1]],
        }

    def preuve(self, dossier):
        """Return the document on which a refused exemption rests."""
        regle = dossier._regles_a_demander().filtered("sur_demande")[:1]
        exemption = self.comme("agent", "parcours.exemption").create({"dossier_id": dossier.id, "regle_id": regle.id})
        preuve = self.comme("agent", "ir.attachment").create(
            {"name": "demande.txt", "raw": b"x", "res_model": exemption._name, "res_id": exemption.id}
        )
        exemption._controler_documents(aujourdhui())
        exemption._refuser(aujourdhui(), "Not proved", "fr_BE")
        return preuve

    # ---- defaults ---------------------------------------------------------------------------------------------------

    def par_defaut(self, role, modele, valeurs, defauts):
        """Attempts at making a record with that said beside its values: in the context, then as defaults of one's own.
        It holds when the record, if there is one, says nothing of it."""
        contexte = {f"default_{nom}": valeur for nom, valeur in defauts.items()}
        for par in COUCHES:
            self.essai(role, modele, valeurs, defauts, par=par, context=contexte)
        for nom, valeur in defauts.items():
            self.assertFalse(self.rpc(role, "ir.default", "set", modele, nom, valeur, True).erreur)
        self.essai(role, modele, valeurs, defauts)

    def essai(self, role, modele, valeurs, defauts, **options):
        with self.tentative(role, f"create {modele} {sorted(defauts)} {sorted(options)}"):
            reponse = self.rpc(role, modele, "create", [valeurs], **options)
            self.assertTrue(reponse.refus or not reponse.erreur, f"{reponse.erreur} {reponse.mots[:500]}")
            for record in self.env[modele].browse(reponse.valeur or ()):
                for nom, valeur in defauts.items():
                    self.assertNotEqual(record._fields[nom].convert_to_write(record[nom], record) or False, valeur, nom)
                record.sudo().with_context(_force_unlink=True).unlink()

    def test_what_a_step_writes_is_no_default(self):
        dossier = self.ici[1]
        regle = dossier._regles_a_demander().filtered("sur_demande")[:1]
        colleague = self.roles["chef"].id
        self.par_defaut(
            "agent",
            "registre.anomalie",
            {"personne_id": dossier.personne_id.id, "verite": "Elle s'appelle autrement."},
            {"state": "acceptee", "user_id": colleague, "constat": "Rien"},
        )
        self.par_defaut(
            "agent",
            "parcours.exemption",
            {"dossier_id": dossier.id, "regle_id": regle.id},
            {"state": "accordee", "decideur_id": colleague, "date_decision": "2025-01-06"},
        )
        self.par_defaut(
            "agent",
            "ir.attachment",
            {"name": "certificat.txt", "raw": "x", "res_model": "parcours.dossier", "res_id": dossier.id},
            {"leve_le": "2025-01-06 00:00:00", "leve_par_id": colleague},
        )

    def test_who_took_a_step_is_who_took_it(self):
        """An entry of the ledger is written for the user, as superuser: no default says who, when, or of what kind."""
        dossier, moi, collegue = self.ici[1], self.roles["agent"], self.roles["chef"]
        defauts = {"user_id": collegue.id, "note": "forged", "date": "2020-01-01 00:00:00", "automatique": True}
        defauts = {nom: valeur for nom, valeur in defauts.items() if nom in self.env["parcours.evenement"]._fields}
        contexte = {f"default_{nom}": valeur for nom, valeur in defauts.items()}
        for par in COUCHES:
            self.signe(dossier, moi, par=par, context=contexte)
        for nom, valeur in defauts.items():
            self.assertFalse(self.rpc("agent", "ir.default", "set", "parcours.evenement", nom, valeur, True).erreur)
        self.signe(dossier, moi)

    def signe(self, dossier, moi, **options):
        dossier.user_id = self.roles["chef"]
        avant = dossier.evenement_ids
        with self.tentative("agent", f"takes a file in the name of somebody else {sorted(options)}"):
            reponse = self.rpc("agent", "parcours.dossier", "action_me_charger", dossier.ids, **options)
            self.assertFalse(reponse.erreur, reponse.mots)
            nouveaux = dossier.evenement_ids - avant
            self.assertTrue(nouveaux)
            self.assertEqual(nouveaux.user_id, moi)
            self.assertNotIn("forged", nouveaux.mapped("note"))

    def test_a_head_publishes_no_law_by_a_default(self):
        moi = self.roles["direction"].id
        self.par_defaut(
            "direction",
            "parcours.reglement",
            {"name": "Essai", "code": "essai", "date_from": "2030-01-01"},
            {"state": "publie", "publie_par": moi, "propose_par": moi},
        )

    def test_an_official_notifies_nothing_by_a_default(self):
        sanction = self.refuser(self.schaerbeek)
        self.entendre(sanction)
        valeurs = {
            "sanction_id": sanction.id, "infraction_id": sanction.infraction_ids[:1].id, "date": "2025-05-05",
            "motivation": "Aucune inscription.", "canal": "remise",
        }  # fmt: skip
        self.par_defaut(
            "fonctionnaire",
            "sanction.decision",
            valeurs,
            {"date_envoi": "2025-05-06", "date_notification": "2025-05-06"},
        )

    def test_a_task_is_for_whom_it_may_be_whatever_says_so(self):
        modele = self.env["ir.model"]._get_id("parcours.dossier")
        sur = {"res_model_id": modele, "res_id": self.ici[1].id}
        for exclu in ("agent_ixelles", "statisticien", "organisateur"):
            user = {"user_id": self.roles[exclu].id}
            for valeurs, defauts in ((sur, user), (user, sur), ({}, sur | user)):
                contexte = {f"default_{nom}": valeur for nom, valeur in defauts.items()}
                for par in COUCHES:
                    self.refuse(
                        "agent", "mail.activity", "create", {"summary": "À voir", **valeurs}, context=contexte, par=par
                    )

    def test_a_confidential_document_joins_no_message_by_a_default(self):
        dossier = self.ici[1]
        piece = self.env["ir.attachment"].create(
            {"name": "certificat.txt", "raw": b"x", "res_model": dossier._name, "res_id": dossier.id}
        )
        piece._marquer()
        with self.tentative("agent", "message with a confidential document by default"):
            cree = self.rpc(
                "agent",
                "mail.message",
                "create",
                {"model": dossier._name, "res_id": dossier.id, "body": "x", "message_type": "comment"},
                context={"default_attachment_ids": [Command.link(piece.id)]},
            )
            self.assertNotIn(piece, self.env["mail.message"].browse(cree.valeur or ()).attachment_ids, cree)
