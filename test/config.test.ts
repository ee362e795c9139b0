import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, settings } from '../src/config.ts'
import { AppError } from '../src/core/errors.ts'
import { english } from '../src/core/said/sentence.ts'

const cwd = '/srv/news'

/** Files that `…_FILE` variables of a test can name. */
function reading(files: Record<string, string>) {
  return (path: string): string => {
    const text = files[path]
    if (text === undefined) throw new Error(`no such file: ${path}`)
    return text
  }
}

const read = (env: Record<string, string>, files: Record<string, string> = {}) =>
  readConfig(env, cwd, reading(files))

function faultsOf(env: Record<string, string>, files: Record<string, string> = {}): string[] {
  try {
    read(env, files)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-config') return error.details.map(english)
    throw error
  }
  throw new Error('the configuration was taken')
}

describe('.env.example', () => {
  test('lists every setting with its description and its default, and nothing else', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8')
    const [, ...entries] = text.trimEnd().split('\n\n')

    expect(entries).toEqual(
      settings().map(({ name, about, standard }) => `# ${about}\n#${name}=${standard ?? ''}`),
    )
  })
})

describe('readConfig', () => {
  test('an empty environment gives a newsroom in the current folder', () => {
    expect(read({})).toMatchObject({
      databaseUrl: 'sqlite:/srv/news/data/daywire.db',
      dataFolder: '/srv/news/data',
      publicUrl: 'http://localhost:8080/',
      isPublicUrlSet: false,
      relays: [],
      contact: 'http://localhost:8080/',
      log: 'info',
    })
  })

  test('each part of the service has its own grace; unset ones keep their default', () => {
    expect(read({}).grace).toEqual({ web: 30, worker: 60, scheduler: 5 })
    expect(read({ DAYWIRE_GRACE: 'worker=300, web=0' }).grace).toEqual({ web: 0, worker: 300, scheduler: 5 })
    for (const bad of ['60', 'sender=5', 'web=5000', 'web=-1', 'toString=1'])
      expect(faultsOf({ DAYWIRE_GRACE: bad }), bad).toEqual([expect.stringMatching(/^DAYWIRE_GRACE must be/)])
  })

  test('a signing key comes with its name, and is not repeated', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    const name = 'dw2._domainkey.example.org'
    const env = { DAYWIRE_DKIM_NAME: name, DAYWIRE_DKIM_KEY_FILE: 'key.pem' }
    expect(read(env, { '/srv/news/key.pem': pem }).dkim).toEqual({
      domain: 'example.org',
      selector: 'dw2',
      pem: pem.trim(),
    })
    expect(faultsOf({ DAYWIRE_DKIM_KEY: pem })).toEqual([expect.stringContaining('belong together')])
    expect(faultsOf({ DAYWIRE_DKIM_NAME: name, DAYWIRE_DKIM_KEY: 'hunter22' })).toEqual([
      'DAYWIRE_DKIM_KEY must be a private RSA key in PEM',
    ])
  })

  test('an empty value counts as unset', () => {
    expect(read({ DAYWIRE_PORT: '', DAYWIRE_PUBLIC_URL: '' })).toMatchObject({
      port: 8080,
      isPublicUrlSet: false,
    })
  })

  test('the public URL keeps its path, ends in a slash, and is the contact if none is set', () => {
    const config = read({ DAYWIRE_PUBLIC_URL: 'https://example.org/news' })

    expect(config.publicUrl).toBe('https://example.org/news/')
    expect(config.contact).toBe('https://example.org/news/')
    expect(config.isPublicUrlSet).toBe(true)
    expect(read({ DAYWIRE_PUBLIC_URL: config.publicUrl }).publicUrl).toBe('https://example.org/news/')
  })

  test('the public URL is normalised', () => {
    for (const [written, read_] of [
      ['HTTPS://News.Example.ORG:443', 'https://news.example.org/'],
      [' https://example.org/a/../news ', 'https://example.org/news/'],
      ['http://[::1]:8080', 'http://[::1]:8080/'],
      ['https://nachrichten.bücher.example', 'https://nachrichten.xn--bcher-kva.example/'],
    ] as const)
      expect(read({ DAYWIRE_PUBLIC_URL: written }).publicUrl).toBe(read_)
  })

  test.each([
    ['a password', 'https://desk:hunter22@news.example.org/', 'must not hold a user or password'],
    ['a user', 'https://hunter22@news.example.org/', 'must not hold a user or password'],
    ['an empty user', 'https://@news.example.org/', 'must not hold a user or password'],
    ['a query', 'https://news.example.org/?hunter22', 'must not have a query'],
    ['a bare question mark', 'https://news.example.org/news?', 'must not have a query'],
    ['a fragment', 'https://news.example.org/#hunter22', 'must not have a fragment'],
    ['a bare hash', 'https://news.example.org/news#', 'must not have a fragment'],
    ['another scheme', 'ftp://hunter22@news.example.org/', 'must be an http or https address'],
    ['no scheme', 'news.example.org/hunter22', 'must be an http or https address'],
    ['one slash', 'https:/news.example.org', 'must be an http or https address'],
    ['no host', 'https://', 'must be an http or https address'],
    ['a path that routes cannot have', 'https://example.org/:hunter22/', 'must have a path of letters'],
    ['an encoded path', 'https://example.org/a%20b/', 'must have a path of letters'],
    ['a doubled slash', 'https://example.org//news/', 'must have a path of letters'],
  ])('a public URL with %s is refused, and not repeated', (_, url, fault) => {
    const faults = faultsOf({ DAYWIRE_PUBLIC_URL: url })
    expect(faults).toEqual([expect.stringContaining(`DAYWIRE_PUBLIC_URL ${fault}`)])
    expect(faults[0]).not.toContain('hunter22')
  })

  test('trusted proxies are addresses and ranges', () => {
    expect(read({}).trustedProxies).toEqual(['loopback'])
    const list = 'loopback, 10.0.0.5,172.16.0.0/12, fd00::/8'
    expect(read({ DAYWIRE_TRUSTED_PROXIES: list }).trustedProxies).toEqual(list.split(/, ?/))
    for (const wrong of ['proxy.example.org', '10.0.0.0/33', 'all'])
      expect(faultsOf({ DAYWIRE_TRUSTED_PROXIES: wrong })).toEqual([
        expect.stringContaining('DAYWIRE_TRUSTED_PROXIES must be addresses'),
      ])
  })

  test('an absolute path of the database is kept', () => {
    expect(read({ DAYWIRE_DATABASE_URL: 'sqlite:/var/lib/news.db' }).databaseUrl).toBe(
      'sqlite:/var/lib/news.db',
    )
  })

  test('a proxy is an http or https address with a host, and an invalid one is not repeated', () => {
    const proxy = 'http://desk:pa%40ss@127.0.0.1:3128'
    expect(read({}).proxyUrl).toBeNull()
    expect(read({ DAYWIRE_PROXY_URL: proxy }).proxyUrl).toBe(proxy)
    expect(read({ DAYWIRE_PROXY_URL_FILE: 'proxy' }, { '/srv/news/proxy': `${proxy}\n` }).proxyUrl).toBe(
      proxy,
    )
    for (const wrong of [
      'hunter22',
      'proxy.example.org:3128',
      'socks5://hunter22@proxy:1080',
      'http://hunter22@proxy/x',
      'http://hunter22%@proxy',
    ]) {
      const [fault, ...more] = faultsOf({ DAYWIRE_PROXY_URL: wrong })
      expect([fault, more]).toEqual([expect.stringMatching(/^DAYWIRE_PROXY_URL must be /), []])
      expect(fault).not.toContain('hunter22')
    }
  })

  test('the configuration that was read is frozen', () => {
    expect(Object.isFrozen(read({}))).toBe(true)
  })

  test('all errors are reported at once, each with its setting', () => {
    const faults = faultsOf({
      DAYWIRE_PORT: '70000',
      DAYWIRE_PUBLIC_URL: 'news.example.org',
      DAYWIRE_LOG: 'loud',
      DAYWIRE_DATABASE_URL: 'mysql://host/name',
    })

    expect(faults.map((fault) => fault.split(' ')[0] ?? '').sort((a, b) => a.localeCompare(b))).toEqual([
      'DAYWIRE_DATABASE_URL',
      'DAYWIRE_LOG',
      'DAYWIRE_PORT',
      'DAYWIRE_PUBLIC_URL',
    ])
  })

  test('an unknown setting is an error, so that no typo is ignored', () => {
    expect(faultsOf({ DAYWIRE_PROT: '9000', DAYWIRE_SMTP_FILE: 'x', OTHER: 'y' })).toEqual([
      expect.stringContaining('DAYWIRE_PROT '),
      expect.stringContaining('DAYWIRE_SMTP_FILE '),
    ])
  })

  test('a value that may be secret is not repeated in an error', () => {
    const faults = faultsOf({
      DAYWIRE_SMTP_URL: 'user:hunter22@mail.example.org',
      DAYWIRE_DATABASE_URL: 'pg://daywire:hunter22@db.example.org/news',
    })

    expect(faults).toHaveLength(2)
    expect(faults.join('\n')).not.toContain('hunter22')
  })

  test.each([
    'postgres://daywire:hunt@er/22@db.example.org/news',
    'postgres://daywire:hunter#22@db.example.org/news',
  ])('a password that would be taken for the host is an error: %s', (url) => {
    const faults = faultsOf({ DAYWIRE_DATABASE_URL: url })
    expect(faults).toEqual([expect.stringContaining('percent-encoded')])
    expect(faults.join('')).not.toContain('hunt')
  })

  test.each([
    'postgres://daywire:hunt%40er%2F22@db.example.org/news?application_name=a@b',
    'postgres://daywire@%2Frun%2Fpostgresql/news',
    'postgres:///news?host=/run/postgresql',
    'sqlite:/srv/a@b/news#1.db',
  ])('an address of the database is valid: %s', (url) => {
    expect(read({ DAYWIRE_DATABASE_URL: url }).databaseUrl).toBe(url)
  })
})

describe('a …_FILE variable', () => {
  test('names a file with the value, relative to the current folder', () => {
    const config = read(
      { DAYWIRE_SMTP_URL_FILE: 'secrets/smtp' },
      { '/srv/news/secrets/smtp': 'smtp://user:pass@mail.example.org:587\n' },
    )

    expect(config.relays).toEqual([
      {
        name: 'mail.example.org',
        priority: 10,
        weight: 1,
        domains: [],
        server: {
          host: 'mail.example.org',
          port: 587,
          secure: false,
          tls: 'require',
          login: { user: 'user', pass: 'pass' },
        },
      },
    ])
  })

  test('is an error together with the setting itself', () => {
    const faults = faultsOf({ DAYWIRE_PORT: '8080', DAYWIRE_PORT_FILE: '/run/port' }, { '/run/port': '9000' })

    expect(faults).toEqual(['DAYWIRE_PORT and DAYWIRE_PORT_FILE are both set; keep one'])
  })

  test('is an error if the file cannot be read', () => {
    expect(faultsOf({ DAYWIRE_SMTP_URL_FILE: 'nowhere' })).toEqual([
      'DAYWIRE_SMTP_URL_FILE names nowhere, which cannot be read',
    ])
  })

  test('is not repeated if its value is invalid', () => {
    const faults = faultsOf({ DAYWIRE_SMTP_URL_FILE: '/run/smtp' }, { '/run/smtp': 'hunter22' })

    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain('DAYWIRE_SMTP_URL must be')
    expect(faults[0]).not.toContain('hunter22')
  })

  test('the settings of webhooks are validated, and no secret is repeated', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    const { hooks } = read(
      {
        DAYWIRE_HOOK_SES_TOPIC: 'arn:aws-cn:sns:cn-north-1:123456789012:daywire',
        DAYWIRE_HOOK_SENDGRID_KEY: key,
        DAYWIRE_HOOK_MAILGUN_KEY_FILE: '/run/mailgun',
        DAYWIRE_HOOK_POSTMARK_LOGIN: 'daywire:a-long-password-here',
      },
      { '/run/mailgun': 'a-long-signing-key\n' },
    )
    expect(hooks).toMatchObject({
      ses: { host: 'sns.cn-north-1.amazonaws.com.cn' },
      mailgun: 'a-long-signing-key',
      postmark: { login: 'daywire:a-long-password-here', secret: null },
    })
    expect(hooks.sendgrid?.equals(publicKey)).toBe(true)
    expect(read({}).hooks).toEqual({ ses: null, sendgrid: null, mailgun: null, postmark: null })
    const faults = faultsOf({
      DAYWIRE_HOOK_SES_TOPIC: 'arn:aws:sqs:eu-central-1:123456789012:daywire',
      DAYWIRE_HOOK_SENDGRID_KEY: 'not-a-key',
      DAYWIRE_HOOK_MAILGUN_KEY: 'hidden',
      DAYWIRE_HOOK_POSTMARK_LOGIN: 'daywire:hidden',
      DAYWIRE_HOOK_POSTMARK_SECRET: 'hidden',
    })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'DAYWIRE_HOOK_SES_TOPIC',
      'DAYWIRE_HOOK_SENDGRID_KEY',
      'DAYWIRE_HOOK_MAILGUN_KEY',
      'DAYWIRE_HOOK_POSTMARK_LOGIN',
      'DAYWIRE_HOOK_POSTMARK_SECRET',
    ])
    expect(faults.join()).not.toMatch(/hidden|not-a-key/)
  })
})
