/** The signs of the console: those that both sides have, and those that only agents see. */
import { drawn, paths as shared } from '../shared/icons.js';

const paths = {
  ...shared,
  close: 'M6 6l12 12M18 6L6 18',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6.2M18.5 14.8c1.7.9 2.7 2.6 3 5.2',
  door: 'M6 21V4l9-1v18M15 5h4v16M3 21h18M11.5 12v1',
  gauge: 'M4 17a8 8 0 1 1 16 0M12 17l4-5M4 20h16',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M8.5 12H18',
  facts: 'M12 11v6M12 7v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  up: 'M6 15l6-6 6 6',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5v.5',
  link:
    'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5',
  to: 'M4 12h15M13 6l6 6-6 6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
};

export const iconNames = /** @type {(keyof typeof paths)[]} */ (Object.keys(paths));

/** @param {keyof typeof paths} name */
export function icon(name) {
  return drawn(paths[name]);
}
