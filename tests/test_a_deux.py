# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What several people write, on every floor."""

from odoo.tests import TransactionCase, tagged

#: Models with texts that one person keeps at a time: drafts of the law, kinds, lists, blocks of remedies, letters,
#: stages; what was brought, which is said once.
OF_ONE_PERSON = {
    "parcours.reglement",
    "parcours.regle",
    "parcours.suspension.motif",
    "parcours.delai.type",
    "parcours.stage",
    "parcours.liste",
    "parcours.courrier.modele",
    "parcours.mention",
    "parcours.document",
    "parcours.document.type",
    "sanction.stage",
}
FLOORS = {"registre_national", "parcours_accueil", "sanctions_admin"}


def ours(model):
    """Whether a model is one of ours that is stored for good."""
    return model._name.partition(".")[0] in ("registre", "parcours", "sanction") and not (
        model._abstract or model._transient
    )


@tagged("post_install", "-at_install")
class TestTexts(TransactionCase):
    def test_every_text_that_can_be_written_again_is_kept_when_two_write_it(self):
        found = set()
        for model in filter(ours, self.env.registry.values()):
            texts = {
                field.name
                for field in model._fields.values()
                if field.type in ("text", "html") and field.store and not (field.readonly or field.compute)
                if field._module in FLOORS
            }
            if texts - set(getattr(model, "_textes", ())):
                found.add(model._name)
        self.assertEqual(found, OF_ONE_PERSON)
