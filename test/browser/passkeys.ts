import type { BrowserContext, Page } from 'playwright-core'

/** Adds a virtual authenticator to a page's browser, which reports at once whether its user is verified. */
export async function addAuthenticator(
  context: BrowserContext,
  page: Page,
  isOwner: boolean = true,
): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isOwner,
      automaticPresenceSimulation: true,
    },
  })
}
