import { localDate } from '../../core/schedule.ts'
import { alert } from './alert.ts'
import type { Context } from '../context.ts'
import { isSick, sourceHealth, type SourceHealth } from '../collecting/managing/source-health.ts'

/**
 * Tells of sick sources, once a day of the first digest's zone, whatever zones the others have: a line in the log for
 * each, and one mail to the newsroom's alerts addresses. To be called before a deadline, while something can still be done.
 */
export async function alertSources({
  store,
  clock,
  events,
}: Pick<Context, 'store' | 'clock' | 'events'>): Promise<void> {
  const at = clock.now()
  const [digest] = await store.digests.list()
  const dedupe = `sources:${localDate(at, digest?.schedule.timeZone ?? 'UTC').toString()}`
  if (await store.messages.wasTold(dedupe)) return
  const sick = (await sourceHealth({ store, clock })).filter(({ findings }) => isSick(findings))
  if (sick.length === 0) return
  const isNew = await store.transaction((tx) => alert(tx, dedupe, contentOf(sick), at))
  if (!isNew) return
  for (const { source, findings } of sick)
    events.emit({ level: 'warn', name: 'source.sick', message: `${source.name} ${sentences(findings)}` })
}

const sentences = (findings: SourceHealth['findings']): string =>
  findings.map(({ sentence }) => sentence).join('; ')

function contentOf(sick: SourceHealth[]) {
  const names = sick.map(({ source }) => source.name)
  const subject =
    sick.length === 1 ? `A source needs a look: ${names[0] ?? ''}` : `${sick.length} sources need a look`
  return {
    subject,
    lead: 'Readers may miss stories of these sources in the next edition.',
    points: sick.map(pointOf),
    advice: 'What each source gave lately is text by: daywire sources health',
  }
}

function pointOf({ source, findings }: SourceHealth): { name: string; text: string } {
  const text = sentences(findings)
  return { name: source.name, text: text.includes(source.location) ? text : `${text} (${source.location})` }
}
