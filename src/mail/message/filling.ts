import { encodeValue, escapeHtml } from '../../core/text/encode.ts'
import { recipientSlots, type RecipientSlot } from '../../core/text/slots.ts'
import { oneLine } from '../../core/text/text.ts'
import { recipientHeaders, type HeaderFields } from './headers.ts'
import type { Kind } from './joining-memory.ts'

/** Bytes to send as they are, or a recipient's slot in the HTML or text part. */
export type Segment = Buffer | { kind: Kind; slot: RecipientSlot }

/** Allocates memory for an e-mail of a number of bytes. */
export type MailMemory = (bytes: number) => Buffer

/** Memory that is reused for each e-mail, for a session, which handles one at a time. Writing to warm memory takes a sixth of the time. */
export function reusedMemory(): MailMemory {
  let memory = Buffer.alloc(0)
  return (bytes) => {
    if (memory.length < bytes) memory = Buffer.allocUnsafeSlow(Math.ceil(bytes * 1.25))
    return memory.subarray(0, bytes)
  }
}

type EncodedValues = Record<Kind, Record<RecipientSlot, string>>

/** Characters that neither escaping, encoding nor dot-stuffing changes, and too few for a second line. */
const untouched = /^[\w@:/+-][\w@:/+.-]{0,70}$/

function encodedValues(recipient: Record<RecipientSlot, string>): EncodedValues {
  const values: EncodedValues = {
    html: { address: '', topicsUrl: '', unsubscribeUrl: '' },
    text: { address: '', topicsUrl: '', unsubscribeUrl: '' },
  }
  for (const slot of recipientSlots) {
    const value = recipient[slot]
    if (untouched.test(value)) values.text[slot] = values.html[slot] = `${value}=\r\n`
    else {
      const line = oneLine(value)
      values.text[slot] = encodeValue(line)
      values.html[slot] = encodeValue(escapeHtml(line))
    }
  }
  return values
}

/** An e-mail to a recipient: headers, then the segments with slots filled. `bytes`: the size of the segments without slots. */
export function fillSegments(
  segments: readonly Segment[],
  bytes: number,
  envelope: HeaderFields,
  recipient: Record<RecipientSlot, string>,
  memory: MailMemory,
): Buffer {
  const head = recipientHeaders(envelope)
  const values = encodedValues(recipient)
  let size = Buffer.byteLength(head) + bytes
  for (const segment of segments) if ('slot' in segment) size += values[segment.kind][segment.slot].length
  const mail = memory(size)
  let at = mail.write(head, 'utf8')
  for (const segment of segments) {
    if ('slot' in segment) at += mail.write(values[segment.kind][segment.slot], at, 'latin1')
    else {
      mail.set(segment, at)
      at += segment.length
    }
  }
  return mail
}
