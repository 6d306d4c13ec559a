/**
 * What a transcript's own lines mean to an agent.
 *
 * @import { CustomAnswer, Entry } from '../../shared/wire.d.ts'
 */
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { languageOf } from '../words.js';

/**
 * @param {Entry} entry
 * @param {string} agent  who had answered last by then; empty when nobody had
 */
export function eventText({ kind, data }, agent) {
  const by = String(data?.by ?? '');
  if (kind === 'answered') return t('event.answered', { agent: String(data?.agent ?? '') });
  if (kind === 'waitsAgain') return t('event.waitsAgainAgent');
  if (kind === 'unanswered') return t('event.unanswered');
  if (by === 'cancelled') return t('event.cancelled');
  if (kind === 'abandoned') return t('event.abandonedLost');
  if (by === 'customerLost') return t('event.endedCustomerLost');
  if (by === 'customer') return t('event.endedCustomer');
  return agent ? t('event.endedBy', { name: agent }) : t('event.endedAgent');
}

/** The transcript's first entry: who asks. @param {Entry} entry */
export function factsLine({ data }) {
  const [name, email, phone, language, page] = ['name', 'email', 'phone', 'language', 'page']
    .map((key) => String(data?.[key] ?? ''));
  const asked = data?.customerNumber;
  const number = asked ? t('told.customer', { number: Number(asked) }) : '';
  const known = [name, email, phone, languageOf(language ?? ''), page, number].filter(Boolean);
  const answers = answerList(data?.custom);
  if (known.length === 0) return answers ?? el('p', { text: t('facts.none') });
  // Each stands alone: no sign in a name turns the facts beside it around.
  const facts = known.map((fact) => el('bdi', { dir: 'auto', text: fact }));
  const line = facts.flatMap((fact, index) => index > 0 ? [' · ', fact] : [fact]);
  return answers ? el('div', {}, el('p', {}, ...line), answers) : el('p', {}, ...line);
}

/**
 * What was answered in the room's own fields, in words.
 * @param {Entry | undefined} entry  the transcript's first
 */
export function answersOf(entry) {
  return wordsOf(entry?.kind === 'facts' ? entry.data?.custom : []);
}

/** @param {unknown} custom */
function wordsOf(custom) {
  const answers = Array.isArray(custom) ? /** @type {CustomAnswer[]} */ (custom) : [];
  return answers.map(({ key, label, answer }) => {
    const ticked = t(answer === true ? 'facts.yes' : 'facts.no');
    const said = typeof answer === 'string' ? answer : ticked;
    return { key, label, said, copies: typeof answer === 'string' };
  });
}

/**
 * The same as a list; nothing where there are none.
 * @param {unknown} custom
 */
export function answerList(custom) {
  const rows = wordsOf(custom).map(({ label, said }) =>
    el('div', {}, el('dt', { dir: 'auto', text: label }), el('dd', { dir: 'auto', text: said }))
  );
  return rows.length > 0 ? el('dl', { class: 'answers' }, ...rows) : null;
}
