/**
 * What is known of the customer, and the earlier chats one click away.
 *
 * @import { AgentChat, EarlierChat, Entry } from '../../shared/wire.d.ts'
 * @import { Answer } from '../../shared/http.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { dayOf, exactOf, faultText, many, t } from '../../shared/i18n.js';
import { emptyTranscript, withAnswer } from '../../shared/state/transcript.js';
import { icon } from '../icons.js';
import { askConsole } from '../ask.js';
import { nameOf } from './chat-lists.js';
import { FactList } from './fact-list.js';
import { WhyList } from './why-list.js';
import { answersOf, eventText, factsLine } from './told.js';
import { languageOf, whenOf } from '../words.js';

/** A longer name may be cut in the headline. */
const longNameCharacters = 40;

export class FactsPanel extends HTMLElement {
  #title = el('h2', { dir: 'auto', tabindex: -1 });
  #list = new FactList();
  #heading = el('h3');
  #earlier = el('ul');
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #why = new WhyList();
  #facts;
  #chat = '';
  /** Counts the presses on earlier chats: the last one is shown, whichever answer comes last. */
  #openings = 0;
  /** @type {unknown[]} */
  #shown = [];
  /** @type {{ id: string, name: string } | undefined} */
  #agent;

  constructor() {
    super();
    const close = button('', () => tell(this, 'facts-close'), {
      class: 'button quiet',
      'aria-label': t('pane.factsClose'),
    });
    close.append(icon('close'));
    this.#facts = el(
      'div',
      { class: 'facts' },
      el('header', {}, this.#title, close),
      this.#list,
      this.#heading,
      this.#earlier,
      this.#said,
      this.#why,
    );
    this.append(this.#facts);
    on(this, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape' || this.#facts.isConnected) return;
      // First the earlier chat closes, then what is around it.
      event.stopImmediatePropagation();
      this.#goBack();
    });
  }

  /**
   * @param {AgentChat} chat
   * @param {{ id: string, name: string }} agent  who reads
   * @param {Entry} [told]  the transcript's first entry, once it is there
   */
  show(chat, agent, told) {
    const { customer } = chat;
    const shown = [chat, agent, told, new Date().toDateString()];
    if (shown.every((each, index) => each === this.#shown[index])) return;
    this.#shown = shown;
    this.#agent = agent;
    set(this, { role: 'complementary', 'aria-label': t('pane.facts') });
    setText(this.#title, nameOf(chat));
    set(this.#title, { title: nameOf(chat) });
    this.#list.show([
      // The headline shows two lines of it.
      { key: 'name', value: customer.name.length > longNameCharacters ? customer.name : '' },
      { key: 'number', value: t('facts.numbered', { number: customer.number }) },
      { key: 'email', value: customer.email, copies: true },
      { key: 'phone', value: customer.phone, copies: true },
      ...answersOf(told).map(({ key, label, said, copies }) => ({
        key: `custom.${key}`,
        label,
        value: said,
        copies,
      })),
      { key: 'language', value: languageOf(customer.language) },
      { key: 'page', value: customer.page, link: webAddress(customer.page), copies: true },
      {
        key: 'asked',
        value: whenOf(chat.askedAt, Date.now()),
        exact: exactOf(chat.askedAt),
      },
      { key: 'form', value: t('facts.numbered', { number: chat.formNumber }) },
    ]);
    this.#why.show(chat.id);
    const count = chat.earlierChats;
    setText(this.#heading, count > 0 ? many('earlier.heading', count) : t('earlier.none'));
    if (this.#chat !== chat.id) void this.#fetchEarlier(chat);
  }

  focusTitle() {
    this.#title.focus();
  }

  /** @param {AgentChat} chat */
  async #fetchEarlier(chat) {
    this.#chat = chat.id;
    this.#openings += 1;
    fillWith(this, this.#facts);
    fillWith(this.#earlier);
    if (chat.earlierChats === 0) return setText(this.#said, '');
    setText(this.#said, t('earlier.loading'));
    /** @type {Answer<{ chats: EarlierChat[] }>} */
    const answer = await askConsole('GET', `customers/${chat.customer.id}/chats`);
    if (this.#chat !== chat.id) return;
    setText(this.#said, answer.ok ? '' : t('page.failed', { reason: faultText(answer.fault) }));
    if (!answer.ok) return;
    const others = answer.body.chats.filter((each) => each.id !== chat.id);
    fillWith(this.#earlier, ...others.map((each) => this.#row(each)));
  }

  /** @param {EarlierChat} earlier */
  #row(earlier) {
    const pick = button('', () => void this.#open(earlier));
    const who = earlier.agent
      ? t('earlier.withAgent', { agent: earlier.agent })
      : t('earlier.unserved');
    pick.append(
      el('span', {
        class: 'quiet-text',
        text: t('earlier.line', { day: dayOf(earlier.askedAt, Date.now()), who }),
      }),
      el('span', { class: 'question', dir: 'auto', text: earlier.question }),
    );
    return el('li', {}, pick);
  }

  /** @param {EarlierChat} earlier */
  async #open(earlier) {
    /** @type {Entry[]} */
    const entries = [];
    const { id } = earlier;
    const opening = ++this.#openings;
    setText(this.#said, t('earlier.loading'));
    for (let more = true; more;) {
      /** @type {Answer<{ entries: Entry[], more: boolean }>} */
      const answer = await askConsole('GET', `chats/${id}?after=${entries.length}`);
      // Another chat's facts stand here by now, or another earlier chat was wanted.
      if (opening !== this.#openings) return;
      setText(this.#said, answer.ok ? '' : t('page.failed', { reason: faultText(answer.fault) }));
      if (!answer.ok) return;
      entries.push(...answer.body.entries);
      more = answer.body.more && answer.body.entries.length > 0;
    }
    const last = entries.length;
    const transcript = new ChatTranscript({
      me: 'agent',
      tell: eventText,
      facts: factsLine,
      reader: this.#agent,
    });
    const back = button(t('earlier.back'), () => this.#goBack(), { class: 'button quiet' });
    const { activeElement } = document;
    const waits = this.contains(activeElement) || activeElement === document.body;
    fillWith(this, el('header', {}, back), transcript);
    transcript.show(
      withAnswer(emptyTranscript(), { entries, last, resync: true }),
      nameFrom(entries),
    );
    // Who went on writing meanwhile stays there.
    if (waits) back.focus();
  }

  #goBack() {
    fillWith(this, this.#facts);
    this.#title.focus();
  }
}

customElements.define('facts-panel', FactsPanel);

/**
 * Only the web's own addresses become links: what a customer's browser told may be anything.
 * @param {string} page
 */
function webAddress(page) {
  return /^https?:/i.test(page) && URL.canParse(page) ? page : undefined;
}

/** @param {Entry[]} entries */
function nameFrom(entries) {
  return String(entries[0]?.data?.name || t('ring.noName'));
}
