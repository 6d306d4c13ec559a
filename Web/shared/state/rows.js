/**
 * What a transcript looks like line by line: day dividers, facts, bubbles and who said them. Pure.
 *
 * @import { Entry, Marks, Who } from '../wire.d.ts'
 * @import { Own, Transcript } from './transcript.js'
 *
 * @typedef {'sending' | 'sent' | 'delivered' | 'read' | 'refused'} Mark
 * @typedef {{ kind: 'day', key: string, at: number }
 *   | { kind: 'facts', key: string, entry: Entry }
 *   | { kind: 'event', key: string, entry: Entry, agent: string }
 *   | { kind: 'news', key: string }
 *   | { kind: 'continued', key: string }
 *   | { kind: 'text', key: string, seq: number, mine: boolean, who: string, by: string, at: number,
 *       body: string, mark: Mark | null, begins: boolean, ends: boolean, cid: string | null,
 *       code?: string }} Row
 *   `who`: the agent who wrote it, where that is not the reader; `by` tells two of one name apart.
 *   `begins`, `ends`: first or last of what one side said in one go. `agent`: who had answered last
 *   by then.
 * @typedef {{ id?: string, name: string }} Reader  which of the agents reads
 * @typedef {{ reader?: Reader, newFrom?: number, earlier?: Entry[], marked?: boolean }} More
 *   `newFrom`: above which entry "New" stands. `earlier`: a chat that this one goes on with; its
 *   entries stand above. `marked`: whether the own texts say how far they came.
 */

/** Texts of one side this close together are said in one go. */
const oneGoMilliseconds = 3 * 60_000;

/**
 * @param {Transcript} transcript
 * @param {Who} me
 * @param {More} [more]
 * @returns {Row[]}
 */
export function rowsOf(transcript, me, { reader, newFrom = 0, earlier = [], marked = true } = {}) {
  const marks = marked ? transcript.marks : null;
  const told = rowsOfEntries(transcript.entries, me, { reader, marks });
  const before = rowsOfEntries(earlier, me, { reader, marks: null })
    .map((row) => ({ ...row, key: `e${row.key}` }));
  /** @type {Row[]} */
  const border = before.length > 0 ? [{ kind: 'continued', key: 'continued' }] : [];
  const own = transcript.own.map(rowOfOwn);
  const dated = withDays([...before, ...border, ...told, ...own]);
  return withGroups(withNews(dated, newFrom));
}

/**
 * @param {Entry[]} entries
 * @param {Who} me
 * @param {{ reader?: Reader, marks: Marks | null }} how  without a reader, who answered last reads
 */
function rowsOfEntries(entries, me, { reader, marks }) {
  const { by: last } = agentIn(entries.findLast((entry) => entry.kind === 'answered'));
  let agent = agentIn();
  return entries.map((entry) => {
    // A text does not name its agent: who answered last before it does.
    if (entry.kind === 'answered') agent = agentIn(entry);
    const reads = reader ? isReader(reader, agent) : agent.by === last;
    const mine = entry.from === me && (me === 'customer' || reads);
    const isTheirs = entry.from === 'agent' && !mine;
    const who = isTheirs ? agent : agentIn();
    const mark = mine && marks ? markOf(entry, marks) : null;
    return rowOfEntry(entry, { mine, mark, ...who, agent: agent.who });
  });
}

/**
 * Entries of older servers know only the name.
 * @param {Reader} reader
 * @param {{ who: string, by: string }} agent
 */
function isReader({ id, name }, { who, by }) {
  return id && by !== who ? by === id : who === name;
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
  return agentIn(entries.findLast((entry) => entry.kind === 'answered')).who;
}

/** @param {Entry} [entry]  that somebody answered */
function agentIn(entry) {
  const who = String(entry?.data?.agent ?? '');
  return { who, by: String(entry?.data?.agentId ?? who) };
}

/**
 * @param {Entry} entry
 * @param {{ mine: boolean, mark: Mark | null, who: string, by: string, agent: string }} told
 * @returns {Row}
 */
function rowOfEntry(entry, { mine, mark, who, by, agent }) {
  const key = entry.cid ? `c${entry.cid}` : `s${entry.seq}`;
  if (entry.kind === 'facts') return { kind: 'facts', key, entry };
  if (entry.kind !== 'text') return { kind: 'event', key, entry, agent };
  return {
    kind: 'text',
    key,
    seq: entry.seq,
    mine,
    who,
    by,
    at: entry.at,
    body: entry.body,
    mark,
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
    seq: 0,
    mine: true,
    who: '',
    by: '',
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
 * @param {Marks} marks
 * @returns {Mark}
 */
function markOf({ seq, from }, marks) {
  const reached = marks[from === 'agent' ? 'customer' : 'agent'];
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
    if (row.kind !== 'text' && row.kind !== 'event') return alone;
    const at = row.kind === 'text' ? row.at : row.entry.at;
    const itsDay = new Date(at).toDateString();
    if (itsDay === day) return alone;
    day = itsDay;
    /** @type {Row} */
    const divider = { kind: 'day', key: `d${row.key}`, at };
    return [divider, ...alone];
  });
}

/**
 * @param {Row[]} rows
 * @param {number} newFrom
 * @returns {Row[]}
 */
function withNews(rows, newFrom) {
  const at = rows.findIndex((row) =>
    row.kind === 'text' && row.seq === newFrom && !row.key.startsWith('e')
  );
  if (newFrom === 0 || at < 0) return rows;
  return [...rows.slice(0, at), { kind: 'news', key: 'news' }, ...rows.slice(at)];
}

/**
 * The first text of the other side after an entry; 0 when there is none.
 * @param {Entry[]} entries
 * @param {Who} me
 * @param {number} read
 */
export function firstNew(entries, me, read) {
  const first = entries.slice(read).find((entry) => entry.kind === 'text' && entry.from !== me);
  return first?.seq ?? 0;
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
    before.by === after.by && after.at - before.at < oneGoMilliseconds;
}
