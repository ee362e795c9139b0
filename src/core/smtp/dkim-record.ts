/** The state of a key in DNS: `none`, `another` one (or a revoked one), or `fine`. */
export type DnsVerdict = 'fine' | 'none' | 'another'

/** The parts of a key's name in DNS. */
export interface DkimKeyName {
  domain: string
  selector: string
}

/** Null if it is not such a name. */
export function readDkimName(name: string): DkimKeyName | null {
  const [, selector, domain] = /^([a-z0-9-]+)\._domainkey\.([a-z0-9.-]+)$/.exec(name) ?? []
  return selector && domain ? { selector, domain } : null
}

/** The name under which verifiers look up a key (RFC 6376 §3.6.2.1). */
export function dkimName({ selector, domain }: DkimKeyName): string {
  return `${selector}._domainkey.${domain}`
}

/** The TXT record of a key (RFC 6376 §3.6.1); `publicKey` is its SubjectPublicKeyInfo in base64. */
export function dkimRecord(publicKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKey}`
}

/** A record for a zone file: strings of at most 255 bytes (RFC 1035 §3.3). */
export function zoneLine(name: string, record: string): string {
  const pieces = record.match(/.{1,255}/g) ?? []
  return `${name}. IN TXT ( ${pieces.map((piece) => `"${piece}"`).join(' ')} )`
}

/** Compares the DNS records of a key's name with the key. */
export function readDkimRecords(texts: readonly string[], publicKey: string): DnsVerdict {
  const keys = texts.map(keyOf).filter((key) => key !== null)
  if (keys.length === 0) return 'none'
  // A verifier may choose any of several (RFC 6376 §3.6.2.2).
  return keys.every((key) => key === publicKey) ? 'fine' : 'another'
}

function keyOf(text: string): string | null {
  const tags = new Map(
    text.split(';').map((tag) => {
      const [name = '', ...value] = tag.split('=')
      return [name.trim(), value.join('=').replace(/\s/g, '')]
    }),
  )
  const isKey = (tags.get('v') ?? 'DKIM1') === 'DKIM1'
  return isKey ? (tags.get('p') ?? null) : null
}
