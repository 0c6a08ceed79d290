// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "parcours.equipe";

/** Load and lateness: a row an agent for the head of a commune, a row a commune at Vivalis; a number opens its list. */
export class Equipe extends Component {
    static template = "parcours_accueil.Equipe";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ page: null });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call(MODEL, "tableau", []);
        this.env.config.setDisplayName(this.state.page.titre);
    }

    get format() {
        return formatInteger;
    }

    total(cle) {
        return this.state.page.lignes.reduce((sum, ligne) => sum + ligne.nombres[cle], 0);
    }

    color(colonne, nombre) {
        if (!nombre) {
            return "text-muted";
        }
        return colonne.rouge ? "o_parcours_retard" : colonne.jaune ? "o_parcours_proche" : "";
    }

    async open(colonne, ligne) {
        this.action.doAction(await this.orm.call(MODEL, "ouvrir", [colonne.cle, ligne.id]));
    }

    async handOut() {
        const action = await this.orm.call(MODEL, "repartir", []);
        this.action.doAction(action, { onClose: () => this.load() });
    }

    openAbsences() {
        this.action.doAction("parcours_accueil.parcours_absence_action");
    }
}

registry.category("actions").add("parcours_equipe", Equipe);
