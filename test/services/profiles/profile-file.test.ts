import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProfileText } from '../../../src/services/profiles/profile-file.ts'
import { english } from '../../../src/core/said/sentence.ts'

const fields = ['country: XA', 'title: Northland', 'link: https://example.org/xa', 'reviewed: 2026-05-01']
const file = (body: string, front = fields) => `---\n${front.join('\n')}\n---\n${body}`
const faultsOf = (text: string): string[] => {
  const reading = readProfileText(text)
  return reading.ok ? [] : reading.faults.map(({ line, says }) => `${line}: ${english(says)}`)
}

describe('a profile', () => {
  test('consists of its fields, its paragraphs in one line each, and its file, byte for byte', () => {
    const text = file('\r\nIt has *two*\\* plants,\none of them\nnew.\n\n\nAT&T is not there.\n').replace(
      '*two*',
      'two',
    )
    expect(readProfileText(text)).toEqual({
      ok: true,
      profile: {
        country: 'XA',
        name: 'Northland',
        link: 'https://example.org/xa',
        linkText: null,
        reviewed: '2026-05-01',
        overview: 'It has two* plants, one of them new.\n\nAT&T is not there.',
        markdown: text,
      },
    })
  })

  const wrong = [
    ['no front matter at all', '1: has no front matter'],
    ['---\ncountry: [X\n---\n\nText.\n', '2: has a front matter that is not valid YAML'],
    [file('\nText.', fields.slice(1)), '1: country: is missing'],
    [file('\nText.', ['country: UK', ...fields.slice(1)]), '2: country: “UK” is not the code of a country'],
    [file('\nText.', [...fields, 'capitol: Hallenborg']), '6: has no such field: capitol'],
    [
      file('\nText.', [...fields.slice(0, 2), 'link: javascript:alert(1)', fields[3]!]),
      '4: link: must be an http',
    ],
    [file('\nText.', [...fields.slice(0, 3), 'reviewed: 2026-13-01']), '5: reviewed: must be a date'],
    [file('\n\n'), '7: has no text below its front matter'],
    [file('\nText.\n\n# Arms\n\nMore.\n'), '10: a heading is not allowed in a profile'],
    [file('\nText.\n\n- a\n- b\n'), '10: a list is not allowed'],
    [file('\nText with\na [link](https://example.org).\n'), '9: a link is not allowed'],
    [file('\nText with\n\n**weight**.\n'), '10: emphasis is not allowed'],
    [file('\nText.\n\n<b>raw</b>\n'), '10: HTML is not allowed'],
    [file(`\n${'word '.repeat(500)}\n`), '7: has a text of 2499 characters; an overview has at most 2000'],
  ] as const
  test.each(wrong.map(([text, fault]) => [fault, text]))('is reported with its line: %s', (fault, text) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(fault)])
  })

  test('reports all errors at once', () => {
    expect(faultsOf(file('\n# Arms\n', ['country: xa', 'title: ""', ...fields.slice(2)]))).toEqual([
      '2: country: must be two capital letters such as DE',
      '3: title: must not be empty',
      '8: a heading is not allowed in a profile; write paragraphs of plain text',
    ])
  })
})

describe('the profiles that come with Daywire', () => {
  const folder = join(import.meta.dirname, '../../../profiles')
  const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')

  test.each(files)('%s is an overview of its country, with its flag', (name) => {
    const reading = readProfileText(readFileSync(join(folder, name), 'utf8'))
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
    const { country, overview } = reading.profile
    expect(name).toBe(`${country.toLowerCase()}.md`)
    const words = overview.split(/\s+/).length
    expect(words).toBeGreaterThan(110)
    expect(words).toBeLessThan(170)
    expect(overview).not.toMatch(/\w- \w/)
    expect(readdirSync(folder)).toContain(`${country.toLowerCase()}.png`)
  })
})
