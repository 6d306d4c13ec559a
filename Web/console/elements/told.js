/**
 * What a transcript's own lines mean to an agent.
 *
 * @import { Entry } from '../../shared/wire.d.ts'
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
  if (known.length === 0) return el('p', { text: t('facts.none') });
  // Each stands alone: no sign in a name turns the facts beside it around.
  const facts = known.map((fact) => el('bdi', { dir: 'auto', text: fact }));
  return el('p', {}, ...facts.flatMap((fact, index) => index > 0 ? [' · ', fact] : [fact]));
}
