import type { DiskSpace } from '../../core/entities/disk-space.ts'
import { said } from '../../core/said/said.ts'
import { byteSize } from '../../core/text/byte-size.ts'
import type { Context } from '../context.ts'
import { alert } from './alert.ts'

/** Reports a disk below its minimum, and a full one, each once a day per host. */
export async function alertDisk(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { folder, free, floor, state }: DiskSpace,
  host: string,
): Promise<void> {
  const at = clock.now()
  const day = at.toZonedDateTimeISO('UTC').toPlainDate().toString()
  const dedupe = `disk:${host}:${state}:${day}`
  if (await store.messages.wasAlerted(dedupe)) return
  const left = { free: byteSize(free), folder }
  const content = {
    subject: said('alert-disk-subject', { free: left.free, host }),
    lead:
      state === 'full'
        ? said('alert-disk-full-lead', left)
        : said('alert-disk-low-lead', { ...left, floor: byteSize(floor) }),
    points: [],
    advice: said('alert-disk-advice'),
    page: '',
  }
  const about = { alert: 'disk', digest: null } as const
  await store.transaction((tx) => alert(tx, { dedupe, about }, content, at))
}
