import { mount } from '../../../platform/http/index.ts'
import * as contract from '../contract.ts'
import { deviceOf, sameOriginOnly, siteOf } from '../cookies.ts'
import { passkeyRegisterOptions, passkeySignInOptions, registerPasskey, signInByPasskey } from '../passkeys.ts'
import { fromOf, type House, noting, staffOf } from './caller.ts'
import { answerSignedIn } from './session.ts'

export function passkeyRoutes(house: House): void {
  const { app, on, deps } = house
  mount(app, on, contract.passkeyOptions, async ({ request, now }) => {
    sameOriginOnly(request)
    return { ...(await passkeySignInOptions(deps, siteOf(request, deps.secure), now)) }
  })
  mount(app, on, contract.passkeyVerify, async ({ body, request, now }) => {
    sameOriginOnly(request)
    return answerSignedIn(deps, await signInByPasskey(deps, { answer: body, site: siteOf(request, deps.secure), ...fromOf(request) }, now), now)
  })
  mount(app, on, contract.passkeyRegisterOptions, async ({ caller, request, now }) => ({
    ...(await passkeyRegisterOptions(deps, staffOf(caller), siteOf(request, deps.secure), now)),
  }))
  mount(app, on, contract.passkeyRegister, (call) =>
    noting(house, call, async (within) => {
      const { body, request, now } = call
      await registerPasskey(within, staffOf(call.caller), { answer: body, site: siteOf(request, deps.secure), device: deviceOf(request) }, now)
      return { answer: { done: true as const }, act: 'factor.passkey_added' }
    }),
  )
}
