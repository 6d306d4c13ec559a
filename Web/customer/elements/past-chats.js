/**
 * The chats of this browser that are over: a list, and one of them to read. It lies over the
 * screen that was there, which goes on below it.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Entry, PastChat } from '../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, setText, tell } from '../../shared/dom.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { dayOf, faultText, t, timeOf } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';
import { emptyTranscript, withAnswer } from '../../shared/state/transcript.js';
import { eventText } from '../events.js';

/** @import { History } from '../history.js' */

export class PastChats extends HTMLElement {
  #history;
  #role;
  #title = el('h2', { tabindex: -1 });
  #body = el('div', { class: 'content' });
  #list = el('ul', { class: 'list' });
  /** Which chat is read; its line gets the focus back. */
  #read = '';

  /**
   * @param {History} history
   * @param {string} role  the room's word for an agent
   */
  constructor(history, role) {
    super();
    this.className = 'screen';
    this.#history = history;
    this.#role = role;
    const sign = icon('back');
    sign.classList.add('turns');
    const back = button('', () => this.#back(), {
      class: 'button quiet',
      'aria-label': t('past.back'),
    });
    back.append(sign);
    this.append(el('header', {}, back, this.#title), this.#body);
  }

  connectedCallback() {
    // Wherever the focus is: after a click on what is read nobody has it.
    on(document, 'keydown', this.#press);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.#press);
  }

  /** @param {KeyboardEvent} event */
  #press = ({ key }) => {
    if (key === 'Escape') this.#back();
  };

  focusTitle() {
    this.#title.focus();
  }

  async show() {
    setText(this.#title, t('past.headline'));
    this.#say(t('page.loading'));
    const answer = await this.#history.list();
    if (!answer.ok) return this.#failed(answer.fault, () => this.show());
    const rows = answer.body.chats.map((chat) => this.#row(chat));
    if (rows.length === 0) return this.#say(t('past.none'));
    fillWith(this.#list, ...rows);
    fillWith(this.#body, this.#list);
  }

  #back() {
    if (!this.#read) return tell(this, 'past-back');
    setText(this.#title, t('past.headline'));
    fillWith(this.#body, this.#list);
    const last = this.#list.querySelector(`[data-chat="${this.#read}"]`);
    if (last instanceof HTMLElement) last.focus();
    this.#read = '';
  }

  /** @param {PastChat} chat */
  #row(chat) {
    const when = whenIn(chat);
    const who = chat.agent
      ? t('past.withAgent', { when, agent: chat.agent })
      : t('past.unserved', { when });
    const pick = button('', () => void this.#open(chat), { 'data-chat': chat.id });
    pick.append(
      el('span', { class: 'quiet-text', text: who }),
      el('span', { class: 'question', dir: 'auto', text: chat.question || t('past.noQuestion') }),
    );
    return el('li', {}, pick);
  }

  /** @param {PastChat} chat */
  async #open(chat) {
    this.#read = chat.id;
    setText(this.#title, whenIn(chat));
    this.#say(t('page.loading'));
    this.focusTitle();
    const answer = await this.#history.entries(chat.id);
    if (this.#read !== chat.id) return;
    if (!answer.ok) return this.#failed(answer.fault, () => this.#open(chat));
    const role = this.#role;
    const transcript = new ChatTranscript({
      me: 'customer',
      tell: (entry, agent) => eventText(entry, agent || role),
      marked: false,
    });
    fillWith(this.#body, transcript);
    transcript.show(
      withAnswer(emptyTranscript(), { entries: answer.body, last: 0, resync: true }),
      chat.agent ?? role,
    );
    transcript.toStart();
  }

  /** @param {string} text */
  #say(text) {
    fillWith(this.#body, el('p', { class: 'empty quiet-text', role: 'status', text }));
  }

  /**
   * @param {import('../../shared/wire.d.ts').Fault} fault
   * @param {() => void} again
   */
  #failed(fault, again) {
    this.#say(faultText(fault));
    this.#body.append(button(t('broken.again'), again, { class: 'button large' }));
  }
}

customElements.define('past-chats', PastChats);

/** @param {PastChat} chat */
function whenIn({ askedAt }) {
  return t('time.dayAndTime', { day: dayOf(askedAt, Date.now()), time: timeOf(askedAt) });
}
