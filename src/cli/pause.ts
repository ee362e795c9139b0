import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { pauseSending, sendingPause } from '../services/sending/sending-pause.ts'
import { withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { withApp } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'

/** `pause`: nothing is sent until `resume`, apart from e-mails that are being transmitted. */
export function registerPause(program: Command, shell: Shell): void {
  const command = program
    .command('pause')
    .description('stop sending until `daywire resume`; e-mails that are being sent are finished')
    .requiredOption('--reason <text>', 'why, shown to everyone who looks at the state')
    .action(({ reason }: { reason: string }) =>
      withApp(shell, async ({ context }) => {
        if (await pauseSending(context, reason, commandActor))
          return shell.say('sending is paused; daywire resume resumes it')
        const pause = await sendingPause(context)
        return shell.say(`sending was paused already${pause ? `: ${english(pause.reason)}` : ''}`)
      }),
    )
  withExamples(command, 'daywire pause --reason "the relay is being moved"')
}
