/**
 * The waiting screen. It says what is known and nothing else; the rings are the only thing that
 * moves.
 *
 * @import { CustomerChat } from '../../shared/wire.d.ts'
 */
import { announce } from '../../shared/announce.js';
import { button, drawList, el, set, setText, tell } from '../../shared/dom.js';
import { many, say, t } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';
import { waitingText } from '../notices.js';
import { factsOf, headlineOf, nobodyIsFree } from '../state/screen.js';

export class WaitingRoom extends HTMLElement {
  #rings = el('div', { class: 'rings', 'aria-hidden': 'true' }, el('i'), el('i'), icon('bell'));
  #headline = el('h2', { tabindex: -1 });
  #facts = el('ul');
  #body = el('p', { class: 'body' });
  #question = el('blockquote', { dir: 'auto' });
  #asked = el('figure', {}, el('figcaption', { text: t('wait.question') }), this.#question);
  #askAll = button(t('wait.askAll'), () => tell(this, 'ask-all'), {
    class: 'button large',
    hidden: true,
  });
  #letter = button(t('wait.letter'), () => tell(this, 'rather-letter'), {
    class: 'button large',
    hidden: true,
  });
  #cancel = button(t('wait.cancel'), () => this.#leave(), { class: 'button quiet large' });
  #said = el('p', { class: 'said', role: 'alert' });
  #number = el('p', { class: 'foot quiet-text number' });
  /** When the connection was found to be gone; 0 while it is there. */
  #cutAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #graceEnds;

  constructor() {
    super();
    this.className = 'screen';
    const told = el('div', { class: 'told' }, this.#headline, this.#facts, this.#body);
    const actions = el('div', { class: 'actions' });
    actions.append(this.#askAll, this.#letter, this.#said, this.#cancel);
    this.append(this.#rings, told, this.#asked, actions, this.#number);
  }

  /**
   * @param {CustomerChat} chat
   * @param {{ letters: boolean, cut: boolean, keeps?: boolean }} situation  `letters`: the room takes
   *   them. `cut`: what was known of the queue may be true no longer. `keeps`: a later page finds
   *   the chat again.
   */
  show(chat, { letters, cut, keeps = true }) {
    const headline = cut ? t('wait.cut') : say(headlineOf(chat));
    const facts = cut ? [] : factsOf(chat).map(say);
    if (this.#headline.textContent !== headline) announce(cut ? headline : waitingText(chat));
    setText(this.#headline, headline);
    drawList(this.#facts, facts, {
      key: (fact) => fact,
      make: () => el('li'),
      show: (row, fact) => setText(row, fact),
    });
    const nobody = nobodyIsFree(chat);
    const calm = t(nobody ? 'wait.nobodyBody' : keeps ? 'wait.still' : 'wait.stillNotKept');
    setText(this.#body, cut ? this.#cutText(chat) : calm);
    if (!cut) this.#cutAt = 0;
    setText(this.#question, chat.question);
    set(this.#asked, { hidden: chat.question === '' });
    set(this.#letter, { hidden: !letters });
    const held = document.activeElement === this.#askAll;
    set(this.#askAll, { hidden: !chat.lastAgent || cut });
    if (held && this.#askAll.hidden) this.focusTitle();
    this.#rings.classList.toggle('ringing', chat.ringing > 0 && !cut);
    setText(this.#number, t('customer.formNumberWord', { number: chat.formNumber }));
  }

  /** @param {CustomerChat} chat */
  #cutText(chat) {
    this.#cutAt ||= Date.now();
    clearTimeout(this.#graceEnds);
    const left = this.#cutAt + chat.graceSeconds * 1000 - Date.now();
    if (left <= 0) return t('wait.cutOver');
    this.#graceEnds = setTimeout(() => {
      if (this.#cutAt) setText(this.#body, this.#cutText(chat));
    }, left);
    return many('wait.cutBody', chat.graceSeconds);
  }

  focusTitle() {
    this.#headline.focus();
  }

  /**
   * What was pressed failed: the person can press again.
   * @param {string} why
   */
  stay(why) {
    setText(this.#cancel, t('wait.cancel'));
    setText(this.#said, why);
  }

  #leave() {
    setText(this.#cancel, t('wait.cancelling'));
    tell(this, 'cancel');
  }
}

customElements.define('waiting-room', WaitingRoom);
