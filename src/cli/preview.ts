import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { pickEdition } from '../services/editions/viewing/pick-edition.ts'
import { preview, type Preview, type PreviewFor } from '../services/editions/viewing/preview/preview.ts'
import { commaList, dateOption, numberOption, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { withDigest } from './kit/with-app.ts'

type Format = 'html' | 'text' | 'eml'

interface Options {
  date?: Temporal.PlainDate
  number: number
  format: Format
  topics?: string[]
  subscriber?: string
  web?: boolean
  out?: string
}

/** `preview`: the exact bytes that would be sent. */
export function registerPreview(program: Command, shell: Shell): void {
  const command = program
    .command('preview')
    .description(
      'write an edition’s e-mail as it would be sent: for topics, for one subscriber, or the web version',
    )
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(
      new Option('--format <format>', 'what to write').choices(['html', 'text', 'eml']).default('html'),
    )
    .addOption(topicsOption())
    .addOption(new Option('--subscriber <email>', 'as this subscriber gets it').conflicts(['topics', 'web']))
    .addOption(
      new Option('--web', 'the full web version with all topics').conflicts(['topics', 'subscriber']),
    )
    .addOption(new Option('--out <file>', 'write it to this file'))
    .action((key: string | undefined, options: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, options.date ?? null, options.number)
        const made = await preview(context, digest, edition, wantedBy(options))
        await put(shell, made, options)
      }),
    )
  withExamples(
    command,
    'daywire preview daily --topics nuclear,missiles --out mail.html',
    'daywire preview daily --subscriber reader@example.org --format eml --out mail.eml',
  )
}

const topicsOption = () =>
  new Option('--topics <ids>', 'as readers of these topics get it').argParser(commaList)

function wantedBy({ topics, subscriber, web }: Options): PreviewFor {
  if (web) return { kind: 'web' }
  return subscriber === undefined
    ? { kind: 'topics', topics: topics ?? [] }
    : { kind: 'subscriber', email: subscriber }
}

async function put(shell: Shell, made: Preview, { format, out }: Options): Promise<void> {
  // An e-mail's bytes are ASCII, since it is quoted-printable throughout.
  const content = format === 'eml' ? made.eml().toString('latin1') : made[format]()
  if (out === undefined) {
    shell.stdout(content)
    return
  }
  await writeFile(resolve(shell.cwd, out), content)
  shell.say(`“${made.inbox.subject}” is in ${out}, ${Buffer.byteLength(content)} bytes`)
}
