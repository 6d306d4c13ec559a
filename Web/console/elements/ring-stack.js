/**
 * What must not be missed: the rings, and what the agent is to be told of them. It heads the desk's
 * list; wherever the list is not on the screen a second one floats.
 *
 * @import { LiveDesk } from '../desk.js'
 *
 * @typedef {{ key: string, text: string, bad?: boolean }} Notice
 */
import { drawList, el, setText } from '../../shared/dom.js';
import { faultText, t } from '../../shared/i18n.js';
import { partingsOf, reasonOf, ringsOf } from '../state/desk-facts.js';
import { RingCard } from './ring-card.js';
import { tIfKnown } from '../words.js';

export class RingStack extends HTMLElement {
  #notices = el('ul', { class: 'partings' });
  #rings = el('div', { class: 'rings' });

  constructor() {
    super();
    this.append(el('div', { role: 'status' }, this.#notices), this.#rings);
  }

  get isEmpty() {
    return !this.#notices.hasChildNodes() && !this.#rings.hasChildNodes();
  }

  /**
   * @param {LiveDesk} desk
   * @param {boolean} shown  whether this one is the one that is seen
   */
  show({ state, now }, shown) {
    drawList(this.#notices, shown ? noticesOf(state, now) : [], {
      key: (notice) => notice.key,
      make: () => el('li'),
      show: (row, { text, bad = false }) => {
        setText(row, text);
        row.classList.toggle('bad', bad);
      },
    });
    drawList(this.#rings, shown ? ringsOf(state, now) : [], {
      key: (card) => card.chat,
      make: () => new RingCard(),
      show: (element, card) => {
        const { key = '', values = {} } = card.ringing?.why ?? {};
        element.show(card, {
          now,
          room: state.rooms[card.room]?.name ?? '',
          why: tIfKnown(reasonOf(state, key), values),
          answering: state.acts[card.chat]?.act === 'answer',
          refused: state.refusals[card.chat] ?? '',
        });
      },
    });
  }
}

customElements.define('ring-stack', RingStack);

/**
 * @param {LiveDesk['state']} desk
 * @param {number} now
 * @returns {Notice[]}
 */
function noticesOf(desk, now) {
  /** @type {Notice[]} */
  const notices = [];
  const code = desk.refusals.status;
  if (code) {
    const text = t('pane.actionFailed', { reason: faultText({ code }) });
    notices.push({ key: 'status', text, bad: true });
  }
  if (desk.because === 'missedRings' && desk.browser === 'TAKING_BREAK') {
    notices.push({ key: 'missedRings', text: t('status.missedRings') });
  }
  for (const { chat, name, reason } of partingsOf(desk, now)) {
    // Answered by this agent in another tab: the chat itself says so.
    if (reason === 'served') continue;
    notices.push({ key: chat, text: t(`gone.${reason}`, { name: name || t('ring.noName') }) });
  }
  return notices;
}
