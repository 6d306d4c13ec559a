/**
 * The last step of the set-up: the link is there, and a try rings here. The desk is awake behind
 * this page already.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Me, Room } from '../../shared/wire.d.ts'
 */
import { el, fillWith, on, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { CopyLink } from '../elements/copy-link.js';
import { QrCode } from '../elements/qr-code.js';
import { StepList } from '../elements/step-list.js';
import { steps } from '../state/first-run.js';
import { isOnlyHere } from '../state/reach.js';
import { FetchedPage } from './fetched.js';

/** The room that every company has. */
const firstRoom = 'GENERAL';

export class WelcomePage extends FetchedPage {
  /** @param {Me} me */
  constructor({ company }) {
    super(t('welcome.headline', { company: company.name }));
    this.prepend(new StepList(steps.length));
    /** @type {() => Promise<Answer<{ rooms: Room[] }>>} */
    const fetch = () => askConsole('GET', `rooms?search=${firstRoom}`);
    void this.load(fetch, ({ rooms }) => {
      const room = rooms.find(({ name }) => name === firstRoom);
      if (room) this.#draw(room);
    });
  }

  /** @param {Room} room */
  #draw({ contactForm }) {
    const look = el('a', {
      class: 'button next',
      href: contactForm,
      target: '_blank',
      rel: 'noopener',
      text: t('welcome.try'),
    });
    // The customer's side opens beside it; this page goes where the try will ring.
    on(look, 'click', () => tell(this, 'to-desk'));
    const desk = el('a', { class: 'button', href: '/console', text: t('welcome.desk') });
    on(desk, 'click', (event) => {
      event.preventDefault();
      tell(this, 'to-desk');
    });
    fillWith(
      this.body,
      el(
        'div',
        { class: 'card reach' },
        el(
          'div',
          { class: 'ways' },
          el('p', { text: t('welcome.sub') }),
          new CopyLink(t('welcome.link'), contactForm),
          el('div', { class: 'choice' }, look, desk),
          el('p', { class: 'quiet-text', text: t('welcome.tryBody') }),
        ),
        byPhone(contactForm),
      ),
      el('p', { class: 'quiet-text', text: t('welcome.later') }),
    );
  }
}

customElements.define('welcome-page', WelcomePage);

/**
 * The way in for a telephone, or what is missing for one.
 * @param {string} link
 */
function byPhone(link) {
  if (isOnlyHere(link)) {
    return el('p', {
      class: 'only-here quiet-text',
      text: t('welcome.onlyHere', { option: '--public-url' }),
    });
  }
  return el(
    'figure',
    {},
    new QrCode(link, t('welcome.qr')),
    el('figcaption', { class: 'quiet-text', text: t('welcome.scan') }),
  );
}
