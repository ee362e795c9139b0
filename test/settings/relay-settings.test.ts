import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { AppError } from '../../src/core/errors.ts'
import { english } from '../../src/core/said/sentence.ts'

const files: Record<string, string> = {
  '/srv/news/secrets/main': 'p:ss/word\n',
  '/srv/news/ca.pem': 'PEM',
}

const read = (yaml: string, env: Record<string, string> = {}) =>
  readConfig({ DAYWIRE_RELAYS: yaml, ...env }, '/srv/news', (path) => {
    const text = files[path]
    if (text === undefined) throw new Error(`no such file: ${path}`)
    return text
  }).relays

function faultsOf(yaml: string, env: Record<string, string> = {}): string[] {
  try {
    read(yaml, env)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-config') return error.details.map(english)
    throw error
  }
  throw new Error('the relays were taken')
}

describe('a list of relays', () => {
  test('is parsed, with each relay’s secrets from other files', () => {
    const relays = read(
      `
- name: main
  url: smtp://daywire@mail.example.org
  passwordFile: secrets/main
  weight: 3
  timeouts: { connect: 5 }
- url: smtps://desk@spare.example.org
  passwordEnv: SPARE_PASSWORD
  priority: 20
  ca: ca.pem
  ehlo: news.example.org
- name: inside
  url: smtp://10.0.0.5:25
  tls: opportunistic
  domains: [Intranet.example, '*.bücher.example']
- url: smtp://127.0.0.1:25
`,
      { SPARE_PASSWORD: 's3cret' },
    )
    expect(relays).toMatchObject([
      {
        name: 'main',
        priority: 10,
        weight: 3,
        domains: [],
        server: {
          host: 'mail.example.org',
          port: 587,
          tls: 'require',
          login: { user: 'daywire', pass: 'p:ss/word' },
          timeouts: { connect: 5_000, greeting: 30_000, idle: 600_000 },
        },
      },
      {
        name: 'spare.example.org',
        priority: 20,
        weight: 1,
        server: {
          port: 465,
          secure: true,
          tls: 'require',
          ca: 'PEM',
          ehlo: 'news.example.org',
          login: { user: 'desk', pass: 's3cret' },
        },
      },
      {
        name: 'inside',
        domains: ['intranet.example', '*.xn--bcher-kva.example'],
        server: { tls: 'opportunistic' },
      },
      { name: '127.0.0.1', server: { tls: 'none', login: null } },
    ])
  })

  test('JSON is parsed too', () => {
    expect(read('[{"url":"smtp://127.0.0.1:2525"}]')).toMatchObject([{ server: { port: 2525 } }])
  })

  test('every error is reported with its place, and without secrets', () => {
    const faults = faultsOf(
      `
- url: http://user:hunter22@mail.example.org
- url: smtp://mail.example.org
  passwordFile: secrets/main
- url: smtp://user@mail.example.org
  name: a
  passwordFile: nowhere
  passwordEnv: UNSET
- url: smtp://user:hunter22@mail.example.org
  name: a
  tls: none
- url: smtps://spare.example.org
  tls: opportunistic
`,
    )
    expect(faults).toEqual([
      expect.stringMatching(/^DAYWIRE_RELAYS\[0\]\.url: the SMTP address does not begin/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[1\]\.url: names no user/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[2\]\.passwordFile: names nowhere, which cannot be read/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[2\]\.passwordEnv: is beside passwordFile/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[2\]\.passwordEnv: names UNSET, which is not set/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[3\]\.tls: cannot be none with a login/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[4\]\.tls: cannot be opportunistic with smtps/),
      expect.stringMatching(/^DAYWIRE_RELAYS\[3\]\.name: a is the name of another/),
    ])
    expect(faults.join()).not.toContain('hunter22')
  })

  test.for<[string, string]>([
    ['- url: smtp://a.example\n  wieght: 2', 'wieght'],
    ['- url: smtp://a.example\n  weight: 0', '.weight'],
    ['- url: smtp://a.example\n  domains: ["a b"]', '.domains.0'],
    ['- url: smtp://a.example\n  ehlo: "a\\r\\nb"', '.ehlo'],
    ['- url: smtp://a.example\n  domains: [a.example]', 'no relay without domains'],
    ['[]', 'DAYWIRE_RELAYS'],
    ['url: smtp://user:hunter22@a.example', 'DAYWIRE_RELAYS'],
    ['- {url: "smtp://user:hunter22@a.example', 'cannot be read as YAML'],
  ])('%j is invalid', ([yaml, told]) => {
    const faults = faultsOf(yaml)
    expect(faults.join()).toContain(told)
    expect(faults.join()).not.toContain('hunter22')
  })

  test('is an error together with the short form', () => {
    expect(faultsOf('- url: smtp://a.example', { DAYWIRE_SMTP_URL: 'smtp://b.example' })).toEqual([
      'DAYWIRE_SMTP_URL and DAYWIRE_RELAYS are both set; keep one',
    ])
  })
})

test('the short form: TLS is required for remote servers unless plain connections are allowed', () => {
  const tlsOf = (env: Record<string, string>) => readConfig(env, '/', () => '').relays[0]?.server.tls
  expect(tlsOf({ DAYWIRE_SMTP_URL: 'smtp://mail.example.org' })).toBe('require')
  expect(tlsOf({ DAYWIRE_SMTP_URL: 'smtp://mail.example.org', DAYWIRE_SMTP_PLAIN: '1' })).toBe(
    'opportunistic',
  )
  expect(tlsOf({ DAYWIRE_SMTP_URL: 'smtp://localhost:25' })).toBe('none')
})
