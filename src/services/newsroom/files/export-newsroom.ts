import { AppError } from '../../../core/errors.ts'
import type { Digest, Profile } from '../../../core/entities/newsroom.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { requireNewsroom } from '../find-digest.ts'
import type { Context } from '../../context.ts'
import { listOwnPages } from '../own-pages/own-pages.ts'
import { jsonText } from './json-text.ts'
import { defaultProfileDays, type WrittenNewsroom } from './newsroom-file.ts'
import { suppressedDomainsPath, writeSuppressedDomains } from './suppressed-domains-file.ts'
import { said } from '../../../core/said/said.ts'

export interface ExportedFile {
  /** Relative to the folder of the newsroom file, with `/`. */
  path: string
  content: Buffer
}

/** The newsroom as the files that `newsroom import` reads. The same store yields the same bytes. */
export async function exportNewsroom({ store }: Pick<Context, 'store'>): Promise<ExportedFile[]> {
  const newsroom = await requireNewsroom({ store })
  const profiles = await store.newsroom.profiles()
  const { rules, ...traits } = newsroom
  const file: WrittenNewsroom = {
    newsroom: { ...traits, ...(rules.length > 0 && { rules }) },
    digests: (await store.digests.list()).map(writtenDigest),
    countries: await store.newsroom.countries(),
    sources: (await store.sources.list()).map(writtenSource),
  }
  const topics = await store.newsroom.topics()
  const domains = await writeSuppressedDomains({ store })
  return [
    { path: 'newsroom.json', content: Buffer.from(jsonText(file)) },
    { path: 'subscribers/topics.json', content: Buffer.from(jsonText(topics)) },
    { path: suppressedDomainsPath, content: Buffer.from(domains) },
    ...Object.entries(await listOwnPages(store)).map(([name, markdown]) => ({
      path: `pages/${name}.md`,
      content: Buffer.from(markdown),
    })),
    ...(await Promise.all(profiles.map((profile) => profileAndFlag(store, profile)))).flat(),
  ]
}

async function profileAndFlag(store: Context['store'], profile: Profile): Promise<ExportedFile[]> {
  const { country, markdown, flag } = profile
  const name = `profiles/${country.toLowerCase()}`
  const file = { path: `${name}.md`, content: Buffer.from(markdown) }
  return flag ? [file, { path: `${name}.png`, content: await flagBytes(store, flag.src) }] : [file]
}

function writtenDigest({
  id: _id,
  createdAt: _createdAt,
  profileDays,
  schedule: { catchUp, calendar, ...week },
  unknowns,
  ...digest
}: Digest): WrittenNewsroom['digests'][number] {
  const days = calendar.map(({ date, to, hour, reason }) => ({
    date,
    ...(to !== null && { to }),
    ...(hour !== null && { hour }),
    reason,
  }))
  return {
    ...digest,
    ...(profileDays !== defaultProfileDays && { profileDays }),
    ...(unknowns !== 'hold' && { unknowns }),
    schedule: { ...week, ...(catchUp !== 6 && { catchUp }), ...(days.length > 0 && { calendar: days }) },
  }
}

function writtenSource(source: SourceRecord): NonNullable<WrittenNewsroom['sources']>[number] {
  const { name, kind, location, section, language, weight, pictures, timeZone, options, rules, status } =
    source
  return {
    name,
    kind,
    location,
    section,
    language,
    weight,
    pictures,
    timeZone,
    ...(Object.keys(options).length > 0 && { options }),
    ...(rules.length > 0 && { rules }),
    ...(status === 'off' && { off: true as const }),
  }
}

async function flagBytes(store: Context['store'], src: string): Promise<Buffer> {
  const kept = await store.media.get(src.replace(/^media\//, ''))
  if (kept) return kept.bytes
  throw new AppError('not-found', said('picture-gone', { picture: src }))
}
