/** Runs in the page of an opened e-mail, without modules and types. Each function returns plain data. */

/** Inverts the lightness of each colour, as some mail clients do in dark mode. */
globalThis.invertColors = () => {
  const names = [
    'color',
    'background-color',
    'border-top-color',
    'border-bottom-color',
    'border-left-color',
    'border-right-color',
  ]
  const inverted = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number)
    if (alpha === 0) return null
    // Adding this to each channel inverts lightness and keeps hue and saturation (HSL).
    const shift = 255 - Math.max(red, green, blue) - Math.min(red, green, blue)
    return `rgb(${red + shift}, ${green + shift}, ${blue + shift})`
  }
  const changes = [...document.querySelectorAll('html, body, body *')].map((element) => {
    const style = getComputedStyle(element)
    return { element, values: names.map((name) => inverted(style.getPropertyValue(name))) }
  })
  for (const { element, values } of changes)
    for (const [at, value] of values.entries())
      if (value !== null) element.style.setProperty(names[at], value, 'important')
}

/** The width in px that the page needs to show everything. */
globalThis.fullWidth = () => document.documentElement.scrollWidth

/** Levels of headings, in order. */
globalThis.headingLevels = () =>
  [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ localName }) => Number(localName[1]))

/** Font sizes in px of the elements that a selector matches. */
globalThis.textSizes = (selector) =>
  [...document.querySelectorAll(selector)].map((element) => parseFloat(getComputedStyle(element).fontSize))

/** Links without a square of `least` px to themselves, except those in a sentence (WCAG 2.2, 2.5.8, with its exceptions for spacing and inline links). */
globalThis.crowdedTargets = (least) => {
  const isInText = (link) => {
    if (getComputedStyle(link).display !== 'inline') return false
    const line = link.closest('p, td, h1, h2, h3')
    return line.textContent.trim() !== link.textContent.trim()
  }
  const links = [...document.querySelectorAll('a[href]')].filter((link) => !isInText(link))
  const boxes = links.map((link) => {
    const { left, right, top, bottom } = link.getBoundingClientRect()
    const [wide, high] = [Math.max(0, least - (right - left)) / 2, Math.max(0, least - (bottom - top)) / 2]
    return {
      left: left - wide,
      right: right + wide,
      top: top - high,
      bottom: bottom + high,
      isSmall: wide + high > 0,
    }
  })
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  return links
    .filter((_, at) => boxes[at].isSmall && boxes.some((box, other) => other !== at && meet(box, boxes[at])))
    .map((link) => link.textContent || link.getAttribute('href'))
}

/** Texts whose contrast to their background is below `least` (WCAG 2.2, 1.4.3). */
globalThis.lowContrast = (least) => {
  const channels = (color) => color.match(/[\d.]+/g).map(Number)
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const ground = (element) => {
    const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)'
    return (channels(color)[3] ?? 1) > 0 ? color : ground(element.parentElement)
  }
  const found = new Set()
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement
    const text = walk.currentNode.textContent.trim()
    if (text === '' || element.getClientRects().length === 0) continue
    const [one, other] = [getComputedStyle(element).color, ground(element)].map(luminance)
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    if (ratio < least) found.add(`${ratio.toFixed(2)}: ${text.slice(0, 40)}`)
  }
  return [...found]
}

/** The width in px of the narrowest text of a story, beside pictures and frames. */
globalThis.narrowestText = () =>
  Math.min(
    ...[...document.querySelectorAll('p.text, p.short')].map((text) => text.getBoundingClientRect().width),
  )

/** Pictures that show neither an image nor their alternative text. */
globalThis.emptyFrames = () =>
  [...document.querySelectorAll('img')].filter((img) => img.naturalWidth === 0 && img.alt.trim() === '')
    .length
