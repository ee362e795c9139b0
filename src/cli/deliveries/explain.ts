import type { Command } from 'commander'
import type { InForce } from '../../core/entities/suppression.ts'
import {
  explainDelivery,
  type CameBack,
  type ExplainedDelivery,
} from '../../services/sending/delivery/explain-delivery.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { editionName } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'
import { withHint } from '../kit/hints.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  json?: boolean
}

/** `deliveries explain`: one address in one edition. */
export function registerExplain(group: Command, shell: Shell): void {
  const command = group
    .command('explain')
    .description('show why an address got its e-mail of an edition with these stories, or none')
    .argument('<email>', 'the address')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(jsonFlag())
    .action((email: string, key: string | undefined, { date, number, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const explained = await explainDelivery(context, digest, edition, email)
        if (json) {
          const { date, number } = edition
          shell.json({ digest: digest.key, date: date.toString(), number, ...explained })
        } else print(shell, editionName(digest.key, edition), explained)
      }),
    )
  withExamples(command, 'daywire deliveries explain reader@example.org daily --date 2026-11-23')
}

/** `since 2026-11-20, because: 550 no such user, report 7`. */
function suppressionInWords({ at, reason, domain, reportId }: InForce): string {
  const what = domain === null ? 'since' : `every address at ${domain}, since`
  const proof = reportId === null ? '' : `, report ${reportId}`
  return `${what} ${at.toString().slice(0, 10)}, because: ${reason}${proof}`
}

const reportInWords = ({ id, kind, receivedAt, says, reason }: CameBack): string =>
  `${receivedAt.toString({ smallestUnit: 'minute' })}, ${kind}: ${says === '' ? reason : says} (report ${id})`

function print(shell: Shell, name: string, explained: ExplainedDelivery): void {
  const { email, subscription, suppressed, refusals, delivery, cameBack, mail, why } = explained
  const rows: [string, string][] = [
    ['edition', name],
    ['address', email],
    ['subscription', subscription ? subscription.status : 'none'],
    ...(subscription ? [['topics', subscription.topics.join(', ') || 'all'] as [string, string]] : []),
    ...(suppressed === null ? [] : [['suppressed', suppressionInWords(suppressed)] as [string, string]]),
    ...(refusals === 0
      ? []
      : [['refused', `${counted(refusals, 'time')}: there is no such address`] as [string, string]]),
    ['delivery', delivery ? `${delivery.status}, ${counted(delivery.attempts, 'attempt')}` : 'none'],
    ...(delivery?.revision == null ? [] : [['revision', String(delivery.revision)] as [string, string]]),
    ['why', withHint(why)],
    ...(delivery?.finishedAt ? [['when', delivery.finishedAt.toString()] as [string, string]] : []),
    ...(delivery?.reply ? [['reply', delivery.reply] as [string, string]] : []),
    ...cameBack.map((one): [string, string] => ['report', reportInWords(one)]),
    ...(mail
      ? ([
          ['subject', mail.subject],
          ['topics of the e-mail', mail.topics.join(', ')],
        ] as [string, string][])
      : []),
  ]
  shell.print(table(['what', 'how'], rows))
  if (!mail) return
  shell.print('')
  shell.print(
    table(
      ['story', 'form', 'topic', 'why'],
      mail.stories.map(({ headline, form, topic, reasons }) => [
        headline,
        form,
        topic ?? '',
        reasons.map(english).join('; '),
      ]),
    ),
  )
}
