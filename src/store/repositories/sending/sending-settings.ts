import type { Kysely } from 'kysely'
import type { Pause } from '../../../core/entities/sending/sending-pause.ts'
import type { Limits } from '../../../core/smtp/limits.ts'
import { fromJson } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { newsroomStore } from '../newsroom/newsroom.ts'

export type SendingSettingsStore = ReturnType<typeof sendingSettingsStore>

/** The setting that pauses all sending: while it exists, no e-mail is sent. */
export const sendingPausedSetting = 'sending-paused'
const limitsSetting = 'limits'

/** Settings of all sending: whether it is paused, and the limits. */
export function sendingSettingsStore(db: Kysely<Tables>) {
  const settings = newsroomStore(db)
  return {
    async isPaused(): Promise<boolean> {
      return (await settings.setting(sendingPausedSetting)) !== null
    },

    /** Who paused sending, when and why; null if it is not paused. */
    async pause(): Promise<Pause | null> {
      const value = await settings.setting(sendingPausedSetting)
      if (value === null) return null
      const { reason, by, at } = fromJson<Omit<Pause, 'at'> & { at: string }>(value)
      return { reason, by, at: Temporal.Instant.from(at) }
    },

    /** Pauses sending; false if it is paused already. */
    async putPause({ reason, by, at }: Pause): Promise<boolean> {
      if (await this.isPaused()) return false
      const value = JSON.stringify({ reason, by, at: at.toString() })
      return (await settings.claimSetting(sendingPausedSetting, value)) === value
    },

    /** False if sending was not paused. */
    async liftPause(): Promise<boolean> {
      return settings.putSetting(sendingPausedSetting, null)
    },

    /** The limits that were set, of which some may be absent; empty if none were. */
    async limits(): Promise<Partial<Limits>> {
      const value = await settings.setting(limitsSetting)
      return value === null ? {} : fromJson<Partial<Limits>>(value)
    },

    /** False if nothing changed. */
    async putLimits(limits: Limits): Promise<boolean> {
      return settings.putSetting(limitsSetting, JSON.stringify(limits))
    },
  }
}
