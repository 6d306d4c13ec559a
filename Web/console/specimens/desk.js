/** The main elements of the agent's side, in their states. */
import { button, el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { ChatLists } from '../elements/chat-lists.js';
import { ChatPane } from '../elements/chat-pane.js';
import { CommandPalette } from '../elements/command-palette.js';
import { CopyLink } from '../elements/copy-link.js';
import { EntryCard } from '../elements/entry-card.js';
import { FactsPanel } from '../elements/facts-panel.js';
import { IdleNote } from '../elements/idle-note.js';
import { KeyMap } from '../elements/key-map.js';
import { LogOffAsk } from '../elements/log-off-ask.js';
import { MeMenu } from '../elements/me-menu.js';
import { NewPassword } from '../elements/new-password.js';
import { QrCode } from '../elements/qr-code.js';
import { RingCard } from '../elements/ring-card.js';
import { RingStack } from '../elements/ring-stack.js';
import { StatusSwitch } from '../elements/status-switch.js';
import { StepList } from '../elements/step-list.js';
import { ImageSetting } from '../elements/settings/image-setting.js';
import { UnsentDraft } from '../elements/unsent-draft.js';
import { steps } from '../state/first-run.js';
import { agentChat, card, desk, now } from './sample.js';

/**
 * @import { AgentChat, Card, Status } from '../../shared/wire.d.ts'
 * @import { Said } from '../elements/entry-card.js'
 * @import { Specimen } from '../pages/components-page.js'
 */

const link = 'https://chat.acme.example/r/9JpQ2mXwT0c';

const pictureElsewhere = 'https://www.acme.example/logo.png';

/** @type {Status[]} */
const statuses = [
  'WAITING_NEW_CALL',
  'SERVING_CUSTOMER',
  'REMOTE_CUSTOMER_HANGUP',
  'HANG_UP',
  'TAKING_BREAK',
  '',
];

/** @returns {Specimen[]} */
export function deskElements() {
  return [
    ...statuses.map((status) => ({
      element: 'status-switch',
      state: status || 'connecting',
      make: () => statusOf(status),
    })),
    { element: 'status-switch', state: 'cut', make: () => statusOf('WAITING_NEW_CALL', 'lost') },
    { element: 'ring-card', state: 'ringing', make: () => ring({}) },
    { element: 'ring-card', state: 'no question', make: () => ring({ name: '', question: '' }) },
    { element: 'ring-card', state: 'answering', make: () => ring({}, { answering: true }) },
    { element: 'ring-card', state: 'refused', make: () => ring({}, { refused: 'offerTaken' }) },
    { element: 'ring-stack', state: 'gone', make: () => gone() },
    { element: 'image-setting', state: 'none', make: () => image('') },
    { element: 'image-setting', state: 'elsewhere', make: () => image(pictureElsewhere) },
    { element: 'chat-lists', state: 'filled', make: () => lists(true) },
    { element: 'chat-pane', state: 'served', make: () => pane({}), wide: true },
    {
      element: 'chat-pane',
      state: 'ended',
      make: () => pane({ state: 'ended', endReason: 'customer', customer: nameless() }),
    },
    {
      element: 'unsent-draft',
      state: 'kept',
      make: () => new UnsentDraft(t('sample.answer')),
    },
    { element: 'facts-panel', state: 'filled', make: facts },
    { element: 'idle-note', state: 'idle', make: () => idle('WAITING_NEW_CALL') },
    {
      element: 'idle-note',
      state: 'rang out',
      make: () => idle('WAITING_NEW_CALL', 1),
    },
    { element: 'idle-note', state: 'break', make: () => idle('TAKING_BREAK') },
    { element: 'log-off-ask', state: 'closed', make: ask },
    { element: 'me-menu', state: 'closed', make: menu },
    { element: 'key-map', state: 'closed', make: () => opened(new KeyMap(), 'keys.title') },
    { element: 'command-palette', state: 'closed', make: palette },
  ];
}

/** @returns {Specimen[]} */
export function doorElements() {
  return [
    ...steps.map((state, at) => ({
      element: 'step-list',
      state,
      make: () => new StepList(at + 1),
    })),
    ...['', 'tiny', 'password12', 'k7!mQz2#pw', 'four words are better'].map((password) => ({
      element: 'new-password',
      state: password || 'empty',
      make: () => newPassword(password),
    })),
    ...(/** @type {const} */ (['good', 'wait', 'bad'])).map((kind) => ({
      element: 'entry-card',
      state: kind,
      make: () => door(kind),
    })),
    {
      element: 'copy-link',
      state: 'opens',
      make: () => new CopyLink(t('welcome.link'), link, { opens: true }),
    },
    { element: 'qr-code', state: 'link', make: () => new QrCode(link, t('welcome.qr')) },
  ];
}

/**
 * @param {Status} browser
 * @param {'' | 'lost'} [cut]
 */
function statusOf(browser, cut = '') {
  const made = new StatusSwitch();
  made.show(desk({ browser, known: browser !== '' }).state, cut, Date.now());
  return made;
}

/**
 * @param {Partial<Card>} more
 * @param {{ answering?: boolean, refused?: string }} [situation]
 */
function ring(more, { answering = false, refused = '' } = {}) {
  const made = new RingCard();
  made.show(card(more), { now, room: 'GENERAL', why: t('why.firstFree'), answering, refused });
  return made;
}

function gone() {
  const made = new RingStack();
  const parting = { chat: 'gone', name: t('sample.customer'), reason: 'taken', at: now };
  made.show(desk({ cards: [card()], partings: /** @type {any} */ ([parting]) }), true);
  return made;
}

/** @param {boolean} filled */
function lists(filled) {
  const made = new ChatLists();
  const chats = [agentChat(), agentChat({ id: 'other', state: 'ended' })];
  const waits = card({ chat: 'waits', ringing: null, agentsRinging: 0, nobodyFree: true });
  const some = { chats, cards: [waits], rangOut: ['waits'] };
  made.show(desk(filled ? some : {}), 'sample');
  return made;
}

/** @param {Partial<AgentChat>} more */
function pane(more) {
  const chat = agentChat(more);
  const made = new ChatPane(desk({ chats: [chat] }), chat);
  made.show(chat, false);
  return made;
}

function nameless() {
  return { ...agentChat().customer, name: '' };
}

function facts() {
  const made = new FactsPanel();
  made.show(agentChat(), { id: 'agent', name: t('sample.agent') });
  return made;
}

/** @param {string} password */
function newPassword(password) {
  const made = new NewPassword(t('setUp.password'), () => []);
  const input = made.querySelector('input');
  if (input) input.value = password;
  made.judge();
  return made;
}

/** @param {Said['kind']} kind */
function door(kind) {
  const texts = { good: 'logOn.left', wait: 'logOn.expired', bad: 'error.wrongEmailOrPassword' };
  const said = { text: t(texts[kind]), kind };
  return new EntryCard({ headline: t('logOn.headline'), said, go: t('logOn.go') });
}

function ask() {
  const made = new LogOffAsk();
  return el('div', {}, button(t('nav.logOff'), () => made.ask(2), { class: 'button' }), made);
}

/**
 * @param {Status} browser
 * @param {number} [rangOut]
 */
function idle(browser, rangOut = 0) {
  const made = new IdleNote();
  made.show(desk({ browser }).state, { rings: 0, rangOut, tone: false, letters: 2 });
  return made;
}

function menu() {
  const agent = {
    id: 'agent',
    name: t('sample.agent'),
    email: 'ana@example.com',
    administrator: true,
  };
  const company = { id: 'company', name: t('sample.company') };
  /** @type {any} */
  const alarm = { tone: true, notes: false, toggleTone() {}, toggleNotes() {} };
  return new MeMenu({ agent, company, channel: 'browser', rooms: [] }, alarm);
}

function palette() {
  const made = new CommandPalette();
  const open = button(t('palette.label'), () => made.open([]), { class: 'button' });
  return el('div', {}, open, made);
}

/**
 * What opens over the page, and the button that opens it.
 * @param {HTMLElement & { open(): void }} made
 * @param {string} key
 */
function opened(made, key) {
  return el('div', {}, button(t(key), () => made.open(), { class: 'button' }), made);
}

/** @param {string} value */
function image(value) {
  return new ImageSetting(t('image.choose'), value);
}
