/**
 * The room's colours: the server has made every pair of them readable (`RoomPalette`), here they
 * take the places of the named colours in `tokens.css`.
 *
 * @import { Palette } from '../shared/wire.d.ts'
 */

/** @type {[keyof Palette['light'], string][]} */
const names = [
  ['theme', '--theme'],
  ['onTheme', '--on-theme'],
  ['bubble', '--theme-bubble'],
  ['onBubble', '--on-theme-bubble'],
  ['wash', '--theme-wash'],
];

const sheet = new CSSStyleSheet();

/** @param {Palette | null} palette  the house's own colours without one */
export function usePalette(palette) {
  const { adoptedStyleSheets } = document;
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  sheet.replaceSync(
    palette
      ? `${rule(palette.light)} @media (prefers-color-scheme: dark) { ${rule(palette.dark)} }`
      : '',
  );
}

/** @param {Palette['light']} scheme */
function rule(scheme) {
  const lines = names.map(([part, name]) => `${name}:${scheme[part]}`);
  return `:root{${lines.join(';')}}`;
}
