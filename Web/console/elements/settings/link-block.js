/** A link as people pass it on: to be read, copied, opened, and caught by a telephone's camera. */
import { el } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { CopyLink } from '../copy-link.js';
import { QrCode } from '../qr-code.js';

export class LinkBlock extends HTMLElement {
  /**
   * @param {string} label
   * @param {string} link
   * @param {{ note?: string, open?: boolean }} [options]  `open`: the QR code is seen at once
   */
  constructor(label, link, { note = '', open = false } = {}) {
    super();
    const code = el(
      'details',
      { open },
      el('summary', {
        text: t('links.qr'),
        'aria-label': t('links.qrOf', { label }),
      }),
      new QrCode(link, t('links.qrOf', { label })),
    );
    this.append(
      new CopyLink(label, link, { opens: true }),
      el('p', { class: 'quiet-text', hidden: note === '', text: note }),
      code,
    );
  }
}

customElements.define('link-block', LinkBlock);
