import type { z } from 'zod'
import { badInput, notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import { readCookie, siteOf, staffCookie } from '../cookies.ts'
import { confirmBy, confirmed } from '../factors/confirm.ts'
import * as contract from '../factors/contract.ts'
import { makeRecoveryCodes, recoveryCodesLeft } from '../factors/recovery.ts'
import { rolesThatAre, type SignInRules, setSignInRules, signInRules } from '../factors/rules.ts'
import { listPasskeys, provePasskey, removePasskey, renamePasskey } from '../passkeys.ts'
import { mayLeaveOnlyProviders } from '../providers/registry.ts'
import { mayManageAll } from '../roles/assign.ts'
import { type House, noting, staffOf } from './caller.ts'
import { deciding } from './deciding.ts'

/** Second factors of one's own, showing once more that it is oneself, and what the company asks. */
export function factorRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps

  mount(app, on, contract.readFactors, async ({ caller }) => {
    const staff = staffOf(caller)
    const [passkeys, left, rules] = await Promise.all([listPasskeys(deps, staff.id), recoveryCodesLeft(deps, staff.id), signInRules(deps)])
    return {
      codes: staff.secondFactor,
      required: rules.second_factor_roles.includes(staff.role),
      recovery_left: left,
      passkeys: passkeys.map((one) => ({ id: one.id, title: one.title, made_at: one.madeAt.toISOString(), used_at: one.usedAt?.toISOString() ?? null })),
    }
  })
  mount(app, on, contract.renamePasskey, async ({ caller, params, body }) => {
    await renamePasskey(deps, staffOf(caller).id, params.passkey_id, body.title)
    return { done: true as const }
  })
  mount(app, on, contract.removePasskey, (call) =>
    noting(house, call, async (within) => {
      await removePasskey(within, staffOf(call.caller).id, call.params.passkey_id)
      return { answer: { done: true as const }, act: 'factor.passkey_removed' }
    }),
  )
  mount(app, on, contract.makeRecovery, (call) =>
    noting(house, call, async (within) => {
      const staff = staffOf(call.caller)
      if (!staff.secondFactor) throw badInput('Recovery codes stand in for the codes of your phone: turn those on first.')
      return { answer: { codes: await makeRecoveryCodes(within, staff.id) }, act: 'factor.recovery_made' }
    }),
  )

  mount(app, on, contract.confirmIdentity, async (call) => {
    await confirmBy(deps, staffOf(call.caller), call.body, call.now)
    return confirm(call)
  })
  mount(app, on, contract.confirmByPasskey, async (call) => {
    const proven = await provePasskey(deps, { answer: call.body, site: siteOf(call.request, deps.secure) }, call.now)
    if (proven.staff_id !== staffOf(call.caller).id) throw badInput('This passkey is a colleague’s.')
    return confirm(call)
  })
  const confirm = (call: Parameters<typeof noting>[1]) =>
    noting(house, call, async (within) => {
      await confirmed(within, readCookie(call.request, staffCookie) ?? '', call.now)
      return { answer: { done: true as const }, act: 'session.confirmed' }
    })

  const shown = (rules: SignInRules): z.input<typeof contract.rules> => ({
    second_factor_roles: [...rules.second_factor_roles],
    only_providers: rules.only_providers,
    break_glass: rules.break_glass === null ? null : ids.show('staff', rules.break_glass),
  })
  mount(app, on, contract.readRules, async () => shown(await signInRules(deps)))
  mount(app, on, contract.setRules, (call) =>
    deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      // How everybody signs in is for whoever may manage everybody.
      await mayManageAll(tx, giver, await side.ofRoles())
      const glass = call.body.break_glass === null ? null : ids.read('staff', call.body.break_glass)
      if (glass === undefined) throw notFound()
      if (call.body.only_providers && glass === null) throw badInput('break_glass: name an administrator who may still sign in by password', 'break_glass')
      if (call.body.only_providers && glass !== null) await mayLeaveOnlyProviders(within, glass)
      await rolesThatAre(within, call.body.second_factor_roles)
      const rules = { second_factor_roles: call.body.second_factor_roles, only_providers: call.body.only_providers, break_glass: glass }
      await setSignInRules(within, rules, { staff: giver.id, now: call.now })
      const facts = { only_providers: rules.only_providers, second_factor_roles: rules.second_factor_roles.join(',') }
      return { answer: shown(rules), act: 'signin.rules_changed', facts }
    }),
  )
}
