/**
 * Finding in the command palette: a few letters of a name, in their order, are enough. Pure.
 *
 * @typedef {{ id: string, group: string, label: string, note?: string, caps?: string[] }} Item
 */

/**
 * The items that the query may mean, the best first within their groups; the group with the best
 * of all comes first. Without a query all, as they stand.
 * @template {Item} Kind
 * @param {readonly Kind[]} items
 * @param {string} query
 * @returns {{ group: string, items: Kind[] }[]}
 */
export function found(items, query) {
  const wanted = plain(query);
  const scored = items
    .map((item) => ({ item, score: scoreOf(plain(`${item.label} ${item.note ?? ''}`), wanted) }))
    .filter(({ score }) => score > 0);
  // Sorting keeps the order of equals.
  if (wanted) scored.sort((one, other) => other.score - one.score);
  /** @type {Map<string, Kind[]>} */
  const groups = new Map();
  for (const { item } of scored) {
    groups.set(item.group, [...groups.get(item.group) ?? [], item]);
  }
  return [...groups].map(([group, itsItems]) => ({ group, items: itsItems }));
}

/**
 * How well a text fits: 0 for not at all. The beginning of a word counts most, then letters that
 * stand together, then letters in their order.
 * @param {string} text  plain
 * @param {string} wanted  plain
 */
export function scoreOf(text, wanted) {
  if (wanted === '') return 1;
  const whole = text.indexOf(wanted);
  if (whole === 0) return 1000;
  if (whole > 0) return text[whole - 1] === ' ' ? 900 : 600;
  return scattered(text, wanted);
}

/**
 * Small letters without marks, so that "jose" finds "José".
 * @param {string} text
 */
export function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * @param {string} text
 * @param {string} wanted
 */
function scattered(text, wanted) {
  let place = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = text.indexOf(letter, place + 1);
    if (next < 0) return 0;
    if (place >= 0) gaps += next - place - 1;
    place = next;
  }
  return Math.max(1, 500 - gaps * 10);
}
