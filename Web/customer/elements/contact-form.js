/**
 * The customer's first page: the room's fields, and the buttons the room allows. The same form
 * takes the letter that somebody writes while waiting.
 *
 * @import { Field, PublicRoom } from '../../shared/wire.d.ts'
 * @import { Memory } from '../memory.js'
 * @import { Action, Values } from '../state/form.js'
 */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';
import { TextField } from '../../shared/elements/text-field.js';
import { faultText, many, t } from '../../shared/i18n.js';
import { randomID } from '../../shared/random.js';
import { retryText } from '../notices.js';
import { Sender } from '../sender.js';
import { isMandatory, problemsOf, shownFields } from '../state/form.js';

/** How a browser or password manager fills each field, and which keyboard a phone shows. */
const kinds = /** @type {const} */ ({
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  question: { lines: true, autocomplete: 'off' },
});

export class ContactForm extends HTMLElement {
  #room;
  #memory;
  #sender;
  #key;
  #waits;
  /** @type {Map<Field, TextField>} */
  #fields = new Map();
  #said = el('p', { class: 'said', role: 'alert' });
  #headline;
  /** What goes on meanwhile: the chat that still waits. */
  #meanwhile = el('p', { class: 'meanwhile', role: 'status' });
  #number = el('span', { class: 'number', 'aria-hidden': 'true' });
  #numberSpoken = el('span', { class: 'spoken' });
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** The one that was pressed, while it is at work. @type {HTMLButtonElement | undefined} */
  #pressed;
  /** Whether the step against robots is at work. */
  #solves = false;

  /**
   * @param {{ room: PublicRoom, link: string, memory: Memory, values: Partial<Values>,
   *   said?: string, waits?: string }} options  `link` is the token of the room's link. `waits`:
   *   the chat that waits meanwhile; only a letter is written.
   */
  constructor({ room, link, memory, values, said = '', waits }) {
    super();
    this.className = 'screen';
    this.#room = waits ? { ...room, buttons: { chat: false, letter: true } } : room;
    this.#memory = memory;
    this.#waits = waits;
    this.#sender = new Sender(link, memory, (solves, number) => {
      this.#solves = solves;
      this.#showBusy();
      this.#showNumber(number);
    });
    this.#key = memory.form.key;
    const title = waits ? t('wait.letterHeadline') : room.header || t('form.headline');
    this.#headline = el('h2', { tabindex: -1, dir: 'auto', text: title });
    for (const field of shownFields(room)) {
      this.#fields.set(field, this.#field(field, values[field] ?? ''));
    }
    setText(this.#said, said);
    this.append(this.#form());
  }

  /** Fetches what numbers the form, once it is drawn: nothing is slower because of it. */
  greet() {
    setTimeout(() => this.isConnected && void this.#sender.greet());
  }

  /** Whether there are words here that must not be taken from under the hand. */
  get isBegun() {
    return this.#values().question !== '';
  }

  /** @param {Action} [wanted]  the button the person is most likely to want */
  focusTitle(wanted) {
    const question = this.#fields.get('question');
    if (wanted === 'letters' && question) question.focusInput();
    else this.#headline.focus();
  }

  /**
   * What is known of the chat that waits while the letter is written.
   * @param {string} text
   */
  tellMeanwhile(text) {
    setText(this.#meanwhile, text);
  }

  /**
   * What was pressed here came to nothing.
   * @param {string} why
   */
  stay(why) {
    setText(this.#said, why);
  }

  /**
   * @param {Field} field
   * @param {string} value
   */
  #field(field, value) {
    const mandatory = isMandatory(this.#room, field);
    const needed = mandatory || (!!this.#waits && (field === 'email' || field === 'question'));
    const label = this.#waits && field === 'question' ? 'wait.letterLabel' : `form.${field}`;
    return new TextField({
      name: field,
      label: t(label),
      ...kinds[field],
      mandatory: needed,
      optional: !needed,
      value,
    });
  }

  #form() {
    const { chat, letter } = this.#room.buttons;
    const usual = chat ? 'form.sub' : letter ? 'form.subLetter' : 'form.subOff';
    const form = el(
      'form',
      { novalidate: true },
      this.#waits && this.#meanwhile,
      el(
        'div',
        { class: 'intro' },
        this.#headline,
        el('p', { dir: 'auto', text: this.#sub(usual) }),
      ),
      ...(chat || letter ? this.#fields.values() : []),
      this.#memory.keeps === false && el('p', { class: 'quiet-text', text: t('form.notKept') }),
      this.#said,
      el('div', { class: 'actions' }, ...this.#actions()),
      this.#waits ? null : this.#foot(),
    );
    on(form, 'submit', (event) => {
      event.preventDefault();
      this.#send(chat ? 'chats' : 'letters');
    });
    on(form, 'focusin', () => void this.#sender.prepare());
    on(form, 'input', () => this.#keep());
    return form;
  }

  /** @param {string} usual  the key of the usual words */
  #sub(usual) {
    if (this.#waits) return t('wait.letterSub');
    const { privateAgent, company, buttons } = this.#room;
    if (privateAgent && !privateAgent.answers) {
      const words = buttons.letter ? 'private.nobodyLetter' : 'private.nobody';
      return t(words, { name: privateAgent.name, company });
    }
    // That nothing can be done here is said in plain words, whatever the room would say.
    return (usual !== 'form.subOff' && this.#room.subHeader) || t(usual);
  }

  #foot() {
    const { version } = this.#room;
    const brand = this.#room.brand || t('brand.poweredBy');
    const words = version ? t('brand.version', { brand, version }) : brand;
    const number = el('span', {}, this.#number, this.#numberSpoken);
    return el('footer', { class: 'foot quiet-text' }, el('span', { text: words }), number);
  }

  /** It comes with the puzzle. Its room is kept from the start. @param {number} [number] */
  #showNumber(number) {
    if (number === undefined) return;
    setText(this.#number, t('customer.formNumber', { number }));
    setText(this.#numberSpoken, t('customer.formNumberWord', { number }));
  }

  #actions() {
    const { chat, letter } = this.#room.buttons;
    if (chat) {
      this.#buttons.push(
        el('button', { type: 'submit', class: 'button next large', text: t('form.chat') }),
      );
    }
    if (letter) {
      this.#buttons.push(
        chat
          ? button(t('form.letterOr'), () => this.#send('letters'), { class: 'button quiet large' })
          : el('button', { type: 'submit', class: 'button next large', text: t(this.#letterWord) }),
      );
    }
    const back = this.#waits && button(t('wait.letterBack'), () => tell(this, 'letter-back'), {
      class: 'button quiet large',
    });
    return [...this.#buttons, back];
  }

  get #letterWord() {
    return this.#waits ? 'wait.letterSend' : 'form.letter';
  }

  /** @returns {Values} */
  #values() {
    const values = { name: '', email: '', phone: '', question: '' };
    for (const [field, input] of this.#fields) values[field] = input.value.trim();
    return values;
  }

  #keep() {
    this.#memory.form = { values: this.#values(), key: this.#key, of: this.#waits };
  }

  /** @param {Action} action */
  async #send(action) {
    if (this.#buttons.some((each) => each.disabled) || !this.#isComplete(action)) return;
    this.#keep();
    this.#busy(true, action);
    const values = this.#values();
    /** @param {{ status: number }} answer */
    const waits = (answer) => {
      setText(this.#said, retryText(answer));
      return this.isConnected;
    };
    const answer = await this.#sender.send(action, values, this.#key, waits);
    if (!this.isConnected) return;
    this.#busy(false, action);
    if (answer.ok) this.#done(action, values);
    else if (answer.fault.code === 'chatAlreadyOpen') tell(this, 'asked', this.#values().question);
    else this.#explain(answer.fault);
  }

  /** @param {Action} action */
  #isComplete(action) {
    const problems = problemsOf(this.#room, this.#values(), action);
    for (const [field, input] of this.#fields) {
      const problem = problems.find((each) => each.field === field);
      input.showError(problem ? many(problem.key, problem.count ?? 0) : '');
    }
    const first = problems[0];
    if (first) this.#fields.get(first.field)?.focusInput();
    return !first;
  }

  /**
   * @param {Action} action
   * @param {Values} values
   */
  #done(action, values) {
    // What was written on the way is not lost.
    const now = this.#values().question;
    const question = now === values.question ? '' : now;
    const chats = action === 'chats';
    // The next form is another one, with its own key; who one is need not be written again.
    this.#memory.form = { values: { ...values, question: chats ? '' : question }, key: randomID() };
    if (chats) tell(this, 'asked', question);
    else tell(this, 'letter-left', { email: values.email });
  }

  /** @param {import('../../shared/wire.d.ts').Fault} fault */
  #explain(fault) {
    const field = [...this.#fields.keys()].find((each) => each === fault.field);
    if (fault.code.startsWith('roomLink')) return tell(this, 'link-gone');
    // What the form does not show cannot be mended on it: the room has changed since.
    const stale = ['actionOff', 'privateRoomUnanswered'].includes(fault.code);
    if (stale || (fault.field && !field)) return tell(this, 'form-stale');
    if (!field) return setText(this.#said, t('form.failed', { reason: faultText(fault) }));
    const input = this.#fields.get(field);
    input?.showError(faultText(fault));
    input?.focusInput();
  }

  /**
   * @param {boolean} busy
   * @param {Action} action
   */
  #busy(busy, action) {
    const both = this.#buttons.length === 2;
    const pressed = this.#buttons[both && action === 'letters' ? 1 : 0];
    const usual = action === 'chats' ? 'form.chat' : both ? 'form.letterOr' : this.#letterWord;
    for (const each of this.#buttons) each.disabled = busy;
    if (pressed) setText(pressed, t(usual));
    this.#pressed = busy ? pressed : undefined;
    this.#showBusy();
    setText(this.#said, '');
    set(this, { 'aria-busy': busy ? 'true' : null });
  }

  /** The step against robots is named only while somebody waits for it. */
  #showBusy() {
    if (this.#pressed) setText(this.#pressed, t(this.#solves ? 'check.solving' : 'form.busy'));
  }
}

customElements.define('contact-form', ContactForm);
