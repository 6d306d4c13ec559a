/**
 * The fields of the contact form: those of every room, and below them the room's own, which come and
 * go with the answers before them. What was written in a field that went is there when it comes
 * back.
 *
 * @import { CustomField, Field, PublicRoom } from '../../shared/wire.d.ts'
 * @import { Answers } from '../../shared/state/custom-fields.js'
 * @import { Problem, Values } from '../state/form.js'
 *
 * @typedef {TextField | ChoiceField | CheckField} Input
 * @typedef {{ id: string, form: string, make: () => Input, label: string, needed: boolean,
 *   choices: string[] }} Line  `form`: an input of another form is another input
 */
import { drawList, on } from '../../shared/dom.js';
import { CheckField } from '../../shared/elements/check-field.js';
import { ChoiceField } from '../../shared/elements/choice-field.js';
import { TextField } from '../../shared/elements/text-field.js';
import { many, t } from '../../shared/i18n.js';
import { isNeeded, isTicked, shownCustom } from '../../shared/state/custom-fields.js';
import { isMandatory, shownFields } from '../state/form.js';

/** How a browser or password manager fills each field, and which keyboard a phone shows. */
const kinds = /** @type {const} */ ({
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  question: { lines: true, autocomplete: 'off' },
});

export class FormFields extends HTMLElement {
  #room;
  #isLetter;
  /** Also of fields that are not shown now. @type {Values} */
  #values;
  #draws = false;

  /**
   * @param {PublicRoom} room
   * @param {Partial<Values>} values
   * @param {boolean} isLetter  written while a chat waits: it needs words and an address
   */
  constructor(room, values, isLetter) {
    super();
    this.#room = room;
    this.#isLetter = isLetter;
    this.#values = { name: '', email: '', phone: '', question: '', ...values };
    this.#draw();
    for (const kind of /** @type {const} */ (['input', 'change'])) {
      on(this, kind, () => this.#heed());
    }
  }

  /**
   * The room has changed: fields come, go and change; what was typed stays, and so does the caret.
   * @param {PublicRoom} room
   */
  take(room) {
    this.#read();
    this.#room = room;
    this.#draw();
  }

  /** What is written, trimmed; of own fields also what is not shown now. @returns {Values} */
  get values() {
    this.#read();
    const values = { name: '', email: '', phone: '', question: '' };
    for (const field of shownFields(this.#room)) values[field] = this.#values[field].trim();
    const { custom } = this.#values;
    return custom && Object.keys(custom).length > 0 ? { ...values, custom: { ...custom } } : values;
  }

  /** @param {Problem[]} problems */
  showProblems(problems) {
    for (const input of this.#inputs) {
      const problem = problems.find(({ field }) => field === input.name);
      input.showError(problem ? many(problem.key, problem.count ?? 0) : '');
    }
    const [first] = problems;
    if (first) this.input(first.field)?.focusInput();
  }

  /**
   * The input of a field, as the server names it; nothing where it is not shown.
   * @param {string | undefined} name
   */
  input(name) {
    return this.#inputs.find((input) => input.name === name);
  }

  get #inputs() {
    return /** @type {Input[]} */ ([...this.children]);
  }

  #heed() {
    // A field that goes while the caret is in it tells of its last change once more.
    if (this.#draws) return;
    this.#read();
    this.#draw();
  }

  #read() {
    const { custom = {} } = this.#values;
    for (const input of this.#inputs) {
      const own = input.name.match(/^custom\.(.+)/)?.[1];
      if (own) custom[own] = input.value;
      else this.#values[/** @type {Field} */ (input.name)] = String(input.value);
    }
    this.#values.custom = custom;
  }

  #draw() {
    this.#draws = true;
    const usual = shownFields(this.#room).map((field) => this.#usual(field));
    const own = shownCustom(this.#room.customFields, this.#custom).map((each) => this.#own(each));
    drawList(this, [...usual, ...own], {
      key: ({ id, form }) => `${id} ${form}`,
      make: ({ make }) => make(),
      show: (input, { id, label, needed, choices }) => {
        // An optional box that is not ticked is an answer, too: it is not called so.
        const optional = !needed && !(input instanceof CheckField);
        input.show({ name: id, label, choices, mandatory: needed, optional });
      },
    });
    this.#draws = false;
  }

  /** @returns {Answers} */
  get #custom() {
    return this.#values.custom ?? {};
  }

  /**
   * @param {Field} field
   * @returns {Line}
   */
  #usual(field) {
    const isAddress = field === 'email' || field === 'question';
    const label = t(this.#isLetter && field === 'question' ? 'wait.letterLabel' : `form.${field}`);
    const value = this.#values[field];
    return {
      id: field,
      form: 'usual',
      make: () => new TextField({ name: field, label, ...kinds[field], value }),
      label,
      needed: isMandatory(this.#room, field) || (this.#isLetter && isAddress),
      choices: [],
    };
  }

  /**
   * @param {CustomField} field
   * @returns {Line}
   */
  #own(field) {
    const { kind, label, choices } = field;
    const id = `custom.${field.key}`;
    return {
      id,
      form: isTicked(field) ? 'tick' : kind,
      make: () => ownInput(field, id, this.#custom[field.key]),
      label,
      needed: isNeeded(field),
      choices,
    };
  }
}

customElements.define('form-fields', FormFields);

/**
 * @param {CustomField} field
 * @param {string} name
 * @param {string | boolean | undefined} answer  perhaps of another kind that the field had before
 * @returns {Input}
 */
function ownInput(field, name, answer) {
  const { kind, label, choices } = field;
  if (isTicked(field)) return new CheckField({ name, label, value: answer === true });
  const value = typeof answer === 'string' ? answer : '';
  if (kind === 'choice') return new ChoiceField({ name, label, choices, value });
  return new TextField({ name, label, lines: kind === 'lines', autocomplete: 'off', value });
}
