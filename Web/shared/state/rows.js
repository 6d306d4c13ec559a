/**
 * What a transcript looks like line by line: day dividers, facts, bubbles and who said them. Pure.
 *
 * @import { Entry, Who } from '../wire.d.ts'
 * @import { Own, Transcript } from './transcript.js'
 *
 * @typedef {'sending' | 'sent' | 'delivered' | 'read' | 'refused'} Mark
 * @typedef {{ kind: 'day', key: string, at: number }
 *   | { kind: 'facts', key: string, entry: Entry }
 *   | { kind: 'event', key: string, entry: Entry }
 *   | { kind: 'text', key: string, mine: boolean, who: string, at: number, body: string,
 *       mark: Mark | null, begins: boolean, ends: boolean, cid: string | null, code?: string }} Row
 *   `who`: the agent who wrote it, where that is not the reader. `begins`, `ends`: first or last
 *   of what one side said in one go.
 */

/** Texts of one side this close together are said in one go. */
const oneGoMilliseconds = 3 * 60_000;

/**
 * @param {Transcript} transcript
 * @param {Who} me
 * @param {string} [myName]  which of the agents reads; without it, the one who answered last
 * @returns {Row[]}
 */
export function rowsOf(transcript, me, myName = lastAgent(transcript.entries)) {
  let agent = '';
  const told = transcript.entries.map((entry) => {
    // A text does not name its agent: who answered last before it does.
    if (entry.kind === 'answered') agent = nameIn(entry);
    const mine = entry.from === me && (me === 'customer' || agent === myName);
    const who = entry.from === 'agent' && !mine ? agent : '';
    return rowOfEntry(entry, mine, who, transcript);
  });
  const own = transcript.own.map(rowOfOwn);
  return withGroups(withDays([...told, ...own]));
}

/**
 * Whether a line that shows one row needs no change to show the other.
 * @param {Row | undefined} one
 * @param {Row} other
 */
export function isSameRow(one, other) {
  if (!one) return false;
  return Object.entries(other).every(([name, value]) => Reflect.get(one, name) === value);
}

/**
 * Who answered last; empty when nobody has.
 * @param {Entry[]} entries
 */
export function lastAgent(entries) {
  const answered = entries.findLast((entry) => entry.kind === 'answered');
  return answered ? nameIn(answered) : '';
}

/** @param {Entry} entry */
function nameIn({ data }) {
  return String(data?.agent ?? '');
}

/**
 * @param {Entry} entry
 * @param {boolean} mine
 * @param {string} who
 * @param {Transcript} transcript
 * @returns {Row}
 */
function rowOfEntry(entry, mine, who, transcript) {
  const key = entry.cid ? `c${entry.cid}` : `s${entry.seq}`;
  if (entry.kind === 'facts') return { kind: 'facts', key, entry };
  if (entry.kind !== 'text') return { kind: 'event', key, entry };
  return {
    kind: 'text',
    key,
    mine,
    who,
    at: entry.at,
    body: entry.body,
    mark: mine ? markOf(entry, transcript) : null,
    begins: true,
    ends: true,
    cid: null,
  };
}

/**
 * @param {Own} own
 * @returns {Row}
 */
function rowOfOwn(own) {
  return {
    kind: 'text',
    key: `c${own.cid}`,
    mine: true,
    who: '',
    at: own.at,
    body: own.body,
    mark: own.state === 'refused' ? 'refused' : 'sending',
    begins: true,
    ends: true,
    cid: own.cid,
    code: own.code,
  };
}

/**
 * @param {Entry} entry
 * @param {Transcript} transcript
 * @returns {Mark}
 */
function markOf({ seq, from }, transcript) {
  const reached = transcript.marks[from === 'agent' ? 'customer' : 'agent'];
  if (seq <= reached.read) return 'read';
  return seq <= reached.delivered ? 'delivered' : 'sent';
}

/**
 * @param {Row[]} rows
 * @returns {Row[]}
 */
function withDays(rows) {
  let day = '';
  return rows.flatMap((row) => {
    /** @type {Row[]} */
    const alone = [row];
    if (row.kind === 'facts' || row.kind === 'day') return alone;
    const at = row.kind === 'text' ? row.at : row.entry.at;
    const itsDay = new Date(at).toDateString();
    if (itsDay === day) return alone;
    day = itsDay;
    /** @type {Row} */
    const divider = { kind: 'day', key: `d${itsDay}`, at };
    return [divider, ...alone];
  });
}

/**
 * @param {Row[]} rows
 * @returns {Row[]}
 */
function withGroups(rows) {
  return rows.map((row, index) => {
    if (row.kind !== 'text') return row;
    const begins = !isOneGo(rows[index - 1], row);
    const after = rows[index + 1];
    // The time and the mark stand under the last text of a go, and wherever the mark changes.
    const ends = !isOneGo(row, after) || (after?.kind === 'text' && after.mark !== row.mark);
    return { ...row, begins, ends };
  });
}

/**
 * @param {Row | undefined} before
 * @param {Row | undefined} after
 */
function isOneGo(before, after) {
  return before?.kind === 'text' && after?.kind === 'text' && before.mine === after.mine &&
    before.who === after.who && after.at - before.at < oneGoMilliseconds;
}
