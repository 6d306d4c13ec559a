/** What the entries of a transcript say together. Pure. */

/** @import { Entry } from '../../shared/wire.d.ts' */

/**
 * Who served the chat when an entry was made; empty when nobody did.
 * @param {Entry[]} entries
 * @param {number} seq  the entry's
 */
export function servedBy(entries, seq) {
  const answered = entries.findLast((entry) => entry.kind === 'answered' && entry.seq < seq);
  return String(answered?.data?.agent ?? '');
}
