/**
 * The agent's desk: everything that waits and rings in the agent's rooms, and the own chats.
 * Pure: a desk and a frame make the next desk. Rooms count their revisions; a gap asks for the
 * whole desk again.
 *
 * @import { AgentChat, AgentFrame, Card, DeskFrame } from '../../shared/wire.d.ts'
 * @import { GoneReason, RoomFrame, Status } from '../../shared/wire.d.ts'
 *
 * @typedef {'answer' | 'reject'} Act
 * @typedef {{ act: Act, name: string }} Pressed  a button, until the server has answered
 * @typedef {{ chat: string, name: string, reason: GoneReason | 'offerTaken' | 'offerGone',
 *   at: number }} Parting  a ring that ended here without the agent's doing
 * @typedef {{ known: boolean, gap: boolean, agent: { id: string, name: string },
 *   browser: Status, readyAt: number | null, because: null | 'missedRings',
 *   rooms: Record<string, { id: string, name: string, revision: number }>,
 *   cards: Card[], chats: AgentChat[], acts: Record<string, Pressed>, partings: Parting[],
 *   rangOut: string[], refusals: Record<string, string> }} Desk
 *   `rangOut`: chats that wait on after the agent let them ring out here.
 *   `refusals`: the error code of what was pressed in vain, by chat; the status's under `status`.
 */
import { partingsOf } from './desk-facts.js';

const partingsMax = 3;
/** The server's clock is known to within the time that a frame takes. */
const clocksDifferMilliseconds = 1500;

/** @type {Desk} */
export const emptyDesk = {
  known: false,
  gap: false,
  agent: { id: '', name: '' },
  browser: '',
  readyAt: null,
  because: null,
  rooms: {},
  cards: [],
  chats: [],
  acts: {},
  partings: [],
  rangOut: [],
  refusals: {},
};

/**
 * @param {Desk} desk
 * @param {AgentFrame} frame
 * @param {number} now
 * @returns {Desk}
 */
export function withFrame(desk, frame, now) {
  switch (frame.t) {
    case 'desk':
      return withDesk(desk, frame, now);
    case 'room':
      return withRoom(desk, frame, now);
    case 'chat':
      return withChat(desk, frame.chat);
    case 'status':
      return withoutRefusal(
        { ...desk, browser: frame.browser, readyAt: frame.readyAt, because: frame.because },
        'status',
      );
    case 'peer':
      return frame.who === 'customer' ? withPeer(desk, frame.chat, frame.connected) : desk;
    default:
      return desk;
  }
}

/**
 * The agent pressed a button; the card shows it before the server has answered.
 * @param {Desk} desk
 * @param {string} chat
 * @param {Act} act
 * @returns {Desk}
 */
export function withAct(desk, chat, act) {
  const name = desk.cards.find((card) => card.chat === chat)?.name ?? '';
  return withoutRefusal({ ...desk, acts: { ...desk.acts, [chat]: { act, name } } }, chat);
}

/**
 * A press came to nothing; the screen says so where it was pressed.
 * @param {Desk} desk
 * @param {string} about  a chat, or `status`
 * @param {string} code
 * @returns {Desk}
 */
export function withRefusal(desk, about, code) {
  return { ...desk, refusals: { ...desk.refusals, [about]: code } };
}

/**
 * @param {Desk} desk
 * @param {string} about
 * @returns {Desk}
 */
export function withoutRefusal(desk, about) {
  return about in desk.refusals ? { ...desk, refusals: without(desk.refusals, about) } : desk;
}

/**
 * The server did what the button asked for. What was answered rings here no more; of what was
 * rejected the room's own frame tells.
 * @param {Desk} desk
 * @param {string} chat
 * @param {Act} act
 * @returns {Desk}
 */
export function withDoneAct(desk, chat, act) {
  if (act === 'reject') return desk;
  const cards = desk.cards.filter((card) => card.chat !== chat);
  return { ...desk, cards, acts: without(desk.acts, chat) };
}

/**
 * The server refused the button: the card stands again, or goes with the reason.
 * @param {Desk} desk
 * @param {string} chat
 * @param {string} code
 * @param {number} now
 * @returns {Desk}
 */
export function withRefusedAct(desk, chat, code, now) {
  const pressed = desk.acts[chat];
  const freed = { ...desk, acts: without(desk.acts, chat) };
  if (!pressed) return freed;
  if (code !== 'offerTaken' && code !== 'offerGone') return withRefusal(freed, chat, code);
  // The room's own frame may have taken the card away already, before the answer to the button.
  return withPartings(freed, [{ chat, name: pressed.name, reason: code, at: now }], now);
}

/**
 * @param {Desk} desk
 * @param {string} chat
 * @returns {Desk}
 */
export function withoutChat(desk, chat) {
  return { ...desk, chats: desk.chats.filter((each) => each.id !== chat) };
}

/**
 * @param {Desk} desk
 * @param {DeskFrame} frame
 * @param {number} now
 * @returns {Desk}
 */
function withDesk(desk, { agent, browser, readyAt, rooms, waiting, chats }, now) {
  return {
    ...desk,
    known: true,
    gap: false,
    agent,
    browser,
    readyAt,
    rooms: Object.fromEntries(rooms.map((room) => [room.id, room])),
    cards: waiting,
    chats,
    acts: {},
    rangOut: rangOutAmong(desk, waiting, now),
    // The connection is back, or the desk was asked for anew: what failed before is past.
    refusals: {},
  };
}

/**
 * @param {Desk} desk
 * @param {RoomFrame} frame
 * @param {number} now
 * @returns {Desk}
 */
function withRoom(desk, { room, after, revision, cards, gone, counts = [] }, now) {
  const known = desk.rooms[room];
  // Counts may come late, under a revision that was told already.
  const isOld = known && (counts.length ? revision < known.revision : revision <= known.revision);
  if (isOld) return desk;
  if (!known || after > known.revision) return { ...desk, gap: true };
  const changed = new Map(cards.map((card) => [card.chat, card]));
  const reasons = new Map(gone.map(({ chat, reason }) => [chat, reason]));
  const partings = desk.cards.flatMap((card) => {
    const reason = reasons.get(card.chat) ?? silenceOf(card, changed, now);
    return reason && card.ringing && !desk.acts[card.chat] ? [partingOf(card, reason, now)] : [];
  });
  const rings = new Map(counts.map(({ chat, agentsRinging }) => [chat, agentsRinging]));
  const kept = desk.cards
    .filter((card) => !reasons.has(card.chat) && !changed.has(card.chat))
    .map((card) => withCount(card, rings.get(card.chat)));
  const acts = [...reasons.keys(), ...changed.keys()].reduce(withoutReject, desk.acts);
  const rooms = { ...desk.rooms, [room]: { ...known, revision } };
  const next = [...kept, ...cards];
  const rangOut = rangOutAmong(desk, next, now);
  return withPartings({ ...desk, rooms, cards: next, acts, rangOut }, partings, now);
}

/**
 * Which of the next cards wait because they rang out: those of before, and those whose time is over.
 * @param {Desk} desk
 * @param {readonly Card[]} next
 * @param {number} now
 */
function rangOutAmong(desk, next, now) {
  const changed = new Map(next.map((card) => [card.chat, card]));
  const late = desk.cards.filter((card) =>
    silenceOf(card, changed, now) === 'expired' && !desk.acts[card.chat]
  );
  const chats = new Set([...desk.rangOut, ...late.map(({ chat }) => chat)]);
  return next.filter(({ chat, ringing }) => !ringing && chats.has(chat)).map(({ chat }) => chat);
}

/**
 * @param {Card} card
 * @param {number | undefined} agentsRinging
 */
function withCount(card, agentsRinging) {
  return agentsRinging === undefined ? card : { ...card, agentsRinging };
}

/**
 * Why a card rings no more that still waits: its time is over, or it was withdrawn before, as by a
 * break or an answer to another one.
 * @param {Card} card
 * @param {Map<string, Card>} changed
 * @param {number} now
 * @returns {GoneReason | null}
 */
function silenceOf({ chat, ringing }, changed, now) {
  const next = changed.get(chat);
  if (ringing === null || next === undefined || next.ringing !== null) return null;
  return ringing.expiresAt - now <= clocksDifferMilliseconds ? 'expired' : 'unavailable';
}

/**
 * @param {Card} card
 * @param {Parting['reason']} reason
 * @param {number} at
 * @returns {Parting}
 */
function partingOf({ chat, name }, reason, at) {
  return { chat, name, reason, at };
}

/**
 * @param {Desk} desk
 * @param {Parting[]} partings
 * @param {number} now
 * @returns {Desk}
 */
function withPartings(desk, partings, now) {
  const chats = new Set(partings.map((each) => each.chat));
  const others = partingsOf(desk, now).filter((each) => !chats.has(each.chat));
  return { ...desk, partings: [...others, ...partings].slice(-partingsMax) };
}

/**
 * @param {Desk} desk
 * @param {AgentChat} chat
 * @returns {Desk}
 */
function withChat(desk, chat) {
  const known = desk.chats.some((each) => each.id === chat.id);
  const chats = known
    ? desk.chats.map((each) => each.id === chat.id ? chat : each)
    : [...desk.chats, chat];
  return withoutRefusal({ ...desk, chats }, chat.id);
}

/**
 * @param {Desk} desk
 * @param {string} chat
 * @param {boolean} customerConnected
 * @returns {Desk}
 */
function withPeer(desk, chat, customerConnected) {
  const chats = desk.chats.map((each) => each.id === chat ? { ...each, customerConnected } : each);
  return { ...desk, chats };
}

/**
 * A rejected card has been told of now; an answer stays open until the server has answered it.
 * @param {Record<string, Pressed>} acts
 * @param {string} chat
 */
function withoutReject(acts, chat) {
  return acts[chat]?.act === 'reject' ? without(acts, chat) : acts;
}

/**
 * @template Value
 * @param {Record<string, Value>} record
 * @param {string} key
 * @returns {Record<string, Value>}
 */
function without(record, key) {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
