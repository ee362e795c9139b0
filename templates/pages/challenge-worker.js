// Searches for the counter whose key begins with the challenge's prefix (ALTCHA 2, PBKDF2).
const most = 10_000

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

addEventListener('message', async ({ data }) => {
  try {
    postMessage(await solutionOf(data))
  } catch {
    postMessage(null)
  }
})

async function solutionOf({ nonce, salt, cost, keyLength, keyPrefix }) {
  const start = bytesOf(nonce)
  const password = new Uint8Array(start.length + 4)
  password.set(start)
  const view = new DataView(password.buffer)
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost }
  for (let counter = 0; counter < most; counter += 1) {
    view.setUint32(start.length, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const derived = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)))
    if (derived.startsWith(keyPrefix)) return { counter, derivedKey: derived }
  }
  return null
}
