import { sql } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import type { AccessDeps } from '../deps.ts'
import type { AccessTables } from '../tables.ts'

// What the company asks of whoever signs in. The last row holds; until there is one nothing is asked.

export type SignInRules = Pick<AccessTables['keep.sign_in_rules'], 'second_factor_roles' | 'only_providers' | 'break_glass'>
const none: SignInRules = { second_factor_roles: [], only_providers: false, break_glass: null }

export async function signInRules(deps: Pick<AccessDeps, 'db'>): Promise<SignInRules> {
  const row = await deps.db
    .selectFrom('keep.sign_in_rules')
    .select(['second_factor_roles', 'only_providers', 'break_glass'])
    .orderBy(sql`rules_id`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? none
}

/** Keeps new rules beside the old ones. */
export async function setSignInRules(deps: Pick<AccessDeps, 'db'>, rules: SignInRules, by: { staff: number; now: Date }): Promise<void> {
  await deps.db
    .insertInto('keep.sign_in_rules')
    .values({ ...rules, second_factor_roles: [...rules.second_factor_roles], at: by.now, by_id: by.staff })
    .execute()
}

/** Throws bad_input for a role that is none. */
export async function rolesThatAre(deps: Pick<AccessDeps, 'db'>, roles: readonly string[]): Promise<void> {
  const { rows } = await sql<{ role: string }>`select role from keep.role where role = any(${[...roles]}::text[])`.execute(deps.db)
  const wrong = roles.find((role) => !rows.some((row) => row.role === role))
  if (wrong !== undefined) throw badInput(`second_factor_roles: there is no role "${wrong}"`, 'second_factor_roles')
}

export type Standing = { role: string; way: string | null; codes: boolean; passkeys: number }

/**
 * Whether somebody who has signed in must first put a second factor on. A passkey is one; so is whatever a provider asked for.
 * Whoever has a passkey and no codes must have come by it (`mustUsePasskey`).
 */
export const mustEnrol = (rules: SignInRules, { role, way, codes, passkeys }: Standing): boolean =>
  rules.second_factor_roles.includes(role) && way !== 'provider' && !codes && passkeys === 0

/** Whether a password alone is too little, because the passkey is their second factor and was not shown. */
export const mustUsePasskey = (rules: SignInRules, { role, codes, passkeys }: Omit<Standing, 'way'>): boolean =>
  rules.second_factor_roles.includes(role) && !codes && passkeys > 0
