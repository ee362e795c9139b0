/** The library that makes and checks passkeys: about 800 files, so it is loaded only when a passkey is first needed. */
export const webauthn = () => import('@simplewebauthn/server')
