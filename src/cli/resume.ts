import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { resumeSending } from '../services/sending/sending-pause.ts'
import { withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { withApp } from './kit/with-app.ts'

/** `resume`: after a copy or a restored backup it is for a person who knows that the original sends no more. */
export function registerResume(program: Command, shell: Shell): void {
  const command = program
    .command('resume')
    .description('resume sending after `daywire pause`, or in a copied or restored database')
    .action(() =>
      withApp(shell, async ({ context }) => {
        const wasPaused = await resumeSending(context, commandActor)
        shell.say(wasPaused ? 'sending from this database resumes' : 'sending was not paused')
      }),
    )
  withExamples(command, 'daywire resume')
}
