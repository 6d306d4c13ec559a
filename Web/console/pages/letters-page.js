/**
 * What customers left when nobody answered. What was read is kept in this browser; the answer is
 * written in the agent's own mail program.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Letter, Me } from '../../shared/wire.d.ts'
 * @import { LetterBox } from '../letter-box.js'
 */
import { button, el, fillWith, on, set, setText } from '../../shared/dom.js';
import { exactOf, many, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { mailtoOf, quoted } from '../state/letters.js';
import { FetchedPage } from './fetched.js';
import { languageOf, lineOf, whenOf } from '../words.js';

export class LettersPage extends FetchedPage {
  #company;
  #agent;
  #box;
  #count = el('p', { class: 'quiet-text', role: 'status' });

  /**
   * @param {Me} me
   * @param {LetterBox} box
   */
  constructor({ company, agent }, box) {
    super(t('letters.headline'));
    this.#company = company.name;
    this.#agent = agent.name;
    this.#box = box;
    /** @type {() => Promise<Answer<{ letters: Letter[] }>>} */
    const fetch = () => askConsole('GET', 'letters');
    void this.load(fetch, ({ letters }) => this.#draw(letters));
  }

  /** @param {Letter[]} letters */
  #draw(letters) {
    this.#box.take(letters);
    if (letters.length === 0) {
      return fillWith(
        this.body,
        el('p', { class: 'strong', text: t('letters.none') }),
        el('p', { class: 'quiet-text', text: t('letters.noneBody') }),
      );
    }
    const cards = letters.map((each) => this.#card(each));
    fillWith(this.body, this.#count, el('ul', { class: 'cards' }, ...cards));
    this.#showCount();
  }

  #showCount() {
    const { unread } = this.#box;
    setText(this.#count, unread > 0 ? many('letters.unread', unread) : t('letters.allRead'));
  }

  /** @param {Letter} letter */
  #card(letter) {
    const { id, name, email, question, leftAt } = letter;
    const when = el('time', {
      datetime: new Date(leftAt).toISOString(),
      title: exactOf(leftAt),
      text: whenOf(leftAt, Date.now()),
    });
    const card = el('li', { class: 'card letter' });
    const title = el('h2', { dir: 'auto', text: name || email || t('ring.noName') });
    const state = el('span', { class: 'tag news', text: t('letters.new') });
    const turn = button('', () => this.#mark(letter, card, !this.#box.isRead(id)), {
      class: 'button quiet',
    });
    const actions = el('div', { class: 'choice' }, this.#answer(letter, card), turn);
    card.append(
      el('header', {}, title, state, when),
      el('p', { class: 'quiet-text', text: factsOf(letter) }),
      el('p', { class: 'words', dir: 'auto', text: question }),
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
function factsOf({ email, phone, room, language, page }) {
  return lineOf([email, phone, room, languageOf(language), page]);
}
