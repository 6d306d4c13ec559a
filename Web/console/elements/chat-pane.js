/**
 * The agent phone of one chat: what was said, what is being typed, where to write, and after the
 * end the one question: ready for the next?
 *
 * @import { AgentChat, Entry } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { ChatComposer } from '../../shared/elements/chat-composer.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { PeerPreview } from '../../shared/elements/peer-preview.js';
import { faultText, many, t, timeOf } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';
import { browserStore } from '../../shared/store.js';
import { mustChoose } from '../state/desk.js';
import { nameOf } from './chat-lists.js';
import { eventText, factsLine } from './told.js';

const messageBytesMax = 16_384;
/** A second press within this time hangs up: nothing brings a chat back that was ended by a slip. */
const sureMilliseconds = 4000;

export class ChatPane extends HTMLElement {
  #desk;
  #chat;
  #name = el('h2', { dir: 'auto', tabindex: -1 });
  #under = el('p', { class: 'quiet-text number' });
  #away = el('p', { class: 'away', role: 'status', hidden: true });
  #transcript = new ChatTranscript({ me: 'agent', tell: eventText, facts: factsLine });
  #preview = new PeerPreview();
  #composer;
  #bottom = el('div', { class: 'bottom' });
  #said = el('p', { class: 'said', role: 'alert' });
  #hangUp = button(t('pane.end'), () => void this.#end(), { class: 'button hang-up' });
  #shown = '';

  /**
   * @param {LiveDesk} desk
   * @param {AgentChat} chat
   */
  constructor(desk, chat) {
    super();
    this.#desk = desk;
    this.#chat = chat;
    const label = `${t('composer.label')}: ${nameOf(chat)}`;
    const bytesMax = messageBytesMax;
    this.#composer = new ChatComposer({ store: browserStore, draft: chat.id, bytesMax, label });
    this.append(this.#head(), this.#transcript, this.#preview, this.#said, this.#bottom);
    on(this, 'written', (/** @type {CustomEvent} */ { detail }) => this.#line?.write(detail.text));
    on(this, 'typed', (/** @type {CustomEvent} */ { detail }) => {
      if (this.#chat.preview) this.#line?.type(detail.text, detail.caret);
    });
    on(this, 'take-back', (/** @type {CustomEvent} */ { detail }) => {
      this.#line?.takeBack(detail.cid);
      this.#composer.putBack(detail.body);
    });
    on(this, 'seen', () => this.see());
    on(this, 'focusin', () => tell(this, 'used', this.#chat.id));
  }

  get #line() {
    return this.#desk.lines.get(this.#chat.id);
  }

  /** @param {AgentChat} chat */
  show(chat) {
    this.#chat = chat;
    const name = nameOf(chat);
    const since = chat.servedAt ? t('pane.lasting', { time: timeOf(chat.servedAt) }) : '';
    setText(this.#name, name);
    setText(this.#under, [chat.roomName, `#${chat.formNumber}`, since].filter(Boolean).join(' · '));
    set(this, { role: 'region', 'aria-label': name });
    const line = this.#line;
    if (line) this.#transcript.show(line.transcript, name);
    const typed = chat.preview && chat.state === 'served' ? line?.peerText ?? '' : '';
    this.#preview.show(t('pane.typing', { name }), typed);
    set(this.#hangUp, { hidden: chat.state !== 'served' });
    this.#showAway(chat);
    this.#showBottom(chat);
    this.see();
  }

  focusInput() {
    if (this.#composer.isConnected) this.#composer.focusInput();
    else this.#name.focus();
  }

  see() {
    const visible = document.visibilityState === 'visible' && this.checkVisibility();
    if (visible && this.#transcript.atEnd) this.#line?.seeAll();
  }

  #head() {
    const back = button('', () => tell(this, 'back'), {
      class: 'button quiet back',
      'aria-label': t('desk.back'),
    });
    const arrow = icon('back');
    arrow.classList.add('turns');
    back.append(arrow);
    const facts = button('', () => tell(this, 'facts', this.#chat.id), {
      class: 'button quiet facts',
    });
    facts.append(icon('facts'), el('span', { text: t('pane.facts') }));
    const names = el('div', { class: 'names' }, this.#name, this.#under);
    return el('header', {}, back, names, facts, this.#hangUp, this.#away);
  }

  async #end() {
    if (this.#hangUp.dataset.sure === undefined) {
      this.#hangUp.dataset.sure = '';
      setText(this.#hangUp, t('pane.endSure'));
      setTimeout(() => this.#calm(), sureMilliseconds);
      return;
    }
    this.#calm();
    this.#explain(await this.#desk.hangUp(this.#chat.id));
  }

  #calm() {
    delete this.#hangUp.dataset.sure;
    setText(this.#hangUp, t('pane.end'));
  }

  /** @param {import('../../shared/connection.js').Outcome | undefined} outcome */
  #explain(outcome) {
    const failed = outcome && !outcome.ok;
    setText(this.#said, failed ? t('pane.actionFailed', { reason: faultText(outcome) }) : '');
  }

  /** @param {AgentChat} chat */
  #showAway({ id, state, graceSeconds }) {
    const lostAt = this.#desk.lostAt.get(id);
    const away = state === 'served' && lostAt !== undefined && this.#desk.link === 'open';
    const left = Math.max(0, graceSeconds - Math.floor((Date.now() - (lostAt ?? 0)) / 1000));
    set(this.#away, { hidden: !away });
    setText(this.#away, away ? many('pane.away', left) : '');
  }

  /** @param {AgentChat} chat */
  #showBottom(chat) {
    const chooses = mustChoose(this.#desk.state);
    const shown = `${chat.state} ${chooses}`;
    if (shown === this.#shown) return;
    const held = this.contains(document.activeElement);
    this.#shown = shown;
    const parts = chat.state === 'served' ? [this.#composer] : this.#over(chat, chooses);
    fillWith(this.#bottom, ...parts);
    this.#bottom.classList.toggle('over', chat.state !== 'served');
    if (held && chat.state !== 'served') this.#bottom.querySelector('button')?.focus();
  }

  /**
   * @param {AgentChat} chat
   * @param {boolean} chooses
   */
  #over(chat, chooses) {
    const words = chat.state === 'waiting' ? t('pane.waitsAgain') : t('pane.ended');
    if (!chooses) {
      const away = button(t('pane.putAway'), () => void this.#desk.putAway(chat.id), {
        class: 'button',
      });
      return [el('p', { text: words }), el('div', { class: 'choice' }, away)];
    }
    return [
      el('p', { text: t('pane.next') }),
      el(
        'div',
        { class: 'choice' },
        button(t('pane.online'), () => void this.#choose('WAITING_NEW_CALL'), {
          class: 'button next',
        }),
        button(t('pane.break'), () => void this.#choose('TAKING_BREAK'), { class: 'button' }),
      ),
    ];
  }

  /** @param {'WAITING_NEW_CALL' | 'TAKING_BREAK'} status */
  async #choose(status) {
    const outcome = await this.#desk.choose(status);
    this.#explain(outcome);
    if (outcome.ok) await this.#desk.putAway(this.#chat.id);
  }
}

customElements.define('chat-pane', ChatPane);
