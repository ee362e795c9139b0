import type { KeyObject } from 'node:crypto'
import type { Clock } from '../core/ports.ts'
import { bodyHash, relaxedHeader } from './dkim-canonical.ts'
import type { SigningThread } from './signing-thread.ts'

/** The key that signs, under the name that finds it in DNS: `<selector>._domainkey.<domain>`. */
export interface SigningKey {
  domain: string
  selector: string
  key: KeyObject
}

/** Makes the DKIM-Signature line of a mail, its CRLF and all; `relaxed` as in `bodyHash`. */
export type Signer = (mail: Buffer, relaxed: boolean) => Promise<Buffer>

/** Signed once more than they are there, so that none can be added (RFC 6376 §8.15). */
const oversigned = [
  'From',
  'Reply-To',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
]
/** Signed where they are there: a mailing list may add its own. */
const signedIfThere = ['List-Id', 'Feedback-ID', 'Auto-Submitted', 'Content-Language']

/** Signs by RSA and SHA-256, relaxed in header and body (RFC 6376, RFC 8301). */
export function dkimSigner(
  { domain, selector, key }: SigningKey,
  thread: SigningThread,
  clock: Clock,
): Signer {
  return async (mail, relaxed) => {
    const end = mail.indexOf('\r\n\r\n')
    const fields = fieldsOf(mail.toString('latin1', 0, end))
    const { names, lines } = selected(fields)
    const at = Math.floor(clock.now().epochMilliseconds / 1000)
    const unsigned = [
      'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;',
      ` d=${domain}; s=${selector}; t=${at};`,
      ` h=${names.join(':').replace(/.{1,70}:(?=.)/g, '$&\r\n  ')};`,
      ` bh=${bodyHash(mail.subarray(end + 4), relaxed)};`,
      ' b=',
    ].join('\r\n')
    const signature = await thread.sign(key, [...lines, relaxedHeader(unsigned)].join('\r\n'))
    return Buffer.from(`${unsigned}${signature.replace(/.{72}(?=.)/g, '$&\r\n ')}\r\n`, 'latin1')
  }
}

/** Header lines by their name in lower case, those of a name in the mail's order. */
function fieldsOf(head: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const line of head.split(/\r\n(?![ \t])/)) {
    const name = line.slice(0, line.indexOf(':')).trimEnd().toLowerCase()
    const known = fields.get(name)
    if (known) known.push(line)
    else fields.set(name, [line])
  }
  return fields
}

/** Names for `h=`, and the lines they stand for: of several with a name the last comes first (RFC 6376 §5.4.2). */
function selected(fields: ReadonlyMap<string, string[]>): { names: string[]; lines: string[] } {
  const names: string[] = []
  const lines: string[] = []
  const add = (name: string) => {
    for (const line of fields.get(name.toLowerCase())?.toReversed() ?? []) {
      names.push(name)
      lines.push(relaxedHeader(line))
    }
  }
  for (const name of oversigned) {
    add(name)
    names.push(name)
  }
  for (const name of signedIfThere) add(name)
  return { names, lines }
}
