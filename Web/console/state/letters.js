/**
 * Letters: which of them this browser's agent has read, and the answer by e-mail. Pure.
 *
 * @typedef {{ upTo: string, odd: string[] }} Marks  `upTo`: this letter and all before it are read,
 *   `odd` are those of which the contrary is true. Ids are in the order of leaving.
 */

/** The server counts to 600: also with so many marks it is known whether 99 are unread. */
const oddMax = 500;
const lookMilliseconds = 60_000;
/** Mail programs take addresses up to about 2,000 characters; a long question is cut. */
const quotedCharactersMax = 1200;
const id = /^[0-9a-f-]{36}$/;

/**
 * @param {any} kept  what the browser's store holds: perhaps nothing, or nothing of ours
 * @returns {Marks}
 */
export function marksOf(kept) {
  const upTo = id.test(kept?.upTo) ? String(kept.upTo) : '';
  return { upTo, odd: Array.isArray(kept?.odd) ? kept.odd.map(String) : [] };
}

/**
 * @param {Marks} marks
 * @param {string} letter
 */
export function isReadIn({ upTo, odd }, letter) {
  return (letter <= upTo) !== odd.includes(letter);
}

/**
 * The marks after a letter was read or put back to unread.
 * @param {Marks} marks
 * @param {string} letter
 * @param {boolean} isRead
 * @returns {Marks}
 */
export function withMark({ upTo, odd }, letter, isRead) {
  const others = odd.filter((each) => each !== letter);
  if ((letter <= upTo) === isRead) return { upTo, odd: others };
  if (others.length < oddMax) return { upTo, odd: [...others, letter] };
  // Of too many marks the oldest goes: its letter, and what was left before it, counts as read.
  const [oldest = '', ...newer] = [...others, letter].sort();
  return { upTo: oldest > upTo ? oldest : upTo, odd: newer };
}

/**
 * @param {Marks} marks
 * @param {string} newest  the newest letter that was shown
 * @returns {Marks}
 */
export function withAllRead({ upTo, odd }, newest) {
  return { upTo: newest > upTo ? newest : upTo, odd: odd.filter((each) => each > newest) };
}

/**
 * How many letters nobody has read here.
 * @param {number} newer  how many there are after `upTo`
 * @param {Marks} marks
 */
export function unreadOf(newer, { upTo, odd }) {
  const readAfter = odd.filter((each) => each > upTo).length;
  // Of a room that the agent has left, letters are no longer counted.
  return Math.max(newer - readAfter, 0) + odd.length - readAfter;
}

/**
 * They are counted as the desk opens, when another tab marked all of them, and once in a while; a
 * page that nobody sees waits.
 * @param {{ lookedAt: number, moved: boolean, now: number, visible: boolean }} situation
 *   `lookedAt`: 0 for never; `moved`: they are to be counted from another letter on
 */
export function isLookDue({ lookedAt, moved, now, visible }) {
  return lookedAt === 0 || (visible && (moved || now - lookedAt >= lookMilliseconds));
}

/**
 * Every line with the sign that mail programs know.
 * @param {string} question
 */
export function quoted(question) {
  const characters = [...question];
  const cut = characters.length > quotedCharactersMax;
  const shown = cut ? `${characters.slice(0, quotedCharactersMax).join('')}…` : question;
  return shown.split(/\r\n|\r|\n/u).map((line) => `> ${line}`).join('\r\n');
}

/**
 * The address that opens the answer in the mail program.
 * @param {string} email
 * @param {{ subject: string, body: string }} words
 */
export function mailtoOf(email, { subject, body }) {
  const [to, about, text] = [email, subject, body].map(encodeURIComponent);
  return `mailto:${to}?subject=${about}&body=${text}`;
}
