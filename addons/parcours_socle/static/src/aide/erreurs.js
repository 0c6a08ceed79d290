// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { ErrorDialog, WarningDialog } from "@web/core/errors/error_dialogs";
import { patch } from "@web/core/utils/patch";

/** A window of an error leads to "Report a problem", with the mark of its request; what is inside stays inside. */
const report = {
    get requete() {
        return this.props.data?.requete || "";
    },

    get inside() {
        return Boolean(odoo.debug);
    },

    signaler() {
        this.props.close();
        this.env.services.parcours_aide.signaler(this.requete);
    },
};
patch(ErrorDialog.prototype, report);
patch(WarningDialog.prototype, report);
