/** An address in a text, and its position. */
export interface FoundAddress {
  address: string
  at: number
}

/** The local part before the @; scripts without spaces use their own punctuation around it. */
const before = /[^\p{C}\s<>()[\]",;:'=@|（）：；，、。「」『』《》【】“”‘’＜＞]{1,64}$/u
const after = /^(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){0,8}[a-z0-9][a-z0-9-]{0,62}/i

/** Addresses in a text, in order, in linear time. */
export function addressesIn(text: string): FoundAddress[] {
  const found: FoundAddress[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const local = before.exec(text.slice(Math.max(0, at - 64), at))?.[0]
    const domain = after.exec(text.slice(at + 1, at + 256))?.[0]
    if (local !== undefined && domain !== undefined)
      found.push({ address: `${local}@${domain}`, at: at - local.length })
  }
  return found
}

/** The first address in a header, or in a field such as `rfc822; reader@example.org`; '' if there is none. */
export function firstAddress(value: string | undefined): string {
  return addressesIn(value ?? '')[0]?.address ?? ''
}
