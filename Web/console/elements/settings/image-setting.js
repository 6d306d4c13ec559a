/**
 * A picture of a room: chosen, dropped or pasted, made small in the browser and uploaded; or the
 * address of one elsewhere. Tells `changed` with the setting's new value: `image:` with a hash, an
 * address, or nothing.
 */
import { button, el, on, set, setText, tell } from '../../../shared/dom.js';
import { TextField } from '../../../shared/elements/text-field.js';
import { upload } from '../../../shared/http.js';
import { faultText, t } from '../../../shared/i18n.js';
import { icon } from '../../icons.js';
import { prepared } from '../../pictures.js';

const prefix = 'image:';
const address = '/console/api/images';
/** As far as it can be known here; the server looks more closely. */
const looksRight = /^https:\/\/[a-z0-9][a-z0-9.-]*\.[a-z][a-z0-9-]*([/?][!-~]*)?$/;

/** @typedef {{ body: { image: string } }} Kept */

export class ImageSetting extends HTMLElement {
  #label;
  #sideMax;
  #value;
  /** Only the last one that was begun counts. */
  #turn = 0;
  #frame = el('div', { class: 'frame' });
  #file = el('input', { type: 'file', accept: 'image/*', hidden: true });
  #choose = button('', () => this.#file.click(), { class: 'button' });
  #remove = button(t('image.remove'), () => this.#take(''), { class: 'button quiet' });
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #wrong = el('p', { class: 'wrong', role: 'alert' });
  #elsewhere;

  /**
   * @param {string} label
   * @param {string} value
   * @param {{ sideMax?: number }} [options]  pixels of the longer side
   */
  constructor(label, value, { sideMax = 1600 } = {}) {
    super();
    this.#label = label;
    this.#sideMax = sideMax;
    this.#value = value;
    set(this, { role: 'group', 'aria-label': label });
    this.#elsewhere = new TextField({
      name: 'address',
      label: t('image.address'),
      hint: t('image.addressHint'),
      autocomplete: 'off',
      value: isElsewhere(value) ? value : '',
    });
    this.#build();
    this.#draw();
    this.#hear();
  }

  focusFirst() {
    this.#choose.focus();
  }

  #build() {
    const use = button(t('image.use'), () => this.#useAddress(), { class: 'button' });
    this.append(
      el(
        'div',
        { class: 'picture' },
        this.#frame,
        el(
          'div',
          { class: 'column' },
          el('div', { class: 'row' }, this.#choose, this.#remove, this.#file),
          el('p', { class: 'quiet-text', text: t('image.hint') }),
          this.#said,
          this.#wrong,
        ),
      ),
      el('div', { class: 'elsewhere' }, this.#elsewhere, use),
    );
  }

  #hear() {
    on(this.#file, 'change', () => {
      const [file] = this.#file.files ?? [];
      // The same file can be chosen again, after it was changed.
      this.#file.value = '';
      if (file) void this.#send(file);
    });
    on(this, 'dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      this.classList.add('over');
    });
    on(this, 'dragleave', () => this.classList.remove('over'));
    on(this, 'drop', (event) => {
      this.classList.remove('over');
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      void this.#send(file);
    });
    on(this, 'paste', (event) => {
      const file = [...event.clipboardData?.files ?? []].find(({ type }) =>
        type.startsWith('image/')
      );
      if (!file) return;
      event.preventDefault();
      void this.#send(file);
    });
    on(this.#elsewhere, 'keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      // It would send the form around it.
      event.preventDefault();
      this.#useAddress();
    });
  }

  /** @param {Blob} file */
  async #send(file) {
    const turn = ++this.#turn;
    this.#tellStep('image.preparing');
    const picture = await prepared(file, this.#sideMax);
    if (turn !== this.#turn) return;
    if (!picture.ok) return this.#refuse(t(picture.key));
    this.#tellStep('image.uploading');
    const answer = await upload(address, picture.body, picture.type);
    if (turn !== this.#turn) return;
    if (!answer.ok) return this.#refuse(wordsOf(answer.fault));
    const { image } = /** @type {Kept} */ (answer).body;
    this.#take(image);
    setText(this.#said, t('image.uploaded'));
  }

  /** @param {string} key */
  #tellStep(key) {
    set(this, { 'aria-busy': 'true' });
    setText(this.#wrong, '');
    setText(this.#said, t(key));
  }

  /** @param {string} words */
  #refuse(words) {
    set(this, { 'aria-busy': null });
    setText(this.#said, '');
    setText(this.#wrong, words);
  }

  #useAddress() {
    const text = this.#elsewhere.value.trim();
    if (!looksRight.test(text)) {
      this.#elsewhere.showError(t('image.error.address'));
      return this.#elsewhere.focusInput();
    }
    this.#take(text);
  }

  /** @param {string} value */
  #take(value) {
    const held = document.activeElement === this.#remove;
    this.#turn++;
    this.#value = value;
    set(this, { 'aria-busy': null });
    setText(this.#wrong, '');
    setText(this.#said, '');
    if (!isElsewhere(value)) this.#elsewhere.value = '';
    this.#draw();
    if (held) this.#choose.focus();
    tell(this, 'changed', value);
  }

  /** A picture elsewhere is not fetched here: its host would learn who administers. */
  #draw() {
    const value = this.#value;
    const own = value.startsWith(prefix);
    const shown = own
      ? el('img', { src: `/images/${value.slice(prefix.length)}`, alt: this.#label })
      : icon(isElsewhere(value) ? 'link' : 'picture');
    this.#frame.replaceChildren(shown);
    this.#frame.classList.toggle('full', own);
    if (own) on(shown, 'error', () => this.#frame.replaceChildren(icon('picture')));
    setText(this.#choose, t(value === '' ? 'image.choose' : 'image.another'));
    set(this.#remove, { hidden: value === '' });
  }
}

customElements.define('image-setting', ImageSetting);

/** @param {string} value */
function isElsewhere(value) {
  return value !== '' && !value.startsWith(prefix);
}

/** @param {import('../../../shared/wire.d.ts').Fault} fault */
function wordsOf(fault) {
  return fault.rule ? t(`image.error.${fault.rule}`) : faultText(fault);
}
