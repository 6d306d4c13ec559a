/**
 * The customer's page as the draft makes it: the real page, which is told what to show.
 *
 * @import { Draft, PreviewOrder, PreviewScreen } from '../../../shared/wire.d.ts'
 */
import { el, on, set } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { valueAt } from '../../state/settings-edits.js';
import { languageOf } from '../../words.js';

/** @type {PreviewScreen[]} */
const screens = ['form', 'waiting', 'chatting', 'nobodyFree'];
const languages = ['en', 'zh-Hant', 'ar'];

export class RoomPreview extends HTMLElement {
  #frame = el('iframe', { src: '/console/preview', title: t('preview.title') });
  #screen = el('select', {}, ...screens.map((name) => new Option(t(`preview.${name}`), name)));
  #dark = el('input', { type: 'checkbox' });
  #language = el(
    'select',
    {},
    new Option(t('preview.browser'), ''),
    ...languages.map((each) => new Option(languageOf(each), each)),
  );
  /** @type {Draft | null} */
  #draft = null;
  #isReady = false;

  constructor() {
    super();
    this.#dark.checked = matchMedia('(prefers-color-scheme: dark)').matches;
    this.append(
      el('h2', { text: t('preview.headline'), tabindex: -1 }),
      el(
        'div',
        { class: 'switches' },
        el('label', {}, el('span', { text: t('preview.screen') }), this.#screen),
        el('label', {}, el('span', { text: t('preview.language') }), this.#language),
        el('label', { class: 'check' }, this.#dark, el('span', { text: t('preview.dark') })),
      ),
      el('div', { class: 'phone' }, this.#frame),
    );
    for (const input of [this.#screen, this.#dark, this.#language]) {
      on(input, 'change', () => this.#send());
    }
  }

  connectedCallback() {
    globalThis.addEventListener('message', this.#hear);
  }

  disconnectedCallback() {
    globalThis.removeEventListener('message', this.#hear);
    this.#isReady = false;
  }

  focusTitle() {
    this.querySelector('h2')?.focus();
  }

  /** @param {Draft} draft */
  show(draft) {
    if (draft === this.#draft) return;
    this.#draft = draft;
    // A room that has one language for all shows no other.
    const forced = draft.preview.language;
    set(this.#language, { disabled: forced !== null });
    if (forced !== null) this.#language.value = forced;
    else if (this.#forced) this.#language.value = '';
    this.#forced = forced !== null;
    this.#send();
  }

  #forced = false;

  /** The page in the frame says when it can be told something. @param {MessageEvent} event */
  #hear = ({ source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== location.origin) return;
    if (data?.t !== 'previewReady') return;
    this.#isReady = true;
    this.#send();
  };

  #send() {
    if (!this.#isReady || !this.#draft) return;
    const { preview, settings } = this.#draft;
    /** @type {PreviewOrder} */
    const order = {
      t: 'preview',
      room: preview,
      screen: /** @type {PreviewScreen} */ (this.#screen.value),
      dark: this.#dark.checked,
      language: preview.language ?? (this.#language.value || null),
      phone: {
        preview: valueAt(settings, 'phones.hidePreview') !== true,
        textButton: valueAt(settings, 'phones.textButton.customer') !== false,
      },
    };
    this.#frame.contentWindow?.postMessage(order, location.origin);
  }
}

customElements.define('room-preview', RoomPreview);
