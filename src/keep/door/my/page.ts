import { nameOf, unitTitlesOf } from '../../customers/index.ts'
import { purposesNow } from '../../terms/index.ts'
import type { Field, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { openFields, openIdentifiers, readSealed } from '../fields.ts'
import { genderOf } from '../previews.ts'
import { countUses } from '../uses.ts'
import { byLinkOnly, gone, ownId } from './asker.ts'
import { ownSight } from './own.ts'
import { shownTo, termsFor } from './terms.ts'

// What a customer sees of themselves on one page.

const groups: { [group: string]: readonly string[] } = {
  name: ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as', 'form'],
  contact: ['address', 'site'],
  company: ['legal_form', 'org_name', 'inn', 'kpp', 'ogrn', 'bik', 'job_title'],
  profile: ['gender', 'birth_date', 'about'],
}

const nothingOfTheirs = { role: null, time_zone: null, country: null }

/** Of a code not even its first letter, which is a letter of ours and says nothing. */
const maskedField = (field: string, value: string) => (field === 'form' || field === 'gender' ? '•••' : masked(value))
const masked = (value: string) => `${[...value][0] ?? ''}•••`

/** Everything known of the customer, by group, with its source and what it is used for. Their own look is noted too. */
export async function myself(deps: DoorDeps, asker: Asker): Promise<Outputs['myself']> {
  const customer = ownId(asker)
  const own = await ownSight(deps, asker)
  if (!own) throw gone()
  const { sight, standing } = own
  const sealed = await readSealed(deps, sight, customer)
  const [{ fields }, identifiers, terms, uses, purposes, units] = await Promise.all([
    openFields(deps, sight, sealed),
    openIdentifiers(deps, sight, sealed),
    termsFor(deps, customer, shownTo(asker)),
    countUses(deps, sight.members(customer), asker.message),
    purposesNow(deps.db.$pickTables()),
    byLinkOnly(asker) ? [] : unitTitlesOf(deps.db.$pickTables(), customer),
  ])
  const values = Object.fromEntries(fields.map((f) => [f.field, f.value]))
  const name = nameOf(values, standing.kind, genderOf(values, deps.clock.now()))
  const usedFor = (field: Field) =>
    [...purposes.values()]
      .filter((p) => p.categories.includes(field.category) && (p.fields.includes('*') || p.fields.includes(field.field)) && p.purpose !== 'own_view')
      .filter((p) => field.own === null || field.own.purposes.includes(p.purpose))
      .map((p) => ({ code: p.purpose, title: p.title }))
  const groupOf = (field: string) => Object.entries(groups).find(([, names]) => names.includes(field))?.[0] ?? 'other'
  return {
    name: name ? { address_as: name.address_as, full: byLinkOnly(asker) ? name.address_as : name.full } : null,
    form: values['form'] === 'informal' ? 'informal' : 'formal',
    kind: standing.kind,
    language: standing.language,
    ...(byLinkOnly(asker) ? nothingOfTheirs : { role: standing.role, time_zone: standing.time_zone, country: standing.country }),
    customer,
    members: [...sight.members(customer)],
    known: [...Object.keys(groups), 'other']
      .map((group) => ({
        group,
        fields: fields
          .filter((f) => groupOf(f.field) === group)
          .map((f) => ({
            field: f.field,
            title: f.title,
            type: f.own?.type ?? null,
            about: f.own?.about ?? null,
            value: byLinkOnly(asker) ? maskedField(f.field, f.value) : f.value,
            source: f.source,
            changed_at: f.changed_at,
            purposes: usedFor(f),
          })),
      }))
      .filter((g) => g.fields.length > 0),
    identifiers: identifiers.flatMap((i) =>
      i.shown === null || i.shown.startsWith('rapport:')
        ? []
        : [
            {
              kind: i.kind,
              // What they share may be another guardian's.
              shown: byLinkOnly(asker) || (asker.guardian && i.shared) ? masked(i.shown) : i.shown,
              verified: i.verified,
              shared: i.shared,
              preferred: i.preferred,
              source: i.source,
              first_seen_at: i.first_seen_at,
            },
          ],
    ),
    terms,
    units,
    uses,
  }
}
