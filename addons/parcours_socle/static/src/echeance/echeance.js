// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr, evaluateExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { JourField } from "../jour/jour";
import { RemainingDaysField, remainingDaysField } from "@web/views/fields/remaining_days/remaining_days_field";
import { daysBetween, dayText } from "../jours";

const { DateTime } = luxon;

/** What is left of a legal date, in words: days to come, or late. */
export function left(days) {
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

/**
 * A legal date: its day first, with its year, then what is left of it; the colour never says it alone.
 *
 * Options, each an expression on the fields of the view:
 * - `warn`: days before it from which it is yellow (30);
 * - `over`: true when nothing is asked by that day any more: then it is a day as any other, never late.
 */
export class EcheanceField extends RemainingDaysField {
    static template = "parcours_socle.EcheanceField";
    static components = { DateTimeField: JourField };
    static props = {
        ...RemainingDaysField.props,
        warn: { type: String, optional: true },
        over: { type: String, optional: true },
    };
    static defaultProps = { warn: "30", over: "False" };

    get day() {
        const value = this.props.record.data[this.props.name];
        return value ? value.toISODate() : "";
    }

    /** Read several times for a row, hence without a date of luxon for each. */
    get diffDays() {
        return this.day ? daysBetween(DateTime.local().toISODate(), this.day) : null;
    }

    get numericValue() {
        return dayText(this.day);
    }

    get over() {
        return evaluateBooleanExpr(this.props.over, this.props.record.evalContext);
    }

    get left() {
        const days = this.diffDays;
        return days === null || this.over ? "" : left(days);
    }

    get color() {
        const days = this.diffDays;
        if (days === null || this.over) {
            return "";
        }
        if (days < 0) {
            return "o_echeance_passee";
        }
        return days <= evaluateExpr(this.props.warn, this.props.record.evalContext) ? "o_echeance_proche" : "";
    }

    get dateTimeFieldProps() {
        return { ...super.dateTimeFieldProps, numeric: true };
    }
}

registry.category("fields").add("echeance", {
    ...remainingDaysField,
    component: EcheanceField,
    listViewWidth: 225,
    extractProps: ({ options }) => ({
        warn: options.warn === undefined ? "30" : String(options.warn),
        over: options.over || "False",
    }),
});
