/**
 * What customers left when nobody answered. Read only, for now.
 *
 * @import { Letter, Me } from '../../shared/wire.d.ts'
 */
import { el, fillWith } from '../../shared/dom.js';
import { exactOf, t, whenOf } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { FetchedPage } from './fetched.js';

export class LettersPage extends FetchedPage {
  #company;

  /** @param {Me} me */
  constructor({ company }) {
    super(t('letters.headline'));
    this.#company = company.name;
    /** @type {() => Promise<import('../../shared/http.js').Answer<{ letters: Letter[] }>>} */
    const fetch = () => askConsole('GET', 'letters');
    void this.load(fetch, ({ letters }) => this.#draw(letters));
  }

  /** @param {Letter[]} letters */
  #draw(letters) {
    if (letters.length === 0) {
      return fillWith(
        this.body,
        el('p', { class: 'strong', text: t('letters.none') }),
        el('p', { class: 'quiet-text', text: t('letters.noneBody') }),
      );
    }
    fillWith(this.body, el('ul', { class: 'cards' }, ...letters.map((each) => this.#card(each))));
  }

  /** @param {Letter} letter */
  #card(letter) {
    const { name, email, phone, room, question, leftAt } = letter;
    const when = el('time', {
      datetime: new Date(leftAt).toISOString(),
      title: exactOf(leftAt),
      text: whenOf(leftAt, Date.now()),
    });
    const subject = encodeURIComponent(t('letters.subject', { company: this.#company }));
    const answer = email !== '' && el('a', {
      class: 'button',
      href: `mailto:${encodeURIComponent(email)}?subject=${subject}`,
      text: t('letters.answer'),
    });
    const from = [email, phone, room].filter(Boolean).join(' · ');
    return el(
      'li',
      { class: 'card' },
      el('header', {}, el('h2', { dir: 'auto', text: name || email || t('ring.noName') }), when),
      el('p', { class: 'quiet-text', text: from }),
      el('p', { class: 'words', dir: 'auto', text: question }),
      answer,
    );
  }
}

customElements.define('letters-page', LettersPage);
