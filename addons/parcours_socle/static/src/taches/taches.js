// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { ListActivity, listActivity } from "@mail/views/web/fields/list_activity/list_activity";
import { registry } from "@web/core/registry";

/** The next task of a row in its own words: Odoo writes "Warning" for each of those that matter. */
export class ListTaches extends ListActivity {
    get summaryText() {
        const { activity_summary: summary, activity_type_id: type } = this.props.record.data;
        return summary || (type && type.display_name) || "";
    }
}

// the room that is left is the name's
registry.category("fields").add("list_taches", { ...listActivity, component: ListTaches, listViewWidth: [80, 320] });
