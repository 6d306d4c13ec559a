/**
 * What the screens ask of a desk: what rings, what waits, what is to be done about it. Pure.
 *
 * @import { AgentChat } from '../../shared/wire.d.ts'
 * @import { Desk } from './desk.js'
 */

const partingMilliseconds = 8000;

/**
 * What rings at this agent, the soonest to end first.
 * @param {Desk} desk
 * @param {number} now  by the server's clock
 */
export function ringsOf(desk, now) {
  return desk.cards
    .filter((card) =>
      card.ringing && card.ringing.expiresAt > now && desk.acts[card.chat]?.act !== 'reject'
    )
    .sort((one, other) => (one.ringing?.expiresAt ?? 0) - (other.ringing?.expiresAt ?? 0));
}

/**
 * What waits without ringing here, the longest first.
 * @param {Desk} desk
 * @param {number} now
 */
export function waitingOf(desk, now) {
  const rings = new Set(ringsOf(desk, now).map((card) => card.chat));
  return desk.cards
    .filter((card) => !rings.has(card.chat) && desk.acts[card.chat]?.act !== 'answer')
    .sort((one, other) => one.waitingSince - other.waitingSince);
}

/**
 * @param {Desk} desk
 * @param {number} now
 */
export function partingsOf(desk, now) {
  return desk.partings.filter((parting) => now - parting.at < partingMilliseconds);
}

/**
 * What waits on because the agent let it ring out.
 * @param {Desk} desk
 * @param {number} now
 */
export function rangOutOf(desk, now) {
  return waitingOf(desk, now)
    .filter(({ chat, agentsRinging }) => agentsRinging === 0 && desk.rangOut.includes(chat));
}

/**
 * What the agent can do about a chat that rang out: to be Online anew makes it ring again, and who
 * serves a chat cannot choose that now.
 * @param {Desk} desk
 * @returns {'again' | 'afterChat' | 'onceOnline'}
 */
export function remedyOf(desk) {
  if (desk.browser === 'SERVING_CUSTOMER' || servedOf(desk).length > 0) return 'afterChat';
  return desk.browser === 'WAITING_NEW_CALL' ? 'again' : 'onceOnline';
}

/**
 * The live chats first; what has ended stands below them.
 * @param {readonly AgentChat[]} chats
 */
export function liveFirst(chats) {
  const isLive = (/** @type {AgentChat} */ { state }) => state === 'served';
  return [...chats.filter(isLive), ...chats.filter((chat) => !isLive(chat))];
}

/**
 * Whether nothing can ring here, whatever the status is.
 * @param {Desk} desk
 */
export function servesNoRoom({ known, rooms }) {
  return known && Object.keys(rooms).length === 0;
}

/** @param {Desk} desk */
export function servedOf({ chats }) {
  return chats.filter((chat) => chat.state === 'served');
}

/**
 * Why a chat rings here, as this agent sees it: who serves a chat already is not free.
 * @param {Desk} desk
 * @param {string} key  the server's reason
 */
export function reasonOf(desk, key) {
  const free = key === 'why.firstFree' || key === 'why.nowFree';
  return free && servedOf(desk).length > 0 ? 'ring.oneMore' : key;
}

/**
 * Whether the agent has to say what comes next (ST-2).
 * @param {Desk} desk
 */
export function mustChoose({ browser }) {
  return browser === 'HANG_UP' || browser === 'REMOTE_CUSTOMER_HANGUP';
}

/**
 * The one chat in whose place the agent is asked what comes next; empty when nothing is asked.
 * @param {Desk} desk
 * @param {string[]} used  the last used chat first
 */
export function askingOf(desk, used) {
  if (!mustChoose(desk)) return '';
  const over = desk.chats.filter(({ state }) => state !== 'served').map(({ id }) => id);
  return used.find((id) => over.includes(id)) ?? over.at(-1) ?? '';
}
