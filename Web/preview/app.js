/**
 * The customer's page as the console shows it to whoever edits the room: the real screens with
 * made-up words. It asks the server for nothing but texts, and nothing on it does anything. A side
 * of its own, so that no customer fetches it.
 *
 * @import { CustomerChat, Entry, PreviewOrder } from '../shared/wire.d.ts'
 * @import { Visit } from '../customer/visit.js'
 */
import { forceLanguage, loadLanguage, t } from '../shared/i18n.js';
import { emptyTranscript } from '../shared/state/transcript.js';
import { useBackdrop } from '../customer/backdrop.js';
import { ContactForm } from '../customer/elements/contact-form.js';
import { CustomerPhone } from '../customer/elements/customer-phone.js';
import { WaitingRoom } from '../customer/elements/waiting-room.js';
import { Head } from '../customer/head.js';
import { usePalette } from '../customer/palette.js';

const formNumber = 9321;
const hushed = ['click', 'submit', 'focusin', 'input', 'keydown', 'pointerdown', 'paste', 'drop'];
const pressed = new Set(['click', 'submit', 'drop']);

const place = /** @type {HTMLElement} */ (document.querySelector('#app'));
/** The newest order; texts may still be on their way. @type {PreviewOrder | undefined} */
let wanted;
let isDrawing = false;
/** @type {string | null} */
let spoken = null;

/** Draws what the console asks for. */
function start() {
  for (const type of hushed) document.addEventListener(type, hush, true);
  globalThis.addEventListener('message', ({ origin, source, data }) => {
    // Opened by itself there is no console to listen to.
    const isFramed = parent !== self && source === parent;
    if (!isFramed || origin !== location.origin || data?.t !== 'preview') return;
    wanted = data;
    if (!isDrawing) void drawWanted();
  });
  parent.postMessage({ t: 'previewReady' }, location.origin);
}

/** One order after the other: texts that come late must not be another order's. */
async function drawWanted() {
  isDrawing = true;
  try {
    for (let order = wanted; order; order = wanted === order ? undefined : wanted) {
      if (order.language) await forceLanguage(order.language, 'customer', 'preview');
      else if (spoken) await loadLanguage('customer', 'preview');
      spoken = order.language;
      if (wanted === order) draw(order);
    }
  } finally {
    isDrawing = false;
  }
}

/** Nothing is pressed, sent or kept here. @param {Event} event */
function hush(event) {
  event.stopPropagation();
  if (pressed.has(event.type)) event.preventDefault();
}

/** @param {PreviewOrder} order */
function draw(order) {
  const { room, dark } = order;
  usePalette(room.palette);
  useBackdrop(room.background);
  restage(dark);
  // Whoever edits what stands below sees it while it changes.
  const read = place.querySelector('.screen')?.scrollTop ?? 0;
  const visit = visitOf(order);
  new Head(place, () => []).draw(room, visit);
  place.append(screenOf(order, visit));
  place.querySelector('.screen')?.scrollTo(0, read);
}

/**
 * @param {PreviewOrder} order
 * @param {Visit | null} visit
 */
function screenOf({ room }, visit) {
  const memory = /** @type {any} */ ({ form: { values: {}, key: '' }, keeps: true });
  if (!visit?.chat) return new ContactForm({ room, link: '', memory, values: {} });
  const situation = { letters: room.buttons.letterWhileWaiting, cut: false };
  if (visit.chat.state === 'waiting') {
    const waiting = new WaitingRoom();
    waiting.show(visit.chat, situation);
    return waiting;
  }
  const phone = new CustomerPhone({ visit, bytesMax: room.limits.messageBytesMax });
  phone.show(visit.chat, situation);
  return phone;
}

/**
 * A chat that nobody has.
 * @param {PreviewOrder} order
 * @returns {Visit | null}
 */
function visitOf({ room, screen, phone }) {
  if (screen === 'form') return null;
  const served = screen === 'chatting';
  const free = screen !== 'nobodyFree';
  const agent = t('preview.agent');
  /** @type {CustomerChat} */
  const chat = {
    id: 'preview',
    state: served ? 'served' : 'waiting',
    turn: 1,
    formNumber,
    agentRole: room.agentRole,
    agent: served ? { name: agent } : null,
    place: 1,
    ringing: free && !served ? 3 : 0,
    nobodyFree: !free,
    lastAgent: null,
    ...phone,
    question: room.fields.question.hidden ? '' : t('preview.question'),
    peerConnected: true,
    graceSeconds: 60,
    endReason: null,
  };
  const line = {
    transcript: transcriptOf(agent),
    peerText: phone.preview ? t('preview.typed') : '',
    unread: 0,
    seeAll() {},
    type() {},
    write() {},
  };
  return /** @type {any} */ ({ chat, line, link: 'open', peerLostAt: null });
}

/** @param {string} agent */
function transcriptOf(agent) {
  const at = new Date().setHours(10, 42, 0, 0);
  const said = /** @type {const} */ ([
    ['answered', 'system', ''],
    ['text', 'customer', t('preview.question')],
    ['text', 'agent', t('preview.answer')],
    ['text', 'customer', t('preview.thanks')],
  ]);
  /** @type {Entry[]} */
  const entries = said.map(([kind, from, body], index) => {
    return { seq: index + 1, id: `preview-${index}`, kind, from, at, body, data: { agent } };
  });
  const last = entries.length;
  const marks = { delivered: last, read: last };
  return {
    ...emptyTranscript(),
    entries,
    known: last,
    live: true,
    marks: { customer: marks, agent: marks },
  };
}

/** @type {Set<CSSMediaRule>} */
const darkRules = new Set();

/** The scheme that is wanted here, whatever the browser's is. @param {boolean} dark */
function restage(dark) {
  for (const { cssRules } of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    for (const rule of cssRules) {
      const isScheme = rule instanceof CSSMediaRule &&
        rule.media.mediaText.includes('prefers-color-scheme');
      if (isScheme) darkRules.add(rule);
    }
  }
  for (const rule of darkRules) rule.media.mediaText = dark ? 'all' : 'not all';
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
}

await loadLanguage('customer', 'preview');
start();
