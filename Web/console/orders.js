/**
 * What the command palette offers now: chats, rings, the status, pages, and the rest.
 *
 * @import { Notes } from './alarm.js'
 * @import { Order } from './elements/command-palette.js'
 * @import { Desk } from './state/desk.js'
 * @import { Command } from './state/keys.js'
 */
import { many, t } from '../shared/i18n.js';
import { liveFirst, rangOutOf, remedyOf, ringsOf } from './state/desk-facts.js';
import { capsOf } from './state/keys.js';
import { nameOf } from './elements/chat-lists.js';

/**
 * @typedef {{ name: string, label: string }} Way  a page
 * @typedef {{ go: (page: string) => void, pick: (chat: string) => void,
 *   answer: (chat: string) => void, reject: (chat: string) => void,
 *   choose: (status: 'WAITING_NEW_CALL' | 'TAKING_BREAK') => void, hangUp: () => void, putAway: () => void,
 *   facts: () => void, keys: () => void, tone: () => void, notes: () => void,
 *   logOff: () => void }} Acts
 */

/**
 * @param {{ desk: Desk, now: number, active: string, ways: Way[], unread: (chat: string) => number,
 *   tone: boolean, notes: Notes, acts: Acts }} situation  `active`: the chat in use
 * @returns {Order[]}
 */
export function ordersOf({ desk, now, active, ways, unread, tone, notes, acts }) {
  return [
    ...ringOrders(desk, now, acts),
    ...againOrders(desk, now, acts),
    ...chatOrders(desk, active, unread, acts),
    ...statusOrders(desk, acts),
    ...ways.map(({ name, label }) => order('pages', name, label, () => acts.go(name))),
    order('more', 'keys', t('keys.title'), acts.keys, { caps: capsOf('keys') }),
    order('more', 'tone', t(tone ? 'alarm.toneOff' : 'alarm.toneOn'), acts.tone),
    // What the browser refuses is not offered; the agent's menu says why.
    ...(notes === 'on' || notes === 'off'
      ? [order('more', 'notes', notesLabel(notes), acts.notes)]
      : []),
    order('more', 'logOff', t('nav.logOff'), acts.logOff),
  ];
}

/** @param {'on' | 'off'} notes */
function notesLabel(notes) {
  return t(notes === 'on' ? 'alarm.notesOff' : 'alarm.notesOn');
}

/**
 * @param {Desk} desk
 * @param {number} now
 * @param {Acts} acts
 */
function ringOrders(desk, now, acts) {
  return ringsOf(desk, now).flatMap(({ chat, name, question }, index) => {
    const who = name || t('ring.noName');
    const caps = (/** @type {Command} */ command) => index === 0 ? capsOf(command) : [];
    const answer = t('palette.answer', { name: who });
    const reject = t('palette.reject', { name: who });
    return [
      order('rings', `answer ${chat}`, answer, () => acts.answer(chat), {
        note: question,
        caps: caps('answer'),
      }),
      order('rings', `reject ${chat}`, reject, () => acts.reject(chat), { caps: caps('reject') }),
    ];
  });
}

/**
 * @param {Desk} desk
 * @param {string} active
 * @param {(chat: string) => number} unread
 * @param {Acts} acts
 */
function chatOrders(desk, active, unread, acts) {
  const chats = liveFirst(desk.chats).map((chat, index) => {
    const news = unread(chat.id);
    const note = news > 0 ? many('desk.unread', news) : chat.roomName;
    const caps = index < 9 ? ['Alt', String(index + 1)] : [];
    return order('chats', chat.id, nameOf(chat), () => acts.pick(chat.id), { note, caps });
  });
  if (desk.chats.some(({ state }) => state !== 'served')) {
    chats.push(order('chats', 'putAway', t('palette.putAway'), acts.putAway));
  }
  const here = desk.chats.find(({ id }) => id === active);
  if (!here) return chats;
  const name = nameOf(here);
  const facts = t('palette.facts', { name });
  chats.push(order('chats', 'facts', facts, acts.facts, { caps: capsOf('facts') }));
  if (here.state === 'served') {
    const end = t('palette.hangUp', { name });
    chats.push(order('chats', 'hangUp', end, acts.hangUp, { caps: capsOf('hangUp') }));
  }
  return chats;
}

/**
 * @param {Desk} desk
 * @param {Acts} acts
 */
function statusOrders({ browser, known }, acts) {
  if (!known || browser === 'SERVING_CUSTOMER') return [];
  const caps = capsOf('status');
  const online = order('status', 'online', t('palette.online'), () => {
    acts.choose('WAITING_NEW_CALL');
  }, browser === 'TAKING_BREAK' ? { caps } : {});
  const away = order('status', 'break', t('palette.break'), () => {
    acts.choose('TAKING_BREAK');
  }, browser === 'WAITING_NEW_CALL' ? { caps } : {});
  if (browser === 'WAITING_NEW_CALL') return [away];
  return browser === 'TAKING_BREAK' ? [online] : [online, away];
}

/**
 * What the agent let ring out and waits on.
 * @param {Desk} desk
 * @param {number} now
 * @param {Acts} acts
 */
function againOrders(desk, now, acts) {
  if (remedyOf(desk) !== 'again' || rangOutOf(desk, now).length === 0) return [];
  return [order('rings', 'again', t('desk.ringAgain'), () => acts.choose('WAITING_NEW_CALL'))];
}

/**
 * @param {string} group
 * @param {string} id
 * @param {string} label
 * @param {() => void} act
 * @param {{ note?: string, caps?: string[] }} [more]
 * @returns {Order}
 */
function order(group, id, label, act, more = {}) {
  return { group, id, label, act, ...more };
}
