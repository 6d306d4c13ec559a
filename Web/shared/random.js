/** 32 hex digits. `crypto.randomUUID` is absent on plain http away from localhost; this is not. */
export function randomID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
