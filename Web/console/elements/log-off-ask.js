/**
 * Asks before an agent leaves customers behind, and says what became of a log-off that failed.
 */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';

export class LogOffAsk extends HTMLElement {
  #words = el('p', { id: 'log-off-words' });
  #failed = el('p', { class: 'bad', role: 'alert' });
  #go = button(t('leave.go'), () => tell(this, 'log-off'), { class: 'button' });
  #dialog = el('dialog', { 'aria-labelledby': this.#words.id });

  constructor() {
    super();
    const stay = button(t('leave.stay'), () => this.close(), {
      class: 'button next',
      autofocus: true,
    });
    const choice = el('div', { class: 'choice' }, stay, this.#go);
    this.#dialog.append(this.#words, this.#failed, choice);
    this.append(this.#dialog);
    // The page below hears no shortcut while it is asked.
    on(this.#dialog, 'keydown', (event) => event.stopPropagation());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {number} served  how many chats are being served */
  ask(served) {
    setText(this.#words, served > 0 ? many('leave.ask', served) : t('leave.askIdle'));
    setText(this.#failed, '');
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** @param {string} reason */
  fail(reason) {
    setText(this.#failed, t('pane.actionFailed', { reason }));
  }

  /** @param {boolean} busy */
  busy(busy) {
    set(this.#go, { disabled: busy });
  }

  close() {
    this.#dialog.close();
  }
}

customElements.define('log-off-ask', LogOffAsk);
