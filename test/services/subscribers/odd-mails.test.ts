import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from 'htmlparser2'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import type { Digest, Newsroom } from '../../../src/core/entities/newsroom.ts'
import { directionOf } from '../../../src/core/text/direction.ts'
import { withoutMarks } from '../../../src/core/text/slots.ts'
import { oneLine } from '../../../src/core/text/text.ts'
import { singleMail } from '../../../src/mail/message/single-mail.ts'
import { openRenderer } from '../../../src/render/renderer.ts'
import { makeMail } from '../../../src/services/sending/outbox/make-mail.ts'
import {
  sampleMessage,
  sampleNames,
  type SampleName,
} from '../../../src/services/sending/outbox/sample-messages.ts'
import { languages } from '../../../src/wording/languages.ts'
import { sampleSheet } from '../../render/sample-sheet.ts'
import { oddStrings } from '../../web/desk/odd-strings.ts'

/** More of them: a JSON array of strings. */
const more = process.env['DAYWIRE_TEST_STRINGS'] ?? ''
const strings = [
  ...oddStrings,
  ...(existsSync(more) ? (JSON.parse(readFileSync(more, 'utf8')) as string[]) : []),
]

const context = {
  renderer: openRenderer({ templatesDir: join(import.meta.dirname, '../../../templates') }),
  mail: { singleMail },
  clock: { now: () => Temporal.Instant.from('2026-11-20T07:00Z') },
  linkKeys: new Map([[1, Buffer.alloc(32, 7)]]),
  random: { bytes: (count: number) => Buffer.alloc(count, 1) },
  settings: { publicUrl: 'https://news.example.org/' },
} as unknown as Parameters<typeof makeMail>[0] & { random: never }

const sample = sampleSheet(1)

/** A message of a newsroom in which every name is this. */
async function mailOf(name: SampleName, language: string, odd: string) {
  const names = { name: `newsroom ${odd}`, publisher: `publisher ${odd}`, address: `address ${odd}` }
  const sender = { ...sample.newsroom.sender, name: `sender ${odd}` }
  const newsroom: Newsroom = { ...sample.newsroom, ...names, sender, language }
  const digest = { key: 'daily', name: `digest ${odd}`, language } as Digest
  const ownPages = { privacy: 'x', imprint: 'x' }
  const content = sampleMessage(name, {
    context,
    newsroom,
    digest,
    ownPages,
    newest: null,
    source: `source ${odd}`,
  })
  return makeMail(context, newsroom, { id: 1, recipient: 'ada@example.org', content })
}

/** Every tag with the names of its attributes, and every comment: a text must not add any. */
function shapeOf(html: string): string[] {
  const shape: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => shape.push([name, ...Object.keys(attributes)].join(' ')),
    oncomment: (text) => shape.push(`<!--${text}`),
    onprocessinginstruction: (name) => shape.push(`<${name}`),
  })
  parser.end(html)
  return shape
}

const headersOf = (bytes: Buffer): string[] =>
  [
    ...bytes
      .toString('latin1')
      .split('\r\n\r\n')[0]!
      .matchAll(/^([\w-]+):/gm),
  ].map(([, name]) => name!)

test.each(sampleNames)(
  '%s: no name adds a header, a tag or an address, and each is read back',
  async (name) => {
    const tames = new Map(
      await Promise.all(
        Object.keys(languages).map(
          async (language) => [language, await mailOf(name, language, 'plain')] as const,
        ),
      ),
    )
    for (const [at, odd] of strings.entries()) {
      const language = [...tames.keys()][at % tames.size]!
      const tame = tames.get(language)!
      const { html, bytes, subject } = await mailOf(name, language, odd)
      expect(headersOf(bytes), odd).toEqual(headersOf(tame.bytes))
      expect(shapeOf(html), odd).toEqual(shapeOf(tame.html))
      const read = await simpleParser(bytes)
      expect(read.subject, odd).toBe(oneLine(subject))
      expect(read.to).toMatchObject({ text: 'ada@example.org' })
      expect(read.from?.value, odd).toMatchObject([{ address: sample.newsroom.sender.email }])
      expect(read.text?.replace(/\s+/g, ''), odd).toContain(
        oneLine(withoutMarks(odd)).replace(/\s+/g, '').slice(0, 60),
      )
      expect(directionOf(language).direction).toBe(/dir="(\w+)"/.exec(html)?.[1])
    }
  },
)
