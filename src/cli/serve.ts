import { once } from 'node:events'
import { Option, type Command } from 'commander'
import { roles, type Role } from '../core/roles.ts'
import { withExamples } from './kit/arguments.ts'
import type { App, Shell } from './kit/context.ts'
import { giveBackMemory } from './kit/give-back-memory.ts'
import { withApp } from './kit/with-app.ts'

const roleOption = () =>
  new Option(
    '--role <role>',
    'on PostgreSQL: web serves the pages alone, worker does the work behind them; any number of processes may run of each',
  )
    .choices(roles)
    .default('all')

/** `serve`: runs until it is asked to stop, or the tables are those of another version; then lets mails on their way arrive. */
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
  giveBackMemory()
  const asked = shell.signal.aborted ? Promise.resolve(null) : once(shell.signal, 'abort')
  const fault = await Promise.race([serving.ended, asked.then(() => null)])
  const why = fault ? ', as the tables in the database are those of another version' : ''
  shell.say(`stopping${why}; e-mails that are being sent are finished first`)
  await serving.stop()
  if (fault) throw fault
}
