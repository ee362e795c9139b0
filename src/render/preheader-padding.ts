/** Keeps mail clients from showing what follows the preheader in the list of mails. */
export const preheaderPadding = '\u034F\u00A0'.repeat(60)
