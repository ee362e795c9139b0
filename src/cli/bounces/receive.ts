import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import { receiveMessage, type Received } from '../../services/feedback/receive-message.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { messageFiles, skipIfBusy, readMessage, readStream } from './message-files.ts'

interface Options {
  recipient?: string
  json?: boolean
}

/** `bounces receive`: reads a message piped in by a mail server, or files. */
export function registerReceive(group: Command, shell: Shell): void {
  const command = group
    .command('receive')
    .description(
      'read returned messages from standard input, or from files, folders or Maildirs, and act on them; each counts once',
    )
    .argument('[file...]', 'message files, folders of them, or Maildirs; standard input if not given')
    .addOption(
      new Option('--recipient <address>', 'the address that the mail server delivers to (bounce+…@)'),
    )
    .addOption(jsonFlag())
    .action((paths: string[], options: Options) => receive(shell, paths, options))
  withExamples(
    command,
    'daywire bounces receive --recipient bounce+TAG@example.org < report.eml',
    'daywire bounces receive Maildir',
  )
}

async function receive(shell: Shell, paths: string[], { recipient, json = false }: Options): Promise<void> {
  await withApp(shell, async ({ context }) => {
    const counts = new Map<string, number>()
    const receiveOne = async (file: string | null, bytes: Uint8Array) => {
      const received = await receiveMessage(context, { bytes, envelope: recipient ?? null }, commandActor)
      if (json) shell.json({ ...(file === null ? {} : { file }), ...received })
      for (const word of wordsOf(received)) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    if (paths.length === 0) await receiveOne(null, await readStream(shell.stdin))
    for (const path of paths)
      for (const file of await messageFiles(resolve(shell.cwd, path))) {
        if (shell.signal.aborted) break
        await skipIfBusy(shell, file, json, async () => receiveOne(file, await readMessage(file)))
      }
    const all = [...counts].map(([word, count]) => `${count} ${word}`)
    shell.say(all.length === 0 ? 'there was no message' : all.join(', '))
  })
}

export const outcomeWords: Record<FeedbackOutcome, string> = {
  suppressed: 'suppressed',
  already: 'already suppressed',
  counted: 'counted',
  held: 'waiting for a decision, as many from the domain came at once',
  ours: 'about us, not the address',
  hint: 'may have left',
  unsubscribed: 'unsubscribed by the service’s own link',
  noted: 'noted',
  unmatched: 'not proven to be about one of our e-mails',
  'other-recipient': 'about somebody other than the return path names',
  old: 'too old',
  repeated: 'about an e-mail that was already reported',
  late: 'signed long before it came',
  dropped: 'kept, as a person decided',
  reply: 'written by a person',
  unreadable: 'not readable',
}

function wordsOf({ outcomes, limits }: Received): string[] {
  const inPart = limits.length > 0 ? ` (read in part: ${limits.join(', ')})` : ''
  return outcomes.map(
    (outcome) => `${outcome === null ? 'already received' : outcomeWords[outcome]}${inPart}`,
  )
}
