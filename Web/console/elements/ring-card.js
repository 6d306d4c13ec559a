/**
 * A chat that rings here. Enter answers only while the card itself has the focus: what is typed
 * elsewhere must never answer by accident.
 *
 * @import { Card } from '../../shared/wire.d.ts'
 */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';
import { faultText, many, t } from '../../shared/i18n.js';
import { clockOf, lastingOf, lineOf, tIfKnown } from '../words.js';

export class RingCard extends HTMLElement {
  #name = el('h2', { dir: 'auto' });
  #room = el('p', { class: 'room quiet-text', dir: 'auto' });
  #left = el('span', { class: 'left number' });
  #question = el('p', { class: 'question', dir: 'auto' });
  #why = el('p', { class: 'why quiet-text' });
  #refused = el('p', { class: 'refused', role: 'alert' });
  #line = el('span', { class: 'line', 'aria-hidden': 'true' });
  #answer = button(t('ring.answer'), () => tell(this, 'answer', this.#chat), {
    class: 'button next',
    title: t('ring.answerKey'),
  });
  #reject = button(t('ring.reject'), () => tell(this, 'reject', this.#chat), { class: 'button' });
  #chat = '';
  #offer = 0;

  constructor() {
    super();
    const head = el('div', { class: 'head' }, this.#name, this.#left);
    const actions = el('div', { class: 'actions' }, this.#answer, this.#reject);
    this.append(head, this.#room, this.#question, this.#why, actions, this.#refused, this.#line);
    on(this, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || event.target !== this || event.ctrlKey) return;
      event.preventDefault();
      tell(this, 'answer', this.#chat);
    });
  }

  connectedCallback() {
    set(this, { tabindex: 0, role: 'group' });
  }

  /**
   * @param {Card} card
   * @param {{ now: number, room: string, why: string, answering: boolean,
   *   refused: string }} situation  `refused`: the code of what was pressed in vain
   */
  show(card, { now, room, why, answering, refused }) {
    const { ringing } = card;
    if (!ringing) return;
    this.#chat = card.chat;
    const name = card.name || t('ring.noName');
    // The clocks may differ by a little; never more is left than there was.
    const left = Math.min(ringing.seconds * 1000, Math.max(0, ringing.expiresAt - now));
    setText(this.#name, name);
    set(this.#name, { title: name });
    setText(this.#room, lineOf([room, tIfKnown(`ring.medium.${card.medium}`)]));
    setText(this.#question, card.question || t('ring.noQuestion'));
    set(this.#question, { title: card.question });
    this.#question.classList.toggle('none', card.question === '');
    setText(this.#left, clockOf(left));
    set(this.#left, {
      'aria-label': many('ring.secondsLeft', Math.ceil(left / 1000)),
      role: 'timer',
    });
    setText(this.#why, factsOf(card, why, now));
    set(this, { 'aria-label': t('ring.label', { name, room }) });
    setText(this.#answer, t(answering ? 'ring.answering' : 'ring.answer'));
    const reason = refused && faultText({ code: refused });
    setText(this.#refused, reason && t('pane.actionFailed', { reason }));
    this.#answer.disabled = answering;
    this.#reject.disabled = answering;
    if (ringing.offer !== this.#offer) this.#shrink(left, ringing.seconds * 1000);
    this.#offer = ringing.offer;
  }

  /**
   * @param {number} left
   * @param {number} whole
   */
  #shrink(left, whole) {
    for (const animation of this.#line.getAnimations()) animation.cancel();
    const from = Math.min(1, left / whole);
    this.#line.animate(
      [{ transform: `scaleX(${from})` }, { transform: 'scaleX(0)' }],
      { duration: Math.max(1, left), fill: 'forwards' },
    );
  }
}

customElements.define('ring-card', RingCard);

/**
 * @param {Card} card
 * @param {string} why
 * @param {number} now
 */
function factsOf(card, why, now) {
  const waited = t('ring.waited', { time: lastingOf(now - card.waitingSince) });
  const alone = card.agentsRinging === 1;
  const others = alone ? t('ring.onlyYou') : many('ring.others', card.agentsRinging);
  return lineOf([why, waited, others]);
}
