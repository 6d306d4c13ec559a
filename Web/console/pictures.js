/**
 * Makes a picture ready for the server: any that the browser can show, made smaller and encoded anew,
 * so that nothing but its pixels leaves this computer.
 *
 * @typedef {{ ok: true, body: Uint8Array<ArrayBuffer>, type: string } | { ok: false, key: string }} Prepared
 */
import { bare } from './state/image-bytes.js';

/** The server takes no more, see `Limit.imageBytesMax`. */
const bytesMax = 512 * 1024;
const pixelsMax = 4_000_000;
/** Greater files are no pictures for a page, and cost the browser its memory. */
const fileBytesMax = 40 * 1024 * 1024;
const qualities = [0.88, 0.75, 0.6, 0.45];
const shrinkings = [1, 0.7, 0.5, 0.35];

/**
 * @param {Blob} file
 * @param {number} sideMax  pixels
 * @returns {Promise<Prepared>}
 */
export async function prepared(file, sideMax) {
  if (file.size > fileBytesMax) return { ok: false, key: 'image.error.bytes' };
  const picture = await decoded(file);
  if (!picture) return { ok: false, key: 'image.error.kind' };
  const wanted = Math.min(
    1,
    sideMax / Math.max(picture.width, picture.height),
    Math.sqrt(pixelsMax / (picture.width * picture.height)),
  );
  try {
    for (const shrinking of shrinkings) {
      const canvas = drawn(picture, wanted * shrinking);
      for (const blob of encodings(canvas)) {
        const made = await blob;
        const body = made && bare(new Uint8Array(await made.arrayBuffer()));
        if (made && body && body.length <= bytesMax) return { ok: true, body, type: made.type };
      }
    }
    return { ok: false, key: 'image.error.bytes' };
  } finally {
    picture.close();
  }
}

/** @param {Blob} file */
async function decoded(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

/**
 * @param {ImageBitmap} picture
 * @param {number} scale
 */
function drawn(picture, scale) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/**
 * The ways to encode, best first. A browser that makes no WebP makes a PNG instead, which is too
 * long for a photograph: then a JPEG follows, unless something shines through.
 * @param {HTMLCanvasElement} canvas
 */
function* encodings(canvas) {
  for (const quality of qualities) yield encoded(canvas, 'image/webp', quality);
  if (isTransparent(canvas)) return;
  for (const quality of qualities) yield encoded(canvas, 'image/jpeg', quality);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} type
 * @param {number} quality
 * @returns {Promise<Blob | null>}
 */
function encoded(canvas, type, quality) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

/** @param {HTMLCanvasElement} canvas */
function isTransparent(canvas) {
  const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  for (let place = 3; data && place < data.length; place += 4) {
    if (data[place] !== 255) return true;
  }
  return false;
}
