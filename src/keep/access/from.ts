import type { AccessDeps } from './deps.ts'

/** How somebody showed who they are; `provider_alone`: by a provider that asks for no second factor, and we neither. */
export type Way = 'set_up' | 'password' | 'code' | 'recovery' | 'passkey' | 'provider' | 'provider_alone'

export const byProvider = (way: Way): boolean => way === 'provider' || way === 'provider_alone'

/** Where a request comes from: a class of device, and the network attempts are counted by. */
export type From = { device: string; network: string }

/** The same as the audit keeps it. */
export const placeOf = (deps: Pick<AccessDeps, 'keyring'>, from: From) => ({
  device: from.device,
  network: deps.keyring.digest('network', from.network).subarray(0, 8),
})
