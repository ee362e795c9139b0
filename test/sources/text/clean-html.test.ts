import { describe, expect, test } from 'vitest'
import { cleanHtml } from '../../../src/sources/text/clean-html.ts'
import { textOfHtml } from '../../../src/sources/text/plain-text.ts'

const clean = (html: string): string | null => cleanHtml(html, 'https://wire.example.org/a/').html

describe('a body from outside', () => {
  test.each([
    ['<p onclick="x()" style="color:red" class="c">Hi</p>', '<p>Hi</p>'],
    ['<script>alert(1)</script><style>p{}</style><p>Hi</p>', '<p>Hi</p>'],
    [
      '<p>a<iframe src="https://x.example.org">frame</iframe><svg onload="x()"><text>t</text></svg></p>',
      '<p>a</p>',
    ],
    ['<a href="JaVaScRiPt:alert(1)">Hi</a>', 'Hi'],
    ['<a href=" java&#10;script:alert(1)">Hi</a>', 'Hi'],
    [
      '<a href="data:text/html,x">Hi</a> <a href="//cdn.example.org/x" target="_blank" onmouseover="y()">there</a>',
      'Hi <a href="https://cdn.example.org/x">there</a>',
    ],
    ['<a href="b?c=1&amp;d=2">Hi</a>', '<a href="https://wire.example.org/a/b?c=1&amp;d=2">Hi</a>'],
    ['<img src=x onerror=alert(1)><p>Hi</p>', '<p>Hi</p>'],
    ['<div>One</div><div>Two <div>Three</div></div>', '<p>One</p><p>Two </p><p>Three</p>'],
    ['<h1>Head</h1><h6>Small</h6><ul><li>x</li></ul>', '<h2>Head</h2><h4>Small</h4><ul><li>x</li></ul>'],
    ['<p> </p><p><a href="https://x.example.org"><img src="y"></a></p><p>Hi</p>', '<p>Hi</p>'],
    ['<form action="x"><input value="v"><button>Go</button></form><p>Hi', 'Go<p>Hi</p>'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['<figure><img src="x.jpg"><figcaption>The quay</figcaption></figure><p>Hi</p>', '<p>Hi</p>'],
    ['<p><b>unclosed', '<p><b>unclosed</b></p>'],
  ])('%s', (html, expected) => {
    expect(clean(html)).toBe(expected)
  })

  test('an empty text is null', () => {
    expect(clean('<p><br></p><img src="x.jpg">')).toBeNull()
  })

  test('plain text separates blocks, keeps words whole, decodes entities once', () => {
    expect(textOfHtml('<p>One</p><p>two<b>half</b></p><ul><li>x</li><li>y</li></ul>')).toBe('One twohalf x y')
    expect(textOfHtml('a&nbsp;&amp;lt;b&amp;gt;&#8217;s<br>c')).toBe('a &lt;b&gt;’s c')
    expect(textOfHtml('5 < 6 &amp; 7 > 2')).toBe('5 < 6 & 7 > 2')
  })
})

test('the beginning of a text is the same if its end is not requested', () => {
  const html = `<p>One &amp; <em>two</em> three &#x1F30D;.</p>`.repeat(2_000)
  const whole = 'One & two three 🌍. '.repeat(2_000).trim()
  expect(textOfHtml(html)).toBe(whole)
  const beginning = textOfHtml(html, 3_000)
  expect(beginning.slice(0, 3_000)).toBe(whole.slice(0, 3_000))
  expect(beginning.length).toBeLessThan(whole.length / 10)
})
