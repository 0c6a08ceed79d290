// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { deserializeDate, formatDate } from "@web/core/l10n/dates";

const DAY_MS = 24 * 3600 * 1000;
/** The days that were written since the page was loaded, as its reader writes them. */
const written = new Map();

/**
 * A day, from its ISO text, as the reader writes days. luxon asks the browser again which language it writes at each day
 * (a third of a millisecond, hundreds of times in a page): each day is written once.
 */
export function dayText(iso) {
    if (!written.has(iso)) {
        written.set(iso, formatDate(deserializeDate(iso)));
    }
    return written.get(iso);
}

/** Whole days from one day to another, both ISO texts; negative when the first is the later one. */
export function daysBetween(from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
