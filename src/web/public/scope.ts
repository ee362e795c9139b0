import { largestBody } from '../kit/limits/limits.ts'
import { pagePolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerChoices } from './choosing/choices.ts'
import { registerConfirm } from './joining/confirm.ts'
import { registerEdition } from './edition.ts'
import { registerOwnEdition } from './choosing/own-edition.ts'
import { registerQuick } from './choosing/quick.ts'
import { registerEmbed } from './joining/embed.ts'
import { registerChallenge } from './joining/challenge.ts'
import { registerEndpoint } from './joining/endpoint.ts'
import { registerMedia } from './media.ts'
import { registerReading } from './reading/reading.ts'
import { registerNewAddress } from './own-data/new-address.ts'
import { registerOwnData } from './own-data/own-data.ts'
import { registerOwnPages } from './own-pages.ts'
import { registerStyle } from './style.ts'
import { registerSubscribe } from './joining/subscribe.ts'
import { registerUnsubscribe } from './leaving/unsubscribe.ts'

export const publicScope: Scope = {
  name: 'public',
  prefix: '',
  policy: pagePolicy,
  largestBody,
  access: 'readers',
  pages: [
    registerOwnPages,
    registerReading,
    registerEdition,
    registerSubscribe,
    registerEmbed,
    registerEndpoint,
    registerChallenge,
    registerConfirm,
    registerUnsubscribe,
    registerChoices,
    registerQuick,
    registerOwnEdition,
    registerOwnData,
    registerNewAddress,
    registerMedia,
    registerStyle,
  ],
}
