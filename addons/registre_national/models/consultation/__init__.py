# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import lecture_tracee, registre_lecture
from . import ir_actions_report, ir_attachment, ir_binary, mail_render_mixin
from . import registre_consultation, registre_consultation_inhabituelle, registre_verification
