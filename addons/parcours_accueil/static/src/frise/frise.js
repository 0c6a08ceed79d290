// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { dayText } from "@parcours_socle/jours";

//: Pixels: of a mark, of the room around, of a row of bars.
const MARK = 7;
const LEVEL = 17;
const ROW = 24;
const BAR = 18;
const AXIS = 20;
const MARGIN = 10;
//: About a letter of a label.
const LETTER = 6.6;

/**
 * A timeline, as the model `parcours.frise` lays it out: terms as bars, suspensions hatched on them, events and documents
 * as marks, today's line; the families of marks come with their words and their shapes. The same stands in a table below, which screen readers read, paper shows, and a button unfolds.
 */
export class Frise extends Component {
    static template = "parcours_accueil.Frise";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        this.state = useState({ width: 1000, open: false, shown: null });
        this.states = [
            ["en_cours", _t("Term that runs")],
            ["tenu", _t("Kept")],
            ["echu", _t("Ended unmet")],
            ["arrete", _t("Stopped")],
        ];
        const observer = new ResizeObserver(([entry]) => {
            this.state.width = Math.max(280, Math.floor(entry.contentRect.width));
        });
        onMounted(() => this.root.el && observer.observe(this.root.el));
        onWillUnmount(() => observer.disconnect());
    }

    get frise() {
        return this.props.record.data[this.props.name];
    }

    /** Pixels from thousandths of the width. */
    px(thousandths) {
        return MARGIN + ((this.state.width - 2 * MARGIN) * thousandths) / 1000;
    }

    wide(thousandths) {
        return Math.max(2, ((this.state.width - 2 * MARGIN) * thousandths) / 1000);
    }

    get levels() {
        return Math.max(1, ...this.frise.evenements.map((event) => event.niveau + 1));
    }

    get rows() {
        return Math.max(0, ...this.layout.values()) + (this.frise.termes.length ? 1 : 0);
    }

    /** On which row each bar stands; each bar and the height ask, so it is laid out once for what is shown. */
    get layout() {
        const { frise } = this;
        const { width } = this.state;
        if (this.laid?.frise !== frise || this.laid.width !== width) {
            this.laid = { frise, width, rows: this.layOut() };
        }
        return this.laid.rows;
    }

    /** With its label, which may be wider, a bar touches no other. */
    layOut() {
        const ends = [];
        const rows = new Map();
        for (const term of [...this.frise.termes].sort((a, b) => a.x - b.x)) {
            const { from, to } = this.box(term);
            const free = ends.findIndex((end) => end < from);
            const row = free < 0 ? ends.length : free;
            ends[row] = to;
            rows.set(term.cle, row);
        }
        return rows;
    }

    get marksHeight() {
        return 6 + this.levels * LEVEL;
    }

    get height() {
        return this.marksHeight + this.rows * ROW + AXIS;
    }

    get day() {
        return dayText;
    }

    /** From where to where a bar goes, and its label: beside it where it is too short, on the side with room. */
    box(term) {
        const x = this.px(term.x);
        const width = this.wide(term.largeur);
        const room = this.label(term).length * LETTER + 8;
        const inside = room <= width;
        const right = x + width + room < this.state.width;
        return {
            ...{ x, width, inside },
            text: inside ? x + 6 : right ? x + width + 5 : x - 5,
            anchor: inside || right ? "start" : "end",
            from: inside || right ? x : x - room,
            to: x + width + (!inside && right ? room : 0),
        };
    }

    top(row) {
        return this.marksHeight + row * ROW + (ROW - BAR) / 2;
    }

    bar(term) {
        return { ...this.box(term), y: this.top(this.layout.get(term.cle)), height: BAR };
    }

    /** A suspension is hatched on the bar that it lies in. */
    hatch(part) {
        const term = this.frise.termes.find(
            (t) => t.rang === part.rang && t.x <= part.x && part.x <= t.x + t.largeur
        );
        const y = this.top(term ? this.layout.get(term.cle) : part.rang);
        return { x: this.px(part.x), y, width: this.wide(part.largeur), height: BAR };
    }

    /** A bar that goes on past the edge says so, with its last day. */
    label(term) {
        return `${term.mot} · ${this.day(term.fin)}${term.coupe ? " →" : ""}`;
    }

    get families() {
        return this.frise.familles.map(([code, word, shape]) => ({ code, word, shape }));
    }

    family(code) {
        return this.families.find((family) => family.code === code);
    }

    /** The path of a mark: a shape for each family, so that its colour is not alone to say it. */
    shape(name, x, y) {
        const m = MARK;
        return {
            rectangle: `M${x - m} ${y - m + 2}h${2 * m}v${2 * m - 4}h${-2 * m}z`,
            cercle: `M${x - m} ${y}a${m} ${m} 0 1 0 ${2 * m} 0a${m} ${m} 0 1 0 ${-2 * m} 0z`,
            barres: `M${x - m} ${y - m}h4v${2 * m}h-4zM${x + m - 4} ${y - m}h4v${2 * m}h-4z`,
            page: `M${x - m + 2} ${y - m}h${m}l4 4v${2 * m - 4}h${-m - 4}z`,
            triangle: `M${x} ${y - m}L${x + m} ${y + m - 1}H${x - m}z`,
            fleche: `M${x} ${y + m}L${x + m} ${y - m + 1}H${x - m}z`,
            croix: `M${x - 2.5} ${y - m}h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z`,
            losange: `M${x} ${y - m}L${x + m} ${y}L${x} ${y + m}L${x - m} ${y}z`,
        }[name];
    }

    mark(event) {
        const x = this.px(event.x);
        const y = this.marksHeight - 4 - event.niveau * LEVEL - MARK;
        const { shape } = this.family(event.famille);
        return { path: this.shape(shape, x, y), shape };
    }

    said(event) {
        return [`${this.day(event.jour)} · ${event.mot}`, event.detail, event.qui].filter(Boolean).join(" · ");
    }

    saidTerm(term) {
        return [term.mot, `${this.day(term.debut)} – ${this.day(term.fin)}`, term.etat_dit].filter(Boolean).join(" · ");
    }

    /** What there is to read in the line below: the mark or the bar that one is on. */
    show(text) {
        this.state.shown = text;
    }

    ticks() {
        const format = this.frise.graduations.length > 1 ? this.step() : { month: "short", year: "numeric" };
        return this.frise.graduations.map(([iso, x]) => ({
            key: iso,
            x: this.px(x),
            text: deserializeDate(iso).toLocaleString(format),
        }));
    }

    step() {
        const [[first], [second]] = this.frise.graduations;
        const months = deserializeDate(second).diff(deserializeDate(first), "months").months;
        return months >= 12 ? { year: "numeric" } : { month: "short", year: "2-digit" };
    }

    /** Terms, suspensions and events, in the order of their days. */
    lines() {
        const { termes, suspensions, evenements } = this.frise;
        const lines = [
            ...termes.map((t) => ({
                key: `t${t.cle}`,
                day: t.debut,
                until: t.fin,
                kind: _t("Term"),
                what: t.mot,
                more: t.etat_dit,
            })),
            ...suspensions.map((s) => ({
                key: `s${s.cle}`,
                day: s.debut,
                until: s.fin,
                kind: _t("Suspension"),
                what: s.mot,
                more: "",
            })),
            ...evenements.map((e) => ({
                key: e.cle,
                day: e.jour,
                until: "",
                kind: this.family(e.famille).word,
                what: e.mot,
                more: [e.detail, e.qui].filter(Boolean).join("\n"),
            })),
        ];
        return lines.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    }
}

registry.category("fields").add("frise", { component: Frise, supportedTypes: ["json"] });
