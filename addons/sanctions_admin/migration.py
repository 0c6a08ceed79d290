# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the scripts of `migrations/` say to people: Odoo finds the translations of an addon by the module that asks."""


def tell_stages(env, before):
    """Tell the official of each sanction that left the stage where its card was: the stage follows the ledger, and a
    card that was moved without a record, or back, has nothing there. A note stays on the sanction.

    :param dict before: sanction -> its stage, before the ledger was made
    """
    moved = env["sanction.dossier"].browse(
        [sanction.id for sanction, stage in before.items() if sanction.stage_id != stage]
    )
    stages = {sanction.id: stage.id for sanction, stage in before.items()}

    def text(env, sanction):
        return env._(
            "Until the update this sanction stood at “%(before)s”; it now stands at “%(after)s”. Its card had been "
            "moved by hand: from now on the stage is the furthest one that the records reached. Nothing else was "
            "changed. If a record is missing (hearing, decision, appeal), enter it with its own date: the stage "
            "follows.",
            before=env["sanction.stage"].browse(stages[sanction.id]).name,
            after=sanction.stage_id.name,
        )

    common = env(context={**env.context, "lang": env["mail.activity"]._langue_commune()})
    for sanction in moved.with_env(common):
        sanction._message_log(body=text(common, sanction))
    env["mail.activity"]._donner(
        "sanctions_admin.activite_dossier",
        moved,
        lambda env, _sanction: env._("The stage changed with the update: look whether a record is missing"),
        text,
    )
