import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fetcherOf, fetchOptions } from './fetcher-setting.ts'
import { open, rss, serve, story } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const page = (title: string, body = ''): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`

async function fetched(status: number, headers: Record<string, string>, body: string | Buffer) {
  const base = await serve((_, response) => response.writeHead(status, headers).end(body))
  return fetcherOf().fetch(base, fetchOptions)
}

describe('a check for bots is told as one', () => {
  test.each<[string, number, Record<string, string>, string]>([
    ['Cloudflare', 403, { 'cf-mitigated': 'challenge', server: 'cloudflare' }, page('Bitte warten')],
    ['Cloudflare', 503, { server: 'cloudflare' }, page('Just a moment...')],
    ['Cloudflare', 403, { server: 'cloudflare' }, page('Un instant', '<script>window._cf_chl_opt={}</script>')],
    ['Cloudflare', 403, { server: 'cloudflare' }, page('Attention Required! | Cloudflare')],
    ['Cloudflare', 200, {}, page('Just a moment...')],
    ['DataDome', 403, { 'x-datadome': 'protected' }, ''],
    ['DataDome', 200, {}, page('wire.example.org', '<p>Please enable JS and disable any ad blocker</p>')],
    ['DataDome', 403, {}, page('', '<script src="https://ct.captcha-delivery.com/c.js"></script>')],
    ['Imperva Incapsula', 200, {}, page('', '<iframe src="/_Incapsula_Resource?CWUDNSAI=2&amp;incident_id=7-1">Request unsuccessful. Incapsula incident ID: 7-1</iframe>')],
    ['Akamai', 403, { server: 'AkamaiGHost' }, '<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>Reference&#32;&#35;18&#46;7 Reference #18.7</BODY></HTML>'],
    ['PerimeterX', 403, {}, page('Access to this page has been denied', '<div id="px-captcha"></div>')],
    ['AWS WAF', 202, { 'x-amzn-waf-action': 'challenge' }, ''],
    ['AWS WAF', 405, { 'x-amzn-waf-action': 'captcha' }, page('Human Verification')],
    ['Sucuri', 403, { 'x-sucuri-block': '17' }, ''],
    ['Sucuri', 403, {}, page('Sucuri WebSite Firewall - Access Denied')],
    ['Anubis', 200, {}, page('Making sure you&#39;re not a bot!', '<script id="anubis_challenge" type="application/json"></script>')],
    ['SiteGround', 202, { 'sg-captcha': 'challenge' }, page('')],
    ['Vercel', 429, { 'x-vercel-mitigated': 'challenge' }, page('Vercel Security Checkpoint')],
    ['Google', 429, {}, page('Sorry', 'Our systems have detected unusual traffic from your computer network.')],
    ['Imperva Advanced Bot Protection', 200, {}, page('Pardon Our Interruption')],
    ['Radware', 200, {}, page('Radware Bot Manager Captcha')],
    ['DDoS-Guard', 403, { server: 'ddos-guard' }, ''],
    ['DDoS-Guard', 429, {}, page('DDoS-Guard')],
  ])('%s at %i', async (name, status, headers, body) => {
    expect(inWords(await fetched(status, headers, body))).toMatchObject({
      ok: false,
      problem: 'bot-wall',
      reason: expect.stringMatching(
        new RegExp(`is behind a bot check \\(${name}\\).*ask its publisher for an address that programs can read$`),
      ),
    })
  }) // prettier-ignore

  test('packed too, with when to come back', async () => {
    const headers = { 'content-encoding': 'gzip', 'retry-after': '60' }
    const got = await fetched(503, headers, gzipSync(page('Just a moment...')))
    expect(got).toMatchObject({ problem: 'bot-wall', retryAfter: 60 })
  })

  test('of a feed, by its reading', async () => {
    const base = await serve((_, response) => response.end(page('Just a moment...')))
    expect(await open().check(base)).toMatchObject({ ok: false, problem: 'bot-wall' })
  })
})

describe('what only looks like one is content', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a feed that tells of one', {}, rss(story('Just a moment... px-captcha Incapsula incident ID'))],
    ['a page with a wall before it that let us in', { 'x-datadome': 'protected', server: 'cloudflare' }, page('News', '<script src="/_Incapsula_Resource?SWJIYLWA=7"></script><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>')],
    ['a long page about one', {}, page('How px-captcha works', '<p>Please enable JS and disable any ad blocker'.repeat(1_000))],
    ['a page of such a title', {}, page('Just a moment in the harbour')],
    ['a host behind DDoS-Guard', { server: 'ddos-guard' }, page('News')],
  ])('%s', async (_, headers, body) => {
    expect(await fetched(200, headers, body)).toMatchObject({ ok: true })
  }) // prettier-ignore
})

describe('problems are told by a code', () => {
  test.each([
    [401, 'forbidden'], [403, 'forbidden'], [404, 'not-found'], [410, 'gone'], [418, 'other'], [429, 'rate-limited'], [451, 'forbidden'],
    [500, 'server-fault'], [502, 'server-fault'], [503, 'server-fault'], [599, 'server-fault'], [204, 'other'],
  ])('%i is %s', async (status, problem) => {
    expect(await fetched(status, {}, '')).toMatchObject({ ok: false, problem, gone: status === 410 })
  }) // prettier-ignore

  test.each([
    [page('News'), 'html'],
    ['', 'malformed'],
    ['{"version": 7}', 'malformed'],
    ['<opml/>', 'malformed'],
    ['<rss><channel><item><title>Ferr', 'malformed'],
  ])('a document %j where a feed should be is %s', async (body, problem) => {
    const base = await serve((_, response) => response.end(body))
    expect(await open().check(base)).toMatchObject({ ok: false, problem })
  })

  test('a port where nothing is, and a name that is not there, are unreachable', async () => {
    const resolver = { resolve: () => Promise.reject(new Error('no such name')) }
    const fetcher = fetcherOf({ resolver })
    for (const address of ['http://127.0.0.1:1/', 'http://nowhere.example.org/'])
      expect(await fetcher.fetch(address, fetchOptions)).toMatchObject({ problem: 'unreachable' })
  })
})
