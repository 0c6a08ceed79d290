# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

#: Files read at a time.
BATCH = 1_000


def migrate(cr, version):
    """The term of a summons is told apart by the summons it is of, no more by its number."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    terms = env["parcours.delai"].search([("type_id.code", "=", "sommation"), ("cle", "<", 0)])
    for batch in split_every(BATCH, terms.dossier_id.ids):
        files = env["parcours.dossier"].browse(batch)
        facts = files._faits()
        for file in files:
            counted = file._decompter(facts.get(file.id, []), file.create_date.date()).termes
            keys = {term.rang: term.cle for term in counted if term.type == "sommation"}
            for term in terms.filtered(lambda term, file=file: term.dossier_id == file):
                term.cle = keys.get(term.rang, term.cle)
    env.flush_all()
