/** A screen that says one thing and offers what can be done. */
import { el } from '../../shared/dom.js';
import { icon } from '../../shared/icons.js';

/** @typedef {Parameters<typeof icon>[0]} IconName */

export class PlainNotice extends HTMLElement {
  #headline;

  /**
   * @param {{ sign: IconName, headline: string, body?: string, actions?: HTMLElement[],
   *   alone?: boolean }} options  `alone`: no bar above it has the page's headline
   */
  constructor({ sign, headline, body = '', actions = [], alone = false }) {
    super();
    this.className = 'screen';
    this.#headline = el(alone ? 'h1' : 'h2', { text: headline, tabindex: -1 });
    this.append(
      el('div', { class: 'sign' }, icon(sign)),
      this.#headline,
      el('p', { text: body }),
      el('div', { class: 'actions' }, ...actions),
    );
  }

  focusTitle() {
    this.#headline.focus();
  }
}

customElements.define('plain-notice', PlainNotice);
