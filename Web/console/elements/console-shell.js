/**
 * The frame of the console: the ways to its pages, and the desk, which lives on while another page
 * is shown: rings must not be missed.
 *
 * @import { Me } from '../../shared/wire.d.ts'
 */
import { el, fillWith, on, set, setText } from '../../shared/dom.js';
import { faultText, many, t } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';
import { browserStore } from '../../shared/store.js';
import { askConsole } from '../ask.js';
import { LiveDesk } from '../desk.js';
import { AgentsPage } from '../pages/agents-page.js';
import { LettersPage } from '../pages/letters-page.js';
import { RoomsPage } from '../pages/rooms-page.js';
import { WelcomePage } from '../pages/welcome-page.js';
import { ringsOf, servedOf } from '../state/desk.js';
import { DeskPage } from './desk-page.js';
import { LogOffAsk } from './log-off-ask.js';
import { RingFloat } from './ring-float.js';

/**
 * @typedef {'desk' | 'letters' | 'agents' | 'rooms' | 'welcome'} PageName
 * @typedef {HTMLElement & { focusTitle?(): void }} Page
 */

const signs = /** @type {const} */ ({
  desk: 'chat',
  letters: 'letter',
  agents: 'people',
  rooms: 'door',
});

/** Stands in the browser's store from a log-off until the next log-on. */
const leavingKey = 'loggedOff';

export class ConsoleShell extends HTMLElement {
  #me;
  #leave;
  #desk;
  #deskPage;
  #main = el('main', { id: 'content', tabindex: -1 });
  #badge = el('span', { class: 'badge number', hidden: true });
  #float = new RingFloat();
  #logOffAsk = new LogOffAsk();
  /** Count-downs move on by themselves. @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
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
      loggedOff: () => this.#go(leaves() ? 'logOn.left' : 'logOn.expired'),
    });
    this.#deskPage = new DeskPage(this.#desk, () => this.#draw());
    const skip = el('a', { class: 'skip button', href: '#content', text: t('nav.skip') });
    this.append(skip, this.#nav(), this.#main, this.#float, this.#logOffAsk);
    on(this, 'expired', () => this.#go('logOn.expired'));
    on(this, 'log-off', () => void this.#logOff());
    on(this, 'to-desk', () => this.#toDesk());
    on(this.#float, 'answer', (/** @type {CustomEvent} */ event) => this.#answer(event.detail));
    on(this.#float, 'reject', (/** @type {CustomEvent} */ { detail }) => {
      void this.#desk.reject(detail);
    });
    browserStore.remove(leavingKey);
  }

  connectedCallback() {
    globalThis.addEventListener('popstate', this.#follow);
    document.addEventListener('keydown', this.#press);
    document.addEventListener('visibilitychange', this.#draw);
    this.#ticking = setInterval(this.#draw, 1000);
    this.#follow();
  }

  disconnectedCallback() {
    globalThis.removeEventListener('popstate', this.#follow);
    document.removeEventListener('keydown', this.#press);
    document.removeEventListener('visibilitychange', this.#draw);
    clearInterval(this.#ticking);
  }

  focusTitle() {
    this.#page?.focusTitle?.();
  }

  /** @returns {Exclude<PageName, 'welcome'>[]} */
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
    on(off, 'click', () => {
      const served = servedOf(this.#desk.state).length;
      if (served > 0) this.#logOffAsk.ask(served);
      else void this.#logOff();
    });
    return el(
      'nav',
      { 'aria-label': t('console.nav') },
      el('ul', {}, ...ways, el('li', { class: 'last' }, off)),
    );
  }

  /** @type {PageName} */
  #name = 'desk';

  /** Shows the page that the address names. */
  #follow = () => {
    const wanted = location.pathname.split('/')[2] ?? '';
    const name = this.#named(wanted);
    this.#name = name;
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
   * The end of the set-up has an address and no way to it.
   * @param {string} wanted
   * @returns {PageName}
   */
  #named(wanted) {
    if (wanted === 'welcome' && this.#me.agent.administrator) return wanted;
    return this.#pages.find((page) => page === wanted) ?? 'desk';
  }

  #toDesk() {
    history.pushState(null, '', '/console');
    this.#follow();
  }

  /**
   * @param {PageName} name
   * @returns {Page}
   */
  #make(name) {
    if (name === 'welcome') return new WelcomePage(this.#me);
    if (name === 'letters') return new LettersPage(this.#me);
    if (name === 'agents') return new AgentsPage(this.#me);
    if (name === 'rooms') return new RoomsPage();
    return this.#deskPage;
  }

  #draw = () => {
    if (!this.isConnected) return;
    const { state, now } = this.#desk;
    const floated = this.#float.contains(document.activeElement);
    this.#deskPage.show();
    this.#float.show(this.#desk, !this.#deskPage.showsList);
    // A ring that goes takes the focus with it; the page below has it back.
    if (floated && !this.#float.contains(document.activeElement)) this.focusTitle();
    const rings = ringsOf(state, now);
    const first = rings[0];
    set(this.#badge, { hidden: !first });
    setText(this.#badge, String(rings.length));
    const name = first?.name || t('ring.noName');
    const page = this.#name === 'desk' && state.browser
      ? t(`status.${state.browser}`)
      : t(`nav.${this.#name}`);
    document.title = first
      ? many('ring.title', rings.length, { name })
      : t('console.pageTitle', { page });
  };

  /** Ctrl+Enter answers from anywhere. @param {KeyboardEvent} event */
  #press = (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const first = ringsOf(this.#desk.state, this.#desk.now)[0];
    if (!first) return;
    event.preventDefault();
    this.#answer(first.chat);
  };

  /**
   * From wherever it is pressed: the chat is on the desk.
   * @param {string} chat
   */
  #answer(chat) {
    if (this.#page !== this.#deskPage) this.#toDesk();
    void this.#deskPage.answer(chat);
  }

  async #logOff() {
    this.#logOffAsk.busy(true);
    // Other tabs hear that the log-on ended; this tells them that it was meant.
    browserStore.set(leavingKey, true);
    const answer = await askConsole('POST', 'log-off');
    this.#logOffAsk.busy(false);
    if (!answer.ok && answer.status !== 401) {
      browserStore.remove(leavingKey);
      this.#logOffAsk.ask(servedOf(this.#desk.state).length);
      return this.#logOffAsk.fail(faultText(answer.fault));
    }
    this.#go('logOn.left');
  }

  /** @param {'logOn.expired' | 'logOn.left'} said */
  #go(said) {
    if (this.#left) return;
    this.#left = true;
    // Who logs off on purpose leaves nothing behind on a shared machine.
    if (said === 'logOn.left') browserStore.removeAll('draft.');
    this.#desk.leave();
    this.#leave(said);
  }

  #left = false;
}

customElements.define('console-shell', ConsoleShell);

/** Whether a tab of this browser is logging off, or has. */
function leaves() {
  return browserStore.get(leavingKey) === true;
}
