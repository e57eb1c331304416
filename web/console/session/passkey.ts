import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { invitedPasskey as beginInvited, passkeyOptions, passkeyRegister, passkeyRegisterOptions, passkeyVerify } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'

// The options come from our own server, which made them with the same library; the browser checks them once more.

type Ask = Parameters<typeof startAuthentication>[0]['optionsJSON']
type Make = Parameters<typeof startRegistration>[0]['optionsJSON']

const isAsk = (options: object): options is Ask => 'challenge' in options
const isMake = (options: object): options is Make => 'challenge' in options && 'rp' in options

/** Signs in by a passkey; throws when the person closes the window or the key is unknown. */
export async function signInByPasskey() {
  return call(passkeyVerify, { body: await askForPasskey() })
}

/** What a passkey of this device answers. */
export async function askForPasskey(): Promise<Record<string, unknown>> {
  const options = await call(passkeyOptions, { body: {} })
  if (!isAsk(options)) throw new Error('the server sent no challenge')
  return { ...(await startAuthentication({ optionsJSON: options })) }
}

/** Adds a passkey of this device to the account that is signed in. */
export async function addPasskey() {
  const options = await call(passkeyRegisterOptions, { body: {} })
  if (!isMake(options)) throw new Error('the server sent no challenge')
  return call(passkeyRegister, { body: { ...(await startRegistration({ optionsJSON: options })) } })
}

/** Makes a passkey for whoever was invited; what it gives goes with the invitation. */
export async function invitedPasskey(token: string, name: string) {
  const options = await call(beginInvited, { body: { token, name } })
  if (!isMake(options)) throw new Error('the server sent no challenge')
  return { ...(await startRegistration({ optionsJSON: options })) }
}
