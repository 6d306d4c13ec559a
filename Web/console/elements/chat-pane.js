/**
 * The agent phone of one chat: what was said, what is being typed, where to write, and after the
 * end the one question: ready for the next?
 *
 * @import { AgentChat, Entry } from '../../shared/wire.d.ts'
 * @import { LiveDesk } from '../desk.js'
 */
import { announce } from '../../shared/announce.js';
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { ChatComposer } from '../../shared/elements/chat-composer.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { PeerPreview } from '../../shared/elements/peer-preview.js';
import { faultText, many, t, timeOf } from '../../shared/i18n.js';
import { icon } from '../icons.js';
import { browserStore } from '../../shared/store.js';
import { nameOf } from './chat-lists.js';
import { eventText, factsLine } from './told.js';
import { UnsentDraft } from './unsent-draft.js';
import { lineOf } from '../words.js';

const messageBytesMax = 16_384;
/** A second press within this time hangs up: nothing brings a chat back that was ended by a slip. */
const sureMilliseconds = 4000;

export class ChatPane extends HTMLElement {
  #desk;
  #chat;
  #name = el('h2', { dir: 'auto', tabindex: -1 });
  #under = el('p', { class: 'quiet-text number' });
  #away = el('p', { class: 'away', hidden: true });
  #transcript;
  #preview = new PeerPreview();
  #composer;
  #bottom = el('div', { class: 'bottom' });
  #said = el('p', { class: 'said', role: 'alert' });
  #hangUp = button(t('pane.end'), () => void this.#end(), { class: 'button hang-up' });
  #facts = button('', () => tell(this, 'facts', this.#chat.id), { class: 'button quiet facts' });
  #shown = '';
  /** Whether the chat ended by the button here. */
  #ended = false;

  /**
   * @param {LiveDesk} desk
   * @param {AgentChat} chat
   */
  constructor(desk, chat) {
    super();
    this.#desk = desk;
    this.#chat = chat;
    this.#transcript = new ChatTranscript({
      me: 'agent',
      tell: eventText,
      facts: factsLine,
      reader: desk.state.agent,
    });
    this.#composer = composerOf(chat);
    this.append(this.#head(), this.#transcript, this.#preview, this.#said, this.#bottom);
    on(this, 'written', (/** @type {CustomEvent} */ { detail }) => this.#line?.write(detail.text));
    on(this, 'typed', (/** @type {CustomEvent} */ { detail }) => {
      if (this.#chat.preview) this.#line?.type(detail.text, detail.caret);
    });
    on(this, 'take-back', (/** @type {CustomEvent} */ { detail }) => {
      if (this.#chat.state !== 'served') return this.#select(detail.cid);
      this.#line?.takeBack(detail.cid);
      this.#composer.putBack(detail.body);
    });
    // A key that is held down is no second press.
    on(this.#hangUp, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.repeat) event.preventDefault();
    });
    on(this, 'dismiss', () => this.#dismiss());
    on(this, 'seen', () => this.see());
    on(this, 'focusin', () => tell(this, 'used', this.#chat.id));
  }

  get #line() {
    return this.#desk.lines.get(this.#chat.id);
  }

  /**
   * @param {AgentChat} chat
   * @param {boolean} [asks]  whether here is the place to ask what comes next
   */
  show(chat, asks = false) {
    this.#chat = chat;
    // Before anything is hidden: what is hidden loses the focus.
    const held = this.contains(document.activeElement);
    const name = nameOf(chat);
    const since = chat.servedAt ? t('pane.lasting', { time: timeOf(chat.servedAt) }) : '';
    const form = t('pane.form', { number: chat.formNumber });
    const under = lineOf([chat.roomName, since, form]);
    setText(this.#name, name);
    set(this.#name, { title: name });
    setText(this.#under, under);
    set(this.#under, { title: under });
    set(this, { role: 'region', 'aria-label': name });
    const line = this.#line;
    if (line) this.#transcript.show(line.transcript, name);
    const typed = chat.preview && chat.state === 'served' ? line?.peerText ?? '' : '';
    this.#preview.show(t('pane.typing', { name }), typed);
    set(this.#hangUp, { hidden: chat.state !== 'served' });
    this.#showAway(chat);
    this.#showBottom(chat, asks, held);
    this.#showSaid(chat);
    this.see();
  }

  focusTitle() {
    this.#name.focus();
  }

  focusFacts() {
    this.#facts.focus();
  }

  focusInput() {
    if (this.#composer.isConnected) this.#composer.focusInput();
    else this.#name.focus();
  }

  /** How high all is that stands below the transcript: what is typed on both sides. */
  get bottomPixels() {
    const parts = [this.#preview, this.#said, this.#bottom];
    return parts.reduce((pixels, part) => pixels + part.offsetHeight, 0);
  }

  /** The button has the focus, so that Enter is the second press. */
  hangUp() {
    if (this.#chat.state !== 'served') return;
    this.#hangUp.focus();
    void this.#end();
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
    this.#facts.append(icon('facts'), el('span', { text: t('pane.facts') }));
    const names = el('div', { class: 'names' }, this.#name, this.#under);
    return el('header', {}, back, names, this.#facts, this.#hangUp, this.#away);
  }

  async #end() {
    if (this.#hangUp.dataset.sure === undefined) {
      this.#hangUp.dataset.sure = '';
      setText(this.#hangUp, t('pane.endSure'));
      setTimeout(() => this.#calm(), sureMilliseconds);
      return;
    }
    this.#calm();
    this.#ended = true;
    this.#ended = (await this.#desk.hangUp(this.#chat.id)).ok;
  }

  #calm() {
    delete this.#hangUp.dataset.sure;
    setText(this.#hangUp, t('pane.end'));
  }

  /**
   * What was pressed here in vain.
   * @param {AgentChat} chat
   */
  #showSaid({ id }) {
    const code = this.#desk.state.refusals[id];
    setText(this.#said, code ? t('pane.actionFailed', { reason: faultText({ code }) }) : '');
  }

  /**
   * There is no input any more to put the words back into: they stay, ready to be copied.
   * @param {string} cid
   */
  #select(cid) {
    const words = this.#transcript.querySelector(`[data-key="c${cid}"] .body`);
    if (words) getSelection()?.selectAllChildren(words);
    announce(t('copy.select'));
  }

  /** @param {AgentChat} chat */
  #showAway({ id, state, graceSeconds }) {
    const lostAt = this.#desk.lostAt.get(id);
    const away = state === 'served' && lostAt !== undefined && this.#desk.link === 'open';
    const left = Math.max(0, graceSeconds - Math.floor((Date.now() - (lostAt ?? 0)) / 1000));
    // Said once: a count-down that is spoken every second drowns everything else.
    if (away && this.#away.hidden) announce(many('pane.away', left));
    set(this.#away, { hidden: !away });
    setText(this.#away, away ? many('pane.away', left) : '');
  }

  /**
   * @param {AgentChat} chat
   * @param {boolean} chooses
   * @param {boolean} held  whether the person was in this pane
   */
  #showBottom(chat, chooses, held) {
    const { text } = this.#composer;
    const unsent = chat.state !== 'served' && text.trim() !== '';
    const shown = `${chat.state} ${chooses} ${unsent}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const parts = chat.state === 'served' ? [this.#composer] : this.#over(chat, chooses);
    fillWith(this.#bottom, unsent && new UnsentDraft(text), ...parts);
    this.#bottom.classList.toggle('over', chat.state !== 'served');
    if (held && chat.state !== 'served') this.#focusOver();
  }

  /** Who was writing when the other side ended must not choose by the next key. */
  #focusOver() {
    const first = this.#bottom.querySelector(this.#ended ? '.choice button' : 'p.over');
    if (first instanceof HTMLElement) first.focus();
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
      return [
        el('p', { class: 'over', text: words, tabindex: -1 }),
        el('div', { class: 'choice' }, away),
      ];
    }
    return [
      el('p', { class: 'over', text: t('pane.next'), tabindex: -1 }),
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

  /** The words are not wanted; should the chat come back, the place to write in is empty. */
  #dismiss() {
    browserStore.remove(`draft.${this.#chat.id}`);
    this.#composer = composerOf(this.#chat);
    this.#bottom.querySelector('unsent-draft')?.remove();
    this.#shown = '';
    this.#focusOver();
  }

  /** @param {'WAITING_NEW_CALL' | 'TAKING_BREAK'} status */
  async #choose(status) {
    const outcome = await this.#desk.choose(status, this.#chat.id);
    // What was not sent stays in sight until somebody has copied or discarded it.
    const isKept = this.#bottom.querySelector('unsent-draft') !== null;
    if (outcome.ok && !isKept) await this.#desk.putAway(this.#chat.id);
  }
}

customElements.define('chat-pane', ChatPane);

/** @param {AgentChat} chat */
function composerOf(chat) {
  const label = t('pane.composerLabel', { name: nameOf(chat) });
  const bytesMax = messageBytesMax;
  return new ChatComposer({ store: browserStore, draft: chat.id, bytesMax, label });
}
