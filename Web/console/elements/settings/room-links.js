/**
 * All that leads to a room: its links, as text, QR code and copy; its access number; the private
 * links of its agents. Tells `room-changed` with the room when its link was replaced.
 *
 * @import { Answer } from '../../../shared/http.js'
 * @import { Room } from '../../../shared/wire.d.ts'
 */
import { button, el, fillWith, setText, tell } from '../../../shared/dom.js';
import { faultText, t } from '../../../shared/i18n.js';
import { askConsole } from '../../ask.js';
import { isOnlyHere } from '../../state/reach.js';
import { LinkBlock } from './link-block.js';
import { PrivateLinks } from './private-links.js';
import { SureAsk } from './sure-ask.js';

export class RoomLinks extends HTMLElement {
  #room;
  #sure = new SureAsk();
  #said = el('p', { role: 'status' });
  #links = el('div', { class: 'links' });

  /**
   * @param {Room} room
   * @param {{ replaces?: boolean }} [options]  whether the reader may replace the link
   */
  constructor(room, { replaces = true } = {}) {
    super();
    this.#room = room;
    const renew = button(t('links.renew'), () => void this.#renew(), { class: 'button' });
    this.append(
      this.#links,
      el(
        'div',
        { class: 'renew', hidden: !replaces },
        renew,
        el('p', { class: 'quiet-text', text: t('links.renewHint') }),
      ),
      this.#said,
      el('h3', { text: t('links.private') }),
      new PrivateLinks(room),
      this.#sure,
    );
    this.#draw();
  }

  #draw() {
    const room = this.#room;
    const { accessNumber, numberPage } = room;
    const notYet = t('links.notConnected');
    const onlyHere = t('rooms.onlyHere', { option: '--public-url' });
    fillWith(
      this.#links,
      isOnlyHere(room.contactForm) && el('p', { class: 'quiet-text', text: onlyHere }),
      new LinkBlock(t('rooms.contactForm'), room.contactForm, { open: true }),
      accessNumber !== null &&
        el(
          'div',
          { class: 'access' },
          el('p', { class: 'label', text: t('links.number') }),
          el('p', { class: 'access-number', dir: 'ltr', text: spaced(accessNumber) }),
          el('p', { class: 'quiet-text', text: t('links.numberHint') }),
          new LinkBlock(t('links.numberPage'), numberPage),
        ),
      new LinkBlock(t('links.voice'), room.voice, { note: notYet }),
      new LinkBlock(t('links.video'), room.video, { note: notYet }),
      new LinkBlock(t('links.whatsApp'), room.whatsApp, { note: notYet }),
      new LinkBlock(t('rooms.statistics'), room.statistics),
      new LinkBlock(t('rooms.statisticsDetails'), room.statisticsDetails, {
        note: t('rooms.statisticsPublic'),
      }),
    );
  }

  async #renew() {
    if (!await this.#sure.ask(t('links.renewAsk', { room: this.#room.name }), t('links.renew'))) {
      return;
    }
    /** @type {Answer<Room>} */
    const answer = await askConsole('POST', `rooms/${this.#room.id}/token`);
    if (!answer.ok) {
      if (answer.status === 401) return tell(this, 'expired');
      this.#said.className = 'bad';
      return setText(this.#said, t('pane.actionFailed', { reason: faultText(answer.fault) }));
    }
    this.#room = answer.body;
    this.#draw();
    this.#said.className = 'good';
    setText(this.#said, t('links.renewed'));
    tell(this, 'room-changed', answer.body);
  }
}

customElements.define('room-links', RoomLinks);

/** @param {string} digits */
function spaced(digits) {
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}
