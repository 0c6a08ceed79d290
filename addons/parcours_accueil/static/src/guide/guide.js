// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** The guide opens beside the work, in a tab of its own that is used again. */
function open(address) {
    window.open(address, "parcours_guide");
}

registry
    .category("parcours_aide")
    .add("ici", {
        label: _t("Guide: this screen"),
        open: ({ cle, modele }) => open(`/parcours/guide?${new URLSearchParams({ ecran: cle, modele })}`),
    })
    .add("sommaire", {
        label: _t("Guide: contents"),
        open: () => open("/parcours/guide/index"),
    });
