import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import type { ReplyDecision } from '../../core/entities/feedback/reply.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import { listReplies, type ListedReply } from '../../services/feedback/replies/list-replies.ts'
import { settleReply } from '../../services/feedback/replies/settle-reply.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { done } from '../kit/done.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

/** `bounces replies`: what people wrote to the bounce address. */
export function registerReplies(group: Command, shell: Shell): void {
  const replies = group.command('replies').description('what people wrote to the bounce address')
  registerList(replies, shell)
  registerSettle(replies, shell)
  withExamples(replies, 'daywire bounces replies list')
}

interface ListOptions {
  all?: boolean
  count: number
  json?: boolean
}

function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the messages about which nobody has decided, newest first')
    .option('--all', 'those about which somebody has decided, too')
    .addOption(new Option('--count <n>', 'at most this many').argParser(wholeNumber).default(100))
    .addOption(jsonFlag())
    .action(({ all = false, count, json }: ListOptions) =>
      withApp(shell, async ({ context }) => {
        const rows = await listReplies(context, { isOpen: !all, before: null, count }, commandActor)
        if (json) for (const row of rows) shell.json(asJson(row))
        else if (rows.length > 0) {
          const head = ['number', 'received', 'from', 'reader', 'message', 'decision']
          for (const line of table(head, rows.map(cells)).split('\n')) shell.print(line)
        }
        shell.say(counted(rows.length, 'message'))
      }),
    )
  withExamples(command, 'daywire bounces replies list', 'daywire bounces replies list --all --json')
}

const asJson = ({ feedbackId, receivedAt, decidedAt, subscriberId: _subscriberId, ...row }: ListedReply) => ({
  number: feedbackId,
  ...row,
  receivedAt: receivedAt.toString(),
  decidedAt: decidedAt?.toString() ?? null,
})

const shown = 60

function cells(row: ListedReply): string[] {
  const { feedbackId, receivedAt, sender, reader, knownBy, subject, text, asksToLeave, decision } = row
  const known =
    reader === null ? '' : `${reader.email} (by its ${knownBy === 'sender' ? 'sender' : 'return path'})`
  return [
    String(feedbackId),
    receivedAt.toString({ smallestUnit: 'minute' }),
    sender,
    known,
    `${asksToLeave ? 'asks to be unsubscribed: ' : ''}${clip(oneLine(`${subject}: ${text}`), shown)}`,
    decision ?? '',
  ]
}

function registerSettle(group: Command, shell: Shell): void {
  const command = group
    .command('settle')
    .description(
      'decide about a message: unsubscribe its reader, who gets an e-mail with a link to undo that, or do nothing',
    )
    .argument('<number>', 'the number of the message, as the list shows it', wholeNumber)
    .addOption(
      new Option(
        '--decision <decision>',
        'unsubscribe: end every subscription of its reader; no-action: mark it as done',
      )
        .choices(['unsubscribe', 'no-action'])
        .makeOptionMandatory(),
    )
    .action((number: number, { decision }: { decision: 'unsubscribe' | 'no-action' }) =>
      withApp(shell, async ({ context }) => {
        const decided: ReplyDecision = decision === 'unsubscribe' ? 'unsubscribed' : decision
        done(await settleReply(context, number, decided, commandActor))
        shell.say(
          decision === 'unsubscribe'
            ? `the reader of message ${number} is unsubscribed, and gets an e-mail with a link to undo that`
            : `message ${number} is marked as done`,
        )
      }),
    )
  withExamples(command, 'daywire bounces replies settle 12 --decision unsubscribe')
}
