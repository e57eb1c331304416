import { mount } from '../../../platform/http/index.ts'
import * as contract from '../contract.ts'
import { deviceOf, networkOf, sameOriginOnly, siteOf } from '../cookies.ts'
import { passkeyRegisterOptions, passkeySignInOptions, registerPasskey, signInByPasskey } from '../passkeys.ts'
import { type House, staffOf } from './caller.ts'
import { answerSignedIn } from './session.ts'

export function passkeyRoutes({ app, on, deps }: House): void {
  mount(app, on, contract.passkeyOptions, async ({ request, now }) => {
    sameOriginOnly(request)
    return { ...(await passkeySignInOptions(deps, siteOf(request, deps.secure), now)) }
  })
  mount(app, on, contract.passkeyVerify, async ({ body, request, now }) => {
    sameOriginOnly(request)
    return answerSignedIn(
      deps,
      await signInByPasskey(deps, { answer: body, site: siteOf(request, deps.secure), device: deviceOf(request), network: networkOf(request) }, now),
    )
  })
  mount(app, on, contract.passkeyRegisterOptions, async ({ caller, request, now }) => ({
    ...(await passkeyRegisterOptions(deps, staffOf(caller), siteOf(request, deps.secure), now)),
  }))
  mount(app, on, contract.passkeyRegister, async ({ caller, body, request, now }) => {
    await registerPasskey(deps, staffOf(caller), { answer: body, site: siteOf(request, deps.secure), device: deviceOf(request) }, now)
    return { done: true as const }
  })
}
