/**
 * The agent's status in words, and the choice between ready and break.
 *
 * @import { Desk } from '../state/desk.js'
 */
import { button, el, set, setText, tell } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { mustChoose, servedOf, servesNoRoom } from '../state/desk-facts.js';
import { clockOf } from '../words.js';

/** @typedef {'WAITING_NEW_CALL' | 'TAKING_BREAK'} Choice */

export class StatusSwitch extends HTMLElement {
  #now = el('p', { class: 'now' });
  #note = el('p', { class: 'note quiet-text' });
  /** Beside what is read out, which would be read out every second. */
  #left = el('span', { class: 'left number quiet-text', 'aria-hidden': 'true' });
  #online = this.#button('status.online', 'WAITING_NEW_CALL');
  #break = this.#button('status.break', 'TAKING_BREAK');

  constructor() {
    super();
    const choice = el('div', { class: 'choice', role: 'group', 'aria-label': t('status.label') });
    choice.append(this.#online, this.#break);
    const told = el('div', { class: 'told', role: 'status' }, this.#now, this.#note);
    this.append(told, this.#left, choice);
  }

  /**
   * @param {Desk} desk
   * @param {'' | 'lost' | 'offline'} cut  out of reach: nobody knows what the status is there
   * @param {number} now
   */
  show(desk, cut, now) {
    const { browser, known, readyAt } = desk;
    const wrapsUp = readyAt !== null && !cut;
    setText(this.#left, wrapsUp ? clockOf(Math.max(0, readyAt - now)) : '');
    const key = cut ? `cut.${cut}` : `status.${known && browser ? browser : 'unknown'}`;
    setText(this.#now, t(key));
    set(this.#now, { title: t(key) });
    this.dataset.status = cut ? 'cut' : browser;
    const serving = browser === 'SERVING_CUSTOMER' || !known;
    this.#online.disabled = serving;
    this.#break.disabled = serving;
    set(this.#online, { 'aria-pressed': String(browser === 'WAITING_NEW_CALL') });
    set(this.#break, { 'aria-pressed': String(browser === 'TAKING_BREAK') });
    const note = cut ? cutNoteOf(desk, cut) : noteOf(desk);
    setText(this.#note, note);
    set(this.#note, { title: note });
    this.#online.classList.toggle('asks', mustChoose(desk) && !cut);
  }

  /**
   * @param {string} key
   * @param {Choice} choice
   */
  #button(key, choice) {
    return button(t(key), () => tell(this, 'choose', choice), { 'aria-pressed': 'false' });
  }
}

customElements.define('status-switch', StatusSwitch);

/**
 * Only where there is something to write in.
 * @param {Desk} desk
 * @param {'lost' | 'offline'} cut
 */
function cutNoteOf(desk, cut) {
  return servedOf(desk).length > 0 ? t(`cut.${cut}Note`) : '';
}

/** @param {Desk} desk */
function noteOf(desk) {
  // The question itself stands in the chat that is over.
  if (mustChoose(desk)) return t(desk.readyAt === null ? 'status.breakQuiet' : 'status.wrapUp');
  const served = servedOf(desk).length;
  if (desk.browser === 'SERVING_CUSTOMER') return served > 0 ? many('status.serving', served) : '';
  if (desk.browser === 'TAKING_BREAK') return t('status.breakQuiet');
  if (desk.browser !== 'WAITING_NEW_CALL') return '';
  return t(servesNoRoom(desk) ? 'status.noRoomQuiet' : 'status.onlineQuiet');
}
