import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { type By, everyDay, type OpenTime, openTimes, storedTimes } from '../terms/index.ts'
import type { Hours } from './hours.ts'
import type { GateTables } from './tables.ts'

// Hours in which nobody is disturbed: the law's, which come with the product, and the company's own. What is said is when it is fine.

export type ContactHours = {
  hours: string
  basis: 'law' | 'company'
  /** Whom it protects, by country; null: everybody. */
  country: string | null
  /** DPV terms of the purposes it is about; null: every purpose that checks hours. */
  dpv: readonly string[] | null
  channels: readonly string[] | null
  open: readonly OpenTime[]
  source: string | null
  sourceUrl: string | null
  validFrom: string | null
}

/** As a decision reads them. */
export type HoursRule = Omit<ContactHours, 'open'> & Hours

const calls = ['phone', 'sms']
const promotion = ['DirectMarketing', 'Marketing', 'Advertising', 'PersonalisedAdvertising', 'TargetedAdvertising', 'SocialMediaMarketing']
const workdays = 0b0011111
const saturday = 0b0100000
const weekend = 0b1100000
const h = (hour: number) => hour * 60

type Law = Omit<ContactHours, 'basis'> & { country: string; source: string; validFrom: string }

/**
 * The law of some countries; what a public holiday adds is not in it. Russia's law on advertising (38-FZ, 18) names no hours; that on
 * debts does. Kept current with the product: who relies on it has it checked (docs/decisions/0630).
 */
const laws: readonly Law[] = [
  {
    hours: 'ru-debts',
    country: 'RU',
    dpv: ['PaymentManagement'],
    channels: calls,
    open: [
      { days: workdays, from: h(8), to: h(22) },
      { days: weekend, from: h(9), to: h(20) },
    ],
    source: '230-ФЗ, ст. 7, ч. 3',
    sourceUrl: 'https://www.consultant.ru/document/cons_doc_LAW_200497/',
    validFrom: '2017-01-01',
  },
  {
    hours: 'us-calls',
    country: 'US',
    dpv: promotion,
    channels: calls,
    open: [{ days: everyDay, from: h(8), to: h(21) }],
    source: '47 CFR 64.1200(c)(1)',
    sourceUrl: 'https://www.ecfr.gov/current/title-47/section-64.1200',
    validFrom: '1992-12-20',
  },
  {
    hours: 'fr-calls',
    country: 'FR',
    dpv: promotion,
    channels: ['phone'],
    open: [
      { days: workdays, from: h(10), to: h(13) },
      { days: workdays, from: h(14), to: h(20) },
    ],
    source: 'Code de la consommation, D223-9 (décret 2022-1313)',
    sourceUrl: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046421823',
    validFrom: '2023-03-01',
  },
  {
    hours: 'es-calls',
    country: 'ES',
    dpv: promotion,
    channels: ['phone'],
    open: [{ days: workdays, from: h(9), to: h(21) }],
    source: 'Real Decreto Legislativo 1/2007, art. 96.2',
    sourceUrl: 'https://www.boe.es/buscar/act.php?id=BOE-A-2007-20555',
    validFrom: '2014-06-13',
  },
  {
    hours: 'ca-calls',
    country: 'CA',
    dpv: promotion,
    channels: ['phone'],
    open: [
      { days: workdays, from: h(9), to: h(21) + 30 },
      { days: weekend, from: h(10), to: h(18) },
    ],
    source: 'CRTC Unsolicited Telecommunications Rules, III.23',
    sourceUrl: 'https://crtc.gc.ca/eng/trules-reglest.htm',
    validFrom: '2008-09-30',
  },
  {
    hours: 'au-calls',
    country: 'AU',
    dpv: promotion,
    channels: ['phone'],
    open: [
      { days: workdays, from: h(9), to: h(20) },
      { days: saturday, from: h(9), to: h(17) },
    ],
    source: 'Telecommunications (Telemarketing and Research Calls) Industry Standard 2017, 8',
    sourceUrl: 'https://www.legislation.gov.au/F2017L00323/latest',
    validFrom: '2017-04-01',
  },
]

/** Sets hours; the version before stays readable. What says the same adds nothing. Gives whether anything changed. */
export async function setContactHours(tx: Tx<GateTables>, said: ContactHours, by: By): Promise<boolean> {
  const done = await sql`
    insert into keep.contact_hours (hours, version, basis, country, dpv, channels, open, source, source_url, valid_from, registered_at, by_kind, by_id)
    select ${said.hours}, coalesce(b.version, 0) + 1, ${said.basis}, n.country, n.dpv, n.channels, n.open, n.source, n.source_url, n.valid_from, ${by.now}, ${by.actor.kind}, ${by.actor.id}
    from (select ${said.country}::char(2) as country, ${said.dpv && [...said.dpv]}::text[] as dpv, ${said.channels && [...said.channels]}::text[] as channels,
      ${storedTimes(said.open)}::smallint[] as open, ${said.source}::text as source, ${said.sourceUrl}::text as source_url, ${said.validFrom}::date as valid_from) n
    left join lateral (select * from keep.contact_hours where hours = ${said.hours} order by version desc limit 1) b on true
    where b.hours is null or b.retired or (b.country, b.dpv, b.channels, b.open, b.source, b.source_url, b.valid_from)
      is distinct from (n.country, n.dpv, n.channels, n.open, n.source, n.source_url, n.valid_from)`.execute(tx)
  return Number(done.numAffectedRows ?? 0n) > 0
}

/** The law as this version of the product knows it. */
export async function setLawHours(tx: Tx<GateTables>, by: By): Promise<void> {
  for (const law of laws) await setContactHours(tx, { ...law, basis: 'law' }, by)
}

/** Takes hours of the company's own away. Gives whether there were any. */
export async function dropContactHours(tx: Tx<GateTables>, hours: string, by: By): Promise<boolean> {
  const done = await sql`
    insert into keep.contact_hours (hours, version, basis, country, dpv, channels, open, source, source_url, valid_from, registered_at, by_kind, by_id, retired)
    select hours, version + 1, basis, country, dpv, channels, open, source, source_url, valid_from, ${by.now}, ${by.actor.kind}, ${by.actor.id}, true
    from (select * from keep.contact_hours where hours = ${hours} order by version desc limit 1) b where not retired and basis = 'company'`.execute(tx)
  return Number(done.numAffectedRows ?? 0n) > 0
}

/** The hours in force. */
export async function contactHoursNow(db: Db<GateTables>): Promise<(ContactHours & { version: number })[]> {
  const { rows } = await sql<HoursRow & { version: number; retired: boolean }>`
    select distinct on (hours) hours, version, basis, country, dpv, channels, open, source, source_url, valid_from::text as valid_from, retired
    from keep.contact_hours order by hours, version desc`.execute(db)
  return rows.filter((row) => !row.retired).map((row) => ({ ...hoursOf(row), version: row.version }))
}

export type HoursRow = {
  hours: string
  basis: 'law' | 'company'
  country: string | null
  dpv: string[] | null
  channels: string[] | null
  open: number[]
  source: string | null
  source_url: string | null
  valid_from: string | null
}

/** A stored row as hours. */
export function hoursOf(row: HoursRow): ContactHours {
  const { hours, basis, country, dpv, channels, source } = row
  return { hours, basis, country, dpv, channels, open: openTimes(row.open), source, sourceUrl: row.source_url, validFrom: row.valid_from }
}
