import { setTimeout as soon } from 'node:timers/promises'
import { commandActor } from '../src/core/entities/actor.ts'
import { transportFromUrl } from '../src/mail/outgoing/smtp.ts'
import { approve } from '../src/services/editions/approve.ts'
import { inEdition } from '../src/services/editions/changing/make-change.ts'
import { setNote } from '../src/services/editions/changing/edition/set-note.ts'
import { correctEdition } from '../src/services/editions/stopping/correct-edition.ts'
import { stopEdition } from '../src/services/editions/stopping/stop-edition.ts'
import { deliver } from '../src/services/sending/delivery/deliver.ts'
import { startSending } from '../src/services/sending/delivery/start-sending.ts'
import { openSink } from '../test/torture/server/smtp-sink.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'
import { done } from '../src/cli/kit/done.ts'

/**
 * Stops an edition while it is being sent, corrects, approves and continues it, with a real SMTP server: how many e-mails are still sent
 * after the stop, and whether each reader has exactly one e-mail, of one of the two revisions. Exits with 1 if not.
 *
 *   node bench/stop.ts [MAILS] [STOPPED AFTER]     (10,000 and 4,000 by default)
 */
const [readers = 10_000, stoppedAfter = 4_000] = process.argv.slice(2).map(Number)
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

const fixture = await openDeliveryFixture(readers)
const sink = await openSink()
const context = {
  ...fixture.context,
  mail: { ...fixture.context.mail, transport: async () => transportFromUrl(sink.url, { allowPlain: true }) },
}
const begun = await fixture.edition()
const now = () => fixture.room.edition(begun.id)
try {
  let began = performance.now()
  const first = deliver(context, begun)
  while (sink.taken.length < stoppedAfter) await soon(5)
  const before = sink.taken.length
  const stopping = performance.now()
  const { gone, waiting } = done(await stopEdition(context, begun, 'a wrong lead', commandActor))
  console.log(
    `stopped within ${seconds(stopping)}, after ${before} e-mails in ${seconds(began)}: ${gone} sent, ${waiting} waiting`,
  )
  await first
  const left = sink.taken.length
  console.log(
    `e-mails sent after the stop was requested: ${left - before}; after it was confirmed: ${left - gone}`,
  )

  const { revision } = done(await correctEdition(context, begun, commandActor))
  await setNote(context, inEdition(await now()), { text: 'The lead is corrected.' }, commandActor)
  const draft = await now()
  await approve(context, draft, commandActor)
  await startSending(context, await now(), true)
  began = performance.now()
  const { counts } = await deliver(context, await now())
  console.log(
    `corrected as revision ${draft.revision} (begun as ${revision}), and continued: ${sink.taken.length - left} e-mails in ${seconds(began)}`,
  )

  const twice = sink.taken.length - new Set(sink.taken).size
  const edition = await now()
  console.log(
    `${sink.taken.length} e-mails to ${new Set(sink.taken).size} of ${readers} readers, ${twice} twice; the edition is ${edition.status}: ${JSON.stringify(counts)}`,
  )
  if (twice > 0 || sink.taken.length !== readers || edition.status !== 'sent' || left !== gone)
    process.exitCode = 1
} finally {
  await sink.close()
  await fixture.drop()
}
process.exit()
