/** A text without these addresses, in whatever case they are written: `•••` is in their place. Longer addresses that contain one stay. */
export function maskedIn(text: string, addresses: readonly string[]): string {
  if (!text.includes('@')) return text
  return addresses.reduce((masked, address) => {
    if (!masked.toLowerCase().includes(address.toLowerCase())) return masked
    return masked.replace(new RegExp(`${before}${RegExp.escape(address)}${after}`, 'giu'), '•••')
  }, text)
}

/** What belongs to an address is not cut from it. */
const before = String.raw`(?<![\p{L}\p{N}._%+\-])`
const after = String.raw`(?![\p{L}\p{N}\-]|\.[\p{L}\p{N}])`
