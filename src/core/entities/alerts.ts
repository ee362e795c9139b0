import type { Grant, Role } from './actor.ts'

/** All kinds of alert, with the roles that receive them by default. */
const ofDigests = {
  'needs-approval': ['editor', 'chief-editor'],
  'approval-lost': ['editor', 'chief-editor'],
  'not-sent': ['editor', 'chief-editor', 'admin'],
  stopped: ['editor', 'chief-editor', 'admin'],
  'send-trouble': ['chief-editor', 'admin'],
  'tagged-readers': ['admin'],
} as const satisfies Record<string, readonly Role[]>

const ofAll = {
  sources: ['chief-editor', 'admin'],
  'sending-paused': ['chief-editor', 'admin'],
  'sign-ups': ['admin'],
  'came-back': ['chief-editor', 'admin'],
  'warm-up': ['chief-editor', 'admin'],
  disk: ['admin'],
} as const satisfies Record<string, readonly Role[]>

const defaults: Record<AlertKind, readonly Role[]> = { ...ofDigests, ...ofAll }

export type DigestAlert = keyof typeof ofDigests
export type SharedAlert = keyof typeof ofAll
export type AlertKind = DigestAlert | SharedAlert

/** Alerts about one digest. */
export const digestAlerts = Object.keys(ofDigests) as DigestAlert[]
/** Alerts about what all digests share. */
export const sharedAlerts = Object.keys(ofAll) as SharedAlert[]

/** What an alert is about: a digest, or without one, what all digests share. */
export type AlertAbout = { alert: DigestAlert; digest: number } | { alert: SharedAlert; digest: null }

/** An account's choice that differs from the default. */
export type AlertChoice = AlertAbout & { isWanted: boolean }

/** Whether an account with these roles receives an alert unless it chose otherwise. */
export function isAlertedByDefault(grants: readonly Grant[], { alert, digest }: AlertAbout): boolean {
  return grants.some(
    (grant) =>
      defaults[alert].includes(grant.role) &&
      (digest === null || grant.digest === 'all' || grant.digest === digest),
  )
}
