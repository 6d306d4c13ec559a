/**
 * The screens that say one thing, and the words around the chat.
 *
 * @import { CustomerChat } from '../shared/wire.d.ts'
 */
import { button } from '../shared/dom.js';
import { faultText, many, say, t } from '../shared/i18n.js';
import { AskSheet } from './elements/ask-sheet.js';
import { PlainNotice } from './elements/plain-notice.js';
import { nameOf } from './events.js';
import { endingOf, factsOf, headlineOf } from './state/screen.js';

export function loadingNotice() {
  return new PlainNotice({ sign: 'chat', headline: t('page.loading') });
}

/**
 * @param {string} email
 * @param {() => void} again
 */
export function letterNotice(email, again) {
  const body = email ? t('letter.body', { email }) : t('letter.bodyNoEmail');
  const actions = [button(t('letter.again'), again, { class: 'button large' })];
  return new PlainNotice({ sign: 'letter', headline: t('letter.headline'), body, actions });
}

/**
 * In the frame, while the chat goes on in a window of its own.
 * @param {boolean} opened
 * @param {{ again: () => void, here: () => void, back: () => void }} acts
 */
export function elsewhereNotice(opened, { again, here, back }) {
  const words = opened ? 'elsewhere.again' : 'elsewhere.open';
  return new PlainNotice({
    sign: opened ? 'chat' : 'alert',
    headline: t(opened ? 'elsewhere.headline' : 'elsewhere.blocked'),
    body: t(opened ? 'elsewhere.body' : 'elsewhere.blockedBody'),
    actions: [
      button(t(words), again, { class: 'button next large' }),
      opened
        ? button(t('elsewhere.back'), back, { class: 'button quiet large' })
        : button(t('elsewhere.here'), here, { class: 'button large' }),
    ],
  });
}

/**
 * A chat that was over before it was answered.
 * @param {CustomerChat} chat
 * @param {() => void} again
 */
export function overNotice(chat, again) {
  const actions = [button(t('ended.again'), again, { class: 'button next large' })];
  return new PlainNotice({ sign: 'chat', headline: say(endingOf(chat)), actions });
}

/**
 * The question before the browser forgets who the customer is.
 * @param {() => string} company  as it is called when somebody asks
 */
export function forgetAsk(company) {
  return new AskSheet({
    ask: t('forget.ask'),
    body: () => t('forget.body', { company: company() }),
    no: t('forget.no'),
    yes: t('forget.yes'),
    doing: t('form.busy'),
  }, 'forget');
}

/**
 * The server does not want this browser any more: it is unknown, or it said something wrong.
 * @param {number} code
 * @param {() => void} again
 */
export function refusedNotice(code, again) {
  const unknown = code < 4502;
  const act = unknown ? again : () => location.reload();
  const words = t(unknown ? 'ended.again' : 'stopped.reload');
  const actions = [button(words, act, { class: 'button next large' })];
  const headline = t(unknown ? 'stopped.headline' : 'stopped.wrong');
  const body = unknown ? t('stopped.body') : '';
  return new PlainNotice({ sign: 'alert', headline, body, actions });
}

/**
 * That the agent's connection was lost, and how long the chat waits for it.
 * @param {CustomerChat} chat
 * @param {number} since
 */
export function graceText(chat, since) {
  const left = Math.max(0, chat.graceSeconds - Math.floor((Date.now() - since) / 1000));
  const count = left > 0 ? many('phone.awayGrace', left) : '';
  return { text: t('phone.awayNow', { name: nameOf(chat) }), count };
}

/**
 * While what was sent did not arrive and is sent again: why.
 * @param {{ status: number }} answer  0: the server was not reached
 */
export function retryText({ status }) {
  return t(status === 0 ? 'form.retrying' : 'form.retryingBusy');
}

/**
 * Why a press came to nothing.
 * @param {import('../shared/connection.js').Outcome | undefined} outcome
 */
export function pressText(outcome) {
  if (!outcome || outcome.ok) return '';
  return outcome.code === 'notReached' ? t('link.notNow') : faultText(outcome);
}

/**
 * What is known of a waiting chat, on one line.
 * @param {CustomerChat} chat
 */
export function waitingText(chat) {
  return [headlineOf(chat), ...factsOf(chat)].map(say)
    .reduce((before, after) => t('wait.both', { before, after }));
}

/**
 * The tab's title: what is asked for, what goes on, and what happened while nobody looked.
 * @param {string} company
 * @param {CustomerChat | null} chat
 * @param {{ unread: number, turned: boolean }} news
 */
export function titleOf(company, chat, { unread, turned }) {
  const title = calmTitleOf(company, chat, turned);
  return unread > 0 ? many('customer.titleNews', unread, { title }) : title;
}

/**
 * @param {string} company
 * @param {CustomerChat | null} chat
 * @param {boolean} turned
 */
function calmTitleOf(company, chat, turned) {
  if (!chat) return t('customer.titleForm', { company });
  const waits = chat.state === 'waiting' && say(headlineOf(chat));
  if (!waits && !turned) return company;
  const answered = chat.state === 'served' && t('event.answered', { agent: nameOf(chat) });
  const headline = waits || answered || t('customer.over');
  return t('customer.titleWaiting', { headline, company });
}
