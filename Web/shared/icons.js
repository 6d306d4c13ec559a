/** The few signs of the screens, drawn as strokes. They say nothing alone: a word stands beside. */

const paths = {
  send: 'M4 12h14M12 5l7 7-7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  ticks: 'M2 12.5L6.5 17 16 7.5M12 16l1 1 9.5-9.5',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  alert: 'M12 8v5M12 16.5v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  chat: 'M4 5h16v11H11l-5 4v-4H4z',
  letter: 'M3 6h18v12H3zM3 7l9 6 9-6',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6.2M18.5 14.8c1.7.9 2.7 2.6 3 5.2',
  door: 'M6 21V4l9-1v18M15 5h4v16M3 21h18M11.5 12v1',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M8.5 12H18',
  facts: 'M12 11v6M12 7v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20.5h4',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M6 9l6 6 6-6',
};

export const iconNames = /** @type {(keyof typeof paths)[]} */ (Object.keys(paths));

const namespace = 'http://www.w3.org/2000/svg';

/** @param {keyof typeof paths} name */
export function icon(name) {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
