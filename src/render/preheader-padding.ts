/** Prevents mail clients from showing the text after the preheader in the list of e-mails. */
export const preheaderPadding = '\u034F\u00A0'.repeat(60)
