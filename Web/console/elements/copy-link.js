/** A link that is to be given to somebody: shown whole, copied with one press. */
import { button, el, on, setText } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

const copiedMilliseconds = 2500;

export class CopyLink extends HTMLElement {
  #input;
  #button = button(t('copy.copy'), () => void this.#copy(), { class: 'button' });

  /**
   * @param {string} label
   * @param {string} link
   * @param {{ opens?: boolean }} [options]  whether the agent may want to look at it
   */
  constructor(label, link, { opens = false } = {}) {
    super();
    this.#input = el('input', { readonly: true, dir: 'ltr', 'aria-label': label, value: link });
    on(this.#input, 'focus', () => this.#input.select());
    const row = el('div', { class: 'row' }, this.#input, this.#button);
    if (opens) {
      row.append(el('a', {
        href: link,
        target: '_blank',
        rel: 'noopener',
        class: 'button',
        text: t('rooms.open'),
        'aria-label': t('rooms.openWhat', { label }),
      }));
    }
    this.append(el('p', { class: 'label', text: label, 'aria-hidden': 'true' }), row);
    this.#button.setAttribute('aria-live', 'polite');
  }

  async #copy() {
    this.#input.focus();
    try {
      await navigator.clipboard.writeText(this.#input.value);
      setText(this.#button, t('copy.copied'));
    } catch {
      // On plain http the clipboard is closed; the link is selected for the keyboard.
      setText(this.#button, t('copy.select'));
    }
    setTimeout(() => setText(this.#button, t('copy.copy')), copiedMilliseconds);
  }
}

customElements.define('copy-link', CopyLink);
