/**
 * The desk: status, rings and lists on one side, the chats side by side, the customer's facts.
 * On a narrow screen one column at a time, in the same order.
 *
 * @import { AgentChat } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { announce } from '../../shared/announce.js';
import { drawList, el, fillWith, on, set, setText } from '../../shared/dom.js';
import { LinkBar } from '../../shared/elements/link-bar.js';
import { t } from '../../shared/i18n.js';
import { partingsOf, ringsOf } from '../state/desk.js';
import { panesOf, usedNow } from '../state/panes.js';
import { ChatLists } from './chat-lists.js';
import { ChatPane } from './chat-pane.js';
import { FactsPanel } from './facts-panel.js';
import { RingCard } from './ring-card.js';
import { StatusSwitch } from './status-switch.js';

/** A pane narrower than this is no place to talk. */
const paneMinPixels = 22 * 16;
const factsBesidePixels = 75 * 16;

export class DeskPage extends HTMLElement {
  #desk;
  #status = new StatusSwitch();
  #link = new LinkBar();
  #partings = el('ul', { class: 'partings' });
  #rings = el('div', { class: 'rings' });
  #lists = new ChatLists();
  #panes = el('div', { class: 'panes' });
  #facts = new FactsPanel();
  #factsWanted = matchMedia(`(min-width: ${factsBesidePixels}px)`).matches;
  #idle = el('div', { class: 'idle' }, el('h2'), el('p', { class: 'quiet-text' }));
  /** @type {Map<string, ChatPane>} */
  #made = new Map();
  /** @type {string[]} */
  #used = [];
  #fit = 1;
  /** Rings already said. @type {Set<string>} */
  #said = new Set();
  /** Chats this screen has answered, to be shown when they come. @type {Set<string>} */
  #answered = new Set();

  /** @param {LiveDesk} desk */
  constructor(desk) {
    super();
    this.#desk = desk;
    this.dataset.column = 'list';
    const side = el('section', { class: 'side', 'aria-label': t('desk.label') });
    const told = el('div', { role: 'status' }, this.#partings);
    const scroll = el('div', { class: 'scroll' }, told, this.#rings, this.#lists);
    side.append(this.#status, scroll);
    this.append(
      el('h1', { class: 'spoken', text: t('desk.label') }),
      side,
      this.#panes,
      this.#facts,
    );
    side.prepend(el('div', { class: 'link' }, this.#link));
    this.#listen();
    new ResizeObserver(() => this.#measure()).observe(this.#panes);
    setInterval(() => this.isConnected && this.show(), 1000);
    document.addEventListener('visibilitychange', () => this.isConnected && this.show());
  }

  /** @param {string} chat */
  answer(chat) {
    this.#answered.add(chat);
    void this.#desk.answer(chat);
  }

  show() {
    const { state, now, link } = this.#desk;
    this.#status.show(state);
    this.#link.show(link);
    const rings = ringsOf(state, now);
    drawList(this.#rings, rings, {
      key: (card) => card.chat,
      make: () => new RingCard(),
      show: (element, card) => {
        const room = state.rooms[card.room]?.name ?? '';
        element.show(card, { now, room, answering: state.acts[card.chat]?.act === 'answer' });
      },
    });
    drawList(this.#partings, partingsOf(state, now), {
      key: (parting) => parting.chat,
      make: () => el('li'),
      show: (row, { name, reason }) =>
        setText(row, t(`gone.${reason}`, { name: name || t('ring.noName') })),
    });
    this.#announce(rings);
    this.#showChats(state.chats);
  }

  /** @param {AgentChat[]} chats */
  #showChats(chats) {
    for (const { id } of chats) if (this.#answered.delete(id)) this.#use(id, true);
    const ids = chats.map((chat) => chat.id);
    this.#used = this.#used.filter((id) => ids.includes(id));
    const active = this.#used[0] ?? ids[0] ?? '';
    const visible = panesOf(ids, active ? usedNow(this.#used, active) : [], this.#fit);
    this.#lists.show(this.#desk, active);
    if (chats.length === 0) this.#showIdle();
    else {
      this.#idle.remove();
      drawList(this.#panes, chats.filter((chat) => visible.includes(chat.id)), {
        key: (chat) => chat.id,
        make: (chat) => this.#pane(chat),
        show: (pane, chat) => pane.show(chat),
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

  #pendingFocus = '';

  #showIdle() {
    const breaks = this.#desk.state.browser === 'TAKING_BREAK';
    const [head, body] = this.#idle.children;
    if (head) setText(head, t(breaks ? 'desk.idleBreak' : 'desk.idle'));
    if (body) setText(body, t(breaks ? 'desk.idleBreakBody' : 'desk.idleBody'));
    if (!this.#idle.isConnected) fillWith(this.#panes, this.#idle);
  }

  /** @param {AgentChat | undefined} chat */
  #showFacts(chat) {
    set(this.#facts, { hidden: !(chat && this.#factsWanted) });
    if (chat) this.#facts.show(chat);
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
    this.#used = usedNow(this.#used, chat);
    if (!goes) return;
    this.dataset.column = 'chat';
    this.#pendingFocus = chat;
  }

  #measure() {
    const fit = Math.max(1, Math.floor(this.#panes.clientWidth / paneMinPixels));
    if (fit === this.#fit) return;
    this.#fit = fit;
    this.show();
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
      answer: (chat) => this.answer(chat),
      reject: (chat) => void this.#desk.reject(chat),
      choose: (status) => void this.#desk.choose(/** @type {'TAKING_BREAK'} */ (status)),
      pick: (chat) => this.#use(chat, true),
      used: (chat) => this.#use(chat, false),
      back: () => this.dataset.column = 'list',
      facts: (chat) => this.#toggleFacts(chat),
      'facts-close': () => this.#closeFacts(),
    };
    for (const [name, act] of Object.entries(acts)) {
      on(this, name, (/** @type {CustomEvent} */ { detail }) => {
        act(detail);
        this.show();
      });
    }
  }

  /** @param {string} chat */
  #toggleFacts(chat) {
    const same = this.#used[0] === chat || this.#used.length === 0;
    this.#factsWanted = !(same && this.#factsWanted && !this.#narrow);
    this.#use(chat, false);
    if (this.#factsWanted) this.dataset.column = 'facts';
    this.show();
    if (this.#factsWanted && this.#narrow) this.#facts.focusTitle();
  }

  #closeFacts() {
    this.#factsWanted = false;
    this.dataset.column = 'chat';
    this.#made.get(this.#used[0] ?? '')?.focusInput();
  }

  get #narrow() {
    return matchMedia('(max-width: 45rem)').matches;
  }
}

customElements.define('desk-page', DeskPage);
