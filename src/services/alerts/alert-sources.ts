import { localDate } from '../../core/schedule.ts'
import { alert } from './alert.ts'
import type { Context } from '../context.ts'
import { isSick, sourceHealth, type SourceHealth } from '../collecting/managing/source-health.ts'
import { said, type Said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'

/**
 * Reports unhealthy sources, once a day in the first digest's zone, whatever zones the others have: a line in the log for each, and one
 * e-mail to each recipient. Call it before a deadline, while something can still be done.
 */
export async function alertSources({
  store,
  clock,
  events,
}: Pick<Context, 'store' | 'clock' | 'events'>): Promise<void> {
  const at = clock.now()
  const [digest] = await store.digests.list()
  const dedupe = `sources:${localDate(at, digest?.schedule.timeZone ?? 'UTC').toString()}`
  if (await store.messages.wasAlerted(dedupe)) return
  const sick = (await sourceHealth({ store, clock })).filter(({ findings }) => isSick(findings))
  if (sick.length === 0) return
  const isNew = await store.transaction((tx) =>
    alert(tx, { dedupe, about: { alert: 'sources', digest: null } }, contentOf(sick), at),
  )
  if (!isNew) return
  for (const { source, findings } of sick)
    events.emit({
      name: 'source.sick',
      message: english(said('source-sick', { source: source.name, findings: wordsOf(findings) })),
      data: { source: source.id },
    })
}

const wordsOf = (findings: SourceHealth['findings']): Said[] => findings.map(({ says }) => says)

function contentOf(sick: SourceHealth[]): Alert {
  const names = sick.map(({ source }) => source.name)
  return {
    subject: said('alert-sources-subject', { count: sick.length, names }),
    lead: said('alert-sources-lead'),
    points: sick.map(pointOf),
    advice: said('alert-sources-advice'),
    page: 'desk/sources',
  }
}

function pointOf({ source, findings }: SourceHealth): Alert['points'][number] {
  const what = said('several', { all: wordsOf(findings) })
  const isNamed = english(what).includes(source.location)
  return {
    name: source.name,
    text: isNamed ? what : said('with-place', { what, place: source.location }),
  }
}
