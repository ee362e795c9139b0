import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { changeWarmUp, type WarmUpVerb } from '../../services/sending/warm-up/change-warm-up.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { done } from '../kit/done.ts'
import { withApp } from '../kit/with-app.ts'

const verbs: Record<WarmUpVerb, { about: string; note: string; says: string }> = {
  pause: {
    about: 'include no further readers; those who are included continue to get each edition',
    note: 'the relay is being looked at',
    says: 'the warm-up is paused; no further readers are included until daywire warm-up resume',
  },
  resume: {
    about: 'continue with the next day; earlier bounces and complaints are not counted again',
    note: 'the list has been cleaned',
    says: 'the warm-up continues with the next edition',
  },
  end: {
    about: 'end the warm-up and send each edition to all readers, from the next one on',
    note: 'the relay has a good reputation',
    says: 'the warm-up has ended; all readers get the next edition',
  },
}

/** `warm-up pause`, `warm-up resume`, `warm-up end`. */
export function registerChanges(group: Command, shell: Shell): void {
  for (const [verb, { about, note, says }] of Object.entries(verbs) as [
    WarmUpVerb,
    (typeof verbs)['end'],
  ][]) {
    const command = group
      .command(verb)
      .description(about)
      .requiredOption('--note <text>', 'why, shown to everyone who looks at the warm-up')
      .action((given: { note: string }) =>
        withApp(shell, async ({ context }) => {
          done(await changeWarmUp(context, verb, given.note, commandActor))
          shell.say(says)
        }),
      )
    withExamples(command, `daywire warm-up ${verb} --note "${note}"`)
  }
}
