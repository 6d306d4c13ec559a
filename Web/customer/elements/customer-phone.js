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
import { tabStore } from '../../shared/store.js';
import { endingOf, factsOf, headlineOf } from '../state/screen.js';

export class CustomerPhone extends HTMLElement {
  #visit;
  #transcript = new ChatTranscript({ me: 'customer', tell: (entry) => this.#event(entry) });
  #preview = new PeerPreview();
  #bottom = el('div', { class: 'bottom' });
  #composer;
  #notice = el('p', { class: 'notice quiet-text' });
  #shown = '';

  /** @param {{ visit: Visit, bytesMax: number }} options */
  constructor({ visit, bytesMax }) {
    super();
    this.className = 'screen';
    this.#visit = visit;
    const draft = visit.chat?.id ?? '';
    this.#composer = new ChatComposer({ store: tabStore, draft, bytesMax });
    this.append(this.#transcript, this.#preview, this.#bottom);
    on(this, 'written', (/** @type {CustomEvent} */ event) => visit.line?.write(event.detail.text));
    on(this, 'typed', (/** @type {CustomEvent} */ { detail }) => {
      if (visit.chat?.preview) visit.line?.type(detail.text, detail.caret);
    });
    on(this, 'take-back', (/** @type {CustomEvent} */ { detail }) => {
      visit.line?.takeBack(detail.cid);
      this.#composer.putBack(detail.body);
    });
    on(this, 'seen', () => this.see());
  }

  /** @param {CustomerChat} chat */
  show(chat) {
    const { line } = this.#visit;
    if (line) this.#transcript.show(line.transcript, nameOf(chat));
    const writes = chat.state === 'served' && chat.textButton;
    const typed = chat.preview ? line?.peerText ?? '' : '';
    this.#preview.show(t('phone.isWriting', { name: nameOf(chat) }), typed);
    set(this.#preview, { hidden: !(writes && chat.preview) });
    setText(this.#notice, chat.preview ? t('phone.previewOn', { name: nameOf(chat) }) : '');
    this.#showBottom(chat);
    this.see();
  }

  focusTitle() {
    // On a phone the keyboard would cover what the agent has just said.
    if (matchMedia('(pointer: fine)').matches) this.#composer.focusInput();
  }

  /** Tells the other side how far the person has read, if a person can see it. */
  see() {
    const sees = document.visibilityState === 'visible' && this.#transcript.atEnd;
    if (sees && this.isConnected) this.#visit.line?.seeAll();
  }

  /** @param {CustomerChat} chat */
  #showBottom(chat) {
    const kind = chat.state === 'waiting' ? say(headlineOf(chat)) + say2(chat) : chat.state;
    const shown = `${kind}/${chat.textButton}/${chat.endReason}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (chat.state === 'served') fillWith(this.#bottom, ...this.#writing(chat));
    else if (chat.state === 'waiting') fillWith(this.#bottom, ...this.#waitsAgain(chat));
    else fillWith(this.#bottom, ...this.#over(chat));
  }

  /** @param {CustomerChat} chat */
  #writing(chat) {
    if (!chat.textButton) return [el('p', { class: 'quiet-text', text: t('phone.noText') })];
    return [this.#composer, this.#notice];
  }

  /** @param {CustomerChat} chat */
  #waitsAgain(chat) {
    return [
      el('p', { class: 'strong', role: 'status', text: t('wait.again') }),
      el('p', { class: 'quiet-text', text: `${say(headlineOf(chat))} · ${say2(chat)}` }),
      button(t('wait.cancel'), () => tell(this, 'cancel'), { class: 'button quiet large' }),
    ];
  }

  /** @param {CustomerChat} chat */
  #over(chat) {
    const lost = chat.endReason === 'customerLost';
    const again = button(t(lost ? 'ended.continue' : 'ended.again'), () => {
      tell(this, lost ? 'continue' : 'start-again');
    }, { class: 'button next large' });
    return [
      el('p', { class: 'strong', role: 'status', text: say(endingOf(chat)) }),
      el('p', { class: 'quiet-text', text: t('ended.stays') }),
      again,
    ];
  }

  /** @param {Entry} entry */
  #event({ kind, data }) {
    const name = nameOf(this.#visit.chat);
    const by = String(data?.by ?? '');
    if (kind === 'answered') return t('event.answered', { agent: String(data?.agent ?? name) });
    if (kind === 'waitsAgain') return t('event.waitsAgainCustomer');
    if (kind === 'unanswered') return t('event.unanswered');
    if (by === 'cancelled') return t('event.cancelledYou');
    if (kind === 'abandoned') return t('event.abandonedLost');
    if (by === 'agent') return t('event.endedBy', { name });
    return t(by === 'customer' ? 'event.endedYou' : 'event.endedYouLost');
  }
}

customElements.define('customer-phone', CustomerPhone);

/** @param {CustomerChat | null} chat */
export function nameOf(chat) {
  return chat?.agent?.name ?? (chat?.agentRole || t('role.default'));
}

/** @param {CustomerChat} chat */
function say2(chat) {
  return factsOf(chat).map(say).join(' · ');
}
