/** How many letters are to be read, in words and as a badge. */
import { many, numberOf, t } from '../shared/i18n.js';

/** Beyond this many the number says nothing more. */
const shownMax = 99;

/** @param {number} unread */
export function toReadOf(unread) {
  return many('letters.unread', Math.min(unread, shownMax), { count: lettersOf(unread) });
}

/** @param {number} unread */
export function lettersOf(unread) {
  if (unread <= shownMax) return numberOf(unread);
  return t('letters.over', { count: numberOf(shownMax) });
}
