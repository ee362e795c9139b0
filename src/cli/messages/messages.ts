import { Option, type Command } from 'commander'
import { listMessages } from '../../services/sending/outbox/list-messages.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'
import { registerPreviewMessage } from './preview.ts'
import { english } from '../../core/said/sentence.ts'

/** `messages`: e-mails other than digests; `messages preview`: what they look like. */
export function registerMessages(program: Command, shell: Shell): void {
  const command = program
    .command('messages')
    .description('e-mails that are not digests, such as alerts, and what happened to each; newest first')
    .addOption(new Option('--count <n>', 'at most this many').argParser(wholeNumber).default(50))
    .addOption(jsonFlag())
    .action(({ count, json }: { count: number; json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const messages = await listMessages(context, count)
        if (json) for (const message of messages) shell.json(message)
        else if (messages.length > 0)
          shell.print(
            table(
              ['written', 'to', 'subject', 'status', 'why'],
              messages.map(({ createdAt, recipient, content, status, reason, reply }) => [
                createdAt.toString({ smallestUnit: 'minute' }),
                recipient,
                english(content.subject),
                status,
                reason ? english(reason) : (reply ?? ''),
              ]),
            ),
          )
        shell.say(counted(messages.length, 'message'))
      }),
    )
  registerPreviewMessage(command, shell)
  withExamples(command, 'daywire messages', 'daywire messages --json')
}
