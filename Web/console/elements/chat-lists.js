/**
 * The desk's two lists: the own chats, and what waits.
 *
 * @import { AgentChat, Card } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { button, drawList, el, set, setText, tell } from '../../shared/dom.js';
import { many, numberOf, t, timeOf } from '../../shared/i18n.js';
import { browserStore } from '../../shared/store.js';
import { liveFirst, remedyOf, waitingOf } from '../state/desk-facts.js';
import { lastingOf, lineOf } from '../words.js';

/** More of those who wait nobody looks through; their number says the rest. */
const waitingRowsMax = 100;
/** A row shows less than this of a text. */
const shownCharacters = 120;

export class ChatLists extends HTMLElement {
  #chats = el('ul', { class: 'chats' });
  #waiting = el('ul', { class: 'waiting' });
  #noChats = el('p', { class: 'quiet-text none', text: t('desk.noChats') });
  #noWaiting = el('p', { class: 'quiet-text none', text: t('desk.noWaiting') });
  #putAway = button(t('palette.putAway'), () => tell(this, 'put-away-ended'), {
    class: 'button put-away',
  });
  #more = el('p', { class: 'quiet-text none', hidden: true });
  #waitingCount = el('span', { class: 'number' });

  constructor() {
    super();
    const chats = el('h2', { id: 'own-chats', text: t('desk.chats') });
    const waits = el('h2', { id: 'waiting-chats' }, `${t('desk.waiting')} `, this.#waitingCount);
    set(this.#chats, { 'aria-labelledby': chats.id });
    set(this.#waiting, { 'aria-labelledby': waits.id });
    this.append(chats, this.#chats, this.#noChats, waits, this.#waiting);
    this.append(this.#more, this.#noWaiting);
  }

  /**
   * @param {LiveDesk} desk
   * @param {string} active
   */
  show(desk, active) {
    const chats = liveFirst(desk.state.chats);
    drawList(this.#chats, chats, {
      key: (chat) => chat.id,
      make: (chat) => this.#makeChat(chat),
      show: (row, chat) => showChat(row, chat, desk, chat.id === active),
    });
    const over = chats.filter(({ state }) => state !== 'served').length;
    if (over < 2) this.#putAway.remove();
    else if (!this.#putAway.isConnected) this.#chats.after(this.#putAway);
    const waiting = waitingOf(desk.state, desk.now);
    drawList(this.#waiting, waiting.slice(0, waitingRowsMax), {
      key: (card) => card.chat,
      make: () => this.#makeWaiting(),
      show: (row, card) => showWaiting(row, card, desk),
    });
    set(this.#noChats, { hidden: chats.length > 0 });
    set(this.#noWaiting, { hidden: waiting.length > 0 });
    setText(this.#waitingCount, waiting.length > 0 ? numberOf(waiting.length) : '');
    const more = waiting.length - waitingRowsMax;
    set(this.#more, { hidden: more <= 0 });
    setText(this.#more, more > 0 ? many('desk.moreWaiting', more) : '');
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

  #makeWaiting() {
    return el(
      'li',
      {},
      el('span', { class: 'name', dir: 'auto' }),
      el('span', { class: 'when quiet-text number' }),
      el('span', { class: 'last quiet-text', dir: 'auto' }),
      button(t('desk.ringAgain'), () => tell(this, 'choose', 'WAITING_NEW_CALL'), {
        class: 'button again',
        hidden: true,
      }),
    );
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
  set(name, { title: nameOf(chat) });
  setText(when, timeOf(last?.at ?? chat.servedAt ?? chat.askedAt));
  const state = stateOf(chat, active);
  setText(text, state.text || (last?.body ?? '').slice(0, shownCharacters));
  text.classList.toggle('draft', state.draft);
  setText(count, unread > 0 ? numberOf(unread) : '');
  set(count, {
    'aria-label': unread > 0 ? many('desk.unread', unread) : null,
    role: unread ? 'img' : null,
  });
  set(row.querySelector('button') ?? row, { 'aria-current': active ? 'true' : null });
  row.classList.toggle('over', chat.state !== 'served');
}

/**
 * What is more important than the last words.
 * @param {AgentChat} chat
 * @param {boolean} active
 */
function stateOf({ id, state, customerConnected }, active) {
  if (state !== 'served') return { text: t('pane.ended'), draft: false };
  // In the chat in use the draft is seen where it is written.
  const draft = active ? '' : String(browserStore.get(`draft.${id}`) ?? '');
  if (draft) {
    return { text: t('desk.draft', { text: draft.slice(0, shownCharacters) }), draft: true };
  }
  return { text: customerConnected ? '' : t('desk.away'), draft: false };
}

/**
 * @param {HTMLElement} row
 * @param {Card} card
 * @param {LiveDesk} desk
 */
function showWaiting(row, card, desk) {
  const [name, when, text] = row.querySelectorAll('span');
  if (!name || !when || !text) return;
  const rangOut = card.agentsRinging === 0 && desk.state.rangOut.includes(card.chat);
  const remedy = rangOut ? remedyOf(desk.state) : '';
  const state = rangOut ? t(`desk.rangOut.${remedy}`) : stirOf(card);
  const room = desk.state.rooms[card.room]?.name ?? '';
  setText(name, card.name || t('ring.noName'));
  set(name, { title: card.name || t('ring.noName') });
  setText(when, lastingOf(desk.now - card.waitingSince));
  setText(text, lineOf([room, state]));
  set(row, { title: card.question });
  const who = card.name || t('ring.noName');
  set(row.querySelector('button') ?? row, {
    hidden: remedy !== 'again',
    'aria-label': t('desk.ringAgainFor', { name: who }),
  });
  row.classList.toggle('rang-out', rangOut);
}

/** @param {Card} card */
function stirOf({ agentsRinging, nobodyFree }) {
  if (agentsRinging > 0) return many('ring.others', agentsRinging);
  return nobodyFree ? t('desk.nobodyFree') : '';
}

/** @param {AgentChat} chat */
export function nameOf({ customer }) {
  return customer.name || t('told.customer', { number: customer.number });
}
