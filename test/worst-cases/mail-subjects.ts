import { shownText } from '../../src/core/text/shown-text.ts'
import { forwardedMail } from '../../src/mail/message/forwarded-mail.ts'
import { foldedWords, identifiersIn } from '../../src/core/text/folded-words.ts'
import { marked } from '../../src/core/text/found-words.ts'
import { readQuery } from '../../src/core/text/text-query.ts'
import { maskAddress, readAddress } from '../../src/core/addresses/address.ts'
import { readDkimRecords } from '../../src/core/smtp/dkim-record.ts'
import { decodedBytes, decodeLiteral, encodePiece, escapeHtml } from '../../src/core/text/encode.ts'
import { splitFrontMatter } from '../../src/core/text/front-matter.ts'
import { withoutMarks } from '../../src/core/text/slots.ts'
import { readRefusal } from '../../src/core/smtp/smtp-reply.ts'
import { clip, oneLine } from '../../src/core/text/text.ts'
import { readReason } from '../../src/core/smtp/refusal-reason.ts'
import { isAutomatic, saysGone } from '../../src/mail/incoming/replies/automatic-reply.ts'
import { readComplaint } from '../../src/mail/incoming/reports/complaint.ts'
import { readDeliveryStatus } from '../../src/mail/incoming/reports/delivery-status.ts'
import { textOfHtml } from '../../src/mail/incoming/message/html-text.ts'
import { personalMessageIn, ownWords } from '../../src/mail/incoming/replies/personal-message.ts'
import type { IncomingMail } from '../../src/mail/incoming/message/mime.ts'
import { refusedBy } from '../../src/mail/hooks/meaning.ts'
import { readSesEvents } from '../../src/mail/hooks/ses/ses-events.ts'
import { readSnsMessage } from '../../src/mail/hooks/ses/sns-message.ts'
import { isNotice } from '../../src/mail/incoming/reports/notice.ts'
import { judged } from '../../src/mail/incoming/reports/quoted-refusal.ts'
import { readUnstructured } from '../../src/mail/incoming/reports/unstructured.ts'
import { bodyHash, relaxedHeader } from '../../src/mail/dkim/dkim-canonical.ts'
import { headerAddress } from '../../src/mail/message/headers.ts'
import { readDomain } from '../../src/core/addresses/address-domain.ts'
import { visible } from '../../src/core/text/visible.ts'
import { wrapped } from '../../src/core/text/wrap.ts'
import { slugFor } from '../../src/services/collecting/reading/slug.ts'
import { labelsIn, tagsIn } from '../../src/services/imports/columns/read-labels.ts'
import { readProfileText } from '../../src/services/profiles/profile-file.ts'
import { ofSigns } from './subject.ts'

/** A message that came in, with a text. */
const forwarded = {
  id: 1,
  host: 'wire.example.org',
  from: { name: 'The Wire', email: 'desk@wire.example.org' },
  to: 'desk@wire.example.org',
  replyTo: '',
  at: Temporal.Instant.from('2026-11-09T07:00Z'),
  subject: 'Hello',
  text: 'Hello',
}
const incoming = (text: string): IncomingMail => ({
  headers: new Map([['from', text.slice(0, 1000)]]),
  sentTo: [],
  subject: '',
  text,
  status: null,
  feedback: null,
  original: null,
  limits: [],
})

export const mailSubjects = ofSigns({
  'an address': readAddress,
  'what is hidden in a report': visible,
  'a domain': readDomain,
  'both sides of an address': (text) => readAddress(`${text}@${text}`),
  'an address in part': maskAddress,
  'the address of a header': headerAddress,
  'the record of a key': (text) => readDkimRecords([`v=DKIM1;${text}`], 'x'),
  'a piece of a mail': (text) => encodePiece(withoutMarks(text)),
  'a piece of a mail decoded': decodeLiteral,
  'the size of a piece': (text) => decodedBytes(withoutMarks(text)),
  'text in markup': escapeHtml,
  'one line': oneLine,
  'words to search': foldedWords,
  identifiers: identifiersIn,
  'found words': (text) =>
    marked(text, { all: [{ words: ['a', 'b'], isPrefix: true }], none: [], identifiers: [] }),
  'a query': readQuery,
  'the beginning of a text': (text) => clip(`${text}${text}`, text.length),
  'lines of a width': (text) => wrapped(oneLine(text), 2),
  'a final refusal': (text) => readRefusal(550, `550 ${text}`),
  'a temporary refusal': (text) => readRefusal(450, `450 4.7.1 ${text}`),
  'a reason': (text) => readReason({ code: 550, status: '', words: text, quoted: true, stage: null }),
  'a notice of a failure': (text) =>
    readUnstructured(incoming(`The following addresses failed:\n<a@example.org>: ${text}`)),
  'a mail that may be a notice': (text) => isNotice({ ...incoming(text), subject: text }),
  'what a person wrote': (text) => personalMessageIn({ ...incoming(text), subject: text }),
  'what stands above a quotation': ownWords,
  'a mail that is forwarded': (text) => forwardedMail({ ...forwarded, original: text }),
  'a text of a person on a page': shownText,
  'an automatic reply': (text) => [isAutomatic(incoming(text)), saysGone(incoming(text))],
  'a complaint in words': (text) => readComplaint(incoming(`Feedback-Type: abuse\nVersion: ${text}`)),
  'a reason in paragraphs': (text) =>
    judged({ address: 'a@example.org', status: '', words: text, notice: text, delayed: false }),
  'a delivery status': (text) => readDeliveryStatus(`Final-Recipient: rfc822;${text}\n${text}`, text),
  'a page as text': textOfHtml,
  'what a service quotes': (text) => refusedBy('a@example.org', { words: text }),
  'a message of SNS': (text) => readSnsMessage(Buffer.from(`{"Type":${text}`)),
  'what SES says of an e-mail': (text) => readSesEvents(text, 'a'),
  'the hash of a body': (text) => bodyHash(Buffer.from(text), false),
  'a header for a signature': (text) => relaxedHeader(`a:${text}`),
  'front matter without end': (text) => splitFrontMatter(`---\n${text}`),
  'a field of front matter': (text) => splitFrontMatter(`---\na: ${text}\n---\n`),
  'tags of a list': tagsIn,
  'tags in quotes': (text) => tagsIn(`"${text}`),
  'data of a list': (text) => labelsIn(`{"tags":"${text}`),
  'a country profile': (text) => readProfileText(`---\ncountry: DE\n---\n${text}`),
  'the path of a story': (text) => slugFor({ id: 'a', headline: text }, 1),
})
