import { expect, test } from 'vitest'
import { textOfHtml } from '../../../src/mail/incoming/message/html-text.ts'

test('styles and scripts are not text; an unclosed one continues to the end of the page', () => {
  const page = '<STYLE type="a">p { color: red }</style ><p>User&nbsp;unknown</p><script>no()</SCRIPT>at all'
  expect(textOfHtml(page).split(/\s+/)).toEqual(['', 'User', 'unknown', 'at', 'all'])
  expect(textOfHtml('gone<style>'.repeat(3)).trim()).toBe('gone')
})
