import { expect, test } from 'vitest'
import { checkAddresses } from '../../../src/services/subscribers/hygiene/check-addresses.ts'
import type { Resolver } from '../../../src/core/ports.ts'

const brief = async (given: string[], resolver: Resolver | null = null, known = new Map()) =>
  (await checkAddresses(given, resolver, known)).map(({ verdict, reasons }) =>
    [verdict, ...reasons].join(' '),
  )

test('disposable addresses are flagged, at subdomains too', async () => {
  expect(await brief(['a@mailinator.com', 'a@x.mailinator.com', 'a@example.org', 'nobody'])).toEqual([
    'risky disposable',
    'risky disposable',
    'deliverable',
    'invalid address-without-at',
  ])
})

test('alias services that a reader keeps are not', async () => {
  expect(await brief(['a@passmail.net', 'a@x.anonaddy.com', 'a@hush.com'])).toEqual([
    'deliverable',
    'deliverable',
    'deliverable',
  ])
})

test('a domain that accepts no e-mail is reported if DNS answers, and each is queried once', async () => {
  const asked: string[] = []
  const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))
  const resolver: Resolver = {
    texts: async () => [],
    async mailServers(domain) {
      asked.push(domain)
      if (domain === 'mx.com') return ['in.mx.com']
      if (domain === 'null.com') return ['']
      return domain === 'down.com' ? failing('ETIMEOUT') : []
    },
    resolve: () => failing('ENOTFOUND'),
    addresses: async (domain) => (domain === 'address.com' ? ['192.0.2.1'] : []),
  }
  const known = new Map()
  const given = ['mx', 'null', 'down', 'address', 'gone', 'gone'].map((name) => `info@${name}.com`)
  const verdicts = [
    'deliverable role',
    'invalid role takes-no-mail',
    'deliverable role',
    'deliverable role',
    'invalid role no-such-domain',
    'invalid role no-such-domain',
  ]
  expect(await brief(given, resolver, known)).toEqual(verdicts)
  expect(await brief(given, resolver, known)).toEqual(verdicts)
  expect(asked.sort()).toEqual(['address.com', 'down.com', 'gone.com', 'mx.com', 'null.com'])
})
