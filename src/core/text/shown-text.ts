/** What hides or turns text around: control characters but for line breaks and tabs, and marks of direction that reach beyond a line. */
const hidden = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]/gu

/** A text from outside, for a page to show as it is: without what would hide or turn around what stands there. */
export const shownText = (text: string): string => text.toWellFormed().replace(hidden, '')
