// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { useExternalListener, useRef } from "@odoo/owl";
import { formatDate, formatDateTime, parseDate, parseDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { DateTimeField, dateField, dateTimeField } from "@web/views/fields/datetime/datetime_field";
import {
    ListDateTimeField,
    listDateField,
    listDateTimeField,
} from "@web/views/fields/datetime/list_datetime_field";

const { DateTime } = luxon;
/** A year that somebody means. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/** The parts of a day in the order in which this reader writes them: "dMy", "Mdy"… */
function order() {
    return localization.dateFormat.replace(/[^dMy]/g, "").replace(/(.)\1+/g, "$1");
}

/** The groups of figures of a typed day: 3/4, 3-4-26, 03.04.2026, 03042026, 2026-04-03. */
function figures(typed) {
    if (!/\D/.test(typed)) {
        return [4, 6, 8].includes(typed.length) ? [typed.slice(0, 2), typed.slice(2, 4), typed.slice(4)] : null;
    }
    const groups = typed.split(/[/.\-\s]/);
    return groups.length <= 3 && groups.every((group) => /^\d+$/.test(group)) ? groups : null;
}

/**
 * The day that a text says, read strictly: figures in the reader's order, or in that of machines. A missing year is this
 * one, two figures are of this century.
 *
 * @returns {DateTime | null} null when it is no day of the calendar
 */
export function readDay(typed) {
    const groups = figures(typed.trim());
    if (!groups || groups.length < 2) {
        return null;
    }
    const machine = groups[0].length === 4;
    const letters = machine ? "yMd" : order();
    const named = { y: "" };
    [...(groups[2] ? letters : letters.replace("y", ""))].forEach((letter, rank) => {
        named[letter] = groups[rank];
    });
    if (![0, 2, 4].includes(named.y.length) || [named.M, named.d].some((part) => !part || part.length > 2)) {
        return null;
    }
    const year = named.y ? Number(named.y) + (named.y.length === 2 ? 2000 : 0) : DateTime.local().year;
    const day = DateTime.local(year, Number(named.M), Number(named.d));
    return day.isValid && year >= FIRST_YEAR && year <= LAST_YEAR ? day : null;
}

/**
 * Whether a typed text is what the field will hold. Odoo keeps the former value, without a word, when it cannot read a
 * text, and looks for another day in some it can read only by moving figures. Its words (`today`, `+7d`) stay.
 */
export function isRead(typed, type) {
    const [parse, text] = [type === "date" ? parseDate : parseDateTime, typed.trim()];
    let odoo;
    try {
        odoo = parse(text);
    } catch {
        return false;
    }
    if (!odoo || /^([+\-=]|today|now)/.test(text)) {
        return true;
    }
    const day = readDay(type === "date" ? text : text.split(/\s/)[0]);
    return Boolean(day) && odoo.hasSame(day, "day");
}

/** A date as Odoo's, that tells when what was typed is no day, and is not saved until somebody has looked at it. */
const strict = (Field) =>
    class extends Field {
        setup() {
            super.setup();
            this.notifications = useService("notification");
            this.box = useRef("root");
            /** What was typed since the field was last judged; null: nothing. */
            this.typed = null;
            this.told = false;
            const leave = (ev) => {
                const inside = this.box.el?.contains(ev.target);
                if (ev.target.closest?.(".o_datetime_picker")) {
                    // chosen with the mouse, whatever was typed
                    this.typed = null;
                    this.accept();
                } else if (!inside) {
                    this.judge();
                }
            };
            useExternalListener(window, "pointerdown", leave, { capture: true });
            for (const [name, handle] of Object.entries({
                input: (ev) => this.onTyped(ev.target),
                change: () => this.judge(),
                focusin: () => this.onSeen(),
                keydown: (ev) => ["Enter", "Tab", "Escape"].includes(ev.key) && this.judge(),
            })) {
                const listen = (ev) => this.box.el?.contains(ev.target) && handle(ev);
                useExternalListener(window, name, listen, { capture: true });
            }
            useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", () => this.judge());
        }

        onTyped(input) {
            this.typed = input.value;
            this.input = input;
        }

        /** Who comes back to the field after it was told has seen what it holds. */
        onSeen() {
            if (this.told) {
                this.typed ??= "";
            }
        }

        accept() {
            if (this.told) {
                this.told = false;
                this.props.record.resetFieldValidity(this.props.name);
            }
        }

        judge() {
            const typed = this.typed;
            if (typed === null) {
                return;
            }
            this.typed = null;
            if (!typed.trim() || isRead(typed, this.field.type)) {
                this.accept();
                return;
            }
            const before = this.valueBefore();
            // what Odoo reads next is what the field holds
            this.input.value = before;
            this.told = true;
            this.props.record.setInvalidField(this.props.name);
            const said = before
                ? _t("“%(typed)s” is no day of the calendar: the field keeps %(before)s. Type the day again.", { typed, before })
                : _t("“%(typed)s” is no day of the calendar: the field stays empty. Type the day again.", { typed });
            this.notifications.add(said, { type: "danger" });
        }

        valueBefore() {
            const value = this.props.record.data[this.props.name];
            if (!value) {
                return "";
            }
            const { showSeconds } = this.props;
            return this.field.type === "date" ? formatDate(value) : formatDateTime(value, { showSeconds });
        }
    };

export const JourField = strict(DateTimeField);
const JourListField = strict(ListDateTimeField);

// On every form and list: an agent types days in Odoo's own windows too. Lists have one of their own in Odoo.
registry
    .category("fields")
    .add("form.date", { ...dateField, component: JourField })
    .add("form.datetime", { ...dateTimeField, component: JourField })
    .add("list.date", { ...listDateField, component: JourListField }, { force: true })
    .add("list.datetime", { ...listDateTimeField, component: JourListField }, { force: true });
