// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RemainingDaysField, remainingDaysField } from "@web/views/fields/remaining_days/remaining_days_field";

/** A legal date: its day first, with its year, then what is left of it; the colour never says it alone. */
export class EcheanceField extends RemainingDaysField {
    static defaultProps = {
        classes: { bf: "days <= 30", danger: "days < 0", warning: "0 <= days and days <= 30" },
    };

    get diffString() {
        return this.diffDays === null ? "" : `${this.numericValue} · ${this.left}`;
    }

    get left() {
        const days = this.diffDays;
        if (days === 0) {
            return _t("today");
        }
        if (days === 1) {
            return _t("tomorrow");
        }
        if (days === -1) {
            return _t("1 day late");
        }
        return days > 0 ? _t("in %s days", days) : _t("%s days late", -days);
    }
}

registry.category("fields").add("echeance", { ...remainingDaysField, component: EcheanceField });
