/**
 * The customer's first page: the room's fields, and the buttons the room allows. The same form
 * takes the letter that somebody writes while waiting.
 *
 * @import { PublicRoom } from '../../shared/wire.d.ts'
 * @import { Memory } from '../memory.js'
 * @import { Action, Values } from '../state/form.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { faultText, t } from '../../shared/i18n.js';
import { randomID } from '../../shared/random.js';
import { retryText } from '../notices.js';
import { Sender } from '../sender.js';
import { problemsOf, valuesToSend } from '../state/form.js';
import { FormFields } from './form-fields.js';

export class ContactForm extends HTMLElement {
  #room;
  #memory;
  #sender;
  #key;
  #waits;
  #fields;
  #leaves;
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
  /** The room as it will be shown once what was pressed is done. @type {PublicRoom | undefined} */
  #next;
  #isClosed = false;
  #sub = el('p', { dir: 'auto' });
  #actions = el('div', { class: 'actions' });
  /** The chat and the letter button that stand there, as words. */
  #offered = '';
  /** Whether the step against robots is at work. */
  #solves = false;

  /**
   * @param {{ room: PublicRoom, link: string, memory: Memory, values: Partial<Values>,
   *   said?: string, waits?: string, leaves?: boolean }} options  `link` is the token of the room's
   *   link. `waits`: the chat that waits meanwhile; only a letter is written. `leaves`: the chat
   *   begins somewhere else, which `hand-over` tells with the values.
   */
  constructor({ room, link, memory, values, said = '', waits, leaves = false }) {
    super();
    this.className = 'screen';
    this.#room = waits
      ? { ...room, buttons: { ...room.buttons, chat: false, letter: true } }
      : room;
    this.#memory = memory;
    this.#waits = waits;
    this.#leaves = leaves;
    this.#sender = new Sender(link, memory, (solves, number) => {
      this.#solves = solves;
      this.#showBusy();
      this.#showNumber(number);
    });
    this.#key = memory.form.key;
    this.#headline = el('h2', { tabindex: -1, dir: 'auto' });
    this.#fields = new FormFields(room, values, waits !== undefined);
    setText(this.#said, said);
    this.append(this.#form());
    this.#drawRoom();
  }

  /** Fetches what numbers the form, once it is drawn: nothing is slower because of it. */
  greet() {
    setTimeout(() => this.isConnected && void this.#sender.greet());
  }

  /**
   * The room has changed under the open form: it is drawn anew where it differs. What was typed, the
   * focus and the caret stay.
   * @param {PublicRoom} room
   */
  take(room) {
    // What is on its way is judged by the server; what comes of it is shown as it was asked.
    if (this.#pressed) {
      this.#next = room;
      return;
    }
    this.#room = this.#waits ? { ...room, buttons: this.#room.buttons } : room;
    this.#fields.take(room);
    this.#drawRoom();
    setText(this.#said, '');
    this.#keep();
  }

  /**
   * The link leads nowhere any more. What was typed stays, to be copied.
   * @param {string} why
   */
  close(why) {
    this.#isClosed = true;
    for (const each of this.#buttons) each.disabled = true;
    setText(this.#said, why);
  }

  /** Whether there are words here that must not be taken from under the hand. */
  get isBegun() {
    return this.#fields.values.question !== '';
  }

  /** @param {Action} [wanted]  the button the person is most likely to want */
  focusTitle(wanted) {
    const question = this.#fields.input('question');
    if (wanted === 'letters' && question) question.focusInput();
    else this.#headline.focus();
  }

  /** As if Chat were pressed. */
  begin() {
    void this.#send('chats');
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

  #form() {
    const form = el(
      'form',
      { novalidate: true },
      this.#waits && this.#meanwhile,
      el(
        'div',
        { class: 'intro' },
        this.#headline,
        this.#sub,
      ),
      this.#fields,
      this.#memory.keeps === false && el('p', { class: 'quiet-text', text: t('form.notKept') }),
      this.#said,
      this.#actions,
      this.#waits ? null : this.#foot(),
    );
    on(form, 'submit', (event) => {
      event.preventDefault();
      this.#send(this.#room.buttons.chat ? 'chats' : 'letters');
    });
    on(form, 'focusin', () => void this.#sender.prepare());
    on(form, 'input', () => this.#keep());
    on(form, 'change', () => this.#keep());
    return form;
  }

  /** What of the form is the room's own. */
  #drawRoom() {
    const { header, buttons } = this.#room;
    setText(this.#headline, this.#waits ? t('wait.letterHeadline') : header || t('form.headline'));
    setText(this.#sub, this.#subText());
    set(this.#fields, { hidden: !buttons.chat && !buttons.letter });
    const offered = `${buttons.chat} ${buttons.letter}`;
    if (offered === this.#offered) return;
    this.#offered = offered;
    const held = this.#actions.contains(document.activeElement);
    fillWith(this.#actions, ...this.#makeActions());
    if (held) (this.#buttons[0] ?? this.#headline).focus();
  }

  #subText() {
    if (this.#waits) return t('wait.letterSub');
    const { privateAgent, company, buttons } = this.#room;
    if (privateAgent && !privateAgent.answers) {
      const words = buttons.letter ? 'private.nobodyLetter' : 'private.nobody';
      return t(words, { name: privateAgent.name, company });
    }
    const usual = buttons.chat ? 'form.sub' : buttons.letter ? 'form.subLetter' : 'form.subOff';
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

  #makeActions() {
    const { chat, letter } = this.#room.buttons;
    this.#buttons = [];
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

  #keep() {
    this.#memory.form = { values: this.#fields.values, key: this.#key, of: this.#waits };
  }

  /** @param {Action} action */
  async #send(action) {
    if (this.#buttons.some((each) => each.disabled) || !this.#isComplete(action)) return;
    this.#keep();
    if (this.#leaves && action === 'chats') return tell(this, 'hand-over', this.#fields.values);
    this.#busy(true, action);
    const values = this.#fields.values;
    /** @param {{ status: number }} answer */
    const waits = (answer) => {
      setText(this.#said, retryText(answer));
      return this.isConnected;
    };
    const told = valuesToSend(this.#room, values);
    const answer = await this.#sender.send(action, told, this.#key, waits);
    if (!this.isConnected) return;
    this.#busy(false, action);
    if (answer.ok) this.#done(action, values);
    else if (answer.fault.code === 'chatAlreadyOpen') {
      tell(this, 'asked', this.#fields.values.question);
    } else this.#explain(answer.fault);
  }

  /** @param {Action} action */
  #isComplete(action) {
    const problems = problemsOf(this.#room, this.#fields.values, action);
    this.#fields.showProblems(problems);
    return problems.length === 0;
  }

  /**
   * @param {Action} action
   * @param {Values} values
   */
  #done(action, values) {
    // What was written on the way is not lost.
    const now = this.#fields.values.question;
    const question = now === values.question ? '' : now;
    const chats = action === 'chats';
    // The next form is another one, with its own key; who one is need not be written again.
    const kept = { ...values, question: chats ? '' : question, custom: {} };
    this.#memory.form = { values: kept, key: randomID() };
    if (chats) tell(this, 'asked', question);
    else tell(this, 'letter-left', { email: values.email });
  }

  /** @param {import('../../shared/wire.d.ts').Fault} fault */
  #explain(fault) {
    const input = this.#fields.input(fault.field);
    const isGone = fault.code === 'fieldUnknown' || (fault.field && !input);
    if (fault.code.startsWith('roomLink')) return tell(this, 'link-gone');
    // What the form does not show cannot be mended on it: the room has changed since.
    const stale = ['actionOff', 'privateRoomUnanswered'].includes(fault.code);
    if (stale || isGone) return tell(this, 'form-stale');
    if (!input) return setText(this.#said, t('form.failed', { reason: faultText(fault) }));
    input.showError(faultText(fault));
    input.focusInput();
  }

  /**
   * @param {boolean} busy
   * @param {Action} action
   */
  #busy(busy, action) {
    const both = this.#buttons.length === 2;
    const pressed = this.#buttons[both && action === 'letters' ? 1 : 0];
    const usual = action === 'chats' ? 'form.chat' : both ? 'form.letterOr' : this.#letterWord;
    for (const each of this.#buttons) each.disabled = busy || this.#isClosed;
    if (pressed) setText(pressed, t(usual));
    this.#pressed = busy ? pressed : undefined;
    this.#showBusy();
    setText(this.#said, '');
    set(this, { 'aria-busy': busy ? 'true' : null });
    const next = busy ? undefined : this.#next;
    this.#next = busy ? this.#next : undefined;
    if (next) this.take(next);
  }

  /** The step against robots is named only while somebody waits for it. */
  #showBusy() {
    if (this.#pressed) setText(this.#pressed, t(this.#solves ? 'check.solving' : 'form.busy'));
  }
}

customElements.define('contact-form', ContactForm);

/**
 * A form at work: kept at once, because a reload must not lose it, and with its number on the way.
 * @param {ConstructorParameters<typeof ContactForm>[0]} options
 */
export function openForm(options) {
  const { memory, values, waits } = options;
  memory.form = { values, key: memory.form.key, of: waits };
  const form = new ContactForm(options);
  form.greet();
  return form;
}
