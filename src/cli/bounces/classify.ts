import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Report, ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { messageFiles, skipIfBusy, readMessage } from './message-files.ts'

/** `bounces classify`: needs no database. */
export function registerClassify(group: Command, shell: Shell): void {
  const command = group
    .command('classify')
    .description('read returned messages, and report what they are, who did not get their e-mail, and why')
    .argument('<file...>', 'message files, folders of them, or Maildirs')
    .addOption(jsonFlag())
    .action((paths: string[], { json }: { json?: boolean }) => classify(shell, paths, json ?? false))
  withExamples(
    command,
    'daywire bounces classify report.eml',
    'daywire bounces classify Maildir --json',
    'daywire bounces classify reports/*.eml --json',
  )
}

async function classify(shell: Shell, paths: string[], json: boolean): Promise<void> {
  const reader = await shell.openReports()
  const rows: string[][] = []
  let count = 0
  try {
    for (const path of paths)
      for (const file of await messageFiles(resolve(shell.cwd, path))) {
        if (shell.signal.aborted) return
        // A file named on the command line is reported as it was typed.
        const name = file === resolve(shell.cwd, path) ? path : file
        await skipIfBusy(shell, name, json, async () => {
          const report = await reader.read(await readMessage(file))
          count += 1
          if (json) shell.json(asJson(name, report))
          else rows.push(...inWords(name, report))
        })
      }
  } finally {
    await reader.close()
  }
  if (rows.length > 0)
    for (const line of table(['message', 'kind', 'recipient', 'reason', 'reply'], rows).split('\n'))
      shell.print(line)
  shell.say(counted(count, 'message'))
}

function asJson(file: string, { kind, recipients, limits }: Report): object {
  return {
    file,
    kind,
    recipients: recipients.map(({ address, status, reply, reason, hard }) => ({
      address,
      status,
      reply,
      reason,
      hard,
    })),
    ...(limits.length > 0 ? { limits } : {}),
  }
}

const shown = 80

function inWords(file: string, { kind, recipients, limits }: Report): string[][] {
  const isCut = limits.length > 0 ? ` (read in part: ${limits.join(', ')})` : ''
  if (recipients.length === 0) return [[file, `${kind}${isCut}`, '', '', '']]
  return recipients.map((one) => [
    file,
    `${kind}${isCut}`,
    one.address ?? 'not named',
    reasonInWords(one),
    one.says.slice(0, shown),
  ])
}

function reasonInWords({ reason, hard, delayed }: ReportedRecipient): string {
  return `${reason}${hard ? ', for good' : ''}${delayed ? ', still being tried' : ''}`
}
