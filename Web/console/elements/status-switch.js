/**
 * The agent's status in words, and the choice between ready and break.
 *
 * @import { Desk } from '../state/desk.js'
 */
import { button, el, set, setText, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { mustChoose } from '../state/desk.js';

/** @typedef {'WAITING_NEW_CALL' | 'TAKING_BREAK'} Choice */

export class StatusSwitch extends HTMLElement {
  #now = el('p', { class: 'now', role: 'status' });
  #note = el('p', { class: 'note quiet-text' });
  #online = this.#button('status.online', 'WAITING_NEW_CALL');
  #break = this.#button('status.break', 'TAKING_BREAK');

  constructor() {
    super();
    const choice = el('div', { class: 'choice', role: 'group', 'aria-label': t('status.label') });
    choice.append(this.#online, this.#break);
    this.append(el('div', { class: 'row' }, this.#now, choice), this.#note);
  }

  /** @param {Desk} desk */
  show(desk) {
    const { browser, because, known } = desk;
    setText(this.#now, t(known && browser ? `status.${browser}` : 'status.unknown'));
    this.dataset.status = browser;
    const serving = browser === 'SERVING_CUSTOMER' || !known;
    this.#online.disabled = serving;
    this.#break.disabled = serving;
    set(this.#online, { 'aria-pressed': String(browser === 'WAITING_NEW_CALL') });
    set(this.#break, { 'aria-pressed': String(browser === 'TAKING_BREAK') });
    setText(this.#note, noteOf(desk, because));
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
 * @param {Desk} desk
 * @param {Desk['because']} because
 */
function noteOf(desk, because) {
  if (because === 'missedRings' && desk.browser === 'TAKING_BREAK') return t('status.missedRings');
  if (desk.browser === 'TAKING_BREAK') return t('status.breakQuiet');
  return mustChoose(desk) ? t('pane.next') : '';
}
