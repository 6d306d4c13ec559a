/** The few signs of the screens, drawn as strokes. They say nothing alone: a word stands beside. */

export const paths = {
  send: 'M4 12h14M12 5l7 7-7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  back: 'M15 5l-7 7 7 7',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  ticks: 'M2 12.5L6.5 17 16 7.5M12 16l1 1 9.5-9.5',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  alert: 'M12 8v5M12 16.5v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  chat: 'M4 5h16v11H11l-5 4v-4H4z',
  letter: 'M3 6h18v12H3zM3 7l9 6 9-6',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20.5h4',
  down: 'M6 9l6 6 6-6',
};

const namespace = 'http://www.w3.org/2000/svg';

/** @param {keyof typeof paths} name */
export function icon(name) {
  return drawn(paths[name]);
}

/** @param {string} strokes */
export function drawn(strokes) {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', strokes);
  svg.append(path);
  return svg;
}
