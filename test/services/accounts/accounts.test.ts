import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import { passkeyHost } from '../../../src/services/accounts/credentials/passkey-host.ts'
import { setPassword } from '../../../src/services/accounts/credentials/set-password.ts'
import { addAccount } from '../../../src/services/accounts/managing/add-account.ts'
import { demoLink } from '../../../src/services/accounts/managing/demo-links.ts'
import { disableAccount, enableAccount } from '../../../src/services/accounts/managing/disable-account.ts'
import { linkAccount } from '../../../src/services/accounts/managing/link-account.ts'
import { resetFactor } from '../../../src/services/accounts/managing/reset-factor.ts'
import { setGrants } from '../../../src/services/accounts/managing/set-grants.ts'
import { challengeEnd, newChallenge } from '../../../src/services/accounts/secrets/challenge.ts'
import { hashPassword, isPassword } from '../../../src/services/accounts/secrets/password-hash.ts'
import { passwordFault } from '../../../src/services/accounts/secrets/password-rule.ts'
import { findSession } from '../../../src/services/accounts/sessions/find-session.ts'
import { signInWithPassword } from '../../../src/services/accounts/signing-in/sign-in-with-password.ts'
import { useLink } from '../../../src/services/accounts/signing-in/use-link.ts'
import type { Context } from '../../../src/services/context.ts'
import { countOld, deleteOld } from '../../../src/services/retention/retention.ts'
import { systemRandom } from '../../../src/system.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const client = { agent: 'Test', address: '192.0.2.1' }
const password = 'gravel lantern seventeen'
const allDigests = (role: 'editor' | 'admin') => [{ role, digest: 'all' }] as const

describe.each(dialects)('accounts on $name', ({ open }) => {
  let room: TestNewsroom
  let context: Context
  beforeEach(async () => {
    room = await testNewsroom(await open())
    context = room.app.context
  })
  afterEach(() => room.close())

  async function added(
    role: 'editor' | 'admin',
    email = 'ada@example.org',
  ): Promise<{ id: number; token: string }> {
    const account = await addAccount(context, commandActor, { email, name: 'Ada', grants: allDigests(role) })
    if (!account.ok) throw new Error(account.reason.code)
    return { id: account.id, token: account.link.url.split('/').at(-1) ?? '' }
  }

  test('an address has one account, however it is written', async () => {
    await added('editor', 'Ada@example.org')
    const again = { email: 'ada@EXAMPLE.org', name: '', grants: allDigests('admin') }
    expect(await addAccount(context, commandActor, again)).toMatchObject({ ok: false, field: 'email' })
    expect(await context.store.accounts.list()).toHaveLength(1)
  })

  test('if several use a link at the same moment, one is let in', async () => {
    const { token } = await added('editor')
    const used = await Promise.all(Array.from({ length: 5 }, () => useLink(context, token, false, client)))
    expect(used.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('ten concurrent wrong passwords count as ten', async () => {
    await added('editor')
    const typed = { email: 'ada@example.org', password: 'wrong' }
    const tried = await Promise.all(
      Array.from({ length: 14 }, () => signInWithPassword(context, typed, null, client)),
    )
    const codes = tried.map((one) => (one.ok ? 'in' : one.code))
    expect(codes.filter((code) => code === 'sign-in-refused')).toHaveLength(10)
    expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(4)
  })

  test('a recovery code and a time-based code are accepted once', async () => {
    const { id } = await added('editor')
    const { credentials } = context.store
    await credentials.setRecoveryCodes(id, ['a', 'b'])
    const now = context.clock.now()
    const taken = await Promise.all([1, 2, 3].map(() => credentials.takeRecoveryCode(id, 'a', now)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await credentials.recoveryCodesLeft(id)).toBe(1)
    await credentials.setTotp(id, 'sealed', 100)
    expect([
      await credentials.takeStep(id, 100),
      await credentials.takeStep(id, 101),
      await credentials.takeStep(id, 101),
    ]).toEqual([false, true, false])
  })

  test('the last admin remains one, and a removed role is lost at once', async () => {
    const { id } = await added('admin')
    await expect(disableAccount(context, commandActor, id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(setGrants(context, commandActor, id, allDigests('editor'))).rejects.toMatchObject({
      code: 'conflict',
    })
    const other = await added('admin', 'bo@example.org')
    expect(await setGrants(context, commandActor, other.id, [])).toMatchObject({ ok: false })
    expect(await setGrants(context, commandActor, other.id, [{ role: 'editor', digest: 999 }])).toMatchObject(
      { ok: false },
    )
    expect(await setGrants(context, commandActor, id, allDigests('editor'))).toEqual({ ok: true })
    expect(await disableAccount(context, commandActor, id)).toBe('done')
    await expect(linkAccount(context, commandActor, id)).rejects.toMatchObject({ code: 'conflict' })
    expect(await enableAccount(context, commandActor, id)).toBe('done')
  })

  test('an admin of one digest does not manage accounts', async () => {
    const actor: Actor = { kind: 'account', id: 9, grants: [{ role: 'admin', digest: room.digest.id }] }
    const account = { email: 'x@example.org', name: '', grants: allDigests('admin') }
    await expect(addAccount(context, actor, account)).rejects.toMatchObject({ code: 'not-permitted' })
  })

  test('disabling and a reset of factors end sessions; a reset removes passkeys, app and codes', async () => {
    await added('admin', 'bo@example.org')
    const { id, token } = await added('editor')
    const used = await useLink(context, token, false, client)
    const found = used.ok ? await findSession(context, used.token) : null
    expect(found?.step).toBe('credential')
    const set = await setPassword(context, found!, password, client)
    if (!set.ok) throw new Error(set.code)
    expect((await findSession(context, set.token))?.step).toBeNull()
    await context.store.credentials.setTotp(id, 'sealed', 1)
    await resetFactor(context, commandActor, id)
    expect(await findSession(context, set.token)).toBeNull()
    expect(await context.store.accounts.byId(id)).toMatchObject({
      hasTotp: false,
      passkeys: 0,
      hasPassword: true,
    })
    const typed = { email: 'ada@example.org', password }
    const signedIn = await signInWithPassword(context, typed, null, client)
    expect(signedIn.ok && (await findSession(context, signedIn.token))?.step).toBeNull()
    await disableAccount(context, commandActor, id)
    expect(signedIn.ok && (await findSession(context, signedIn.token))).toBeNull()
    expect(await signInWithPassword(context, typed, null, client)).toEqual({
      ok: false,
      code: 'sign-in-refused',
    })
  })

  test('a setting requires a second factor of everybody, also of those signed in already', async () => {
    const { id } = await added('editor')
    await context.store.credentials.setPassword(id, await hashPassword(context.random, password))
    const signedIn = await signInWithPassword(context, { email: 'ada@example.org', password }, null, client)
    const token = signedIn.ok ? signedIn.token : ''
    const strict = { ...context, settings: { ...context.settings, secondFactorOfAll: true } }
    expect((await findSession(context, token))?.step).toBeNull()
    expect((await findSession(strict, token))?.step).toBe('factor')
  })

  test('a demo’s link signs an admin in, only on this machine and for this folder', async () => {
    const admin = { email: 'admin@example.org', name: 'Admin', grants: allDigests('admin') }
    const token = (await demoLink(context, admin)).split('/').at(-1) ?? ''
    const elsewhere = {
      ...context,
      settings: { ...context.settings, publicUrl: 'https://wire.example.org/' },
    }
    const copied = { ...context, settings: { ...context.settings, dataFolder: '/elsewhere' } }
    expect(await useLink(context, token, false, client)).toMatchObject({ ok: false })
    expect(await useLink(elsewhere, token, true, client)).toMatchObject({ ok: false })
    expect(await useLink(copied, token, true, client)).toMatchObject({ ok: false })
    const used = await useLink(context, token, true, client)
    expect(used.ok && (await findSession(context, used.token))?.step).toBeNull()
    expect(used.ok && (await findSession(elsewhere, used.token))).toBeNull()
    expect(await useLink(context, token, true, client)).toMatchObject({ ok: false })
  })

  test('if e-mail is sent, it carries the link, which the store keeps encrypted', async () => {
    const mailing = { ...context, settings: { ...context.settings, embeddedMailbox: false } }
    const account = { email: 'ada@example.org', name: '', grants: allDigests('editor') }
    const made = await addAccount(mailing, commandActor, account)
    if (!made.ok) throw new Error(made.reason.code)
    expect(made.link.isMailed).toBe(true)
    const [message] = await context.store.messages.list(1)
    expect(JSON.stringify(message)).not.toContain(made.link.url.split('/').at(-1))
    await room.wake('2026-11-09T07:05Z')
    const [mail] = await room.app.mails()
    expect(mail?.to).toContain('ada@example.org')
    expect(mail?.text).toContain(made.link.url)
    expect(mail?.html).toContain(made.link.url)
  })

  test('only expired rows are deleted', async () => {
    const { token } = await added('editor')
    const used = await useLink(context, token, false, client)
    await signInWithPassword(context, { email: 'ada@example.org', password: 'wrong' }, null, client)
    expect((await countOld(context)).signIns).toBe(0)
    room.clock.set('2026-11-09T18:00Z')
    expect(used.ok && (await context.store.sessions.of(1)).length).toBe(1)
    expect((await countOld(context)).signIns).toBe(0)
    room.clock.set('2026-11-20T08:00Z')
    expect((await countOld(context)).signIns).toBe(5)
    expect((await deleteOld(context, commandActor)).signIns).toBe(5)
    expect((await countOld(context)).signIns).toBe(0)
  })
})

test('a password is stored as Argon2id with its own salt, and a missing hash matches no password', async () => {
  const [one, other] = [
    await hashPassword(systemRandom, password),
    await hashPassword(systemRandom, password),
  ]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(other)
  expect(await isPassword(one, password)).toBe(true)
  expect(await isPassword(one, `${password} `)).toBe(false)
  expect(await isPassword(null, password)).toBe(false)
  // A letter and its accent, as one character and as two.
  expect(
    await isPassword(await hashPassword(systemRandom, 'caf\u00e9 au lait noir'), 'cafe\u0301 au lait noir'),
  ).toBe(true)
})

test('hashes over the limit of the queue are refused, and no queued one is lost', async () => {
  // At a hundredth of the cost.
  const quick = `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  const done = await Promise.allSettled(Array.from({ length: 55 }, () => isPassword(quick, 'x')))
  expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(3)
  expect(await isPassword(null, 'x')).toBe(false)
})

test.each([
  ['elevenchars', 'password-short'],
  ['correct horse battery staple', 'password-common'],
  ['Password123456', 'password-common'],
  ['qwertyuiop123', 'password-common'],
  ['123456789012', 'password-common'],
  ['abababababab', 'password-common'],
  ['ada.lovelace@example.org', 'password-own'],
  ['AdaLovelace2026', 'password-own'],
  ['gravel lantern seventeen', null],
  ['x'.repeat(257), 'password-long'],
])('the password %s: %s', (typed, fault) =>
  expect(passwordFault(typed, { email: 'ada.lovelace@example.org', name: 'Ada Lovelace' })).toBe(fault),
)

test.each([
  ['https://wire.example.org/news/', 'wire.example.org'],
  ['http://localhost:8080/', 'localhost'],
  ['http://wire.example.org/', null],
  ['https://192.0.2.7/', null],
  ['https://[2001:db8::1]/', null],
  ['http://127.0.0.1:8080/', null],
])('passkeys of %s are bound to %s', (publicUrl, rpID) => {
  const settings = { publicUrl } as Context['settings']
  expect(passkeyHost({ settings })?.rpID ?? null).toBe(rpID)
})

test('a challenge must be ours, is for one purpose, and expires', () => {
  let now = Temporal.Instant.from('2026-11-20T08:00Z')
  const deps = {
    linkKeys: new Map([[1, systemRandom.bytes(32)]]),
    random: systemRandom,
    clock: { now: () => now },
  }
  const made = Buffer.from(newChallenge(deps, 'sign in')).toString('base64url')
  expect(challengeEnd(deps, 'sign in', made)?.toString()).toBe('2026-11-20T08:10:00Z')
  expect(challengeEnd(deps, 'new passkey', made)).toBeNull()
  expect(challengeEnd(deps, 'sign in', `A${made.slice(1)}`)).toBeNull()
  expect(challengeEnd(deps, 'sign in', '')).toBeNull()
  now = now.add({ minutes: 10 })
  expect(challengeEnd(deps, 'sign in', made)).toBeNull()
})
