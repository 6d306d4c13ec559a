/**
 * Made-up people and what they say, for the page that shows every element.
 *
 * @import { AgentChat, Card, CustomField, CustomerChat, Entry, PublicRoom } from '../../shared/wire.d.ts'
 * @import { Own, Transcript } from '../../shared/state/transcript.js'
 * @import { LiveDesk } from '../desk.js'
 */
import { t } from '../../shared/i18n.js';
import { emptyTranscript } from '../../shared/state/transcript.js';
import { emptyDesk } from '../state/desk.js';

const minute = 60_000;
const day = 1440 * minute;
/** Drawn once: the page does not run. */
export const now = Date.now();

/**
 * @param {Partial<CustomerChat>} [more]
 * @returns {CustomerChat}
 */
export function customerChat(more = {}) {
  return {
    id: 'sample',
    state: 'served',
    turn: 1,
    formNumber: 9321,
    agentRole: '',
    agent: { name: t('sample.agent') },
    place: 1,
    ringing: 0,
    nobodyFree: false,
    lastAgent: null,
    preview: true,
    textButton: true,
    question: t('sample.question'),
    peerConnected: true,
    graceSeconds: 60,
    endReason: null,
    ...more,
  };
}

/**
 * @param {Partial<AgentChat>} [more]
 * @returns {AgentChat}
 */
export function agentChat(more = {}) {
  return {
    id: 'sample',
    room: 'room',
    roomName: 'GENERAL',
    formNumber: 9321,
    state: 'served',
    turn: 1,
    customer: {
      id: 'customer',
      number: 214,
      name: t('sample.customer'),
      email: 'mei@example.com',
      phone: '',
      language: 'zh-Hant',
      page: 'https://acme.example/pricing',
    },
    earlierChats: 0,
    askedAt: now - 12 * minute,
    servedAt: now - 11 * minute,
    agentRole: '',
    preview: true,
    textButton: true,
    customerConnected: true,
    graceSeconds: 60,
    last: 0,
    endReason: null,
    ...more,
  };
}

/**
 * @param {Partial<Card>} [more]
 * @returns {Card}
 */
export function card(more = {}) {
  return {
    chat: 'ringing',
    room: 'room',
    turn: 1,
    name: t('sample.customer'),
    question: t('sample.question'),
    medium: 'text',
    formNumber: 9321,
    waitingSince: now - minute,
    ringing: {
      offer: 1,
      expiresAt: now + 18_000,
      seconds: 30,
      why: { key: 'why.firstFree', values: {} },
    },
    agentsRinging: 2,
    nobodyFree: false,
    ...more,
  };
}

/** A talk with everything that a transcript can hold. @returns {Transcript} */
export function transcript() {
  return {
    ...emptyTranscript(),
    entries: [
      entry(1, 'facts', 'system', now - day, '', { name: t('sample.customer') }),
      entry(2, 'answered', 'system', now - day, '', { agent: t('sample.agent') }),
      entry(3, 'text', 'customer', now - day, t('sample.question')),
      entry(4, 'text', 'agent', now - day, t('sample.answer')),
      entry(5, 'text', 'customer', now - 4 * minute, t('sample.thanks')),
      entry(6, 'text', 'agent', now - 3 * minute, 'https://acme.example/orders/4711'),
      entry(7, 'text', 'customer', now - 2 * minute, t('sample.long')),
    ],
    known: 7,
    live: true,
    marks: { customer: { delivered: 7, read: 6 }, agent: { delivered: 5, read: 3 } },
  };
}

/** Each mark that an own text can have. @returns {Transcript} */
export function marked() {
  return {
    ...emptyTranscript(),
    entries: [3, 6, 9].map((seq) =>
      entry(seq, 'text', 'customer', now - 5 * minute, t('sample.thanks'))
    ),
    own: [own('1', 'kept'), own('2', 'refused')],
    known: 9,
    live: true,
    marks: { customer: { delivered: 0, read: 0 }, agent: { delivered: 6, read: 3 } },
  };
}

/** How a chat ends and what else is told in the middle. @returns {Transcript} */
export function told() {
  return {
    ...emptyTranscript(),
    entries: [
      entry(1, 'answered', 'system', now - 9 * minute, '', { agent: t('sample.agent') }),
      entry(2, 'waitsAgain', 'system', now - 7 * minute, ''),
      entry(3, 'unanswered', 'system', now - 5 * minute, ''),
      entry(4, 'ended', 'system', now - 3 * minute, '', { by: 'agent' }),
    ],
    known: 4,
    live: true,
  };
}

/**
 * A desk that is not connected to anything.
 * @param {Partial<LiveDesk['state']>} [state]
 * @returns {LiveDesk}
 */
export function desk(state = {}) {
  const line = {
    transcript: transcript(),
    peerText: '',
    unread: 0,
    seeAll() {},
    type() {},
    write() {},
  };
  const lines = new Map([['sample', line], ['other', { ...line, unread: 2 }]]);
  const agent = { id: 'agent', name: t('sample.agent') };
  const rooms = { room: { name: 'GENERAL', revision: 1 } };
  const known = { ...emptyDesk, known: true, agent, rooms, ...state };
  return /** @type {any} */ ({
    state: known,
    now,
    lines,
    lostAt: new Map(),
    link: 'open',
    cut: '',
  });
}

/** @returns {PublicRoom} */
export function publicRoom(buttons = { chat: true, letter: true, letterWhileWaiting: true }) {
  const shown = { hidden: false, mandatory: true };
  const optional = { hidden: false, mandatory: false };
  return {
    company: t('sample.company'),
    companyKey: 'sample',
    room: 'GENERAL',
    agentRole: '',
    settingsVersion: 1,
    header: '',
    subHeader: '',
    language: null,
    googleSites: false,
    privateAgent: null,
    brand: '',
    palette: null,
    logo: null,
    background: null,
    fields: {
      name: shown,
      email: optional,
      phone: { hidden: true, mandatory: false },
      question: shown,
    },
    customFields: [],
    buttons,
    limits: {
      nameCharactersMax: 200,
      emailCharactersMax: 200,
      phoneCharactersMax: 50,
      questionCharactersMax: 2000,
      customTextCharactersMax: 200,
      customLinesCharactersMax: 1000,
      messageBytesMax: 16_384,
    },
  };
}

/**
 * @param {number} seq
 * @param {Entry['kind']} kind
 * @param {Entry['from']} from
 * @param {number} at
 * @param {string} body
 * @param {Record<string, unknown>} [data]
 * @returns {Entry}
 */
function entry(seq, kind, from, at, body, data) {
  return { seq, id: `e${seq}`, kind, from, at, body, data };
}

/**
 * @param {string} cid
 * @param {Own['state']} state
 * @returns {Own}
 */
function own(cid, state) {
  return {
    cid,
    body: t('sample.thanks'),
    at: now,
    state,
    code: state === 'refused' ? 'bodyTooLong' : '',
  };
}

/** One of each kind; what the second is shown for is no longer a choice. @returns {CustomField[]} */
export function ownFields() {
  const usual = { mandatory: false, choices: [], showWhen: null };
  const choices = [t('sample.company'), t('sample.customer')];
  const gone = { field: 'a', value: t('sample.agent') };
  return [
    { ...usual, key: 'a', kind: 'choice', label: t('sample.question'), choices },
    { ...usual, key: 'b', kind: 'text', label: t('sample.long'), mandatory: true, showWhen: gone },
    { ...usual, key: 'c', kind: 'consent', label: '' },
  ];
}
