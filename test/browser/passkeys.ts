import type { BrowserContext, Page } from 'playwright-core'

/** Gives a page's browser an authenticator, which says at once whether whoever uses it is its owner. */
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
