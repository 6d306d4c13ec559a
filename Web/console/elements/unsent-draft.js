/** What the agent was writing when the chat ended: nothing is lost that somebody has written. */
import { announce } from '../../shared/announce.js';
import { button, el, setText, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

const copiedMilliseconds = 2500;

export class UnsentDraft extends HTMLElement {
  #words;
  #copy = button(t('copy.copy'), () => void this.#take(), { class: 'button' });

  /** @param {string} text */
  constructor(text) {
    super();
    this.#words = el('p', { class: 'words', dir: 'auto', text, tabindex: 0 });
    const label = el('p', { class: 'label quiet-text', text: t('pane.unsent') });
    this.#words.setAttribute('aria-label', t('pane.unsent'));
    this.#words.setAttribute('role', 'group');
    const dismiss = button(t('pane.unsentDismiss'), () => tell(this, 'dismiss'), {
      class: 'button quiet',
    });
    this.append(
      el('div', { class: 'kept' }, label, this.#words),
      el('div', { class: 'acts' }, this.#copy, dismiss),
    );
  }

  async #take() {
    let done = true;
    try {
      await navigator.clipboard.writeText(this.#words.textContent ?? '');
    } catch {
      // On plain http the clipboard is closed; the text is selected for the keyboard.
      getSelection()?.selectAllChildren(this.#words);
      done = false;
    }
    const said = t(done ? 'copy.copied' : 'copy.select');
    announce(said);
    setText(this.#copy, said);
    setTimeout(() => setText(this.#copy, t('copy.copy')), copiedMilliseconds);
  }
}

customElements.define('unsent-draft', UnsentDraft);
