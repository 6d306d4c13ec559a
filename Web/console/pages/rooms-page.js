/**
 * The rooms and their links. The settings editors come later.
 *
 * @import { Room } from '../../shared/wire.d.ts'
 */
import { el, fillWith } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { isOnlyHere } from '../state/reach.js';
import { FetchedPage } from './fetched.js';

export class RoomsPage extends FetchedPage {
  constructor() {
    super(t('rooms.headline'));
    /** @type {() => Promise<import('../../shared/http.js').Answer<{ rooms: Room[] }>>} */
    const fetch = () => askConsole('GET', 'rooms');
    void this.load(fetch, ({ rooms }) => {
      const onlyHere = rooms.some(({ contactForm }) => isOnlyHere(contactForm));
      fillWith(
        this.body,
        onlyHere &&
          el('p', { class: 'quiet-text', text: t('rooms.onlyHere', { option: '--public-url' }) }),
        el('ul', { class: 'cards' }, ...rooms.map(card)),
      );
    });
  }
}

customElements.define('rooms-page', RoomsPage);

/** @param {Room} room */
function card({ name, contactForm, statistics, statisticsDetails, agents }) {
  return el(
    'li',
    { class: 'card' },
    el(
      'header',
      {},
      el('h2', { dir: 'auto', text: name }),
      el('span', { class: 'quiet-text', text: many('rooms.agents', agents.length) }),
    ),
    new CopyLink(t('rooms.contactForm'), contactForm, { opens: true }),
    new CopyLink(t('rooms.statistics'), statistics, { opens: true }),
    new CopyLink(t('rooms.statisticsDetails'), statisticsDetails, { opens: true }),
    el('p', { class: 'quiet-text', text: t('rooms.statisticsPublic') }),
  );
}
