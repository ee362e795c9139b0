/** A text with these addresses, in any case, replaced by `•••`. Longer addresses that contain one are kept. */
export function maskedIn(text: string, addresses: readonly string[]): string {
  if (!text.includes('@')) return text
  return addresses.reduce((masked, address) => {
    if (!masked.toLowerCase().includes(address.toLowerCase())) return masked
    return masked.replace(new RegExp(`${before}${RegExp.escape(address)}${after}`, 'giu'), '•••')
  }, text)
}

/** Characters that would make an address part of a longer one. */
const before = String.raw`(?<![\p{L}\p{N}._%+\-])`
const after = String.raw`(?![\p{L}\p{N}\-]|\.[\p{L}\p{N}])`
