import type { KeyObject } from 'node:crypto'
import type { Clock } from '../../core/ports.ts'
import { bodyHash, relaxedHeader } from './dkim-canonical.ts'
import type { SigningThread } from './signing-thread.ts'

/** The signing key, with its name in DNS: `<selector>._domainkey.<domain>`. */
export interface SigningKey {
  domain: string
  selector: string
  key: KeyObject
}

/** Makes the DKIM-Signature line of an e-mail, with its CRLF; `relaxed` as in `bodyHash`. */
export type Signer = (mail: Buffer, relaxed: boolean) => Promise<Buffer>

/** Listed once more than they occur, so that none can be added (RFC 6376 §8.15). */
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
  'List-Id',
  'Feedback-ID',
  'Sender',
  'Precedence',
]
/** Signed only if present: a mailing list may add its own. */
const signedIfThere = ['List-Archive', 'List-Help', 'Auto-Submitted', 'Content-Language']

/** Signs by RSA and SHA-256, relaxed in header and body (RFC 6376, RFC 8301). */
export function dkimSigner(
  { domain, selector, key }: SigningKey,
  thread: SigningThread,
  clock: Clock,
): Signer {
  const relaxedLine = lastRelaxed()
  const list = lastFolded()
  return async (mail, relaxed) => {
    const end = mail.indexOf('\r\n\r\n')
    const fields = fieldsOf(mail.toString('latin1', 0, end))
    const { names, lines } = selected(fields, relaxedLine)
    const at = Math.floor(clock.now().epochMilliseconds / 1000)
    const body = bodyHash(mail.subarray(end + 4), relaxed)
    /** The header with `space` at folds: CRLF and a space, or only a space as in `relaxed`. */
    const unsigned = (name: string, space: string, h: string) =>
      `${name}v=1; a=rsa-sha256; c=relaxed/relaxed;${space}d=${domain}; s=${selector}; t=${at};${space}h=${h};${space}bh=${body};${space}b=`
    const { plain, folded } = list(names)
    const text = [...lines, unsigned('dkim-signature:', ' ', plain)].join('\r\n')
    const signature = await thread.sign(key, text)
    const header = unsigned('DKIM-Signature: ', '\r\n ', folded)
    return Buffer.from(`${header}${folded72(signature)}\r\n`, 'latin1')
  }
}

/** A signature in lines of 72 characters; a regular expression would take more time than everything else here. */
function folded72(text: string): string {
  const lines: string[] = []
  for (let at = 0; at < text.length; at += 72) lines.push(text.slice(at, at + 72))
  return lines.join('\r\n ')
}

/** Caches the last hashed line of each header, as most are equal in all e-mails of an edition. */
function lastRelaxed(): (name: string, line: string) => string {
  const last = new Map<string, { line: string; relaxed: string }>()
  return (name, line) => {
    const known = last.get(name)
    if (known?.line === line) return known.relaxed
    const relaxed = relaxedHeader(line)
    last.set(name, { line, relaxed })
    return relaxed
  }
}

/** Names for `h=`, on one line as hashed and folded as sent; the last list is cached. */
function lastFolded(): (names: readonly string[]) => { plain: string; folded: string } {
  let last = { list: '', plain: '', folded: '' }
  return (names) => {
    const list = names.join(':')
    if (list !== last.list) {
      const folded = list.replace(/.{1,70}:(?=.)/g, '$&\r\n  ')
      last = { list, plain: folded.replaceAll('\r\n  ', ' '), folded }
    }
    return last
  }
}

/** Header lines by lower-case name, in the e-mail's order. */
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

/** Names for `h=`, and their lines: of several with one name the last comes first (RFC 6376 §5.4.2). */
function selected(
  fields: ReadonlyMap<string, string[]>,
  relaxed: (name: string, line: string) => string,
): { names: string[]; lines: string[] } {
  const names: string[] = []
  const lines: string[] = []
  const add = (name: string) => {
    for (const line of fields.get(name.toLowerCase())?.toReversed() ?? []) {
      names.push(name)
      lines.push(relaxed(name, line))
    }
  }
  for (const name of oversigned) {
    add(name)
    names.push(name)
  }
  for (const name of signedIfThere) add(name)
  return { names, lines }
}
