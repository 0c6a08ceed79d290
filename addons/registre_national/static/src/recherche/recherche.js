// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { session } from "@web/session";

const MODEL = "registre.recherche";
/** Milliseconds without a key after which what was typed is searched. */
const PAUSE_MS = 200;
/** Fewer letters or digits than that find too many. */
const SHORTEST = 2;
/** What eleven digits look like, whatever stands between them, letters apart: those are names. */
const ELEVEN_DIGITS = /^[^\d\p{L}]*(\d[^\d\p{L}]*){11}$/u;
const SESSION_ENDED = "odoo.http.SessionExpiredException";
const ELSEWHERE = "ailleurs";
const REGISTER = "registre";

const NOTHING = { lignes: [], reste: false, numero: false, ailleurs: false };

/**
 * The one search: a field in the top bar, on every page. Alt+Q puts the focus in it and Esc gives it back; arrows and
 * Enter choose. The last answer wins, and nothing of what is typed reaches the address of the page or its history.
 *
 * What is behind a purpose (the other communes, the register itself) is asked for in the same panel, once the purpose
 * is chosen.
 */
export class Recherche extends Component {
    static template = "registre_national.Recherche";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.input = useRef("input");
        this.purpose = useRef("purpose");
        this.mayAsk = Boolean(session.registre_recherche.demander);
        /** Whether the focus is here, and who had it before. */
        this.inside = false;
        this.before = null;
        /** Rank of the last question: the answer to another one comes too late. */
        this.turn = 0;
        this.state = useState({
            text: "",
            open: false,
            busy: false,
            ...this.blank(),
            purposes: [],
        });
        this.searchSoon = useDebounced(() => this.search(), PAUSE_MS);
        useHotkey("alt+q", () => this.enter(), {
            bypassEditableProtection: true,
            withOverlay: () => this.input.el,
        });
        useEffect(
            () => {
                this.purpose.el?.focus();
            },
            () => [this.state.purposeFor]
        );
        useEffect(
            (rank) => {
                this.root.el.querySelector(`#${this.idOf(rank)}`)?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.rank]
        );
    }

    /** What is known before anything was asked. */
    blank() {
        return {
            answer: NOTHING,
            /** The text that was answered, "" when none was. */
            answered: "",
            /** What the option under the arrows is, -1 when there is none. */
            rank: -1,
            /** ELSEWHERE or REGISTER while their purpose is asked for, or once they were searched. */
            purposeFor: "",
            purpose: "",
            searched: "",
            said: "",
            error: "",
        };
    }

    // What is shown

    get options() {
        const { answer, searched } = this.state;
        const options = answer.lignes.map((line) => ({ kind: "line", line, trace: !line.id && !line.geste }));
        if (this.fresh && answer.ailleurs && !searched) {
            options.push({ kind: ELSEWHERE, icon: "fa-search-plus", label: _t("Search in the whole Region…") });
        }
        if (this.mayOfferRegister) {
            options.push({ kind: REGISTER, icon: "fa-university", label: _t("Ask the National Register…") });
        }
        return options;
    }

    /** Whether the answer is for what stands in the field; until then the one before it stays on screen. */
    get fresh() {
        return this.state.answered === this.typed;
    }

    /** A whole number that leads to no file of ours can be asked for. */
    get mayOfferRegister() {
        const { answer, searched } = this.state;
        const found = answer.lignes.some((line) => line.id);
        return this.mayAsk && this.fresh && answer.numero && searched !== REGISTER && !found;
    }

    get confirmLabel() {
        return this.state.purposeFor === REGISTER ? _t("Ask the National Register") : _t("Search in the whole Region");
    }

    get why() {
        return this.state.purposeFor === REGISTER
            ? _t("Why do you ask the register? The answer is written in the log of consultations, with your name.")
            : _t("Why do you search in the other communes? The answer is written in the log, with your name.");
    }

    /** What to say when nobody was found; "" otherwise. */
    get nobody() {
        const { answer, answered, searched, said, error } = this.state;
        if (!answered || !this.fresh || answer.lignes.length || answer.reste || said || error) {
            return "";
        }
        if (searched === ELSEWHERE) {
            return _t("Nobody was found in the whole Region.");
        }
        if (answer.numero) {
            return _t("Nobody here has this number.");
        }
        if (ELEVEN_DIGITS.test(answered)) {
            return _t("Nobody here has this number, and it is no national number: check it on the document.");
        }
        return _t(
            "Nobody was found. The National Register cannot be searched by name: ask the person for the number, which is on the card."
        );
    }

    get tooShort() {
        return this.typed.length < SHORTEST;
    }

    get typed() {
        return this.state.text.trim();
    }

    /** What a screen reader says when the answer comes. */
    get announcement() {
        const { answer, answered, busy, open, said, error } = this.state;
        if (!open || busy || error) {
            return "";
        }
        const parts = [said, this.nobody];
        if (answered && answer.lignes.length) {
            const number = answer.lignes.length;
            parts.push(number === 1 ? _t("1 result") : _t("%s results", number), answer.reste ? this.more : "");
        }
        return parts.filter(Boolean).join(" ");
    }

    get more() {
        return _t("There are more: type more letters.");
    }

    get hint() {
        return _t("Type a name, a national number, the number of a file or a telephone.");
    }

    get activeId() {
        return this.state.rank < 0 ? undefined : this.idOf(this.state.rank);
    }

    idOf(rank) {
        return `o_recherche_option_${rank}`;
    }

    // Coming and leaving

    enter() {
        this.input.el.focus();
        this.input.el.select();
        this.state.open = true;
    }

    onFocusIn(ev) {
        if (!this.inside) {
            this.inside = true;
            this.before = ev.relatedTarget;
        }
        this.state.open = true;
    }

    /** Another window in front is no leaving: the answer, and who had the focus before, wait for the return. */
    onFocusOut(ev) {
        if (!this.root.el.contains(ev.relatedTarget) && document.hasFocus()) {
            this.inside = false;
            this.state.open = false;
        }
    }

    /** Forget what was typed, and give the focus back to who had it. */
    leave() {
        this.forget();
        const before = this.before;
        if (before?.isConnected) {
            before.focus();
        } else {
            document.activeElement.blur();
        }
        this.state.open = false;
    }

    forget() {
        this.searchSoon.cancel();
        this.turn++;
        this.enterWaits = false;
        Object.assign(this.state, { text: "", busy: false, ...this.blank() });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.leave();
        } else if (ev.target === this.input.el && !ev.isComposing) {
            const moves = { ArrowDown: 1, ArrowUp: -1 };
            if (ev.key in moves && !ev.altKey) {
                ev.preventDefault();
                this.move(moves[ev.key]);
            } else if (ev.key === "Enter") {
                ev.preventDefault();
                this.onEnter();
            }
        }
    }

    move(step) {
        const count = this.state.purposeFor ? 0 : this.options.length;
        this.state.open = true;
        if (count) {
            const from = this.state.rank < 0 && step < 0 ? 0 : this.state.rank;
            this.state.rank = (from + step + count) % count;
        }
    }

    /** Enter may come before the answer: it is then for the answer. */
    async onEnter() {
        if (this.typed.length >= SHORTEST && !this.fresh) {
            this.enterWaits = true;
            return this.search();
        }
        if (this.state.purposeFor) {
            return this.purpose.el?.focus();
        }
        const lines = this.state.answer.lignes;
        if (this.state.rank >= 0) {
            return this.choose(this.options[this.state.rank]);
        }
        if (lines.length === 1 && lines[0].id && !this.state.answer.reste) {
            return this.openLine(lines[0]);
        }
        this.move(1);
    }

    // Asking

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.open = true;
        this.enterWaits = false;
        this.searchSoon();
    }

    async search() {
        this.searchSoon.cancel();
        const text = this.typed;
        const { answer, answered, ...rest } = this.blank();
        Object.assign(this.state, rest);
        if (text.length < SHORTEST) {
            this.turn++;
            Object.assign(this.state, { busy: false, answer, answered });
            return;
        }
        if ((await this.ask("chercher", [text])) && this.enterWaits) {
            this.enterWaits = false;
            return this.onEnter();
        }
    }

    /**
     * Ask the server and keep its answer, unless another question was asked meanwhile.
     *
     * @returns {boolean} whether there is an answer, and it is the last one
     */
    async ask(method, params, searched = "") {
        const turn = ++this.turn;
        const answered = this.typed;
        Object.assign(this.state, { busy: true, error: "", said: "" });
        const values = { busy: false, answered, rank: -1, purposeFor: "", searched };
        try {
            const answer = await this.orm.silent.call(MODEL, method, params);
            if (turn === this.turn) {
                Object.assign(this.state, { ...values, answer, said: answer.phrase || "" });
            }
        } catch (error) {
            if (turn === this.turn) {
                Object.assign(this.state, { busy: false, rank: -1, error: this.explain(error) });
                // those found by another text are no answer to this one
                if (!this.fresh) {
                    Object.assign(this.state, { answer: NOTHING, answered: "" });
                }
            }
            return false;
        }
        return turn === this.turn;
    }

    explain(error) {
        if (error instanceof RPCError && error.exceptionName === SESSION_ENDED) {
            return _t("Your session has ended. Nothing was searched: reload the page and log in again.");
        }
        if (error instanceof RPCError && error.exceptionName?.startsWith("odoo.exceptions.")) {
            return error.data.message;
        }
        if (error instanceof RPCError || error instanceof ConnectionLostError) {
            return _t("The search was not answered. Nothing was changed; try again.");
        }
        throw error;
    }

    async choose(option) {
        if (option.kind === "line") {
            if (option.line.geste) {
                return this.openTrace(option.line);
            }
            return option.line.id ? this.openLine(option.line) : undefined;
        }
        if (!this.state.purposes.length) {
            try {
                this.state.purposes = await this.orm.silent.call(MODEL, "motifs", []);
            } catch (error) {
                this.state.error = this.explain(error);
                return;
            }
        }
        Object.assign(this.state, { purposeFor: option.kind, rank: -1, error: "", said: "" });
    }

    async confirm() {
        const { purposeFor, purpose, answer, busy } = this.state;
        // the second of two clicks comes before the button is shown as used
        if (!purpose || busy) {
            return;
        }
        // before the form goes: a focus that is lost with it would be nobody's
        this.input.el.focus();
        if (purposeFor === REGISTER) {
            await this.ask("demander_au_registre", [answer.numero, purpose], REGISTER);
        } else if (await this.ask("chercher_ailleurs", [this.typed, purpose], ELSEWHERE)) {
            this.state.said = _t("This search was logged. Of other communes you see who, where and how far, and no more.");
        }
    }

    renounce() {
        this.input.el.focus();
        this.state.purposeFor = "";
    }

    /** What may be done with somebody outside: the server looks again who it is, and says why not. */
    async openTrace(line) {
        let action = null;
        try {
            action = await this.orm.silent.call(MODEL, "ouvrir_trace", [line.numero, this.state.purpose || line.motif]);
        } catch (error) {
            this.state.error = this.explain(error);
            return;
        }
        this.forget();
        this.state.open = false;
        this.input.el.blur();
        return this.action.doAction(action);
    }

    openLine(line) {
        this.forget();
        this.state.open = false;
        this.input.el.blur();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: line.model,
            res_id: line.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("systray").add(
    "registre_national.recherche",
    { Component: Recherche, isDisplayed: () => Boolean(session.registre_recherche?.chercher) },
    // far from the corner: the first of the top bar
    { sequence: 1000 }
);
