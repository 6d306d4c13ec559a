/**
 * One chat's transcript as this screen knows it, with the own messages that the server has not
 * acknowledged yet. Pure: every function returns a new transcript, or the same one when nothing
 * changed. Entries are gapless from 1; a frame beyond a gap is not kept, it is asked for again.
 *
 * @import { Entry, Have, Marks, Reached } from '../wire.d.ts'
 *
 * @typedef {{ cid: string, body: string, at: number, state: 'kept' | 'flying' | 'refused',
 *   code?: string }} Own  `kept` waits for its turn, `flying` was sent and is not acknowledged.
 * @typedef {{ entries: Entry[], own: Own[], known: number, live: boolean, asked: boolean,
 *   marks: Marks }} Transcript  `known`: the highest number heard of. `live`: this connection has
 *   answered for the chat. `asked`: a resume is on its way.
 */

/** @type {Reached} */
const nothing = { delivered: 0, read: 0 };

/**
 * @param {Own[]} [own]
 * @returns {Transcript}
 */
export function emptyTranscript(own = []) {
  return {
    entries: [],
    own: own.map(kept),
    known: 0,
    live: false,
    asked: false,
    marks: { customer: nothing, agent: nothing },
  };
}

/** @param {Transcript} transcript */
export function lastSeq(transcript) {
  return transcript.entries.length;
}

/**
 * What to tell the server in `have`; nothing when there is nothing.
 * @param {Transcript} transcript
 * @returns {Have | undefined}
 */
export function have(transcript) {
  const last = transcript.entries.at(-1);
  return last && { seq: last.seq, id: last.id };
}

/**
 * @param {Transcript} transcript
 * @param {Entry} entry
 * @returns {Transcript}
 */
export function withEntry(transcript, entry) {
  const last = lastSeq(transcript);
  if (entry.seq <= last) return withoutOwn(transcript, entry.cid);
  const known = Math.max(transcript.known, entry.seq);
  if (entry.seq > last + 1) return { ...transcript, known };
  const entries = [...transcript.entries, entry];
  return withoutOwn({ ...transcript, entries, known }, entry.cid);
}

/**
 * The answer to `hello` and `resume`.
 * @param {Transcript} transcript
 * @param {{ entries: Entry[], last: number, resync: boolean }} answer
 * @returns {Transcript}
 */
export function withAnswer(transcript, answer) {
  const kept = answer.resync ? [] : transcript.entries;
  const start = {
    ...transcript,
    entries: kept,
    known: answer.last,
    live: true,
    asked: false,
  };
  return answer.entries.reduce(withEntry, start);
}

/**
 * The server stored an own message. Its entry is made here, in case no `message` follows.
 * @param {Transcript} transcript
 * @param {{ cid: string, seq: number, id: string, at: number }} ack
 * @param {'customer' | 'agent'} me
 * @returns {Transcript}
 */
export function withAck(transcript, ack, me) {
  const own = transcript.own.find((each) => each.cid === ack.cid);
  if (!own) return { ...transcript, known: Math.max(transcript.known, ack.seq) };
  const { cid, seq, id, at } = ack;
  if (seq > lastSeq(transcript) + 1) {
    // Stored, but something before it is missing here: it stays visible until the resume brings it.
    return { ...transcript, known: Math.max(transcript.known, seq) };
  }
  return withEntry(transcript, { seq, id, kind: 'text', from: me, at, body: own.body, cid });
}

/**
 * The person sent a message.
 * @param {Transcript} transcript
 * @param {{ cid: string, body: string, at: number }} message
 * @returns {Transcript}
 */
export function withOwn(transcript, message) {
  return { ...transcript, own: [...transcript.own, { ...message, state: 'kept' }] };
}

/**
 * @param {Transcript} transcript
 * @param {string} cid
 * @returns {Transcript}
 */
export function flying(transcript, cid) {
  return changeOwn(transcript, cid, (own) => ({ ...own, state: 'flying' }));
}

/**
 * The server refused a message for good, or for now (`again`).
 * @param {Transcript} transcript
 * @param {{ cid: string, code: string, again: boolean }} refusal
 * @returns {Transcript}
 */
export function withRefusal(transcript, { cid, code, again }) {
  return changeOwn(
    transcript,
    cid,
    (own) => again ? kept(own) : { ...own, state: 'refused', code },
  );
}

/**
 * Takes a refused message away again (the person put it back into the input, or gave it up).
 * @param {Transcript} transcript
 * @param {string | null | undefined} cid
 * @returns {Transcript}
 */
export function withoutOwn(transcript, cid) {
  if (!cid || !transcript.own.some((each) => each.cid === cid)) return transcript;
  return { ...transcript, own: transcript.own.filter((each) => each.cid !== cid) };
}

/**
 * @param {Transcript} transcript
 * @param {Marks} marks
 * @returns {Transcript}
 */
export function withMarks(transcript, marks) {
  return { ...transcript, marks: { customer: marks.customer, agent: marks.agent } };
}

/**
 * The connection is gone: what was in the air must be sent again.
 * @param {Transcript} transcript
 * @returns {Transcript}
 */
export function cutOff(transcript) {
  return { ...transcript, live: false, asked: false, own: transcript.own.map(kept) };
}

/**
 * The next own message to send. One at a time: a later one must never overtake an earlier one,
 * not even when the server has to turn one of them away for a moment.
 * @param {Transcript} transcript
 * @returns {Own | undefined}
 */
export function nextToSend(transcript) {
  if (!transcript.live) return undefined;
  const first = transcript.own.find((each) => each.state !== 'refused');
  return first?.state === 'kept' ? first : undefined;
}

/** @param {Transcript} transcript */
export function needsResume(transcript) {
  return !transcript.asked && transcript.known > lastSeq(transcript);
}

/**
 * @param {Transcript} transcript
 * @returns {Transcript}
 */
export function asking(transcript) {
  return { ...transcript, asked: true };
}

/**
 * How many messages of the other side this person has not seen.
 * @param {Transcript} transcript
 * @param {'customer' | 'agent'} me
 * @param {number} read  the highest number seen on this screen
 */
export function unread(transcript, me, read) {
  const seen = Math.max(read, transcript.marks[me].read);
  return transcript.entries.slice(seen).filter((entry) =>
    entry.kind === 'text' && entry.from !== me
  ).length;
}

/**
 * @param {Own} own
 * @returns {Own}
 */
function kept(own) {
  return own.state === 'flying' ? { ...own, state: 'kept' } : own;
}

/**
 * @param {Transcript} transcript
 * @param {string} cid
 * @param {(own: Own) => Own} change
 * @returns {Transcript}
 */
function changeOwn(transcript, cid, change) {
  if (!transcript.own.some((each) => each.cid === cid)) return transcript;
  return {
    ...transcript,
    own: transcript.own.map((each) => each.cid === cid ? change(each) : each),
  };
}
