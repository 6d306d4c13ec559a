/**
 * The customer phone: who is there, what was said, and where to write. The bottom changes with the
 * chat: writing, waiting again, or over.
 *
 * @import { CustomerChat, Entry } from '../../shared/wire.d.ts'
 * @import { Visit } from '../visit.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { ChatComposer } from '../../shared/elements/chat-composer.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { PeerPreview } from '../../shared/elements/peer-preview.js';
import { say, t } from '../../shared/i18n.js';
import { lastAgent } from '../../shared/state/rows.js';
import { tabStore } from '../../shared/store.js';
import { eventText, nameOf } from '../events.js';
import { waitingText } from '../notices.js';
import { endingOf, goingOnOf } from '../state/screen.js';

export class CustomerPhone extends HTMLElement {
  #visit;
  #transcript = new ChatTranscript({
    me: 'customer',
    tell: (entry, agent) => eventText(entry, agent || nameOf(this.#visit.chat)),
  });
  #preview = new PeerPreview();
  #bottom = el('div', { class: 'bottom' });
  #composer;
  #notice = el('p', { class: 'notice quiet-text' });
  #notKept = el('p', { class: 'notice quiet-text', text: t('form.notKept') });
  #strong = el('p', { class: 'strong', role: 'status', tabindex: -1 });
  #quiet = el('p', { class: 'quiet-text' });
  #askAll = button(t('wait.askAll'), () => tell(this, 'ask-all'), { class: 'button large' });
  #said = el('p', { class: 'said', role: 'alert' });
  #shown = '';

  /** @param {{ visit: Visit, bytesMax: number }} options */
  constructor({ visit, bytesMax }) {
    super();
    this.className = 'screen';
    this.#visit = visit;
    const draft = visit.chat?.id ?? '';
    this.#composer = new ChatComposer({ store: tabStore, draft, bytesMax });
    this.append(this.#transcript, this.#preview, this.#bottom);
    on(this, 'written', (event) => visit.line?.write(event.detail.text));
    on(this, 'typed', ({ detail }) => {
      if (visit.chat?.preview) visit.line?.type(detail.text, detail.caret);
    });
    on(this, 'take-back', ({ detail }) => {
      visit.line?.takeBack(detail.cid);
      this.#composer.putBack(detail.body);
    });
    on(this, 'seen', () => this.see());
  }

  /** What the person wrote here and nobody got: what was not sent, then what stands in the input. */
  get unsent() {
    const own = this.#visit.line?.transcript.own ?? [];
    const input = this.#composer.text.trim();
    return [...own.map((each) => each.body), input].filter(Boolean).join('\n');
  }

  /**
   * @param {CustomerChat} chat
   * @param {{ letters: boolean, cut: boolean, keeps?: boolean, earlier?: Entry[] }} situation
   *   `letters`: the room takes them. `cut`: what was known of the queue may be true no longer.
   *   `keeps`: a later page finds the chat again. `earlier`: of the chat that this one goes on with.
   */
  show(chat, { letters, cut, keeps = true, earlier }) {
    const { line } = this.#visit;
    if (line) this.#transcript.show(line.transcript, nameOf(chat), { seen: line, earlier });
    const writes = chat.state === 'served' && chat.textButton;
    const typed = chat.preview ? line?.peerText ?? '' : '';
    this.#preview.show(t('phone.isWriting', { name: nameOf(chat) }), typed);
    set(this.#preview, { hidden: !(writes && chat.preview) });
    setText(this.#notice, chat.preview ? t('phone.previewOn', { name: nameOf(chat) }) : '');
    set(this.#notKept, { hidden: keeps });
    this.#showBottom(chat, letters);
    const held = document.activeElement === this.#askAll;
    set(this.#askAll, { hidden: !chat.lastAgent || cut });
    if (held && this.#askAll.hidden) this.focusTitle();
    this.#showWords(chat, cut);
    this.see();
  }

  focusTitle() {
    // Not to a button: who holds Enter, or was just pressing it in the input, would press that.
    if (this.#strong.isConnected) return this.#strong.focus();
    // On a phone the keyboard would cover what the agent has just said.
    const types = this.#composer.isConnected && matchMedia('(pointer: fine)').matches;
    if (types) this.#composer.focusInput();
    else this.#transcript.focusLog();
  }

  /**
   * What was pressed here came to nothing, or takes its time.
   * @param {string} why
   */
  stay(why) {
    setText(this.#said, why);
  }

  /** Tells the other side how far the person has read, if a person can see it. */
  see() {
    const looks = document.visibilityState === 'visible' && !this.hidden;
    if (looks && this.#transcript.atEnd && this.isConnected) {
      this.#visit.line?.seeAll();
    }
  }

  /**
   * @param {CustomerChat} chat
   * @param {boolean} letter  whether a letter is offered
   */
  #showBottom(chat, letter) {
    const shown = `${chat.state}/${chat.textButton}/${chat.endReason}/${letter}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const held = this.#bottom.contains(document.activeElement);
    this.stay('');
    if (chat.state === 'served') fillWith(this.#bottom, ...this.#writing(chat));
    else if (chat.state === 'waiting') fillWith(this.#bottom, ...this.#waitsAgain(letter));
    else fillWith(this.#bottom, ...this.#over(chat));
    if (held && !this.#bottom.contains(document.activeElement)) this.focusTitle();
  }

  /** @param {CustomerChat} chat */
  #writing(chat) {
    if (!chat.textButton) return [el('p', { class: 'quiet-text', text: t('phone.noText') })];
    return [this.#composer, this.#notice, this.#notKept];
  }

  /** @param {boolean} letter */
  #waitsAgain(letter) {
    const other = letter &&
      button(t('wait.letter'), () => tell(this, 'rather-letter'), { class: 'button large' });
    const cancel = button(t('wait.cancel'), () => tell(this, 'cancel'), {
      class: 'button quiet large',
    });
    return [this.#strong, this.#quiet, this.#askAll, other, this.#said, cancel];
  }

  /** @param {CustomerChat} chat */
  #over(chat) {
    const goesOn = chat.state === 'ended';
    const again = button(
      t(goesOn ? 'ended.new' : 'ended.again'),
      () => tell(this, 'start-again'),
      { class: `button large ${goesOn ? '' : 'next'}` },
    );
    // Nobody had answered: there is nothing to go on with.
    const goOn = goesOn &&
      button(say(goingOnOf(chat)), () => tell(this, 'continue'), { class: 'button large next' });
    return [this.#strong, this.#quiet, this.#said, goOn, again];
  }

  /**
   * @param {CustomerChat} chat
   * @param {boolean} cut
   */
  #showWords(chat, cut) {
    if (chat.state === 'served') return;
    const waits = chat.state === 'waiting';
    const kept = t(this.unsent ? 'ended.kept' : 'ended.stays');
    const now = cut ? t('wait.cut') : waitingText(chat);
    const again = chat.turn > 1 ? t('event.waitsAgainCustomer', { name: this.#agent }) : now;
    setText(this.#strong, waits ? again : say(endingOf(chat)));
    setText(this.#quiet, !waits ? kept : chat.turn > 1 ? now : t('wait.still'));
  }

  /** Who answered last; a chat that waits again has no agent of its own. */
  get #agent() {
    const { chat, line } = this.#visit;
    return lastAgent(line?.transcript.entries ?? []) || nameOf(chat);
  }
}

customElements.define('customer-phone', CustomerPhone);
