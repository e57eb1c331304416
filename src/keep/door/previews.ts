import { AppError } from '../../platform/errors.ts'
import { categoryOf, derive, nameOf, openFieldsOf, openSealedIdentifiers } from '../customers/index.ts'
import { categoryIn, closedField } from './closed.ts'
import type { Checked, Preview, Reason } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

const nameParts = ['surname', 'name', 'patronymic', 'short_name', 'address_as', 'form', 'gender', 'org_name'] as const

/** Names of many customers, rendered, each use noted before it is released. In the order asked; unknown ids are left out. */
export async function preview(deps: DoorDeps, asker: Asker, input: Checked<'preview'>): Promise<Preview[]> {
  const sight = await sightOf(deps, asker, input.purpose, input.customers, deps.clock.now())
  if (!sight) return []
  const seen = input.customers.filter((c) => sight.refusal(c) === undefined)
  const hinted = input.hints === true && sight.covers('contact')
  const dated = input.birthdays === true && sight.covers('profile', 'birth_date')
  const own = ownOpen(deps, sight, input)
  const fields = ['name', ...(hinted ? ['identifiers'] : []), ...(dated ? ['birth_date'] : []), ...own]
  try {
    await noteUse(deps, asker, {
      sight,
      customers: seen,
      reason: input.reason,
      deed: input.reason.kind === 'search' ? 'search' : 'list',
      categories: [...new Set(['contact', ...(dated ? ['profile'] : []), ...own.map((field) => categoryIn(deps, field))])],
      fields,
    })
  } catch (error) {
    if (input.beyond === 'refuse' || !(error instanceof AppError) || error.code !== 'too_many') throw error
    return beyondBudget(sight, input.customers, deps.clock.now())
  }
  const [previews, hints, birthdays, values] = await Promise.all([
    render(deps, sight, input.customers),
    hinted ? hintsOf(deps, sight, seen) : new Map<number, Hint>(),
    dated ? birthdaysOf(deps, sight, seen) : new Map<number, Birthday>(),
    ownValues(deps, sight, seen, own),
  ])
  return previews.map((p) => {
    const [hint, birthday] = [hints.get(p.customer), birthdays.get(p.customer)]
    const held = values.get(p.customer)
    return { ...p, ...(hint && { hint }), ...(birthday && { birthday }), ...(held && { fields: held }) }
  })
}

/** Of the company's own fields that were asked for, those that are open: declared and in use, covered by the purpose and the asker's role, and not kept for others only. */
const ownOpen = (deps: DoorDeps, sight: Sight, { fields, purpose }: Checked<'preview'>): string[] =>
  fields.filter(
    (field) =>
      deps.record.registry.field(field)?.retired === false && sight.covers(categoryIn(deps, field), field) && closedField(deps, purpose, field) === undefined,
  )

type OwnValues = NonNullable<Preview['fields']>

async function ownValues(deps: DoorDeps, sight: Sight, customers: readonly number[], own: readonly string[]): Promise<Map<number, OwnValues>> {
  if (own.length === 0) return new Map()
  const open = new Map(customers.map((c) => [c, sight.members(c)]))
  const fields = await openFieldsOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, open, own)
  return new Map([...fields].map(([customer, held]) => [customer, Object.fromEntries(own.map((field) => [field, held.get(field)?.value ?? null]))]))
}

type Birthday = NonNullable<Preview['birthday']>

async function birthdaysOf(deps: DoorDeps, sight: Sight, customers: readonly number[]): Promise<Map<number, Birthday>> {
  const open = new Map(customers.map((c) => [c, sight.members(c)]))
  const fields = await openFieldsOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, open, ['birth_date'])
  return new Map(
    [...fields].flatMap(([customer, held]): [number, Birthday][] => {
      const said = /^\d{4}-(\d{2})-(\d{2})$/.exec(held.get('birth_date')?.value ?? '')
      return said ? [[customer, { month: Number(said[1]), day: Number(said[2]) }]] : []
    }),
  )
}

/** Of whom nothing was opened, for the hour's budget did not cover them: that they are there, and why the name is not. */
export function beyondBudget(sight: Sight, customers: readonly number[], today: Date): Preview[] {
  return customers
    .flatMap((customer) => previewOf(sight, customer, undefined, today) ?? [])
    .map((p) => ({ ...p, name: null, hidden: p.hidden === 'no_name' ? 'open_budget' : p.hidden }))
}

type Hint = NonNullable<Preview['hint']>

/** The end of a phone or the ends of an e-mail: enough to tell two of one name apart, too little to write to. */
async function hintsOf(deps: DoorDeps, sight: Sight, customers: readonly number[]): Promise<Map<number, Hint>> {
  const sealed = Map.groupBy(await deps.together.identifiers([...new Set(customers.flatMap((c) => sight.members(c)))]), (i) => i.customer_id)
  const held = await openSealedIdentifiers(deps.keyring, new Map(customers.map((c) => [c, sight.members(c).flatMap((m) => sealed.get(m) ?? [])])))
  return new Map(
    [...held].flatMap(([customer, identifiers]): [number, Hint][] => {
      const value = (kind: Hint['kind']) => identifiers.find((i) => i.kind === kind && i.value !== null)?.value ?? undefined
      const [phone, email] = [value('phone'), value('email')]
      if (phone !== undefined) return [[customer, { kind: 'phone', shown: `…${phone.slice(-4)}` }]]
      return email === undefined ? [] : [[customer, { kind: 'email', shown: `${[...email][0] ?? ''}…${email.slice(email.lastIndexOf('@'))}` }]]
    }),
  )
}

/** The previews themselves, without a receipt: for a verb that has noted its use already. */
export async function render(deps: DoorDeps, sight: Sight, customers: readonly number[]): Promise<Preview[]> {
  const open = new Map(customers.filter((c) => sight.refusal(c) === undefined).map((c) => [c, sight.members(c)]))
  const wanted = nameParts.filter((f) => sight.covers(categoryOf(f), f))
  const fields = await openFieldsOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, open, wanted)
  return customers.flatMap((customer) => previewOf(sight, customer, fields.get(customer), deps.clock.now()) ?? [])
}

/** One customer as far as the purpose shows it, from fields that were opened; undefined when there is no such customer. */
export function previewOf(sight: Sight, customer: number, fields: ReadonlyMap<string, { value: string }> | undefined, today: Date): Preview | undefined {
  const standing = sight.standing(customer)
  if (!standing) return undefined
  const held = Object.fromEntries([...(fields ?? [])].map(([field, v]) => [field, v.value]))
  const refused = sight.refusal(customer)
  const name = refused === undefined ? (nameOf(held, standing.kind, genderOf(held, today)) ?? null) : null
  return {
    customer,
    person: standing.person,
    kind: standing.kind,
    role: standing.role,
    status: standing.status,
    name,
    hidden: refused ?? (name ? null : sight.uncovered('contact') === 'role_not_covered' ? 'role_not_covered' : 'no_name'),
  }
}

/** Gender as said or as the patronymic shows it. */
export const genderOf = (fields: { [field: string]: string | undefined }, today: Date) => derive({ fields, emails: [], phones: [], today }).gender

/**
 * Others beside whom one looks at: their names under receipts of their own, as far as the asker's budget goes. `withPosition`: what they
 * do somewhere is shown with them, which their receipt says.
 */
export async function previewsOf(
  deps: DoorDeps,
  asker: Asker,
  customers: readonly number[],
  { purpose, reason, withPosition }: { purpose: string; reason: Reason; withPosition: boolean },
): Promise<Preview[]> {
  if (customers.length === 0) return []
  const now = deps.clock.now()
  const sight = await sightOf(deps, asker, purpose, customers, now)
  if (!sight) return []
  const seen = customers.filter((id) => sight.refusal(id) === undefined)
  const what = withPosition ? { categories: ['contact', 'profile'], fields: ['name', 'position'] } : { categories: ['contact'], fields: ['name'] }
  try {
    await noteUse(deps, asker, { sight, customers: seen, reason, deed: 'list', ...what })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too_many') throw error
    return beyondBudget(sight, customers, now)
  }
  return render(deps, sight, customers)
}
