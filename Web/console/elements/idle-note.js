/**
 * What stands where the chats will be, while there is none: how things are, and what to do next.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Room } from '../../shared/wire.d.ts'
 * @import { Desk } from '../state/desk.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { mustChoose } from '../state/desk.js';
import { CopyLink } from './copy-link.js';

/** More links than this are a page of their own. */
const linksMax = 3;

export class IdleNote extends HTMLElement {
  #head = el('h2');
  #body = el('p', { class: 'quiet-text' });
  #online = button(t('status.online'), () => tell(this, 'choose', 'WAITING_NEW_CALL'), {
    class: 'button next',
  });
  #tone = button(t('alarm.toneOn'), () => tell(this, 'tone'), { class: 'button' });
  #links = el('div', { class: 'links' });
  #asked = false;

  constructor() {
    super();
    this.append(this.#head, this.#body, this.#online, this.#tone, this.#links);
  }

  /**
   * @param {Desk} desk
   * @param {{ rings: number, tone: boolean }} more  `tone`: whether the ring tone is on
   */
  show(desk, { rings, tone }) {
    const how = howItIs(desk, rings);
    this.dataset.how = how;
    setText(this.#head, t(`desk.${how}`));
    setText(this.#body, t(`desk.${how}Body`));
    set(this.#online, { hidden: how !== 'idleBreak' && how !== 'idleNext' });
    set(this.#tone, { hidden: tone || how !== 'idle' });
    set(this.#links, { hidden: how !== 'idle' });
    if (how === 'idle' && !this.#asked) void this.#fetchLinks();
  }

  async #fetchLinks() {
    this.#asked = true;
    /** @type {Answer<{ rooms: Room[] }>} */
    const answer = await askConsole('GET', 'rooms');
    // Without the links the desk is idle all the same; they stand on the rooms' page too.
    if (!answer.ok) return void (this.#asked = false);
    const { rooms } = answer.body;
    const links = rooms.slice(0, linksMax).map(({ name, contactForm }) =>
      new CopyLink(t('desk.linkOf', { room: name }), contactForm, { opens: true })
    );
    fillWith(
      this.#links,
      links.length > 0 && el('p', { class: 'strong', text: t('desk.links') }),
      ...links,
      rooms.length > linksMax && this.#toRooms(),
    );
  }

  /** Within the page: a page loaded anew may not sound before the next press. */
  #toRooms() {
    const all = el('a', { href: '/console/rooms', text: t('desk.allRooms') });
    on(all, 'click', (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell(this, 'open-page', 'rooms');
    });
    return all;
  }
}

customElements.define('idle-note', IdleNote);

/**
 * @param {Desk} desk
 * @param {number} rings
 */
function howItIs(desk, rings) {
  const { known, browser, rooms } = desk;
  if (rings > 0) return 'idleRings';
  if (known && Object.keys(rooms).length === 0) return 'idleNoRooms';
  if (mustChoose(desk)) return 'idleNext';
  return browser === 'TAKING_BREAK' ? 'idleBreak' : 'idle';
}
