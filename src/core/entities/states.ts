/** All states and transitions. The store moves a row only by `UPDATE … WHERE status = <from>`, and only along these transitions. */
export const transitions = {
  edition: {
    draft: ['approved', 'skipped', 'missed', 'stopped'],
    approved: ['draft', 'sending', 'missed', 'stopped'],
    sending: ['sent', 'draft', 'stopped'],
    sent: ['sending'],
    skipped: [],
    missed: [],
    stopped: [],
  },
  delivery: {
    queued: ['claimed', 'skipped'],
    claimed: ['queued', 'inflight', 'deferred', 'failed', 'skipped'],
    inflight: ['sent', 'deferred', 'failed', 'unknown'],
    deferred: ['claimed', 'failed', 'skipped'],
    unknown: ['sent', 'queued', 'failed'],
    // Only by a person, who has one e-mail sent again, or a missed edition sent if that is safe.
    sent: ['queued'],
    failed: ['queued'],
    skipped: ['queued'],
  },
  subscription: {
    pending: ['active', 'expired'],
    active: ['unsubscribed'],
    unsubscribed: ['active'],
    expired: ['pending'],
  },
  source: {
    active: ['failing', 'moved', 'retired', 'off'],
    failing: ['active', 'moved', 'retired', 'off'],
    moved: ['active', 'failing', 'retired', 'off'],
    retired: ['active', 'off'],
    off: ['active'],
  },
  'warm-up': {
    running: ['paused', 'finished', 'ended'],
    paused: ['running', 'ended'],
    finished: [],
    ended: [],
  },
} as const

export type EditionStatus = keyof typeof transitions.edition
export type DeliveryStatus = keyof typeof transitions.delivery
export type SubscriptionStatus = keyof typeof transitions.subscription
export type SourceStatus = keyof typeof transitions.source
export type WarmUpState = keyof (typeof transitions)['warm-up']

/** Editions in these states are finished: neither stopped nor being corrected, with nothing left to change or send. */
export const endedEditions: readonly EditionStatus[] = ['sent', 'skipped', 'missed', 'stopped']

/** In these states an e-mail is still to be sent: an edition with such a delivery is not finished. */
export const openStates = ['queued', 'claimed', 'inflight', 'deferred'] as const satisfies DeliveryStatus[]

/** Those in which sending has not begun: consent, pause and stop apply to each. */
export const waitingStates = ['queued', 'claimed', 'deferred'] as const satisfies DeliveryStatus[]

export type Thing = keyof typeof transitions

/** True if there is a transition from one state to the other. */
export function mayMove(thing: Thing, from: string, to: string): boolean {
  const arrows = transitions[thing] as Record<string, readonly string[]>
  return arrows[from]?.includes(to) ?? false
}
