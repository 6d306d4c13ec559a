/** Finding things by parts of their names. Pure. */

/**
 * Whether every word that was typed occurs, whatever its letters' case.
 * @param {string} text
 * @param {string} typed
 */
export function holding(text, typed) {
  const folded = fold(text);
  return fold(typed).split(/\s+/u).every((word) => folded.includes(word));
}

/** Accents are left out: who looks for Zoe finds Zoë. @param {string} text */
function fold(text) {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
