// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FenetreController } from "../fenetre/fenetre";

/** Add to the changes of a record, and of the lines in it, the texts that the writer saw (`textes.partages`). */
function sayWhatWasSeen(record, changes) {
    const seen = {};
    for (const [name, change] of Object.entries(changes)) {
        const field = record.fields[name];
        if (["html", "text"].includes(field?.type)) {
            seen[name] = String(record._values[name] || "");
        } else if (field?.type === "one2many") {
            for (const [command, id, values] of change) {
                const line = command === 1 && record.data[name].records.find((l) => l.resId === id);
                if (line) {
                    sayWhatWasSeen(line, values);
                }
            }
        }
    }
    if ("textes_vus" in record.activeFields && Object.keys(seen).length) {
        changes.textes_vus = seen;
    }
}

/**
 * A form that says, with each text, which one it replaces: two people who write at once both keep theirs. In a small
 * window it does not close on what was typed without asking.
 */
export class TextesPartagesController extends FenetreController {
    async onWillSaveRecord(record, changes) {
        if (record.resId) {
            sayWhatWasSeen(record, changes);
        }
        return super.onWillSaveRecord(...arguments);
    }
}

registry.category("views").add("textes_partages_form", { ...formView, Controller: TextesPartagesController });
