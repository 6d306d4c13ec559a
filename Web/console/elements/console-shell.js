/**
 * The frame of the console: the ways to its pages, and the desk, which lives on while another page
 * is shown: rings must not be missed.
 *
 * @import { Card, Me } from '../../shared/wire.d.ts'
 * @import { Command } from '../state/keys.js'
 */
import { announce } from '../../shared/announce.js';
import { el, fillWith, on } from '../../shared/dom.js';
import { faultText, many, numberOf, t } from '../../shared/i18n.js';
import { browserStore, tabStore } from '../../shared/store.js';
import { Alarm } from '../alarm.js';
import { askConsole } from '../ask.js';
import { LiveDesk } from '../desk.js';
import { LetterBox } from '../letter-box.js';
import { ordersOf } from '../orders.js';
import { AgentsPage } from '../pages/agents-page.js';
import { LimitsPage } from '../pages/limits-page.js';
import { LettersPage } from '../pages/letters-page.js';
import { RoomPage } from '../pages/room-page.js';
import { RoomsPage } from '../pages/rooms-page.js';
import { WelcomePage } from '../pages/welcome-page.js';
import { liveFirst, ringsOf, servedOf } from '../state/desk-facts.js';
import { commandOf, isHeld } from '../state/keys.js';
import { CommandPalette } from './command-palette.js';
import { ConsoleNav } from './console-nav.js';
import { DeskPage } from './desk-page.js';
import { KeyMap } from './key-map.js';
import { LogOffAsk } from './log-off-ask.js';
import { MeMenu } from './me-menu.js';
import { RingFloat } from './ring-float.js';

/**
 * @typedef {'desk' | 'letters' | 'agents' | 'rooms' | 'limits' | 'welcome'} PageName
 * @typedef {HTMLElement & { focusTitle?(): void, showLetters?(): void, follow?(): void }} Page
 *   `follow`: the address names another part of the same page.
 */

/** Stands in the browser's store from a log-off until the next log-on. */
const leavingKey = 'loggedOff';

export class ConsoleShell extends HTMLElement {
  #me;
  #leave;
  #desk;
  #deskPage;
  #main = el('main', { id: 'content', tabindex: -1 });
  #float = new RingFloat();
  #logOffAsk = new LogOffAsk();
  #palette = new CommandPalette();
  #keyMap = new KeyMap();
  #alarm = new Alarm();
  #letters;
  #menu;
  #nav;
  /** Count-downs move on by themselves. @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  /** @type {Page | null} */
  #page = null;

  /** @param {{ me: Me, leave: (said: 'logOn.expired' | 'logOn.left') => void }} options */
  constructor({ me, leave }) {
    super();
    this.#me = me;
    this.#leave = leave;
    this.#letters = new LetterBox(me.agent.id, () => this.#draw());
    this.#menu = new MeMenu(me, this.#alarm);
    this.#nav = new ConsoleNav(this.#pages, this.#menu);
    this.#desk = new LiveDesk({
      agent: me.agent.id,
      changed: () => this.#draw(),
      loggedOff: () => this.#go(leaves() ? 'logOn.left' : 'logOn.expired'),
    });
    this.#deskPage = new DeskPage(this.#desk, () => this.#draw());
    const skip = el('a', { class: 'skip button', href: '#content', text: t('nav.skip') });
    const dialogs = [this.#logOffAsk, this.#palette, this.#keyMap];
    this.append(skip, this.#nav, this.#main, this.#float, ...dialogs);
    this.#listen();
    browserStore.remove(leavingKey);
  }

  #listen() {
    on(this, 'expired', () => this.#go('logOn.expired'));
    on(this, 'log-off', () => void this.#logOff());
    on(this, 'ask-log-off', () => this.#askLogOff());
    on(this, 'to-desk', () => this.#toDesk());
    on(this, 'open-page', (/** @type {CustomEvent} */ { detail }) => this.#open(detail));
    on(this, 'palette', () => this.#palette.open(this.#orders()));
    on(this, 'keys', () => this.#keyMap.open());
    on(this, 'alarm-changed', () => this.#draw());
    on(this, 'tone', () => this.#toggleTone());
    on(this.#float, 'answer', (/** @type {CustomEvent} */ event) => this.#answer(event.detail));
    on(this.#float, 'reject', (/** @type {CustomEvent} */ { detail }) => {
      void this.#desk.reject(detail);
    });
  }

  connectedCallback() {
    globalThis.addEventListener('popstate', this.#return);
    document.addEventListener('keydown', this.#press);
    document.addEventListener('visibilitychange', this.#draw);
    this.#ticking = setInterval(this.#tick, 1000);
    void this.#letters.look();
    this.#follow();
  }

  disconnectedCallback() {
    globalThis.removeEventListener('popstate', this.#return);
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
      ? ['desk', 'letters', 'agents', 'rooms', 'limits']
      : ['desk', 'letters', 'rooms'];
  }

  /** @type {PageName} */
  #name = 'desk';
  /** What of its kind the page shows: a room's id. */
  #thing = '';

  /** Shows the page that the address names. */
  #follow = () => {
    const name = this.#named;
    this.#name = name;
    this.#thing = this.#namedThing;
    this.#nav.show(name);
    const before = this.#page;
    this.#page = this.#make(name);
    // What is taken out and put back loses its scroll positions.
    if (this.#page !== before) fillWith(this.#main, this.#page);
    if (before) this.#page.focusTitle?.();
    this.#draw();
  };

  /** A jump within a page is told as a return, too; the page stays with what is typed in it. */
  #return = () => {
    if (this.#named !== this.#name || this.#namedThing !== this.#thing) this.#follow();
    else this.#page?.follow?.();
  };

  /** The end of the set-up has an address and no way to it. @returns {PageName} */
  get #named() {
    const wanted = location.pathname.split('/')[2];
    if (wanted === 'welcome' && this.#me.agent.administrator) return wanted;
    return this.#pages.find((page) => page === wanted) ?? 'desk';
  }

  /** Only administrators have a page for one room. */
  get #namedThing() {
    const [, , page, thing = ''] = location.pathname.split('/');
    return page === 'rooms' && this.#me.agent.administrator ? thing : '';
  }

  /** @param {string} page */
  #open(page) {
    history.pushState(null, '', page === 'desk' ? '/console' : `/console/${page}`);
    if (this.#thing !== '') this.#return();
    else this.#follow();
  }

  #toDesk() {
    if (this.#page !== this.#deskPage) this.#open('desk');
  }

  /**
   * @param {PageName} name
   * @returns {Page}
   */
  #make(name) {
    if (name === 'welcome') return new WelcomePage(this.#me);
    if (name === 'letters') return new LettersPage(this.#me, this.#letters);
    if (name === 'agents') return new AgentsPage(this.#me);
    if (name === 'limits') return new LimitsPage();
    if (name === 'rooms') {
      return this.#thing ? new RoomPage(this.#thing, this.#me) : new RoomsPage(this.#me);
    }
    return this.#deskPage;
  }

  #tick = () => {
    void this.#letters.look();
    this.#draw();
  };

  #draw = () => {
    if (!this.isConnected) return;
    const { state, now } = this.#desk;
    const rings = ringsOf(state, now);
    const floated = this.#float.contains(document.activeElement);
    this.#deskPage.tone = this.#alarm.tone;
    this.#deskPage.letters = this.#letters.unread;
    this.#nav.showLetters(this.#letters.unread);
    this.#page?.showLetters?.();
    this.#deskPage.show();
    this.#float.show(this.#desk, !this.#deskPage.showsRings);
    // Measuring costs a layout: only while there is something to be placed.
    if (!this.#float.isEmpty) this.#float.leaveFree(this.#deskPage.pixelsBelow);
    this.#deskPage.makeRoom(this.#float.pixels);
    // A ring that goes takes the focus with it; the page below has it back.
    if (floated && !this.#float.contains(document.activeElement)) this.focusTitle();
    this.#alarm.show(rings, { rooms: state.rooms, open: () => this.#toDesk() });
    this.#showTitle(rings);
  };

  /** What is new stands in the tab's title and at the way to the desk. @param {Card[]} rings */
  #showTitle(rings) {
    const unread = this.#desk.unread;
    const count = rings.length + unread;
    this.#nav.showNews(rings.length, unread);
    const status = this.#desk.state.browser;
    const page = this.#name === 'desk' && status ? t(`status.${status}`) : t(`nav.${this.#name}`);
    const name = rings[0]?.name || t('ring.noName');
    const title = rings.length > 0
      ? many('ring.title', rings.length, { name })
      : t('console.pageTitle', { page });
    document.title = count > 0 ? t('console.badged', { count: numberOf(count), title }) : title;
  }

  /** @param {KeyboardEvent} event */
  #press = (event) => {
    // What a dialog or a list has taken for itself is done.
    const asks = this.#palette.isOpen || this.#keyMap.isOpen || this.#logOffAsk.isOpen;
    if (event.defaultPrevented || asks) return;
    const target = event.target;
    const writing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement;
    const asked = commandOf(event, { writing });
    if (asked && (isHeld(asked.command, event) || this.#obey(asked))) event.preventDefault();
  };

  /**
   * @param {{ command: Command, number: number }} asked
   * @returns {boolean} whether there was something to do
   */
  #obey({ command, number }) {
    const { state, now } = this.#desk;
    const ring = ringsOf(state, now)[0]?.chat;
    /** @type {Record<Command, () => boolean | void>} */
    const acts = {
      answer: () => ring ? this.#answer(ring) : false,
      reject: () => ring ? void this.#desk.reject(ring) : false,
      palette: () => this.#palette.open(this.#orders()),
      keys: () => this.#keyMap.open(),
      chat: () => this.#goTo(liveFirst(state.chats)[number - 1]?.id),
      chatNext: () => this.#goTo(this.#deskPage.beside(1)),
      chatBefore: () => this.#goTo(this.#deskPage.beside(-1)),
      facts: () => this.#onDesk(() => this.#deskPage.toggleFacts()),
      hangUp: () => this.#onDesk(() => this.#deskPage.hangUp()),
      status: () => this.#turnStatus(),
    };
    return acts[command]() !== false;
  }

  /** @param {string | undefined} chat */
  #goTo(chat) {
    if (!chat) return false;
    this.#toDesk();
    this.#deskPage.goTo(chat);
  }

  /** What is done to a chat is done where it is seen. @param {() => void} act */
  #onDesk(act) {
    if (!this.#deskPage.active) return false;
    this.#toDesk();
    act();
  }

  #turnStatus() {
    const { browser } = this.#desk.state;
    if (browser !== 'WAITING_NEW_CALL' && browser !== 'TAKING_BREAK') return false;
    const turned = browser === 'TAKING_BREAK' ? 'WAITING_NEW_CALL' : 'TAKING_BREAK';
    void this.#desk.choose(turned).then(({ ok }) => {
      if (ok) announce(t(`status.${turned}`));
    });
  }

  #orders() {
    const { state, now, lines } = this.#desk;
    return ordersOf({
      desk: state,
      now,
      active: this.#deskPage.active,
      ways: this.#pages.map((name) => ({ name, label: t(`nav.${name}`) })),
      unread: (chat) => lines.get(chat)?.unread ?? 0,
      tone: this.#alarm.tone,
      notes: this.#alarm.notes,
      acts: {
        go: (page) => this.#open(page),
        pick: (chat) => void this.#goTo(chat),
        answer: (chat) => this.#answer(chat),
        reject: (chat) => void this.#desk.reject(chat),
        choose: (status) => void this.#desk.choose(status),
        putAway: () => this.#desk.putAwayEnded(),
        hangUp: () => void this.#onDesk(() => this.#deskPage.hangUp()),
        facts: () => void this.#onDesk(() => this.#deskPage.toggleFacts()),
        keys: () => this.#keyMap.open(),
        tone: () => this.#toggleTone(),
        notes: () => void this.#alarm.toggleNotes().then(() => this.#menu.show()),
        logOff: () => this.#askLogOff(),
      },
    });
  }

  #toggleTone() {
    this.#alarm.toggleTone();
    this.#menu.show();
    announce(t(this.#alarm.tone ? 'alarm.toneIsOn' : 'alarm.toneIsOff'));
    this.#draw();
  }

  #askLogOff() {
    const served = servedOf(this.#desk.state).length;
    if (served > 0) this.#logOffAsk.ask(served);
    else void this.#logOff();
  }

  /**
   * From wherever it is pressed: the chat is on the desk.
   * @param {string} chat
   */
  #answer(chat) {
    this.#toDesk();
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
    if (said === 'logOn.left') {
      browserStore.removeAll('draft.');
      for (const kind of ['own.', 'rangOut.']) tabStore.removeAll(kind);
    }
    this.#desk.leave();
    this.#alarm.leave();
    this.#leave(said);
  }

  #left = false;
}

customElements.define('console-shell', ConsoleShell);

/** Whether a tab of this browser is logging off, or has. */
function leaves() {
  return browserStore.get(leavingKey) === true;
}
