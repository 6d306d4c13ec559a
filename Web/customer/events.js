/**
 * What the events of a transcript mean to the customer.
 *
 * @import { CustomerChat, Entry } from '../shared/wire.d.ts'
 */
import { t } from '../shared/i18n.js';
import { hasOwnWord } from './state/screen.js';

/** @param {CustomerChat | null} chat */
export function nameOf(chat) {
  return chat?.agent?.name ?? roleOf(chat?.agentRole ?? '');
}

/** @param {string} role  the room's word for an agent */
export function roleOf(role) {
  return hasOwnWord(role) ? role : t('role.default');
}

/**
 * @param {Entry} entry
 * @param {string} name  of the agent it is about
 */
export function eventText({ kind, data }, name) {
  const by = String(data?.by ?? '');
  if (kind === 'answered') return t('event.answered', { agent: String(data?.agent ?? name) });
  if (kind === 'waitsAgain') return t('event.waitsAgainCustomer', { name });
  if (kind === 'unanswered') return t('event.unanswered');
  if (by === 'cancelled') return t('event.cancelledYou');
  if (kind === 'abandoned') return t('event.abandonedLost');
  if (by === 'agent') return t('event.endedBy', { name });
  return t(by === 'customer' ? 'event.endedYou' : 'event.endedYouLost');
}
