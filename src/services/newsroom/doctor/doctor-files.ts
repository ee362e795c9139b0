import type { Exposed } from '../../../store/private-files.ts'
import type { Context } from '../../context.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import { said } from '../../../core/said/said.ts'

const about = said('about-data-folder')

/** Files listed one by one. */
const mostNamed = 5

/** Whether other users of this machine can access readers' addresses, the keys and the data folder. */
export function aboutFiles({
  exposedFiles,
  settings,
}: Pick<Context, 'exposedFiles' | 'settings'>): Finding[] {
  const exposed = exposedFiles()
  if (exposed.length === 0) return [fine(about, said('found-folder-private', { path: settings.dataFolder }))]
  const beyond = exposed.length - mostNamed
  return [
    ...exposed.slice(0, mostNamed).map(aboutFile),
    ...(beyond > 0
      ? [note(about, said('found-folder-more', { count: beyond, path: settings.dataFolder }))]
      : []),
  ]
}

function aboutFile({ path, why, isOpen }: Exposed): Finding {
  switch (why) {
    case 'other-owner':
      return isOpen
        ? missing(about, said('found-file-other-owner-open', { path }))
        : note(about, said('found-file-other-owner', { path }))
    case 'shared':
      return note(about, said('found-folder-shared', { path }))
    case 'elsewhere':
      return missing(said('about-database'), said('found-database-open', { path }))
    case 'refused':
      return missing(about, said('found-folder-open', { path }))
  }
}
