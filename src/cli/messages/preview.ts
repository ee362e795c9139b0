import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Argument, Option, type Command } from 'commander'
import { previewMessage } from '../../services/sending/outbox/preview-message.ts'
import { sampleNames, type SampleName } from '../../services/sending/outbox/sample-messages.ts'
import { languages } from '../../wording/languages.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  language?: string
  format: 'html' | 'text' | 'eml'
  out?: string
}

/** `messages preview`: an e-mail other than a digest, as it would be sent. */
export function registerPreviewMessage(group: Command, shell: Shell): void {
  const command = group
    .command('preview')
    .description(
      'show an e-mail to readers or editors, such as a confirmation or an alert, as it would be sent, with links that lead nowhere',
    )
    .addArgument(new Argument('<name>', 'which e-mail').choices(sampleNames))
    .argument('[digest]', 'the digest, if there are several')
    .addOption(
      new Option('--language <tag>', 'the language; if not given, that of the digest').choices(
        Object.keys(languages),
      ),
    )
    .addOption(
      new Option('--format <format>', 'what to write').choices(['html', 'text', 'eml']).default('html'),
    )
    .addOption(new Option('--out <file>', 'write it to this file'))
    .action((name: SampleName, key: string | undefined, { language, format, out }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const { subject, bytes, ...parts } = await previewMessage(context, digest, name, language)
        // An e-mail's bytes are ASCII, since it is quoted-printable throughout.
        const content = format === 'eml' ? bytes.toString('latin1') : parts[format]
        if (out === undefined) return shell.stdout(content)
        await writeFile(resolve(shell.cwd, out), content)
        shell.say(`“${subject}” is in ${out}, ${Buffer.byteLength(content)} bytes`)
      }),
    )
  withExamples(
    command,
    'daywire messages preview confirm daily --out mail.html',
    'daywire messages preview farewell --language he --format text',
  )
}
