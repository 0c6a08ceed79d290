# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two heads at once, in real transactions: one version of the law is published once, two never overlap."""

from tests.test_concurrence_termes import together

HEADS = "vivalis.direction", "vivalis.direction.adjointe"


def test_the_law_is_published_once(plateforme):
    """R2 has an end already: neither publication has any row of another version to change."""
    one, other = (plateforme.odoo.session(login) for login in HEADS)
    r2 = plateforme.base.sql("SELECT id FROM parcours_reglement WHERE date_from = '2024-01-01'")[0][0]
    plateforme.base.sql(f"UPDATE parcours_reglement SET date_to = '2029-12-31' WHERE id = {r2} RETURNING id")
    drafts = {}
    for propose, publish in ((one, other), (other, one)):
        draft = propose("parcours.reglement", "copy", [r2], {"date_from": "2030-01-01", "date_to": False})
        draft = draft[0] if isinstance(draft, list) else draft
        propose("parcours.reglement", "action_rejouer", [draft])
        propose("parcours.reglement", "action_proposer", [draft])
        drafts[draft] = publish

    def publish_own(model, method, ids):
        return drafts[ids[0]](model, method, ids)

    answers = together(publish_own, "parcours.reglement", "action_publier", list(drafts))
    published = plateforme.base.sql(
        "SELECT id FROM parcours_reglement WHERE date_from = '2030-01-01' AND state = 'publie'"
    )
    assert len(published) == 1, (answers, published)
    assert answers.count("taken") == 1, answers
    assert all("Nobody has seen" in answer for answer in answers if answer != "taken"), answers
