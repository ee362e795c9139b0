/** The library that makes and checks passkeys: some 800 files, so it is loaded when a passkey is first asked for and by no command. */
export const webauthn = () => import('@simplewebauthn/server')
