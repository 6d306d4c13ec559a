/**
 * The ways to the console's pages, how much is new on the desk, and who is logged on.
 *
 * @import { MeMenu } from './me-menu.js'
 *
 * @typedef {'desk' | 'letters' | 'agents' | 'rooms' | 'limits'} WayName
 */
import { el, on, set, setText, tell } from '../../shared/dom.js';
import { many, numberOf, t } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { lettersOf, toReadOf } from '../letter-words.js';
import { listOf } from '../words.js';

const signs = /** @type {const} */ ({
  desk: 'chat',
  letters: 'letter',
  agents: 'people',
  rooms: 'door',
  limits: 'gauge',
});

export class ConsoleNav extends HTMLElement {
  #badge = badge();
  #letters = badge();
  /** @type {Map<string, HTMLElement>} */
  #ways = new Map();

  /**
   * @param {WayName[]} pages
   * @param {MeMenu} menu
   */
  constructor(pages, menu) {
    super();
    const ways = pages.map((page) => el('li', {}, this.#way(page)));
    const list = el('ul', {}, ...ways, el('li', { class: 'last' }, menu));
    this.append(el('nav', { 'aria-label': t('console.nav') }, list));
  }

  /** @param {string} page  the one that is shown */
  show(page) {
    for (const [name, way] of this.#ways) {
      set(way, { 'aria-current': name === page ? 'page' : null });
    }
  }

  /**
   * @param {number} rings
   * @param {number} unread
   */
  showNews(rings, unread) {
    const words = [
      ...(rings > 0 ? [many('desk.rings', rings)] : []),
      ...(unread > 0 ? [many('desk.unread', unread)] : []),
    ];
    set(this.#badge, {
      hidden: words.length === 0,
      'aria-label': listOf(words),
      'data-rings': rings > 0,
    });
    setText(this.#badge, numberOf(rings + unread));
  }

  /** @param {number} unread  letters */
  showLetters(unread) {
    set(this.#letters, {
      hidden: unread === 0,
      'aria-label': unread > 0 ? toReadOf(unread) : null,
    });
    setText(this.#letters, lettersOf(unread));
  }

  /** @param {WayName} page */
  #way(page) {
    const href = page === 'desk' ? '/console' : `/console/${page}`;
    const way = el('a', { href }, icon(signs[page]), el('span', { text: t(`nav.${page}`) }));
    if (page === 'desk') way.append(this.#badge);
    if (page === 'letters') way.append(this.#letters);
    on(way, 'click', (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell(this, 'open-page', page);
    });
    this.#ways.set(page, way);
    return way;
  }
}

customElements.define('console-nav', ConsoleNav);

function badge() {
  return el('span', { class: 'badge number', role: 'img', hidden: true });
}
