import type { Kysely } from 'kysely'
import type { Pause } from '../../../core/entities/sending/sending-pause.ts'
import type { Limits } from '../../../core/smtp/limits.ts'
import { fromJson } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { newsroomStore } from '../newsroom/newsroom.ts'

export type SendingSettingsStore = ReturnType<typeof sendingSettingsStore>

/** Where the table of settings has the pause of all sending: while it is there, no mail leaves. */
export const sendingPausedSetting = 'sending-paused'
const limitsSetting = 'limits'

/** What holds for all sending: whether it is paused, and how fast mails may leave. */
export function sendingSettingsStore(db: Kysely<Tables>) {
  const settings = newsroomStore(db)
  return {
    async isPaused(): Promise<boolean> {
      return (await settings.setting(sendingPausedSetting)) !== null
    },

    /** Who paused sending, when and why; null where it is not paused. */
    async pause(): Promise<Pause | null> {
      const value = await settings.setting(sendingPausedSetting)
      if (value === null) return null
      const { reason, by, at } = fromJson<Omit<Pause, 'at'> & { at: string }>(value)
      return { reason, by, at: Temporal.Instant.from(at) }
    },

    /** Pauses sending; false where it is paused already. */
    async putPause({ reason, by, at }: Pause): Promise<boolean> {
      if (await this.isPaused()) return false
      const value = JSON.stringify({ reason, by, at: at.toString() })
      return (await settings.claimSetting(sendingPausedSetting, value)) === value
    },

    /** False where sending was not paused. */
    async liftPause(): Promise<boolean> {
      return settings.putSetting(sendingPausedSetting, null)
    },

    /** The limits that were set, of which some may be missing; none where none were. */
    async limits(): Promise<Partial<Limits>> {
      const value = await settings.setting(limitsSetting)
      return value === null ? {} : fromJson<Partial<Limits>>(value)
    },

    /** False where they were so before. */
    async putLimits(limits: Limits): Promise<boolean> {
      return settings.putSetting(limitsSetting, JSON.stringify(limits))
    },
  }
}
