/** SHA-256 as lower-case hexadecimal. */

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<string>} */
export async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return (await import('./sha256-in-script.js')).sha256InScript(bytes);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
