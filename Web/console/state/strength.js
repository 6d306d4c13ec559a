/** How hard a password is to guess, as a hint while it is typed. Pure. */

export const passwordCharactersMin = 10;

/** What guessers try first; the letters of a keyboard's rows are runs as well. */
const common = ['password', 'passwort', 'letmein', 'welcome', 'iloveyou', 'admin', 'foyer'];
const rows = ['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm'];
const wordCharactersMin = 3;
const fairFrom = 9;
const strongFrom = 14;

/**
 * @typedef {'empty' | 'short' | 'weak' | 'fair' | 'strong'} Level
 */

/**
 * @param {string} password
 * @param {string[]} known  what others know of the person, such as the name
 * @returns {{ level: Level, missing: number }}  `missing`: characters until it is long enough
 */
export function strengthOf(password, known = []) {
  const length = [...password].length;
  const missing = Math.max(0, passwordCharactersMin - length);
  if (length === 0) return { level: 'empty', missing };
  if (missing > 0) return { level: 'short', missing };
  const weight = weightOf(withoutWords(password.toLowerCase(), [...common, ...wordsOf(known)]));
  const level = weight < fairFrom ? 'weak' : weight < strongFrom ? 'fair' : 'strong';
  return { level, missing };
}

/** @param {string[]} known */
function wordsOf(known) {
  return known.flatMap((text) => text.toLowerCase().split(/[\s@.]+/))
    .filter((word) => word.length >= wordCharactersMin);
}

/**
 * A word that is known counts as one character.
 * @param {string} text
 * @param {string[]} words
 */
function withoutWords(text, words) {
  return words.reduce((rest, word) => rest.replaceAll(word, '\u0000'), text);
}

/**
 * How many characters do not follow from those before them.
 * @param {string} text
 */
function weightOf(text) {
  const characters = [...text];
  const surprising = characters.filter((each, at) => !follows(characters[at - 1], each));
  // What repeats the same few characters surprises nobody.
  return Math.min(surprising.length, 2 * new Set(surprising).size);
}

/**
 * @param {string | undefined} before
 * @param {string} after
 */
function follows(before, after) {
  if (before === undefined) return false;
  const step = (after.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  if (Math.abs(step) <= 1) return true;
  return rows.some((row) => row.includes(before + after));
}
