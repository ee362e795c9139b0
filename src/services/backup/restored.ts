import { z } from 'zod'
import type { Repositories } from '../../store/store.ts'

/** The setting that marks a database as restored from a backup, until a person resumes sending. */
const setting = 'restored'

export interface Restored {
  /** When the backup was made: what happened after it is not in the database. */
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

/** Null if it was not restored, or sending was resumed since. */
export async function restoredFrom({ newsroom }: Settings): Promise<Restored | null> {
  const value = await newsroom.setting(setting)
  return value === null ? null : restored.parse(JSON.parse(value))
}

export async function forgetRestored({ newsroom }: Settings): Promise<void> {
  await newsroom.putSetting(setting, null)
}
