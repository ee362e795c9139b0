import { expect, test } from 'vitest'
import type { HookService } from '../../../src/core/entities/feedback/hook-service.ts'
import { english } from '../../../src/core/said/sentence.ts'
import type { ContextSettings } from '../../../src/services/context.ts'
import { aboutHooks } from '../../../src/services/newsroom/doctor/doctor-hooks.ts'

const found = (publicUrl: string, hooks: HookService[]) =>
  aboutHooks({ settings: { publicUrl, hooks } as unknown as ContextSettings }).map(
    ({ about, state, says }) => `${english(about)} (${state}): ${english(says)}`,
  )

test('doctor names the address of each service whose reports are accepted, and reports unencrypted ones', () => {
  expect(found('https://news.example.org/wire/', [])).toEqual([])
  expect(found('https://news.example.org/wire/', ['ses', 'postmark'])).toEqual([
    'reports of Amazon SES (fine): taken at https://news.example.org/wire/hooks/ses',
    'reports of Postmark (fine): taken at https://news.example.org/wire/hooks/postmark',
  ])
  expect(found('http://news.example.org/', ['mailgun'])).toEqual([
    expect.stringMatching(
      /^reports of Mailgun \(note\): taken at http:\S+\/hooks\/mailgun, which is not encrypted/,
    ),
  ])
})
