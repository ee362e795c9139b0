import { dirname, join, resolve } from 'node:path'
import { AppError } from '../../../core/errors.ts'
import type { Topic } from '../../../core/entities/newsroom.ts'
import { newsroomFile, topicsFile, type NewsroomFile } from './newsroom-file.ts'
import type { OwnPages } from '../../../core/entities/own-pages.ts'
import { readOwnPages } from '../own-pages/read-own-pages.ts'
import { readJson } from './read-json.ts'
import { profileFiles, readProfiles, type ProfileSeed } from '../../profiles/read-profiles.ts'
import { readSuppressedDomains, suppressedDomainsPath, type SeededDomain } from './suppressed-domains-file.ts'
import { faultAt, pathOf } from '../../../core/said/field-fault.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** A newsroom's seeds, validated. */
export interface NewsroomSeed {
  file: NewsroomFile
  topics: readonly Topic[]
  profiles: ProfileSeed[]
  /** Absent if they are not given: existing pages stay. */
  pages?: OwnPages
  suppressedDomains?: SeededDomain[]
}

/**
 * Reads a newsroom file, the topics, the country profiles of a folder (by default `profiles` beside the file), the newsroom's own pages in
 * `pages`, and its suppressed domains. Throws `bad-input` with every fault of all of them at once, each with its place.
 */
export async function readNewsroom(
  path: string,
  topicsPath: string,
  profilesFolder = join(dirname(resolve(path)), 'profiles'),
  pagesFolder = join(dirname(resolve(path)), 'pages'),
): Promise<NewsroomSeed> {
  const faults: Said[] = []
  const file = await readJson(path, newsroomFile, faults)
  const topics = await readJson(topicsPath, topicsFile, faults)
  const profiles = await readProfiles(await profileFiles(profilesFolder), faults)
  const pages = await readOwnPages(pagesFolder, faults)
  const domainsPath = join(dirname(resolve(path)), suppressedDomainsPath)
  const suppressedDomains = await readSuppressedDomains(domainsPath, faults)
  if (file && topics) faults.push(...unknownTopics(file, topics, path, topicsPath))
  if (!file || !topics || faults.length > 0)
    throw new AppError('bad-input', said('newsroom-unreadable'), { details: faults })
  return { file, topics, profiles, pages, suppressedDomains }
}

function unknownTopics(
  file: NewsroomFile,
  topics: readonly Topic[],
  path: string,
  topicsPath: string,
): Said[] {
  const known = new Set(topics.map((topic) => topic.id))
  return file.digests.flatMap((digest, d) =>
    digest.topics.flatMap((id, t) =>
      known.has(id)
        ? []
        : [
            faultAt(
              path,
              pathOf(['digests', d, 'topics', t]),
              said('file-lacks-topic', { file: topicsPath, topic: id }),
            ),
          ],
    ),
  )
}
