import type { Grant, Role } from './actor.ts'

/** Every kind of alert that people can choose, with the roles that get it unless they choose otherwise. */
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

/** Those about one digest. */
export const digestAlerts = Object.keys(ofDigests) as DigestAlert[]
/** Those about what all digests share. */
export const sharedAlerts = Object.keys(ofAll) as SharedAlert[]

/** What an alert is about: an event of a digest, or, without one, of what all share. */
export type AlertAbout = { alert: DigestAlert; digest: number } | { alert: SharedAlert; digest: null }

/** What somebody chose against the default. */
export type AlertChoice = AlertAbout & { isWanted: boolean }

/** Whether an account with these roles gets an alert as long as it has chosen nothing. */
export function isAlertedByDefault(grants: readonly Grant[], { alert, digest }: AlertAbout): boolean {
  return grants.some(
    (grant) =>
      defaults[alert].includes(grant.role) &&
      (digest === null || grant.digest === 'all' || grant.digest === digest),
  )
}
