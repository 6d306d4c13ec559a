/**
 * Finds the addresses that people type into their texts. Pure. Only http, https and mailto ever
 * become a link; everything else stays the text it is.
 *
 * @typedef {{ text: string, href?: string }} Piece
 */

/** What is longer than this is no address that a person typed. */
const charactersMax = 2000;
/** Nor does a sentence end on more signs: each costs a look at the whole address. */
const endingsMax = 50;

// No look-behind: five-year-old phones refuse to read a file that has one.
const candidates =
  /(?:https?:\/\/|mailto:|www\.)[^\s<>"“”„‟«»「」『』（）《》【】。，、；！？\p{Cc}\p{Cf}]+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu;
/** A name in Latin letters ends where another script begins: no space stands there in Chinese. */
const latinHost = /^(https?:\/\/|www\.)([a-z0-9.-]+(?::\d+)?)(?=[^\u0021-\u007e])/iu;
const wordBefore = /[\p{L}\p{N}@/]$/u;
const endings = /[.,:;!?'’*_~|…،؛؟۔।]$/u;
const brackets = new Map([[')', '('], [']', '['], ['}', '{']]);

/**
 * The text in pieces, in its order; together they are the text again.
 * @param {string} text
 * @returns {Piece[]}
 */
export function piecesOf(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(candidates)) {
    if (found.length > charactersMax) continue;
    const link = trimmed(found);
    const href = addressOf(link);
    const before = text.slice(Math.max(0, index - 2), index);
    if (!href || startsInWord(before, link)) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: link, href });
    from = index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/**
 * `xhttps://…` and `a@b@c.example` are no addresses. Chinese writes no space before one.
 * @param {string} before
 * @param {string} link
 */
function startsInWord(before, link) {
  if (/\p{Script=Han}$/u.test(before) && /^(https?:|mailto:)/i.test(link)) return false;
  return wordBefore.test(before);
}

/**
 * Without what belongs to the sentence: full stops, and brackets that were opened before it.
 * @param {string} found
 */
function trimmed(found) {
  let link = found;
  const host = latinHost.exec(link);
  if (host) link = host[0];
  for (let last = '', left = endingsMax; link !== last && left > 0; left--) {
    last = link;
    link = link.replace(endings, '');
    const end = link.slice(-1);
    const opening = brackets.get(end);
    if (opening && countOf(link, end) > countOf(link, opening)) link = link.slice(0, -1);
  }
  return link;
}

/**
 * @param {string} text
 * @param {string} sign
 */
function countOf(text, sign) {
  return text.split(sign).length - 1;
}

/**
 * @param {string} link
 * @returns {string | undefined}
 */
function addressOf(link) {
  const isPlain = !/^(https?:|mailto:)/i.test(link);
  const begin = !isPlain ? '' : link.includes('@') ? 'mailto:' : 'https://';
  try {
    const url = new URL(begin + link);
    if (url.protocol === 'mailto:') return /^[^\s@]+@[^\s@]+$/.test(url.pathname) ? url.href : '';
    // A name before the host only serves to hide the host.
    if (url.username || url.password || !url.hostname) return undefined;
    return ['http:', 'https:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
