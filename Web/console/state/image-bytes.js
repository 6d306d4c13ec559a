/**
 * Takes from a picture's bytes what carries no pixels: browsers add colour profiles and notes to what
 * they encode, and the server takes pictures without them only. Pure; of what it does not
 * understand nothing is changed, and the server says what is wrong.
 */

const pngParts = ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'pHYs', 'IDAT', 'IEND'];
const webpParts = ['VP8X', 'ALPH', 'VP8 ', 'VP8L'];
/** The first segment's own marker, Adobe's, and those without which there is no picture. */
const jpegMarkers = [0xe0, 0xee, 0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd];
const alphaFlag = 0x10;

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bare(bytes) {
  const parts = partsOf(bytes);
  const kept = parts ?? [bytes];
  const made = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of kept) {
    made.set(part, place);
    place += part.length;
  }
  return made;
}

/**
 * What is kept, in its order; `null` where the bytes are not understood.
 * @param {Uint8Array} bytes
 */
function partsOf(bytes) {
  if (wordAt(bytes, 1) === 'PNG\r') return pngPartsOf(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegPartsOf(bytes);
  if (wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WEBP') return webpPartsOf(bytes);
  return null;
}

/** @param {Uint8Array} bytes */
function pngPartsOf(bytes) {
  const parts = [bytes.subarray(0, 8)];
  for (let place = 8; place < bytes.length;) {
    const end = place + 12 + view(bytes).getUint32(place);
    if (end > bytes.length) return null;
    if (pngParts.includes(wordAt(bytes, place + 4))) parts.push(bytes.subarray(place, end));
    place = end;
  }
  return parts;
}

/** @param {Uint8Array} bytes */
function jpegPartsOf(bytes) {
  const parts = [bytes.subarray(0, 2)];
  for (let place = 2; place + 4 <= bytes.length;) {
    const marker = bytes[place + 1] ?? 0;
    if (bytes[place] !== 0xff) return null;
    // From here on there are pixels; nothing of ours stands behind them.
    if (marker === 0xda) return [...parts, bytes.subarray(place)];
    const end = place + 2 + view(bytes).getUint16(place + 2);
    if (end > bytes.length) return null;
    if (jpegMarkers.includes(marker)) parts.push(bytes.subarray(place, end));
    place = end;
  }
  return null;
}

/** @param {Uint8Array} bytes */
function webpPartsOf(bytes) {
  const parts = [bytes.slice(0, 12)];
  for (let place = 12; place < bytes.length;) {
    const length = view(bytes).getUint32(place + 4, true);
    const end = place + 8 + length + length % 2;
    if (end > bytes.length) return null;
    const name = wordAt(bytes, place);
    const part = bytes.slice(place, end);
    if (name === 'VP8X') part[8] = (part[8] ?? 0) & alphaFlag;
    if (webpParts.includes(name)) parts.push(part);
    place = end;
  }
  const [head] = parts;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (head) view(head).setUint32(4, length - 8, true);
  return parts;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 */
function wordAt(bytes, place) {
  return String.fromCharCode(...bytes.subarray(place, place + 4));
}

/** @param {Uint8Array} bytes */
function view(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
