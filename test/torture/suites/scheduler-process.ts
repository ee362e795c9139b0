import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { eventLevels } from '../../../src/core/events.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { collectDue } from '../../../src/services/collecting/reading/collect-due.ts'
import { catchUp, advanceEditions } from '../../../src/services/editions/composing/advance-editions.ts'
import { testPlatform } from '../../platform.ts'

/** A scheduler in a separate process, which wakes on request, as of a given instant. */

/** Wake as of `at`, some milliseconds from now. */
export interface Waking {
  at: string
  after: number
}

/** It is done; with the errors reported meanwhile. */
export interface Woken {
  faults: string[]
}

let now = Temporal.Now.instant()
let faults: string[] = []

const app = await openApp(
  readConfig(process.env, process.cwd(), () => ''),
  testPlatform(
    { now: () => now },
    {
      events: {
        emit: ({ name, message }) => {
          if (eventLevels[name] === 'error') faults.push(`${name}: ${message}`)
        },
      },
    },
  ),
)
const { signal } = new AbortController()

async function wake(at: string): Promise<void> {
  now = Temporal.Instant.from(at)
  faults = []
  try {
    await collectDue(app.context, signal)
    await advanceEditions(app.context, signal)
    await catchUp(app.context, signal)
    await sendDue(app.context, signal)
  } catch (error) {
    faults.push(String(error))
  }
  process.send?.({ faults } satisfies Woken)
}

process.on('message', ({ at, after }: Waking) => setTimeout(() => void wake(at), after))
process.once('disconnect', () => process.exit(0))
process.send?.({ faults } satisfies Woken)
