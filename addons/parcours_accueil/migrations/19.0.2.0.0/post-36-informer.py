# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """Who is still to be informed, as the count says it of an open file (droit/delais.py): the list shows them before
    the night has counted them. Raw SQL: one mark on every file at that stage; who registered without it is marked, and
    given a task, when the file is counted."""
    cr.execute(
        """
        UPDATE parcours_dossier AS file SET a_informer = TRUE
          FROM parcours_stage AS stage
         WHERE stage.id = file.stage_id AND stage.code = 'a_informer' AND file.phase = 'dossier'
        """
    )
