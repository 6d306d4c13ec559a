/**
 * Which rows of a long list are drawn: as many as a person can look at, and some on either side.
 * Pure.
 *
 * @typedef {{ from: number, to: number }} Window  the rows from `from` up to, not with, `to`
 */

/** A tall screen shows some thirty rows; adding more than six at once is felt on slow machines. */
const rowsFirst = 60;
const rowsStep = 6;
const rowsMax = 120;
/** So near an end that the person will be there soon. */
const nearPixels = 800;

/**
 * The last rows.
 * @param {number} count
 * @returns {Window}
 */
export function windowAtEnd(count) {
  return { from: Math.max(0, count - rowsFirst), to: count };
}

/**
 * After the list has grown or was replaced. Who is at the end stays there, with the rest cut off
 * far above; who reads above keeps what is drawn, and new rows join it where it touches the end.
 * @param {Window} window
 * @param {{ before: number, count: number, follows: boolean }} change  the number of rows before
 *   and now; `follows`: whether the person is at the end
 * @returns {Window}
 */
export function windowGrown({ from, to }, { before, count, follows }) {
  if (count < to || to === 0) return windowAtEnd(count);
  if (follows) {
    const cut = count - from > rowsMax;
    return cut || to < before ? windowAtEnd(count) : { from, to: count };
  }
  return to === before && count - from <= rowsMax ? { from, to: count } : { from, to };
}

/**
 * After scrolling: more rows where the person goes, fewer where they came from.
 * @param {Window} window
 * @param {{ count: number, above: number, below: number, keeps: boolean }} scrolled  `above` and
 *   `below`: the pixels that are drawn out of sight. `keeps`: nothing may go, there is a selection
 * @returns {Window} the same one when nothing changes
 */
export function windowSlid(window, { count, above, below, keeps }) {
  const { from, to } = window;
  if (above < nearPixels && from > 0) {
    const start = Math.max(0, from - rowsStep);
    return { from: start, to: keeps ? to : Math.min(to, start + rowsMax) };
  }
  if (below < nearPixels && to < count) {
    const end = Math.min(count, to + rowsStep);
    return { from: keeps ? from : Math.max(from, end - rowsMax), to: end };
  }
  return window;
}
