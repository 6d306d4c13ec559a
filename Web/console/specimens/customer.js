/** The main elements of the customer's side, in their states. */
import { AskSheet } from '../../customer/elements/ask-sheet.js';
import { BarMenu } from '../../customer/elements/bar-menu.js';
import { ContactForm } from '../../customer/elements/contact-form.js';
import { CustomerPhone } from '../../customer/elements/customer-phone.js';
import { PlainNotice } from '../../customer/elements/plain-notice.js';
import { RoomBar } from '../../customer/elements/room-bar.js';
import { WaitingRoom } from '../../customer/elements/waiting-room.js';
import { button } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { customerChat, publicRoom, transcript } from './sample.js';

/**
 * @import { CustomerChat } from '../../shared/wire.d.ts'
 * @import { Specimen } from '../pages/components-page.js'
 */

/** @returns {Specimen[]} */
export function customerElements() {
  return [
    { element: 'room-bar', state: 'room', make: () => bar('') },
    { element: 'room-bar', state: 'here', make: () => bar('here') },
    { element: 'room-bar', state: 'away', make: () => bar('away') },
    { element: 'contact-form', state: 'empty', make: () => form({}) },
    { element: 'contact-form', state: 'errors', make: () => wrongForm() },
    {
      element: 'contact-form',
      state: 'letters only',
      make: () => form({}, { chat: false, letter: true, letterWhileWaiting: true }),
    },
    { element: 'waiting-room', state: 'ringing', make: () => waiting({ ringing: 3 }) },
    { element: 'waiting-room', state: 'place', make: () => waiting({ place: 4 }) },
    {
      element: 'waiting-room',
      state: 'agent of before is busy',
      make: () => waiting({ lastAgent: { name: 'Ben', busy: true } }),
    },
    { element: 'waiting-room', state: 'nobody free', make: () => waiting({ nobodyFree: true }) },
    { element: 'waiting-room', state: 'cut', make: () => waiting({ ringing: 3 }, true) },
    { element: 'customer-phone', state: 'served', make: () => phone({}, t('sample.question')) },
    {
      element: 'customer-phone',
      state: 'waits again',
      make: () => phone({ state: 'waiting', agent: null }),
    },
    {
      element: 'customer-phone',
      state: 'ended',
      make: () => phone({ state: 'ended', endReason: 'agent' }),
    },
    { element: 'ask-sheet', state: 'open', make: ask },
    { element: 'bar-menu', state: 'closed', make: menu },
    { element: 'plain-notice', state: 'letter', make: notice },
  ];
}

/** @param {'here' | 'away' | ''} presence */
function bar(presence) {
  const made = new RoomBar();
  const { company } = publicRoom();
  made.show(presence ? t('sample.agent') : company, presence ? company : '', presence);
  return made;
}

/**
 * @param {Record<string, string>} values
 * @param {import('../../shared/wire.d.ts').PublicRoom['buttons']} [buttons]
 */
function form(values, buttons) {
  const memory = /** @type {any} */ ({ form: { values: {}, key: '' }, token: '' });
  return new ContactForm({ room: publicRoom(buttons), link: 'sample', memory, values });
}

function wrongForm() {
  const made = form({ email: 'mei' });
  made.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  return made;
}

/**
 * @param {Partial<CustomerChat>} chat
 * @param {boolean} [cut]
 */
function waiting(chat, cut = false) {
  const made = new WaitingRoom();
  made.show(customerChat({ state: 'waiting', agent: null, ...chat }), { letters: true, cut });
  return made;
}

/**
 * @param {Partial<CustomerChat>} chat
 * @param {string} [peerText]
 */
function phone(chat, peerText = '') {
  const whole = customerChat(chat);
  const line = {
    transcript: transcript(),
    peerText,
    seeAll() {},
    write() {},
    type() {},
    takeBack() {},
  };
  const made = new CustomerPhone({
    visit: /** @type {any} */ ({ chat: whole, line }),
    bytesMax: 1000,
  });
  made.show(whole, { letters: true, cut: false });
  return made;
}

function ask() {
  const made = new AskSheet({
    ask: t('leave.askIdle'),
    no: t('leave.stay'),
    yes: t('leave.go'),
    doing: t('leave.go'),
  }, 'sample');
  made.hidden = false;
  return made;
}

function menu() {
  const labels = [t('sample.question'), t('sample.answer')];
  return new BarMenu(() => labels.map((label) => ({ label, act() {} })));
}

function notice() {
  return new PlainNotice({
    sign: 'letter',
    headline: t('sample.thanks'),
    body: t('sample.long'),
    actions: [button(t('page.again'), () => {}, { class: 'button large' })],
  });
}
