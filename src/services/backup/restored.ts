import { z } from 'zod'
import type { Repositories } from '../../store/store.ts'

/** Where the table of settings says that this database came out of a backup, until a person has had sending resumed. */
const setting = 'restored'

export interface Restored {
  /** When the backup was made: what happened after it is not known here. */
  madeAt: Temporal.Instant
  /** When it was restored. */
  at: Temporal.Instant
}

const instant = z.string().transform((text) => Temporal.Instant.from(text))
const restored = z.object({ madeAt: instant, at: instant })

type Settings = Pick<Repositories, 'newsroom'>

export async function putRestored({ newsroom }: Settings, { madeAt, at }: Restored): Promise<void> {
  await newsroom.putSetting(setting, JSON.stringify({ madeAt: madeAt.toString(), at: at.toString() }))
}

/** Null where it did not, or sending was resumed since. */
export async function restoredFrom({ newsroom }: Settings): Promise<Restored | null> {
  const value = await newsroom.setting(setting)
  return value === null ? null : restored.parse(JSON.parse(value))
}

export async function forgetRestored({ newsroom }: Settings): Promise<void> {
  await newsroom.putSetting(setting, null)
}
