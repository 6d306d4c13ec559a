/** Shows style sheets another scheme or width than the browser's own. Pure. */

/** @typedef {{ scheme: '' | 'light' | 'dark', width: number }} Stage  0: as wide as it is */

const always = '(min-width: 0px)';
const never = '(max-width: 0px)';
const remPixels = 16;

/**
 * A media query as it must read for the stage.
 * @param {string} query
 * @param {Stage} stage
 */
export function stagedQuery(query, { scheme, width }) {
  let staged = query;
  if (scheme) {
    staged = staged.replaceAll(/\(prefers-color-scheme:\s*(\w+)\)/g, (_, wanted) => {
      return wanted === scheme ? always : never;
    });
  }
  if (width === 0) return staged;
  const limits = /\((min|max)-width:\s*([\d.]+)(px|r?em)\)/g;
  return staged.replaceAll(limits, (_, side, number, unit) => {
    const pixels = Number(number) * (unit === 'px' ? 1 : remPixels);
    return (side === 'min' ? width >= pixels : width <= pixels) ? always : never;
  });
}
