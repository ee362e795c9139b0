import { describe, expect, test } from 'vitest'
import {
  actorFrom,
  actorText,
  commandActor,
  systemActor,
  type Actor,
  type Role,
} from '../../src/core/entities/actor.ts'
import { may, maySomewhere, permissions } from '../../src/core/permissions.ts'

const account = (role: Role, digest: number | 'all'): Actor => ({
  kind: 'account',
  id: 7,
  grants: [{ role, digest }],
})
const own: Actor = { kind: 'subscriber', id: 12, subscription: 30 }

describe('permissions', () => {
  test('an analyst can view the desk and readers', () => {
    expect(may(account('analyst', 1), 'view-readers', 1)).toBe(true)
    expect(may(account('editor', 1), 'view-readers', 1)).toBe(false)
    expect(may(account('analyst', 1), 'view-desk', 1)).toBe(true)
    expect(may(account('analyst', 1), 'view-desk', 2)).toBe(false)
  })

  test('a page is open to everyone who may do its action for some digest', () => {
    expect(maySomewhere({ grants: [{ role: 'editor', digest: 2 }] }, 'edit-edition')).toBe(true)
    expect(maySomewhere({ grants: [{ role: 'editor', digest: 'all' }] }, 'change-accounts')).toBe(false)
    expect(maySomewhere({ grants: [] }, 'view-desk')).toBe(false)
  })

  test.each(permissions)('the program and the command line may %s', (permission) => {
    expect(may(systemActor, permission, 1)).toBe(true)
    expect(may(commandActor, permission, null)).toBe(true)
    expect(may(account('admin', 'all'), permission, null)).toBe(true)
    expect(may(account('analyst', 'all'), permission, 1)).toBe(permission.startsWith('view-'))
    expect(may({ kind: 'account', id: 7, grants: [] }, permission, 1)).toBe(false)
  })

  test('a role for one digest does not count for another, nor for what all share', () => {
    expect(may(account('editor', 1), 'edit-edition', 1)).toBe(true)
    expect(may(account('editor', 1), 'edit-edition', 2)).toBe(false)
    expect(may(account('admin', 1), 'change-sources', null)).toBe(false)
    expect(may(account('editor', 'all'), 'edit-edition', 2)).toBe(true)
  })

  test('editors edit and approve; chief editors also stop; only admins manage lists', () => {
    expect(may(account('editor', 1), 'approve-edition', 1)).toBe(true)
    expect(may(account('editor', 1), 'stop-edition', 1)).toBe(false)
    expect(may(account('chief-editor', 1), 'stop-edition', 1)).toBe(true)
    expect(may(account('chief-editor', 1), 'change-subscribers', 1)).toBe(false)
    expect(may(account('admin', 1), 'change-subscribers', 1)).toBe(true)
  })

  test('several roles add up, also for an API key', () => {
    const grants = [
      { role: 'analyst', digest: 'all' },
      { role: 'editor', digest: 2 },
    ] as const
    expect(may({ kind: 'api-key', id: 3, grants }, 'edit-edition', 2)).toBe(true)
    expect(may({ kind: 'api-key', id: 3, grants }, 'edit-edition', 1)).toBe(false)
  })

  test.each(permissions)('a link changes only its own subscription: %s', (permission) => {
    expect(may(own, permission, 1, 30)).toBe(permission === 'change-subscription')
    expect(may(own, permission, 1, 31)).toBe(false)
    expect(may(own, permission, 1)).toBe(false)
  })
})

describe('a stored actor', () => {
  const all: [Actor, string][] = [
    [systemActor, 'system'],
    [commandActor, 'cli'],
    [account('editor', 1), 'account:7'],
    [{ kind: 'api-key', id: 3, grants: [] }, 'api-key:3'],
    [own, 'subscriber:12'],
  ]
  test.each(all)('%o is %s', (actor, text) => {
    expect(actorText(actor)).toBe(text)
    const identity = actorFrom(text)
    expect(identity).toMatchObject({ kind: actor.kind })
    expect(identity && actorText(identity)).toBe(text)
  })

  test.each(['', 'demo', 'account:', 'account:0', 'account:1e3', 'editor:1', 'subscriber:12 '])(
    '“%s” is not an actor',
    (text) => expect(actorFrom(text)).toBeNull(),
  )
})
