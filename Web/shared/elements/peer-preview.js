/**
 * What the other side is typing now. Its room is always kept, so that nothing moves.
 * It is not read out by itself: words that change four times a second are noise to the ear.
 */
import { el, setText } from '../dom.js';
import { t } from '../i18n.js';

export class PeerPreview extends HTMLElement {
  #name = el('span', { class: 'name' });
  #text = el('span', { class: 'words', dir: 'auto' });

  constructor() {
    super();
    this.append(this.#name, el('span', { class: 'tail' }, this.#text));
  }

  /**
   * @param {string} label  who types
   * @param {string} text  empty: nobody does
   */
  show(label, text) {
    setText(this.#name, text ? label : '');
    setText(this.#text, text ? t('preview.words', { text }) : '');
    this.classList.toggle('busy', text !== '');
  }
}

customElements.define('peer-preview', PeerPreview);
