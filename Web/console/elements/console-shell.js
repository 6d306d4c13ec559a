/**
 * The frame of the console: the ways to its pages, and the desk, which lives on while another page
 * is shown: rings must not be missed.
 *
 * @import { Me } from '../../shared/wire.d.ts'
 */
import { el, fillWith, on, set, setText } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';
import { browserStore } from '../../shared/store.js';
import { askConsole } from '../ask.js';
import { LiveDesk } from '../desk.js';
import { AgentsPage } from '../pages/agents-page.js';
import { LettersPage } from '../pages/letters-page.js';
import { RoomsPage } from '../pages/rooms-page.js';
import { ringsOf } from '../state/desk.js';
import { DeskPage } from './desk-page.js';

/**
 * @typedef {'desk' | 'letters' | 'agents' | 'rooms'} PageName
 * @typedef {HTMLElement & { focusTitle?(): void }} Page
 */

const signs = /** @type {const} */ ({
  desk: 'chat',
  letters: 'letter',
  agents: 'people',
  rooms: 'door',
});

export class ConsoleShell extends HTMLElement {
  #me;
  #leave;
  #desk;
  #deskPage;
  #main = el('main', { id: 'content', tabindex: -1 });
  #badge = el('span', { class: 'badge number', hidden: true });
  /** @type {Map<PageName, HTMLElement>} */
  #ways = new Map();
  /** @type {Page | null} */
  #page = null;

  /** @param {{ me: Me, leave: (said: 'logOn.expired' | 'logOn.left') => void }} options */
  constructor({ me, leave }) {
    super();
    this.#me = me;
    this.#leave = leave;
    this.#desk = new LiveDesk({
      changed: () => this.#draw(),
      loggedOff: () => this.#go('logOn.expired'),
    });
    this.#deskPage = new DeskPage(this.#desk);
    const skip = el('a', { class: 'skip button', href: '#content', text: t('nav.skip') });
    this.append(skip, this.#nav(), this.#main);
    on(this, 'expired', () => this.#go('logOn.expired'));
  }

  connectedCallback() {
    globalThis.addEventListener('popstate', this.#follow);
    document.addEventListener('keydown', this.#press);
    this.#follow();
  }

  disconnectedCallback() {
    globalThis.removeEventListener('popstate', this.#follow);
    document.removeEventListener('keydown', this.#press);
  }

  /** @returns {PageName[]} */
  get #pages() {
    return this.#me.agent.administrator
      ? ['desk', 'letters', 'agents', 'rooms']
      : ['desk', 'letters', 'rooms'];
  }

  #nav() {
    const ways = this.#pages.map((page) => {
      const href = page === 'desk' ? '/console' : `/console/${page}`;
      const way = el('a', { href }, icon(signs[page]), el('span', { text: t(`nav.${page}`) }));
      if (page === 'desk') way.append(this.#badge);
      on(way, 'click', (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState(null, '', href);
        this.#follow();
      });
      this.#ways.set(page, way);
      return el('li', {}, way);
    });
    const off = el(
      'button',
      { type: 'button' },
      icon('leave'),
      el('span', { text: t('nav.logOff') }),
    );
    on(off, 'click', () => void this.#logOff());
    return el(
      'nav',
      { 'aria-label': t('console.nav') },
      el('ul', {}, ...ways, el('li', { class: 'last' }, off)),
    );
  }

  /** Shows the page that the address names. */
  #follow = () => {
    const wanted = location.pathname.split('/')[2] ?? '';
    const name = this.#pages.find((page) => page === wanted) ?? 'desk';
    for (const [page, way] of this.#ways) {
      set(way, { 'aria-current': page === name ? 'page' : null });
    }
    const first = this.#page === null;
    this.#page = this.#make(name);
    fillWith(this.#main, this.#page);
    if (!first) this.#page.focusTitle?.();
    this.#draw();
  };

  /**
   * @param {PageName} name
   * @returns {Page}
   */
  #make(name) {
    if (name === 'letters') return new LettersPage(this.#me);
    if (name === 'agents') return new AgentsPage(this.#me);
    if (name === 'rooms') return new RoomsPage();
    return this.#deskPage;
  }

  #draw() {
    this.#deskPage.show();
    const rings = ringsOf(this.#desk.state, this.#desk.now);
    const first = rings[0];
    set(this.#badge, { hidden: !first });
    setText(this.#badge, String(rings.length));
    const name = first?.name || t('ring.noName');
    document.title = first ? many('ring.title', rings.length, { name }) : t('console.title');
  }

  /** Ctrl+Enter answers from anywhere. @param {KeyboardEvent} event */
  #press = (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const first = ringsOf(this.#desk.state, this.#desk.now)[0];
    if (!first) return;
    event.preventDefault();
    if (this.#page !== this.#deskPage) {
      history.pushState(null, '', '/console');
      this.#follow();
    }
    this.#deskPage.answer(first.chat);
  };

  async #logOff() {
    this.#desk.leave();
    await askConsole('POST', 'log-off');
    // Who logs off on purpose leaves nothing behind on a shared machine.
    browserStore.removeAll('draft.');
    this.#go('logOn.left');
  }

  /** @param {'logOn.expired' | 'logOn.left'} said */
  #go(said) {
    this.#desk.leave();
    this.#leave(said);
  }
}

customElements.define('console-shell', ConsoleShell);
