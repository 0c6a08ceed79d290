// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatInteger } from "@web/views/fields/formatters";

/** The matrix of a replay: outcomes now in rows, with the draft in columns; a number opens the files behind it. */
export class Matrice extends Component {
    static template = "parcours_accueil.Matrice";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get matrice() {
        return this.props.record.data[this.props.name];
    }

    get format() {
        return formatInteger;
    }

    open(cell) {
        return this.action.doActionButton({
            type: "object",
            name: "action_dossiers",
            resModel: "parcours.rejeu.ligne",
            resId: cell.id,
            resIds: [cell.id],
            context: this.props.record.context,
        });
    }
}

registry.category("fields").add("matrice", { component: Matrice, supportedTypes: ["json"] });
