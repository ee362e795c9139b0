import type { Exposed } from '../../store/private-files.ts'
import type { Context } from '../context.ts'
import { fine, missing, note, type Finding } from './finding.ts'

/** How many files are named one by one. */
const mostNamed = 5

/** Whether other users of this machine can get at readers' addresses, the keys and the data folder. */
export function aboutFiles({
  exposedFiles,
  settings,
}: Pick<Context, 'exposedFiles' | 'settings'>): Finding[] {
  const exposed = exposedFiles()
  if (exposed.length === 0)
    return [fine('data folder', `${settings.dataFolder} is for the user alone who runs Daywire`)]
  const beyond = exposed.length - mostNamed
  return [
    ...exposed.slice(0, mostNamed).map(aboutFile),
    ...(beyond > 0
      ? [note('data folder', `so it is with ${beyond} more`, `ls -lR ${settings.dataFolder}`)]
      : []),
  ]
}

function aboutFile({ path, why, isOpen }: Exposed): Finding {
  switch (why) {
    case 'other-owner': {
      const fix = `run Daywire as the user who owns it, or give it to the one who runs it: chown -R USER ${path}`
      const message = `${path} belongs to another user`
      return isOpen
        ? missing('data folder', `${message}, and is open to others`, fix)
        : note('data folder', message, fix)
    }
    case 'shared':
      return note(
        'data folder',
        `${path} is open to other users, and was left so as they have a part in it; Daywire’s own files in it are closed`,
        `chmod 700 ${path}, or set DAYWIRE_DATA to a folder of its own`,
      )
    case 'elsewhere':
      return missing(
        'database',
        `${path} can be read or changed by other users of this machine`,
        `chmod go-rwx ${path}*`,
      )
    case 'refused':
      return missing(
        'data folder',
        `${path} can be read or changed by other users of this machine`,
        `chmod go-rwx ${path}, or move the data folder to a file system that keeps modes`,
      )
  }
}
