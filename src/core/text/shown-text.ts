/**
 * Characters that hide or reorder text: control characters except line breaks and tabs, and marks of direction that extend beyond a line.
 */
const hidden = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]/gu

/** A text from outside for display as it is, without characters that would hide or reorder other text. */
export const shownText = (text: string): string => text.toWellFormed().replace(hidden, '')
