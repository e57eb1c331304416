import { sql } from '../../platform/db/index.ts'
import { colleaguesOf } from '../access/index.ts'
import { legalBasisIri, purposesNow } from '../terms/index.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

export async function colleagues(deps: DoorDeps, asker: Asker, _: Checked<'colleagues'>): Promise<Outputs['colleagues']> {
  if (asker.actor.kind === 'customer') return []
  return colleaguesOf({ db: deps.db.$pickTables(), keyring: deps.keyring })
}

/** The register of purposes in force. */
export async function purposes(deps: DoorDeps): Promise<Outputs['purposes']> {
  const all = await purposesNow(deps.db.$pickTables())
  return [...all.values()].map((p) => ({
    code: p.purpose,
    version: p.version,
    title: p.title,
    description: p.explanation,
    dpv: p.dpv,
    legal_basis: { code: p.legalBasis, dpv: legalBasisIri[p.legalBasis][1] },
    channels: [...p.channels],
    categories: [...p.categories],
    fields: [...p.fields],
    checks: [...p.checks],
    retention: p.retention,
    roles: [...p.roles],
    registered_at: p.registeredAt.toISOString(),
  }))
}

/** Kinds of interactions in force, with what they are called. */
export async function kinds(deps: DoorDeps): Promise<Outputs['kinds']> {
  const rows = await sql<{ code: string; title: { [language: string]: string } }>`
    select distinct on (code) code, title from keep.event_type where retired_at is null order by code, version desc`.execute(deps.db)
  return rows.rows
}
