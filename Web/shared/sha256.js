/**
 * SHA-256 of short texts. `crypto.subtle` is absent on plain http away from localhost, and asking
 * it a hundred thousand times is slower than this.
 */

const roundConstants = roundConstantsOf();
const words = new Int32Array(64);

/** Fractional parts of the cube roots of the first 64 primes. */
function roundConstantsOf() {
  const constants = new Int32Array(64);
  for (let candidate = 2, found = 0; found < 64; candidate++) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) {
      if (candidate % factor === 0) prime = false;
    }
    if (prime) constants[found++] = (Math.cbrt(candidate) % 1) * 2 ** 32;
  }
  return constants;
}

/**
 * The text in UTF-8, padded to whole blocks.
 * @param {string} text
 */
function padded(text) {
  const bytes = new TextEncoder().encode(text);
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const whole = new Uint8Array(blocks * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  new DataView(whole.buffer).setUint32(whole.length - 4, bytes.length * 8);
  return new DataView(whole.buffer);
}

/**
 * @param {number} word
 * @param {number} bits
 */
function turned(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

/**
 * @param {string} text
 * @returns {Int32Array} eight words, the first one first
 */
export function sha256(text) {
  const data = padded(text);
  const hash = Int32Array.of(
    0x6a09e667,
    0xbb67ae85,
    0x3c6ef372,
    0xa54ff53a,
    0x510e527f,
    0x9b05688c,
    0x1f83d9ab,
    0x5be0cd19,
  );
  for (let offset = 0; offset < data.byteLength; offset += 64) mixBlock(hash, data, offset);
  return hash;
}

/**
 * @param {Int32Array} hash
 * @param {DataView} data
 * @param {number} offset
 */
function mixBlock(hash, data, offset) {
  for (let i = 0; i < 16; i++) words[i] = data.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    words[i] = at(i - 16) + small0(at(i - 15)) + at(i - 7) + small1(at(i - 2));
  }
  let [a, b, c, d, e, f, g, h] = /** @type {[number, number, number, number, number, number, number,
    number]} */
    (/** @type {unknown} */ (hash));
  for (let i = 0; i < 64; i++) {
    const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + one + ((e & f) ^ (~e & g)) + (roundConstants[i] ?? 0) + at(i)) | 0;
    const zero = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (zero + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => hash[i] = (hash[i] ?? 0) + word);
}

/** @param {number} index */
function at(index) {
  return words[index] ?? 0;
}

/** @param {number} word */
function small0(word) {
  return turned(word, 7) ^ turned(word, 18) ^ (word >>> 3);
}

/** @param {number} word */
function small1(word) {
  return turned(word, 17) ^ turned(word, 19) ^ (word >>> 10);
}
