import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Shell } from '../kit/context.ts'

/**
 * The locations of the seeds: a named file or folder, otherwise the current folder, otherwise those of the package. Topics are in
 * `subscribers/topics.json` beside the newsroom file, otherwise those of the package; country profiles are in `profiles/` there.
 */
export function seedFiles(
  { cwd, root }: Shell,
  named: string | undefined,
): { newsroom: string; topics: string; profiles: string } {
  const newsroom = newsroomPath(cwd, root, named)
  const topics = ['subscribers', 'topics.json'] as const
  const own = join(dirname(newsroom), ...topics)
  return {
    newsroom,
    topics: existsSync(own) ? own : join(root, ...topics),
    profiles: join(dirname(newsroom), 'profiles'),
  }
}

function newsroomPath(cwd: string, root: string, named: string | undefined): string {
  if (named !== undefined) {
    const path = resolve(cwd, named)
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'newsroom.json') : path
  }
  const here = join(cwd, 'newsroom.json')
  return existsSync(here) ? here : join(root, 'newsroom.json')
}
