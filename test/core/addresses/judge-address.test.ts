import { describe, expect, test } from 'vitest'
import { judgeAddress } from '../../../src/core/addresses/verdict/judge-address.ts'
import { suggestedDomain } from '../../../src/core/addresses/verdict/typo.ts'

const judged = (address: string) => {
  const { verdict, reasons } = judgeAddress(address)
  return [verdict, ...reasons].join(' ')
}
const long = (count: number) => 'a'.repeat(count)
const labels = (count: number) => Array.from({ length: count }, () => long(61)).join('.')

describe('deliverable', () => {
  test.each([
    'ann@example.org',
    'Ann.Lee+news@Example.ORG',
    'x@example.com',
    '1234567890@example.com',
    '_______@example.com',
    "o'neil@example.ie",
    'user%host@example.org',
    'mailhost!user@example.org',
    'name/surname@example.com',
    '!#$%&*+-/=?^_`{|}~@example.com',
    'user-@example.org',
    'a@b-c.co.uk',
    'a@1.example.com',
    'a@3com.com',
    'a@r3---sn.example.com',
    'a@x--y.example.com',
    'ann@क्\u200dष.भारत',
    'ann@نامه\u200cای.com',
    'ann@カ・タ.jp',
    'ann@ქართული.ge',
    'a@sub.sub.sub.example.museum',
    'ann@мама.рф',
    'ann@пошта.укр',
    'ann@hotmail.be',
    'ann@münchen.de',
    'ann@xn--mnchen-3ya.de',
    'ann@例子.网络',
    'ann@xn--fsqu00a.xn--0zwm56d.com',
    'ann@col·lecció.cat',
    'ann@דוגמה.co.il',
    'ann@faß.de',
    `${long(64)}@example.org`,
    `ann@${long(63)}.org`,
    `a@${labels(4).slice(0, 247)}.org`,
  ])('%s', (address) => {
    expect(judged(address)).toBe('deliverable')
  })

  test('a role is said, and does not speak against it', () => {
    expect(judged('Info@example.org')).toBe('deliverable role')
    expect(judged('no-reply+x@example.org')).toBe('deliverable role')
    expect(judged('hello@example.org')).toBe('deliverable role')
  })
})

describe('risky', () => {
  test.each([
    ['" "@example.org', 'quoted-local-part'],
    ['"john..doe"@example.org', 'quoted-local-part'],
    ['"very.(),:;<>[]\\".VERY.\\"very@\\\\ \\"very\\".unusual"@strange.example.com', 'quoted-local-part'],
    ['"a".b@example.org', 'quoted-local-part obsolete-form'],
    ['ann(her desk)@example.org', 'comment'],
    ['(a (b) \\) c)ann@example.org', 'comment'],
    ['ann(a \\@ b)@example.org', 'comment'],
    ['ann().lee@example.org', 'comment'],
    ['ann(a.b).lee@example.org', 'comment'],
    ['ann(a"b).lee@example.org', 'comment'],
    ['ann.(x)lee@example.org', 'comment'],
    ['ann@mail(a (b)).example.org', 'comment'],
    ['ann@example.org(home)', 'comment'],
    ['ann@[192.0.2.1]', 'ip-address'],
    ['ann@[IPv6:2001:db8::1]', 'ip-address'],
    ['ann@localhost', 'single-label-domain'],
    ['admin@mailserver1', 'single-label-domain'],
    ['用户@example.org', 'unicode-local-part'],
    ['I❤️CHOCOLATE@example.com', 'unicode-local-part'],
    [' ann@example.org ', 'surrounding-space'],
    ['ann@ｅxample.org', 'rewritten'],
    ['раypal@example.org', 'unicode-local-part confusable'],
    ['ann@раypal.com', 'confusable'],
    ['ann@аррӏе.com', 'confusable'],
    ['ann@раypal.рф', 'confusable'],
    ['ann@x.example', 'reserved-domain'],
    ['ann@host.local', 'reserved-domain'],
    ['ann@example.invalid', 'reserved-domain'],
    ['ann@example.web2', 'unknown-ending'],
    ['ann@gmial.com', 'typo'],
    ['ann@gmail.con', 'unknown-ending typo'],
  ])('%s: %s', (address, reasons) => {
    expect(judged(address)).toBe(`risky ${reasons}`)
  })
})

describe('invalid', () => {
  test.each([
    '',
    '@',
    'plainaddress',
    '@example.com',
    'ann@',
    'ann.example.com',
    'ann@example@example.com',
    '.ann@example.com',
    'ann.@example.com',
    'ann..lee@example.com',
    'Ann Lee <ann@example.com>',
    'ann@example.com (Ann Lee) x',
    '<ann@example.com>',
    'mailto:ann@example.com',
    'ann lee@example.com',
    'ann@exam ple.com',
    'ann@-example.com',
    'ann@example-.com',
    'ann@example..com',
    'ann@.example.com',
    'ann@example.com.',
    'ann@my_host.example.com',
    'ann@example.123',
    'ann@111.222.333.44444',
    'ann@192.0.2.1',
    'ann@example.c',
    'ann@[192.0.2.256]',
    'ann@[2001:db8::1]',
    'ann@[IPv6:12345::1]',
    'ann@[192.0.2.1',
    'just"not"right@example.com',
    'this is"not\\allowed@example.com',
    'this\\ still\\"not\\\\allowed@example.com',
    '"ann@example.com',
    '"an"n@example.com',
    'ann"@example.com',
    '"(),:;<>[\\]@example.com',
    'a"b(c)d,e:f;g<h>i[j\\k]l@example.com',
    'ann(@example.com',
    'ann)@example.com',
    'a(n)n@example.com',
    'ann@exam(x)ple.com',
    'a(n)(n)n@example.com',
    'ann@ex\ufe0fample.com',
    'ann@ex\u034fample.com',
    'ann@ex\u3164ample.com',
    'ann@\ufe0f.com',
    '#@%^%#$@#$@#.com',
    'ann@example.com,bob@example.com',
    'ann@example.com;',
    `${long(65)}@example.org`,
    `ann@${long(64)}.org`,
    `ann@${labels(4)}.org`,
    `"${long(64)}"@example.org`,
    'ann\u0000@example.org',
    'an\nn@example.org',
    'an\u200bn@example.org',
    'ann@exam\u200bple.org',
    'an\u202en@example.org',
    'ann＠example.org',
    'ann@i♥.ws',
    'ann@xn--i-7iq.ws',
    'ann@xn--a.org',
    'ann@a·b.cat',
    'ann@٠۰.org',
    'ann@\u0301a.org',
    'ann@ab--ü.org',
    'ann@-ü.org',
    'ann@ü-.org',
    'ann@xn----eha.org',
    'ann@אb.com',
    'ann@1א.com',
    'ann@א١1.com',
    'ann@example\u2024org',
    'ann\u115f@example.org',
    'ann@example.org\r\nBcc: eve@example.org',
    `${'é'.repeat(32)}x@example.org`,
    `ann@${'ü'.repeat(60)}.de`,
    'ann@exa%6dple.org',
    'ann@example.org/x',
    'ann@example.org:25',
    'ann@exam!ple.org',
    'ann�@example.org',
  ])('%j', (address) => {
    expect(judged(address)).toMatch(/^invalid /)
  })
})

describe('a slip of a big provider', () => {
  test.each([
    ['gmial.com', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.cmo', 'gmail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.con', 'hotmail.com'],
    ['yaho.com', 'yahoo.com'],
    ['yahooo.com', 'yahoo.com'],
    ['outlok.com', 'outlook.com'],
    ['iclod.com', 'icloud.com'],
    ['wbe.de', 'web.de'],
    ['gmx.ed', 'gmx.de'],
    ['t-onlin.de', 't-online.de'],
    ['example.con', 'example.com'],
    ['example.ogr', 'example.org'],
    ['aol.co', 'aol.com'],
    ['hotmail.co', 'hotmail.com'],
    ['outlook.cm', 'outlook.com'],
    ['yahoo.se', null],
    ['outlook.es', null],
    ['yandex.ua', null],
    ['love.com', null],
    ['mail.com', null],
    ['ymail.com', null],
    ['email.com', null],
    ['gmail.com', null],
    ['live.de', null],
    ['me.co', null],
    ['ministry.example.org', null],
    ['mal.ru', null],
    ['freedom.fr', null],
  ])('%s: %s', (domain, meant) => {
    expect(suggestedDomain(domain)).toBe(meant)
  })

  test('is suggested with its local part', () => {
    expect(judgeAddress('Ann.Lee@gmial.com').suggestion).toBe('Ann.Lee@gmail.com')
  })
})

test('the worst cases are judged in a time that grows with their length', () => {
  const worst = [
    `"${'\\"'.repeat(20_000)}`,
    `${'('.repeat(40_000)}@x.org`,
    `${'a.'.repeat(20_000)}@x.org`,
    `${'"a".'.repeat(10_000)}@x.org`,
    `a@${'xn--'.repeat(10_000)}.org`,
    `a@${'é.'.repeat(10_000)}`,
    'a@'.repeat(20_000),
    `a@${'٠'.repeat(40_000)}.org`,
  ]
  for (const address of worst) expect(judged(address)).toMatch(/^invalid/)
})
