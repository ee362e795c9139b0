import type { PageDocument, PageElement } from '../page-document.ts'

/** Words in a class or id that mark the surroundings of an article, never the article. */
const around: ReadonlySet<string> = new Set(
  `ad ads advert advertisement adslot advertorial promo promos promotion promoted sponsor sponsored
  share sharing sharebar sharetools social socials related recirc recirculation recommended recommendations
  trending popular mostpopular mostread readmore newsletter newsletters signup subscribe subscription paywall
  caption captions credit credits copyright tooltip rollover popup modal cookie cookies gdpr consent
  breadcrumb breadcrumbs pagination pager toolbar menu sidebar
  comments commentlist disqus respond tags taglist bio authorbio outbrain taboola
  pubdate timestamp gallery slideshow carousel poll quiz skip rating ratings
  pullquote`.split(/\s+/),
)

const words = (element: PageElement): string[] =>
  `${element.className} ${element.id}`
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)

const phrases =
  /\b(?:author|writer)[-_]?(?:bio|info|box|card|details|description)|about[-_]?(?:the[-_]?)?author|more[-_](?:from|on|stories|news)|read[-_](?:more|next|also)|see[-_]also|most[-_](?:read|popular|viewed)|also[-_](?:on|like|read)|sign[-_]up|e?mail[-_](?:signup|form|alerts?)|screen[-_]reader|sr[-_]only|visually[-_]?hidden|jp-relatedposts|entry[-_]meta|post[-_]meta|article[-_]meta/i

const isAround = (element: PageElement): boolean =>
  phrases.test(`${element.className} ${element.id}`) || words(element).some((word) => around.has(word))

/** An element with a larger share of the page's text is not boilerplate, whatever its class says. */
const largestShare = 0.3

/** Readers' comments may be longer than the article. */
const comments = '#comments, #respond, #disqus_thread, .comments, .commentlist, .comment-list, .comments-area'

/** Characters of an element's paragraphs. */
function lengthOf(element: PageElement): number {
  let length = element.localName === 'p' ? element.textContent.length : 0
  for (const paragraph of element.querySelectorAll('p')) length += paragraph.textContent.length
  return length
}

/** Removes elements whose markup says that they are not part of the article. */
export function tidyPage(document: PageDocument): void {
  for (const each of document.querySelectorAll(
    'figcaption, img, picture, svg, video, audio, canvas, source, nav, [role="navigation"], [role="complementary"]',
  ))
    each.remove()
  const whole = Math.max(lengthOf(document.body), 500)
  for (const each of document.querySelectorAll(comments)) if (lengthOf(each) < whole - 150) each.remove()
  for (const element of document.querySelectorAll('[class], [id]')) {
    if (element.localName === 'body' || element.localName === 'html' || !isAround(element)) continue
    if (lengthOf(element) / whole < largestShare) element.remove()
  }
}
