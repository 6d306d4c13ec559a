/**
 * The desk's two lists: the own chats, and what waits.
 *
 * @import { AgentChat, Card } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { button, drawList, el, set, setText, tell } from '../../shared/dom.js';
import { lastingOf, many, t, timeOf } from '../../shared/i18n.js';
import { waitingOf } from '../state/desk.js';

export class ChatLists extends HTMLElement {
  #chats = el('ul', { class: 'chats' });
  #waiting = el('ul', { class: 'waiting' });
  #noChats = el('p', { class: 'quiet-text none', text: t('desk.noChats') });
  #noWaiting = el('p', { class: 'quiet-text none', text: t('desk.noWaiting') });
  #waitingCount = el('span', { class: 'number' });

  constructor() {
    super();
    const chats = el('h2', { id: 'own-chats', text: t('desk.chats') });
    const waits = el('h2', { id: 'waiting-chats' }, `${t('desk.waiting')} `, this.#waitingCount);
    set(this.#chats, { 'aria-labelledby': chats.id });
    set(this.#waiting, { 'aria-labelledby': waits.id });
    this.append(chats, this.#chats, this.#noChats, waits, this.#waiting, this.#noWaiting);
  }

  /**
   * @param {LiveDesk} desk
   * @param {string} active
   */
  show(desk, active) {
    const { chats } = desk.state;
    drawList(this.#chats, chats, {
      key: (chat) => chat.id,
      make: (chat) => this.#makeChat(chat),
      show: (row, chat) => showChat(row, chat, desk, chat.id === active),
    });
    const waiting = waitingOf(desk.state, desk.now);
    drawList(this.#waiting, waiting, {
      key: (card) => card.chat,
      make: makeWaiting,
      show: (row, card) => showWaiting(row, card, desk),
    });
    set(this.#noChats, { hidden: chats.length > 0 });
    set(this.#noWaiting, { hidden: waiting.length > 0 });
    setText(this.#waitingCount, waiting.length > 0 ? String(waiting.length) : '');
  }

  /** To the row of the chat in use. */
  focusActive() {
    const row = this.#chats.querySelector('[aria-current]');
    if (row instanceof HTMLElement) row.focus();
  }

  /** @param {AgentChat} chat */
  #makeChat(chat) {
    const pick = button('', () => tell(this, 'pick', chat.id));
    pick.append(
      el('span', { class: 'name', dir: 'auto' }),
      el('span', { class: 'when quiet-text number' }),
      el('span', { class: 'last quiet-text', dir: 'auto' }),
      el('span', { class: 'unread number' }),
    );
    return el('li', {}, pick);
  }
}

customElements.define('chat-lists', ChatLists);

/**
 * @param {HTMLElement} row
 * @param {AgentChat} chat
 * @param {LiveDesk} desk
 * @param {boolean} active
 */
function showChat(row, chat, desk, active) {
  const line = desk.lines.get(chat.id);
  const unread = line?.unread ?? 0;
  const last = line?.transcript.entries.findLast((entry) => entry.kind === 'text');
  const [name, when, text, count] = row.querySelectorAll('span');
  if (!name || !when || !text || !count) return;
  setText(name, nameOf(chat));
  setText(when, timeOf(last?.at ?? chat.servedAt ?? chat.askedAt));
  setText(text, chat.state === 'served' ? last?.body ?? '' : t('pane.ended'));
  setText(count, unread > 0 ? String(unread) : '');
  set(count, {
    'aria-label': unread > 0 ? many('desk.unread', unread) : null,
    role: unread ? 'img' : null,
  });
  set(row.querySelector('button') ?? row, { 'aria-current': active ? 'true' : null });
  row.classList.toggle('over', chat.state !== 'served');
}

function makeWaiting() {
  return el(
    'li',
    {},
    el('span', { class: 'name', dir: 'auto' }),
    el('span', { class: 'when quiet-text number' }),
    el('span', { class: 'last quiet-text', dir: 'auto' }),
  );
}

/**
 * @param {HTMLElement} row
 * @param {Card} card
 * @param {LiveDesk} desk
 */
function showWaiting(row, card, desk) {
  const [name, when, text] = row.querySelectorAll('span');
  if (!name || !when || !text) return;
  const state = card.agentsRinging > 0
    ? many('ring.others', card.agentsRinging)
    : card.nobodyFree
    ? t('desk.nobodyFree')
    : '';
  const room = desk.state.rooms[card.room]?.name ?? '';
  setText(name, card.name || t('ring.noName'));
  setText(when, lastingOf(desk.now - card.waitingSince));
  setText(text, [room, state].filter(Boolean).join(' · '));
  set(row, { title: card.question });
}

/** @param {AgentChat} chat */
export function nameOf({ customer }) {
  return customer.name || t('told.customer', { number: customer.number });
}
