import { Hono } from 'hono'
import { outsideOf } from './providers/flow.ts'
import { auditRoutes } from './routes/audit.ts'
import { budgetRoutes } from './routes/budgets.ts'
import { type AccessRoutesDeps, authenticate, type House } from './routes/caller.ts'
import { customerCodes } from './routes/customerCodes.ts'
import { deviceRoutes } from './routes/devices.ts'
import { factorRoutes } from './routes/factors.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { keyRoutes } from './routes/keys.ts'
import { passkeyRoutes } from './routes/passkeys.ts'
import { passwordRoutes } from './routes/passwords.ts'
import { providerRoutes } from './routes/providers.ts'
import { roleRoutes } from './routes/roles.ts'
import { seeingRoutes } from './routes/seeing.ts'
import { sessionRoutes } from './routes/session.ts'
import { signInByProviderRoutes } from './routes/signInByProvider.ts'
import { staffRoutes } from './routes/staff.ts'

export { type AccessRoutesDeps, authenticate, customerBy } from './routes/caller.ts'

/** Sessions, staff and keys, on the keep's own listener: the office pipes these paths on and never sees a password. */
export function accessRoutes(deps: AccessRoutesDeps): Hono {
  const app = new Hono()
  const house: House = { app, deps, on: { log: deps.log, now: deps.clock.now, authenticate: (request, who, now) => authenticate(deps, request, who, now) } }
  sessionRoutes(house)
  customerCodes(house)
  passkeyRoutes(house)
  staffRoutes(house)
  budgetRoutes(house)
  keyRoutes(house)
  auditRoutes(house)
  deviceRoutes(house)
  factorRoutes(house)
  invitationRoutes(house)
  passwordRoutes(house)
  const outside = outsideOf(deps.ask)
  providerRoutes(house)
  signInByProviderRoutes(house, outside)
  roleRoutes(house)
  seeingRoutes(house)
  return app
}
