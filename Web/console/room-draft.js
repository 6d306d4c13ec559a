/**
 * The settings of a room while somebody edits them: what the server holds, and what is on its way
 * there. Every edit reaches the draft; what somebody else did meanwhile is told.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { Draft, Fault, VersionPage } from '../shared/wire.d.ts'
 * @import { Rule, Leaf } from './state/settings-schema.js'
 * @import { Values } from './state/settings-edits.js'
 *
 * @typedef {{ name: string, fields: string[], version: number }} Meanwhile  `version`: that was
 *   published by somebody else; 0: only settings were changed
 */
import { isPassing } from '../shared/http.js';
import { pauseBefore } from '../shared/state/link.js';
import { tabStore } from '../shared/store.js';
import { askConsole } from './ask.js';
import * as edits from './state/settings-edits.js';
import { problemOf, rulesOf } from './state/settings-schema.js';

const calmMilliseconds = 300;

export class RoomDraft {
  /** @type {Draft | null} */
  draft = null;
  /** @type {Map<string, Rule>} */
  rules = new Map();
  /** What somebody else did while this page was open. @type {Meanwhile | null} */
  meanwhile = null;
  /** Why edits do not arrive at the moment. @type {Fault | null} */
  cut = null;
  /** The version that was published here last; its publication can be undone. */
  justPublished = 0;
  #room;
  #key;
  #changed;
  #expired;
  #edits = edits.noEdits;
  /** What cannot be right is not sent. @type {Map<string, NonNullable<ReturnType<typeof problemOf>>>} */
  #problems = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #calm;
  #attempts = 0;
  #left = false;
  /** Who waits until all is in the draft. @type {(() => void)[]} */
  #idle = [];

  /**
   * @param {string} room
   * @param {string} agent  who edits here: nobody else takes up what was typed
   * @param {{ changed: () => void, expired: () => void }} told
   */
  constructor(room, agent, { changed, expired }) {
    this.#room = room;
    this.#key = `draft.${agent}.${room}`;
    this.#changed = changed;
    this.#expired = expired;
  }

  /** @returns {Promise<Answer<Draft>>} */
  async load() {
    /** @type {[Answer<Leaf>, Answer<Draft>]} */
    const [schema, draft] = await Promise.all([
      /** @type {Promise<Answer<Leaf>>} */ (askConsole('GET', 'settings-schema')),
      this.#ask('GET', 'draft'),
    ]);
    if (!schema.ok) return schema;
    if (!draft.ok) return draft;
    this.rules = rulesOf(schema.body);
    this.draft = draft.body;
    this.#takeUp();
    return draft;
  }

  /** What was typed before and never arrived goes on top. */
  #takeUp() {
    const kept = Object.entries(tabStore.get(this.#key) ?? {});
    const values = Object.fromEntries(kept.filter(([field]) => this.rules.has(field)));
    if (Object.keys(values).length > 0) this.edit(values);
  }

  /** What has not arrived outlives this page: a log-on, a reload, or a tab that the system closes. */
  #keep() {
    const values = edits.unsaved(this.#edits);
    if (Object.keys(values).length > 0) tabStore.set(this.#key, values);
    else tabStore.remove(this.#key);
  }

  /** The page may not come back: what waits for a pause in the typing goes at once. */
  hurry() {
    if (!edits.isWaiting(this.#edits)) return;
    clearTimeout(this.#calm);
    void this.#send();
  }

  leave() {
    this.#left = true;
    clearTimeout(this.#calm);
    // The last edits are not lost because the page is closed.
    if (edits.isWaiting(this.#edits) || edits.isSending(this.#edits)) void this.#send();
  }

  /** Whether everything that can be is in the draft. */
  get isSaved() {
    return !edits.isWaiting(this.#edits) && !edits.isSending(this.#edits);
  }

  /** The settings whose typed value is not in the draft, because it cannot be. */
  get faulty() {
    return [...this.#problems.keys(), ...Object.keys(this.#edits.refused)];
  }

  /** @param {string} field */
  value(field) {
    return edits.shownOf(this.#edits, this.draft?.settings ?? {}, field);
  }

  /** @param {string} field */
  isStandard(field) {
    return edits.isSame(this.value(field), this.rules.get(field)?.standard);
  }

  /**
   * What is wrong with a setting: found here, or by the server.
   * @param {string} field
   */
  wrong(field) {
    return { problem: this.#problems.get(field), fault: this.#edits.refused[field]?.fault };
  }

  /** @param {Values} values */
  edit(values) {
    /** @type {Values} */
    const fit = {};
    for (const [field, value] of Object.entries(values)) {
      const rule = this.rules.get(field);
      const problem = rule && problemOf(rule, value);
      if (problem) this.#problems.set(field, problem);
      else {
        this.#problems.delete(field);
        fit[field] = value;
      }
    }
    this.#edits = edits.edited(this.#edits, fit);
    this.#keep();
    this.justPublished = 0;
    if (Object.keys(fit).length > 0) this.#sendSoon(calmMilliseconds);
    this.#changed();
  }

  dismissMeanwhile() {
    this.meanwhile = null;
    this.#changed();
  }

  /** Looks whether somebody else did something; not while own edits are on their way. */
  async refresh() {
    if (!this.isSaved || !this.draft) return;
    const before = this.draft;
    const answer = await this.#ask('GET', 'draft');
    // What was done here meanwhile has had a newer answer.
    if (answer.ok && this.isSaved && this.draft === before) this.#meet(answer.body);
  }

  /** Waits until all edits have arrived. */
  async settle() {
    if (this.isSaved) return;
    clearTimeout(this.#calm);
    const arrived = new Promise((/** @type {(value?: unknown) => void} */ resume) => {
      this.#idle.push(resume);
    });
    void this.#send();
    await arrived;
  }

  /**
   * Publishes what was seen; `draftChanged` when it is something else by now.
   * @returns {Promise<Answer<Draft>>}
   */
  async publish() {
    await this.settle();
    const { version } = this.#seen;
    const answer = await this.#ask('POST', 'draft/publish', this.#seen);
    // Where nothing was to be published, nothing was.
    if (answer.ok && answer.body.version > version) this.justPublished = answer.body.version;
    return this.#after(answer);
  }

  /** @param {number} publishAt */
  async schedule(publishAt) {
    await this.settle();
    return this.#after(await this.#ask('POST', 'draft/schedule', { ...this.#seen, publishAt }));
  }

  async unschedule() {
    await this.settle();
    return this.#after(await this.#ask('DELETE', 'schedule'));
  }

  async discard() {
    await this.settle();
    const { revision } = this.#seen;
    const answer = await this.#after(await this.#ask('DELETE', `draft?revision=${revision}`));
    if (answer.ok) this.#forget();
    return answer;
  }

  /** What could not be taken gives way to what stands in the draft now. */
  #forget() {
    this.#edits = { ...this.#edits, refused: {} };
    this.#problems.clear();
    this.#keep();
    this.#changed();
  }

  /** @param {unknown} file */
  async bringIn(file) {
    await this.settle();
    const { revision } = this.#seen;
    const answer = await this.#after(await this.#ask('POST', 'draft/import', { revision, file }));
    if (answer.ok) this.#forget();
    return answer;
  }

  /** @param {number} version */
  async restore(version) {
    const body = { version: this.#seen.version };
    const answer = await this.#ask('POST', `versions/${version}/restore`, body);
    if (answer.ok) this.justPublished = answer.body.version;
    if (answer.ok) this.#forget();
    return this.#after(answer);
  }

  /**
   * @param {number | undefined} before
   * @returns {Promise<Answer<VersionPage>>}
   */
  versions(before) {
    const query = before === undefined ? '' : `?before=${before}`;
    return askConsole('GET', `rooms/${this.#room}/versions${query}`);
  }

  get #seen() {
    return { revision: this.draft?.revision ?? 0, version: this.draft?.version ?? 0 };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<Answer<Draft>>}
   */
  #ask(method, path, body) {
    return askConsole(method, `rooms/${this.#room}/${path}`, body);
  }

  /**
   * An order to the draft was answered.
   * @param {Answer<Draft>} answer
   */
  async #after(answer) {
    if (answer.ok) this.draft = answer.body;
    else if (answer.status === 401) this.#expired();
    else if (answer.fault.code === 'draftChanged') await this.#fetchChanged();
    this.#changed();
    return answer;
  }

  /** @param {number} milliseconds */
  #sendSoon(milliseconds) {
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => void this.#send(), milliseconds);
  }

  async #send() {
    if (edits.isSending(this.#edits)) return;
    if (!edits.isWaiting(this.#edits)) return this.#rest();
    this.#edits = edits.sending(this.#edits);
    this.#changed();
    const settings = edits.nested(this.#edits.sent);
    const { revision } = this.#seen;
    const answer = await this.#ask('PATCH', 'draft', { revision, settings });
    if (answer.ok) {
      this.#edits = edits.taken(this.#edits);
      this.draft = answer.body;
      this.#attempts = 0;
      this.cut = null;
    } else await this.#sortOut(answer);
    this.#keep();
    // What was typed meanwhile has waited long enough.
    if (!this.cut) void this.#send();
    this.#changed();
  }

  #rest() {
    for (const resume of this.#idle.splice(0)) resume();
  }

  /** @param {{ status: number, fault: Fault }} answer */
  async #sortOut({ status, fault }) {
    if (status === 401) {
      this.#edits = edits.returned(this.#edits);
      this.cut = fault;
      return this.#expired();
    }
    if (fault.code === 'draftChanged') {
      this.#edits = edits.returned(this.#edits);
      return await this.#fetchChanged();
    }
    if (!isPassing({ status })) {
      this.#edits = edits.refused(this.#edits, fault);
      return;
    }
    this.#retry(fault);
  }

  /** @param {Fault} fault */
  #retry(fault) {
    this.#edits = edits.returned(this.#edits);
    this.cut = fault;
    this.#attempts += 1;
    if (!this.#left) this.#sendSoon(pauseBefore(this.#attempts, 'pause', Math.random()));
  }

  /** Somebody else was faster: what stands there now is fetched, own edits go on top. */
  async #fetchChanged() {
    const answer = await this.#ask('GET', 'draft');
    if (answer.ok) return this.#meet(answer.body);
    if (answer.status === 401) this.#expired();
    else this.#retry(answer.fault);
  }

  /** @param {Draft} draft */
  #meet(draft) {
    const before = this.draft;
    this.draft = draft;
    this.cut = null;
    if (!before || (before.revision === draft.revision && before.version === draft.version)) return;
    const differing = edits.differing(before.settings, draft.settings, this.rules.keys());
    // What arrived though its answer did not is nobody else's.
    const foreign = differing.filter((field) => {
      return !edits.isSame(this.value(field), edits.valueAt(draft.settings, field)) ||
        !edits.isOwn(this.#edits, field);
    });
    const published = draft.version !== before.version;
    // An own edit, of another tab or one whose answer was lost, is not told.
    if (!published && foreign.length === 0) return this.#changed();
    const name = (published ? draft.by : draft.editedBy)?.name ?? '';
    const told = this.meanwhile?.name === name && !published ? this.meanwhile.fields : [];
    const fields = [...new Set([...told, ...foreign])];
    this.meanwhile = { name, fields, version: published ? draft.version : 0 };
    this.#changed();
  }
}
