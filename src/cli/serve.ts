import { once } from 'node:events'
import type { Command } from 'commander'
import { withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { withApp } from './kit/with-app.ts'

/** `serve`: runs until it is asked to stop, then lets mails on their way arrive. */
export function registerServe(program: Command, shell: Shell): void {
  const command = program
    .command('serve')
    .description('run the scheduler, the pages and, if no SMTP server is set, the embedded mailbox')
    .action(() =>
      withApp(shell, async (app) => {
        const serving = await app.serve()
        for (const line of serving.lines) shell.say(line)
        if (!shell.signal.aborted) await once(shell.signal, 'abort')
        shell.say('stopping; e-mails that are being sent are finished first')
        await serving.stop()
      }),
    )
  withExamples(command, 'daywire serve', 'DAYWIRE_PORT=9000 daywire serve')
}
