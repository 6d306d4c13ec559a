/**
 * What stands where the chats will be, while there is none: how things are, and what to do next.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Room } from '../../shared/wire.d.ts'
 * @import { Desk } from '../state/desk.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { toReadOf } from '../letter-words.js';
import { mustChoose, remedyOf, servesNoRoom } from '../state/desk-facts.js';
import { CopyLink } from './copy-link.js';

/** More links than this are a page of their own. */
const linksMax = 3;

export class IdleNote extends HTMLElement {
  #head = el('h2');
  #body = el('p', { class: 'quiet-text' });
  #online = button(t('status.online'), () => tell(this, 'choose', 'WAITING_NEW_CALL'), {
    class: 'button next',
  });
  #again = button(t('desk.ringAgain'), () => tell(this, 'choose', 'WAITING_NEW_CALL'), {
    class: 'button next',
  });
  #letters = this.#way('letters');
  #tone = button(t('alarm.toneOn'), () => tell(this, 'tone'), { class: 'button' });
  #links = el('div', { class: 'links' });
  #asked = false;

  constructor() {
    super();
    const news = el('p', { class: 'news' }, this.#letters);
    this.append(this.#head, this.#body, this.#online, this.#again, this.#tone, news, this.#links);
  }

  /**
   * @param {Desk} desk
   * @param {{ rings: number, rangOut: number, tone: boolean, letters: number }} more
   *   `tone`: whether the ring tone is on; `letters`: how many are unread
   */
  show(desk, { rings, rangOut, tone, letters }) {
    const how = howItIs(desk, { rings, rangOut });
    this.dataset.how = how;
    setText(this.#head, how === 'idleRangOut' ? many(`desk.${how}`, rangOut) : t(`desk.${how}`));
    setText(this.#body, t(`desk.${how}Body`));
    set(this.#online, { hidden: how !== 'idleBreak' && how !== 'idleNext' });
    set(this.#again, { hidden: how !== 'idleRangOut' });
    set(this.#tone, { hidden: tone || (how !== 'idle' && how !== 'idleRangOut') });
    set(this.#letters, { hidden: letters === 0 });
    setText(this.#letters, letters > 0 ? toReadOf(letters) : '');
    set(this.#links, { hidden: how !== 'idle' });
    if (how === 'idle' && !this.#asked) void this.#fetchLinks();
  }

  async #fetchLinks() {
    this.#asked = true;
    /** @type {Answer<{ rooms: Room[] }>} */
    const answer = await askConsole('GET', `rooms?count=${linksMax + 1}`);
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
      rooms.length > linksMax && this.#way('rooms', t('desk.allRooms')),
    );
  }

  /**
   * Within the page: a page loaded anew may not sound before the next press.
   * @param {string} page
   * @param {string} [label]
   */
  #way(page, label = '') {
    const way = el('a', { href: `/console/${page}`, text: label });
    on(way, 'click', (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell(this, 'open-page', page);
    });
    return way;
  }
}

customElements.define('idle-note', IdleNote);

/**
 * @param {Desk} desk
 * @param {{ rings: number, rangOut: number }} waits
 */
function howItIs(desk, { rings, rangOut }) {
  if (rings > 0) return 'idleRings';
  if (servesNoRoom(desk)) return 'idleNoRooms';
  if (mustChoose(desk)) return 'idleNext';
  if (desk.browser === 'TAKING_BREAK') return 'idleBreak';
  return rangOut > 0 && remedyOf(desk) === 'again' ? 'idleRangOut' : 'idle';
}
