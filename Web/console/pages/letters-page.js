/**
 * What customers left when nobody answered. What was read is kept in this browser; the answer is
 * written in the agent's own mail program.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Letter, LetterPage, Me } from '../../shared/wire.d.ts'
 * @import { LetterBox } from '../letter-box.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../shared/dom.js';
import { exactOf, faultText, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { answerList } from '../elements/told.js';
import { toReadOf } from '../letter-words.js';
import { mailtoOf, quoted } from '../state/letters.js';
import { FetchedPage } from './fetched.js';
import { languageOf, lineOf, whenOf } from '../words.js';

export class LettersPage extends FetchedPage {
  #company;
  #agent;
  #box;
  #count = el('p', { class: 'quiet-text', role: 'status' });
  #allRead = button(t('letters.markAllRead'), () => this.#markAllRead(), {
    class: 'button quiet',
    hidden: true,
  });
  #news = button(t('letters.showNew'), () => void this.#fetchNewest(true), {
    class: 'button',
    hidden: true,
  });
  #list = el('ul', { class: 'cards' });
  #earlier = button(t('letters.earlier'), () => void this.#fetchEarlier(), { class: 'button' });
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #foot = el('div', { class: 'choice' }, this.#earlier, this.#said);
  /** The newest first. @type {Map<string, HTMLElement>} */
  #cards = new Map();
  #fetches = false;
  /** Unread letters that are on no page which was fetched. */
  #elsewhere = 0;

  /**
   * @param {Me} me
   * @param {LetterBox} box
   */
  constructor({ company, agent }, box) {
    super(t('letters.headline'));
    this.#company = company.name;
    this.#agent = agent.name;
    this.#box = box;
    this.head.append(this.#allRead);
    void this.#fetchNewest(false);
  }

  /**
   * They were counted anew. What came meanwhile would push away what is being read: it waits for
   * the reader.
   */
  showLetters() {
    if (!this.#list.isConnected) return;
    this.#showCount();
    set(this.#news, { hidden: this.#box.unread - this.#unreadHere <= this.#elsewhere });
  }

  /** @param {boolean} isWished  whether the reader asked for what is new */
  async #fetchNewest(isWished) {
    const fetch = async () => {
      // How many are unread is counted in the same moment.
      const counted = this.#box.look({ atOnce: true });
      /** @type {Answer<LetterPage>} */
      const answer = await askConsole('GET', 'letters');
      await counted;
      return answer;
    };
    await this.load(fetch, (page) => this.#draw(page));
    if (isWished) this.#list.querySelector('h2')?.focus();
  }

  /** @param {LetterPage} page */
  #draw(page) {
    this.#cards.clear();
    fillWith(this.#list);
    set(this.#news, { hidden: true });
    if (page.letters.length === 0) {
      return fillWith(
        this.body,
        el('p', { class: 'strong', text: t('letters.none') }),
        el('p', { class: 'quiet-text', text: t('letters.noneBody') }),
      );
    }
    fillWith(this.body, this.#count, this.#news, this.#list, this.#foot);
    this.#add(page);
  }

  /** @param {LetterPage} page */
  #add({ letters, more }) {
    for (const letter of letters) {
      const card = this.#card(letter);
      this.#cards.set(letter.id, card);
      this.#list.append(card);
    }
    set(this.#foot, { hidden: !more });
    this.#elsewhere = Math.max(0, this.#box.unread - this.#unreadHere);
    this.#showCount();
  }

  async #fetchEarlier() {
    if (this.#fetches) return;
    this.#fetches = true;
    setText(this.#said, t('page.loading'));
    const [oldest] = [...this.#cards.keys()].slice(-1);
    /** @type {Answer<LetterPage>} */
    const answer = await askConsole('GET', `letters?before=${oldest}`);
    this.#fetches = false;
    setText(this.#said, answer.ok ? '' : t('page.failed', { reason: faultText(answer.fault) }));
    if (answer.ok) return this.#showEarlier(answer.body);
    if (answer.status === 401) tell(this, 'expired');
  }

  /** @param {LetterPage} page */
  #showEarlier(page) {
    const pressed = document.activeElement === this.#earlier;
    this.#add(page);
    // The button goes down with the end of the list; who pressed it reads on where it was.
    const [first] = page.letters;
    if (pressed && first) this.#cards.get(first.id)?.querySelector('h2')?.focus();
  }

  get #unreadHere() {
    return this.#list.querySelectorAll('.letter:not(.read)').length;
  }

  #showCount() {
    // The server counts them all, but one that has just come may be on the screen before.
    const unread = Math.max(this.#box.unread, this.#unreadHere);
    setText(this.#count, unread > 0 ? toReadOf(unread) : t('letters.allRead'));
    set(this.#allRead, { hidden: unread === 0 });
  }

  #markAllRead() {
    const [newest] = this.#cards.keys();
    if (!newest) return;
    this.#box.markAllRead(newest);
    for (const [id, card] of this.#cards) this.#showRead(card, this.#box.isRead(id));
    this.#showCount();
    if (this.#allRead.hidden) this.focusTitle();
  }

  /** @param {Letter} letter */
  #card(letter) {
    const { id, name, email, question, custom, leftAt } = letter;
    const when = el('time', {
      datetime: new Date(leftAt).toISOString(),
      title: exactOf(leftAt),
      text: whenOf(leftAt, Date.now()),
    });
    const card = el('li', { class: 'card letter' });
    const title = el('h2', { dir: 'auto', tabindex: -1, text: name || email || t('ring.noName') });
    const state = el('span', { class: 'tag news', text: t('letters.new') });
    const turn = button('', () => this.#mark(letter, card, !this.#box.isRead(id)), {
      class: 'button quiet',
    });
    const actions = el('div', { class: 'choice' }, this.#answer(letter, card), turn);
    card.append(
      el('header', {}, title, state, when),
      el('p', { class: 'quiet-text', text: factsOf(letter) }),
      el('p', { class: 'words', dir: 'auto', text: question }),
      answerList(custom) ?? '',
      actions,
    );
    this.#showRead(card, this.#box.isRead(id));
    return card;
  }

  /**
   * @param {Letter} letter
   * @param {HTMLElement} card
   */
  #answer(letter, card) {
    const { email, name, question, leftAt } = letter;
    if (email === '') return el('p', { class: 'quiet-text', text: t('letters.noEmail') });
    const body = [
      name ? t('letters.greeting', { name }) : t('letters.greetingPlain'),
      '',
      '',
      '',
      this.#agent,
      this.#company,
      '',
      t('letters.wrote', { when: exactOf(leftAt) }),
      quoted(question),
    ];
    const answer = el('a', {
      class: 'button',
      href: mailtoOf(email, {
        subject: t('letters.subject', { company: this.#company }),
        body: body.join('\r\n'),
      }),
      text: t('letters.answer'),
    });
    // Who answers has read.
    on(answer, 'click', () => this.#mark(letter, card, true));
    return answer;
  }

  /**
   * @param {Letter} letter
   * @param {HTMLElement} card
   * @param {boolean} isRead
   */
  #mark({ id }, card, isRead) {
    this.#box.mark(id, isRead);
    this.#showRead(card, isRead);
    this.#showCount();
  }

  /**
   * @param {HTMLElement} card
   * @param {boolean} isRead
   */
  #showRead(card, isRead) {
    card.classList.toggle('read', isRead);
    card.querySelector('a.button')?.classList.toggle('next', !isRead);
    set(card.querySelector('.news') ?? card, { hidden: isRead });
    const turn = card.querySelector('button');
    if (turn) setText(turn, t(isRead ? 'letters.markUnread' : 'letters.markRead'));
  }
}

customElements.define('letters-page', LettersPage);

/** @param {Letter} letter */
function factsOf({ email, phone, room, language, page, for: name }) {
  const meant = name ? t('letters.for', { name }) : '';
  return lineOf([email, phone, room, meant, languageOf(language), page]);
}
