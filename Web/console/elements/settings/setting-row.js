/**
 * One question of a room's settings: its label, what it is changed with, what it does to the
 * customer, and whether it is the default.
 *
 * @import { RoomDraft } from '../../room-draft.js'
 * @import { Question } from '../../state/settings-layout.js'
 * @import { Control } from './controls.js'
 */
import { button, el, fillWith, on, set, setText } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { findingWords, labelOf, waitsWords, wrongWords } from '../../setting-words.js';
import { isSame } from '../../state/settings-edits.js';
import { fieldsOf } from '../../state/settings-layout.js';
import { tIfKnown } from '../../words.js';
import { controlOf, flag } from './controls.js';
import { settingControls, swatch } from './setting-controls.js';

export class SettingRow extends HTMLElement {
  #draft;
  #question;
  #fields;
  #id;
  #standard = el('span', { class: 'tag', text: t('settings.default') });
  #back = button(t('settings.toDefault'), () => this.#toDefault(), { class: 'button quiet' });
  #what = el('p', { class: 'quiet-text' });
  #finding = el('div', { class: 'finding' });
  #error = el('p', { class: 'error', role: 'alert' });
  #place = el('div', { class: 'control' });
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** What each control shows. @type {Map<string, unknown>} */
  #shown = new Map();

  /**
   * @param {Question} question
   * @param {RoomDraft} draft
   */
  constructor(question, draft) {
    super();
    this.#draft = draft;
    this.#question = question;
    this.#fields = fieldsOf(question);
    this.#id = `setting-${(this.#fields[0] ?? '').replaceAll('.', '-')}`;
    set(this.#what, { id: `${this.#id}-what`, text: tIfKnown(`setting.${this.#name}.what`) });
    set(this.#error, { id: `${this.#id}-error` });
    set(this.#back, { 'aria-label': t('settings.toDefaultOf', { label: labelOf(this.#name) }) });
    const waits = waitsWords(this.#rule(this.#fields[0] ?? '')?.waitsFor ?? '');
    this.append(
      ...this.#top(),
      this.#what,
      this.#finding,
      this.#error,
      ...(waits ? [el('p', { class: 'waits quiet-text', text: waits })] : []),
    );
    this.show();
  }

  /** @param {string} field */
  has(field) {
    return this.#fields.includes(field);
  }

  focusFirst() {
    this.#controls.get(this.#fields[0] ?? '')?.focusFirst();
  }

  /** Follows the draft; what is being typed stays as it is. */
  show() {
    for (const field of this.#fields) this.#showField(field);
    const standard = this.#fields.every((field) => this.#draft.isStandard(field));
    set(this.#standard, { hidden: !standard });
    const held = document.activeElement === this.#back;
    set(this.#back, { hidden: standard });
    if (held && standard) this.focusFirst();
    this.#showFindings();
    const error = this.#fields.map((field) => this.#errorOf(field)).find(Boolean) ?? '';
    setText(this.#error, error);
    for (const { inputs } of this.#controls.values()) {
      for (const input of inputs) {
        set(input, {
          'aria-invalid': error ? 'true' : null,
          'aria-describedby': error ? `${this.#what.id} ${this.#error.id}` : this.#what.id,
        });
      }
    }
  }

  /** What is said below the whole setting; what concerns a part of it is said there. @param {string} field */
  #errorOf(field) {
    const words = wrongWords(this.#draft, field);
    const showError = this.#controls.get(field)?.showError;
    if (!showError) return words;
    const place = this.#draft.wrong(field).fault?.field?.slice(field.length + 1) ?? '';
    showError(place, place ? words : '');
    return place ? '' : words;
  }

  get #name() {
    return typeof this.#question === 'string' ? this.#question : this.#question.pair;
  }

  /** @param {string} field */
  #rule(field) {
    return this.#draft.rules.get(field);
  }

  /** The label and the control: a flag is its own label, several controls have one together. */
  #top() {
    const label = labelOf(this.#name);
    const aside = el('span', { class: 'aside' }, this.#standard, this.#back);
    if (typeof this.#question !== 'string') {
      for (const [at, part] of this.#question.parts.entries()) {
        this.#make(this.#fields[at] ?? '', t(`part.${part}`), at);
      }
      return [this.#grouped(label, aside)];
    }
    const control = this.#make(this.#question, label, 0);
    const isFlag = this.#rule(this.#question)?.kind === 'flag';
    if (isFlag) return [el('div', { class: 'head' }, this.#place, aside)];
    const several = control.inputs.length !== 1;
    if (several) return [this.#grouped(label, aside)];
    const head = el('div', { class: 'head' }, el('label', { for: this.#id, text: label }), aside);
    return [head, this.#place];
  }

  /**
   * @param {string} label
   * @param {HTMLElement} aside
   */
  #grouped(label, aside) {
    const id = `${this.#id}-label`;
    const head = el(
      'div',
      { class: 'head' },
      el('span', { class: 'label', id, text: label }),
      aside,
    );
    set(this.#place, { role: 'group', 'aria-labelledby': id });
    return el('div', { class: 'grouped' }, head, this.#place);
  }

  /**
   * @param {string} field
   * @param {string} label
   * @param {number} at
   */
  #make(field, label, at) {
    const rule = this.#rule(field);
    const value = this.#draft.value(field);
    const id = at === 0 ? this.#id : `${this.#id}-${at}`;
    if (!rule) throw new Error(`There is no setting ${field}.`);
    const asked = { field, label, id, rule, value };
    const own = settingControls[field];
    const control = own ? own(asked) : rule.kind === 'flag' ? flag(asked) : controlOf(asked);
    on(control.element, 'changed', (event) => {
      event.stopPropagation();
      // What the element shows already is not shown to it again.
      this.#shown.set(field, event.detail);
      this.#draft.edit({ [field]: event.detail });
    });
    const before = this.#controls.get(field);
    if (before) before.element.replaceWith(control.element);
    else this.#place.append(control.element);
    this.#controls.set(field, control);
    this.#shown.set(field, value);
    return control;
  }

  /** @param {string} field */
  #showField(field) {
    const control = this.#controls.get(field);
    // What cannot be right stands only here.
    if (!control || this.#draft.wrong(field).problem) return;
    const value = this.#draft.value(field);
    if (control.show) control.show(value);
    else if (!isSame(value, this.#shown.get(field))) this.#make(field, labelOf(field), 0);
    this.#shown.set(field, value);
  }

  #showFindings() {
    const all = this.#draft.draft?.findings ?? [];
    // That it waits for something is said below in any case; a part of a value belongs to it.
    const mine = all.filter(({ rule, field }) => {
      return rule !== 'notConnected' &&
        this.#fields.some((own) => field === own || field.startsWith(`${own}.`));
    });
    fillWith(
      this.#finding,
      ...mine.map((finding) => el('p', { class: 'wait', text: findingWords(finding) })),
      mine.some(({ rule }) => rule === 'colourCorrected') && this.#correction(),
    );
  }

  /** The colour that was chosen, and what is shown of it, side by side. */
  #correction() {
    const palette = this.#draft.draft?.preview.palette;
    const chosen = String(this.#draft.value(this.#fields[0] ?? ''));
    /** @type {(key: string, hex: string | undefined) => HTMLElement | false} */
    const one = (key, hex) => hex !== undefined && el('li', {}, swatch(hex), t(key, { hex }));
    return el(
      'ul',
      { class: 'correction' },
      ...[
        one('settings.colourChosen', chosen),
        one('settings.colourLight', palette?.light.theme),
        one('settings.colourDark', palette?.dark.theme),
      ].filter((each) => each !== false),
    );
  }

  #toDefault() {
    const standards = this.#fields.map((field) => [field, this.#rule(field)?.standard]);
    this.#draft.edit(Object.fromEntries(standards));
  }
}

customElements.define('setting-row', SettingRow);
