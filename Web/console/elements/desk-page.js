/**
 * The desk: status, rings and lists on one side, the chats side by side, the customer's facts.
 * On a narrow screen one column at a time, on a middling one two, in the same order.
 *
 * @import { AgentChat } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { announce } from '../../shared/announce.js';
import { drawList, el, fillWith, on, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { scrollByKeys } from '../scrolling.js';
import { askingOf, liveFirst, rangOutOf, ringsOf, servedOf } from '../state/desk-facts.js';
import { goneTo, listIsSeen, panesOf, usedNow } from '../state/panes.js';
import { ChatLists } from './chat-lists.js';
import { ChatPane } from './chat-pane.js';
import { FactsPanel } from './facts-panel.js';
import { IdleNote } from './idle-note.js';
import { RingStack } from './ring-stack.js';
import { StatusSwitch } from './status-switch.js';

/** A pane narrower than this is no place to talk. */
const paneMinPixels = 22 * 16;
const roomy = matchMedia('(min-width: 75rem)');
// The same widths stand in desk-page.css.
const wide = matchMedia('(min-width: 64rem)');
const narrow = matchMedia('(max-width: 45rem)');
const byTouch = matchMedia('(pointer: coarse)');

export class DeskPage extends HTMLElement {
  #desk;
  #changed;
  #title = el('h1', { class: 'spoken', text: t('desk.label'), tabindex: -1 });
  #status = new StatusSwitch();
  #rings = new RingStack();
  #lists = new ChatLists();
  #panes = el('div', { class: 'panes' });
  #facts = new FactsPanel();
  #factsWanted = roomy.matches;
  #idle = new IdleNote();
  /** @type {Map<string, ChatPane>} */
  #made = new Map();
  /** @type {string[]} */
  #used = [];
  #fit = 1;
  /** Rings already said. @type {Set<string>} */
  #said = new Set();
  /** Chats this screen has answered, to be shown when they come. @type {Set<string>} */
  #answered = new Set();
  #pendingFocus = '';
  /** Whether the ring tone is on. */
  tone = false;
  /** How many letters are unread. */
  letters = 0;
  /** Whether the desk has yet to come for the first time. */
  #awaited = true;

  /**
   * @param {LiveDesk} desk
   * @param {() => void} changed  draws the whole console anew
   */
  constructor(desk, changed) {
    super();
    this.#desk = desk;
    this.#changed = changed;
    this.dataset.column = 'list';
    const side = el('section', { class: 'side', 'aria-label': t('desk.label') });
    const lists = el('div', { class: 'scroll', role: 'group', 'aria-label': t('desk.lists') });
    lists.append(this.#rings, this.#lists);
    scrollByKeys(lists);
    side.append(this.#status, lists);
    this.append(this.#title, side, this.#panes, this.#facts);
    this.#listen();
    new ResizeObserver(() => this.#measure()).observe(this.#panes);
  }

  /** Whether the rings stand in the list; on a narrow screen they float near the thumb instead. */
  get showsRings() {
    if (narrow.matches) return false;
    const size = wide.matches ? 'wide' : 'middling';
    return this.isConnected && listIsSeen(this.dataset.column ?? '', size);
  }

  /** How much of the screen's end what floats leaves free: what is written must be seen. */
  get pixelsBelow() {
    const pane = this.dataset.column === 'chat' ? this.#made.get(this.active) : undefined;
    return this.isConnected ? pane?.bottomPixels ?? 0 : 0;
  }

  /**
   * On a phone the last words of a chat, and the last rows of the list, stand above what floats there.
   * @param {number} pixels
   */
  makeRoom(pixels) {
    if (pixels > 0 && narrow.matches) this.style.setProperty('--rings', `${pixels}px`);
    else this.style.removeProperty('--rings');
  }

  /** @param {string} chat */
  async answer(chat) {
    // The first press is still on its way: a second one must not take back where it leads.
    if (this.#desk.state.acts[chat]) return;
    this.#answered.add(chat);
    if (!await this.#desk.answer(chat)) this.#answered.delete(chat);
  }

  /** The chat in use; empty when there is none. */
  get active() {
    return this.#used[0] ?? liveFirst(this.#desk.state.chats)[0]?.id ?? '';
  }

  /**
   * The chat before or after the one in use.
   * @param {1 | -1} step
   */
  beside(step) {
    const ids = liveFirst(this.#desk.state.chats).map(({ id }) => id);
    return ids.at((ids.indexOf(this.active) + step) % ids.length);
  }

  /** @param {string} chat */
  goTo(chat) {
    this.#use(chat, true);
    this.#changed();
  }

  toggleFacts() {
    if (this.active) this.#toggleFacts(this.active);
    this.#changed();
  }

  /** As the chat's own button: the second press is the one that counts. */
  hangUp() {
    this.goTo(this.active);
    this.#made.get(this.active)?.hangUp();
  }

  show() {
    const { state, now } = this.#desk;
    const held = this.contains(document.activeElement);
    this.#status.show(state, this.#desk.cut, this.#desk.now);
    const rings = ringsOf(state, now);
    this.#rings.show(this.#desk, this.showsRings);
    this.#announce(rings);
    this.#showChats(state.chats);
    set(this, { 'data-idle': state.chats.length === 0 });
    if (state.chats.length === 0) this.#showIdle(rings.length);
    if (held && !this.contains(document.activeElement)) this.focusTitle();
    if (this.#awaited && state.known) this.#arrive();
  }

  /** Where the hands are wanted: in the chat, else at the desk's beginning. */
  focusTitle() {
    const pane = this.#made.get(this.#used[0] ?? '') ?? [...this.#made.values()][0];
    if (!pane?.checkVisibility()) return this.#title.focus();
    // By touch the keyboard would cover what was said last.
    if (byTouch.matches) pane.focusTitle();
    else pane.focusInput();
  }

  /** After a reload the person is where they were; who is somewhere already stays there. */
  #arrive() {
    this.#awaited = false;
    const { activeElement } = document;
    if (activeElement === this.#title || activeElement === document.body) this.focusTitle();
  }

  /** @param {AgentChat[]} chats */
  #showChats(chats) {
    for (const { id } of chats) if (this.#answered.delete(id)) this.#use(id, true);
    const ids = chats.map((chat) => chat.id);
    this.#used = this.#used.filter((id) => ids.includes(id));
    const { active } = this;
    if (active && this.#used.length === 0) this.#used = goneTo([], active, this.#live);
    const visible = panesOf(ids, this.#used, this.#fit);
    this.#lists.show(this.#desk, active);
    const asks = askingOf(this.#desk.state, this.#used);
    if (chats.length > 0) {
      this.#idle.remove();
      drawList(this.#panes, chats.filter((chat) => visible.includes(chat.id)), {
        key: (chat) => chat.id,
        make: (chat) => this.#pane(chat),
        show: (pane, chat) => pane.show(chat, chat.id === asks),
      });
    }
    for (const id of this.#made.keys()) if (!ids.includes(id)) this.#made.delete(id);
    this.#showFacts(chats.find((chat) => chat.id === active));
    if (!active) this.dataset.column = 'list';
    if (this.#pendingFocus && this.#made.get(this.#pendingFocus)?.isConnected) {
      this.#made.get(this.#pendingFocus)?.focusInput();
      this.#pendingFocus = '';
    }
  }

  /** @param {number} rings */
  #showIdle(rings) {
    const { state, now } = this.#desk;
    const { tone, letters } = this;
    this.#idle.show(state, { rings, rangOut: rangOutOf(state, now).length, tone, letters });
    if (!this.#idle.isConnected) fillWith(this.#panes, this.#idle);
  }

  /** @param {AgentChat | undefined} chat */
  #showFacts(chat) {
    set(this.#facts, { hidden: !(chat && this.#factsWanted) });
    if (chat) {
      const [told] = this.#desk.lines.get(chat.id)?.transcript.entries ?? [];
      this.#facts.show(chat, this.#desk.state.agent, told);
    }
  }

  /** @param {AgentChat} chat */
  #pane(chat) {
    const pane = this.#made.get(chat.id) ?? new ChatPane(this.#desk, chat);
    this.#made.set(chat.id, pane);
    return pane;
  }

  /**
   * @param {string} chat
   * @param {boolean} goes  whether the person went there, rather than merely touched it
   */
  #use(chat, goes) {
    this.#used = goes ? goneTo(this.#used, chat, this.#live) : usedNow(this.#used, chat);
    if (!goes) return;
    this.dataset.column = 'chat';
    this.#pendingFocus = chat;
  }

  get #live() {
    return servedOf(this.#desk.state).map(({ id }) => id);
  }

  #measure() {
    const fit = Math.max(1, Math.floor(this.#panes.clientWidth / paneMinPixels));
    if (fit === this.#fit) return;
    this.#fit = fit;
    this.#changed();
  }

  /** @param {ReturnType<typeof ringsOf>} rings */
  #announce(rings) {
    for (const { chat, ringing, name, room, question } of rings) {
      const key = `${chat} ${ringing?.offer}`;
      if (this.#said.has(key)) continue;
      this.#said.add(key);
      announce(t('ring.announce', {
        name: name || t('ring.noName'),
        room: this.#desk.state.rooms[room]?.name ?? '',
        question,
      }));
    }
  }

  #listen() {
    /** @type {Record<string, (detail: string) => void>} */
    const acts = {
      answer: (chat) => void this.answer(chat),
      reject: (chat) => void this.#desk.reject(chat),
      choose: (status) => void this.#desk.choose(/** @type {'TAKING_BREAK'} */ (status)),
      pick: (chat) => this.#use(chat, true),
      used: (chat) => this.#use(chat, false),
      back: () => this.#goBack(),
      'put-away-ended': () => this.#desk.putAwayEnded(),
      facts: (chat) => this.#toggleFacts(chat),
      'facts-close': () => this.#closeFacts(),
    };
    for (const [name, act] of Object.entries(acts)) {
      on(this, name, (/** @type {CustomEvent} */ { detail }) => {
        act(detail);
        this.#changed();
      });
    }
    on(this.#facts, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.#closeFacts();
    });
  }

  #goBack() {
    this.dataset.column = 'list';
    this.#lists.focusActive();
  }

  /** @param {string} chat */
  #toggleFacts(chat) {
    const same = this.#used[0] === chat || this.#used.length === 0;
    const seen = this.#factsWanted && (wide.matches || this.dataset.column === 'facts');
    this.#use(chat, false);
    if (same && seen) return this.#closeFacts();
    this.#factsWanted = true;
    if (wide.matches) return;
    this.dataset.column = 'facts';
    this.#changed();
    this.#facts.focusTitle();
  }

  #closeFacts() {
    this.#factsWanted = false;
    if (this.dataset.column === 'facts') this.dataset.column = 'chat';
    this.#changed();
    (this.#made.get(this.#used[0] ?? '') ?? [...this.#made.values()][0])?.focusFacts();
  }
}

customElements.define('desk-page', DeskPage);
