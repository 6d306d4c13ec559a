/**
 * Letters: which of them this browser's agent has read, and the answer by e-mail. Pure.
 *
 * @import { Letter } from '../../shared/wire.d.ts'
 */

/** As many as the server lists. */
const readMax = 500;
const lookMilliseconds = 60_000;
/** Mail programs take addresses up to about 2,000 characters; a long question is cut. */
const quotedCharactersMax = 1200;

/**
 * The kept list after a letter was read or put back to unread, the latest first.
 * @param {readonly string[]} read
 * @param {string} letter
 * @param {boolean} isRead
 */
export function withRead(read, letter, isRead) {
  const others = read.filter((each) => each !== letter);
  return isRead ? [letter, ...others].slice(0, readMax) : others;
}

/**
 * How many letters nobody has read here.
 * @param {readonly Letter[]} letters
 * @param {readonly string[]} read
 */
export function unreadOf(letters, read) {
  const known = new Set(read);
  return letters.filter(({ id }) => !known.has(id)).length;
}

/**
 * The list is looked at as the desk opens and once in a while; a page that nobody sees waits.
 * @param {{ lookedAt: number, now: number, visible: boolean }} situation  `lookedAt`: 0 for never
 */
export function isLookDue({ lookedAt, now, visible }) {
  return lookedAt === 0 || (visible && now - lookedAt >= lookMilliseconds);
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
