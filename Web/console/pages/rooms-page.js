/**
 * The rooms and their links. The settings editors come later.
 *
 * @import { Me, Room } from '../../shared/wire.d.ts'
 */
import { el, fillWith, on } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { RoomLinks } from '../elements/settings/room-links.js';
import { isOnlyHere } from '../state/reach.js';
import { FetchedPage } from './fetched.js';

export class RoomsPage extends FetchedPage {
  /** @param {Me} me */
  constructor(me) {
    super(t('rooms.headline'));
    /** @type {() => Promise<import('../../shared/http.js').Answer<{ rooms: Room[] }>>} */
    const fetch = () => askConsole('GET', 'rooms');
    void this.load(fetch, ({ rooms }) => {
      const onlyHere = rooms.some(({ contactForm }) => isOnlyHere(contactForm));
      fillWith(
        this.body,
        onlyHere &&
          el('p', { class: 'quiet-text', text: t('rooms.onlyHere', { option: '--public-url' }) }),
        el('ul', { class: 'cards' }, ...rooms.map((room) => card(room, me.agent.administrator))),
      );
    });
  }
}

customElements.define('rooms-page', RoomsPage);

/**
 * @param {Room} room
 * @param {boolean} isAdministrator
 */
function card(room, isAdministrator) {
  const { name, contactForm, agents } = room;
  const all = el('details', {}, el('summary', { text: t('links.all') }));
  // Only what is looked at is fetched.
  on(all, 'toggle', () => {
    if (!all.querySelector('room-links')) {
      all.append(new RoomLinks(room, { replaces: isAdministrator }));
    }
  });
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
    all,
  );
}
