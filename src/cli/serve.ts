import { once } from 'node:events'
import { Option, type Command } from 'commander'
import { roles, type Role } from '../core/roles.ts'
import { withExamples } from './kit/arguments.ts'
import type { App, Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { releaseMemory } from './kit/release-memory.ts'
import { withApp } from './kit/with-app.ts'

/** What had not finished within the grace period of its part. */
const cutOff = {
  web: (seconds: number) => `requests were still being answered after ${seconds} seconds; they were cut off`,
  worker: (seconds: number) =>
    `work was still under way after ${seconds} seconds and was cut off; e-mails in the middle of being sent become unknown`,
  scheduler: (seconds: number) =>
    `the scheduler had not handed over after ${seconds} seconds; another process takes over within half a minute`,
}

const roleOption = () =>
  new Option(
    '--role <role>',
    'on PostgreSQL: web serves the pages alone, worker does the work behind them; any number of processes may run of each',
  )
    .choices(roles)
    .default('all')

/** `serve`: runs until a signal to stop, or until the tables belong to another version; then finishes e-mails that are being transmitted. */
export function registerServe(program: Command, shell: Shell): void {
  const command = program
    .command('serve')
    .description('run the scheduler, the pages and, if no SMTP server is set, the embedded mailbox')
    .addOption(roleOption())
    .action(({ role }: { role: Role }) =>
      withApp(shell, (app) => serveUntilStopped(shell, app, role), { mayHold: false }),
    )
  withExamples(command, 'daywire serve', 'DAYWIRE_PORT=9000 daywire serve', 'daywire serve --role worker')
}

async function serveUntilStopped(shell: Shell, app: App, role: Role): Promise<void> {
  const serving = await app.serve(role)
  for (const line of serving.lines) shell.say(line)
  releaseMemory()
  const asked = shell.signal.aborted ? Promise.resolve(null) : once(shell.signal, 'abort')
  const fault = await Promise.race([serving.ended, asked.then(() => null)])
  const why = fault ? ', as the tables in the database are those of another version' : ''
  shell.say(`stopping${why}; e-mails that are being sent are finished first`)
  const late = await serving.stop()
  for (const part of late) shell.say(cutOff[part](shell.config().grace[part]))
  // Unfinished work would keep the process alive.
  if (late.length > 0) shell.exit(exitCode.failed)
  if (fault) throw fault
}
