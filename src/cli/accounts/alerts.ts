import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { digestAlerts, sharedAlerts, type AlertKind } from '../../core/entities/alerts.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { findAccount } from '../../services/accounts/managing/find-account.ts'
import { alertsOf, chooseAlerts, type AlertPlan } from '../../services/alerts/choose-alerts.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { commaList, jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  on?: string[]
  off?: string[]
  digest?: string
  json?: boolean
}

const names: readonly string[] = [...digestAlerts, ...sharedAlerts]

/** `accounts alerts`: shows or changes which alerts an account gets by e-mail. */
export function registerAlerts(group: Command, shell: Shell): void {
  const command = group
    .command('alerts')
    .description('show or change which alerts an account gets by e-mail')
    .argument('<email>', 'whose account')
    .option(
      '--on <alerts>',
      `alerts that it gets from now on, separated by commas: ${names.join(', ')}`,
      commaList,
    )
    .option('--off <alerts>', 'alerts that it no longer gets', commaList)
    .option('--digest <key>', 'change them only for this digest')
    .addOption(jsonFlag())
    .action((email: string, { on = [], off = [], digest: key, json = false }: Options) =>
      withApp(shell, async ({ context }) => {
        for (const alert of [...on, ...off])
          if (!names.includes(alert)) throw new AppError('bad-input', said('alert-unknown', { alert, names }))
        const account = await findAccount(context, email)
        const only = key === undefined ? null : (await findDigest(context, key)).id
        if (on.length + off.length > 0) {
          const wanted = changed(await alertsOf(context, account), { on, off, only })
          const isNew = await chooseAlerts(context, commandActor, account.id, wanted)
          shell.say(isNew ? `the alerts of ${account.email} were changed` : 'nothing was changed')
        }
        show(shell, await alertsOf(context, account), json)
      }),
    )
  withExamples(
    command,
    'daywire accounts alerts ada@example.org',
    'daywire accounts alerts ada@example.org --on send-trouble --off stopped --digest daily',
  )
}

function changed(
  plans: readonly AlertPlan[],
  { on, off, only }: { on: readonly string[]; off: readonly string[]; only: number | null },
) {
  const isOn = (alert: AlertKind, isWanted: boolean): boolean =>
    on.includes(alert) || (isWanted && !off.includes(alert))
  return plans
    .flatMap(({ alerts }) => alerts)
    .filter(({ alert, digest, isWanted }) =>
      only === null || digest === only ? isOn(alert, isWanted) : isWanted,
    )
}

function show(shell: Shell, plans: readonly AlertPlan[], json: boolean): void {
  const rows = plans.flatMap(({ digest, alerts }) =>
    alerts.map(({ alert, isWanted, isDefault }) => ({
      digest: digest?.key ?? 'all',
      alert,
      gets: isWanted,
      byDefault: isDefault,
    })),
  )
  if (json) for (const row of rows) shell.json(row)
  else
    shell.print(
      table(
        ['digest', 'alert', 'gets it', 'by default'],
        rows.map(({ digest, alert, gets, byDefault }) => [digest, alert, yesNo(gets), yesNo(byDefault)]),
      ),
    )
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no')
