/** The colours that the themes of a room are made of, as the server's `RoomTheme` has them. Pure. */

/** @type {Record<string, string>} */
export const themeColours = {
  harbour: '#3450c8',
  lagoon: '#63aba7',
  fir: '#476767',
  mango: '#f5de74',
  orange: '#ed9235',
  sky: '#387ef7',
  violet: '#6426f5',
  brick: '#bc4044',
  orchid: '#b23fc5',
  slate: '#5d666a',
  ink: '#000000',
};
