import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { readBounceMailbox } from '../../../src/services/feedback/read-bounce-mailbox.ts'
import { systemClock } from '../../../src/system.ts'
import { testPlatform } from '../../platform.ts'

/** Reads the bounce mailbox repeatedly, in a separate process that will be killed, and prints a line after each time. */
const app = await openApp(
  readConfig(process.env, process.cwd(), () => ''),
  testPlatform(systemClock, {
    events: { emit: ({ name, message }) => void process.stderr.write(`${name}: ${message}\n`) },
  }),
)
process.once('disconnect', () => process.exit(0))
for (;;) {
  await readBounceMailbox(app.context, new AbortController().signal)
  process.send?.('read')
}
