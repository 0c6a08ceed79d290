// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** The question mark of the top bar. The floor that has a guide adds its entries to the registry `parcours_aide`. */
export class Aide extends Component {
    static template = "parcours_socle.Aide";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.aide = useService("parcours_aide");
        this.state = useState(this.aide.state);
    }

    get entries() {
        return registry.category("parcours_aide").getAll();
    }
}

registry.category("systray").add("parcours_socle.aide", { Component: Aide }, { sequence: 15 });
