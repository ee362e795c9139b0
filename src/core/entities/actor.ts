/** The roles of accounts; `permissions.ts` lists what each may do. An analyst reads, and changes nothing. */
export type Role = 'editor' | 'chief-editor' | 'admin' | 'analyst'

/** A role for one digest, or for all of them and what they share. */
export interface Grant {
  role: Role
  /** A digest's id, or `all`. */
  digest: number | 'all'
}

/** Who did something, as recorded in the audit log. */
export type ActorIdentity =
  | { kind: 'system' }
  | { kind: 'command' }
  | { kind: 'visitor' }
  | { kind: 'account' | 'api-key' | 'subscriber'; id: number }

/** Who acts now, with their grants. Every change has one. */
export type Actor =
  /** The program itself, on schedule. */
  | { kind: 'system' }
  /** Whoever runs `daywire` on the machine. */
  | { kind: 'command' }
  | { kind: 'account'; id: number; grants: readonly Grant[] }
  | { kind: 'api-key'; id: number; grants: readonly Grant[] }
  /** Any visitor of the public pages, who may only ask to be subscribed. */
  | { kind: 'visitor' }
  /** A subscriber using the link of one of their e-mails, which is for one subscription. */
  | { kind: 'subscriber'; id: number; subscription: number }

/** An unknown visitor of the public pages. */
export const visitorActor = { kind: 'visitor' } as const satisfies Actor
export const systemActor = { kind: 'system' } as const satisfies Actor
export const commandActor = { kind: 'command' } as const satisfies Actor

/** The subscriber who holds the link of a subscription. */
export function subscriberActor({ id, subscriberId }: { id: number; subscriberId: number }): Actor {
  return { kind: 'subscriber', id: subscriberId, subscription: id }
}

/** The text form stored with audit entries, pauses and approvals: `system`, `cli`, `visitor`, `account:7`, `api-key:3`, `subscriber:12`. */
export function actorText(actor: ActorIdentity): string {
  // Existing audit entries use this name.
  if (actor.kind === 'command') return 'cli'
  if (!('id' in actor)) return actor.kind
  return `${actor.kind}:${actor.id}`
}

/** The actor of a stored text, without their grants; null if the text names none. */
export function actorFrom(text: string): ActorIdentity | null {
  if (text === 'system') return systemActor
  if (text === 'cli') return commandActor
  if (text === 'visitor') return visitorActor
  const [, kind, id] = /^(account|api-key|subscriber):([1-9]\d{0,15})$/.exec(text) ?? []
  if (kind !== 'account' && kind !== 'api-key' && kind !== 'subscriber') return null
  return { kind, id: Number(id) }
}
