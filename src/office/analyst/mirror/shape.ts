// The tables of the copy: which columns of the facts stand in it, how the store says them as CSV and what DuckDB makes of that.

export type MirrorColumn = {
  name: string
  /** What DuckDB holds. */
  type: 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'TIMESTAMP' | 'JSON' | 'DATE'
  /** How the store says it, where that is not the bare column. Times are UTC without a zone. */
  said?: string
}

export type MirrorTable = {
  name: 'interaction' | 'interaction_item' | 'derived' | 'field' | 'trait' | 'reach' | 'product'
  /**
   * log: rows are only added and taken away, never changed, so new ones are found by their batch. state: the rows of a customer are taken anew
   * as they stand. register: about nobody, taken anew by the batch that changed a row.
   */
  kind: 'log' | 'state' | 'register'
  key: readonly string[]
  columns: readonly MirrorColumn[]
}

const number = (name: string): MirrorColumn => ({ name, type: 'BIGINT' })
const small = (name: string): MirrorColumn => ({ name, type: 'INTEGER' })
const float = (name: string): MirrorColumn => ({ name, type: 'DOUBLE' })
const flag = (name: string): MirrorColumn => ({ name, type: 'BOOLEAN' })
const text = (name: string): MirrorColumn => ({ name, type: 'VARCHAR' })
const time = (name: string): MirrorColumn => ({ name, type: 'TIMESTAMP', said: `"${name}" at time zone 'UTC'` })

/** In the order in which a turn takes them: who is one person comes first. */
export const mirrorTables: readonly MirrorTable[] = [
  {
    name: 'derived',
    kind: 'state',
    key: ['customer_id'],
    columns: [
      number('person'),
      number('customer_id'),
      text('kind'),
      text('role'),
      text('status'),
      text('language'),
      text('time_zone'),
      text('country'),
      text('region'),
      text('age_band'),
      text('gender'),
      small('birth_month'),
      small('birth_day'),
      text('mail_domain_class'),
      flag('has_email'),
      flag('has_phone'),
      flag('has_address'),
      text('form'),
      time('since'),
      { name: 'units', type: 'VARCHAR', said: `array_to_string(units, ',')` },
      number('owner_id'),
      number('batch'),
    ],
  },
  {
    name: 'interaction',
    kind: 'log',
    key: ['customer_id', 'id'],
    columns: [
      number('customer_id'),
      number('id'),
      number('batch'),
      time('at'),
      text('kind'),
      text('channel'),
      text('direction'),
      text('source'),
      small('unit_id'),
      number('amount'),
      text('currency'),
      small('duration_s'),
      text('outcome'),
      { name: 'attrs', type: 'JSON' },
      flag('sealed'),
    ],
  },
  {
    name: 'interaction_item',
    kind: 'log',
    key: ['customer_id', 'interaction_id', 'line'],
    columns: [
      number('customer_id'),
      number('interaction_id'),
      small('line'),
      number('batch'),
      text('sku'),
      float('quantity'),
      number('price'),
      number('amount'),
    ],
  },
  {
    name: 'field',
    kind: 'state',
    key: ['customer_id', 'field'],
    columns: [number('customer_id'), text('field'), float('number'), number('minor'), time('time'), flag('yes'), text('code'), number('batch')],
  },
  {
    name: 'trait',
    kind: 'state',
    key: ['customer_id', 'trait'],
    columns: [number('customer_id'), text('trait'), text('value'), small('n'), time('at'), number('batch')],
  },
  {
    name: 'reach',
    kind: 'state',
    key: ['customer_id', 'purpose', 'channel', 'topic'],
    columns: [number('customer_id'), text('purpose'), text('channel'), text('topic'), flag('reach'), number('batch')],
  },
  {
    name: 'product',
    kind: 'register',
    key: ['sku'],
    columns: [text('sku'), text('title'), text('category'), number('price'), text('currency'), number('batch')],
  },
]

/** Whether rows of it are stored under a person that is not a column of the store's own table. */
export const isUnderPerson = (table: MirrorTable): boolean => table.kind !== 'register' && table.name !== 'derived'

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
export const columnNames = (table: MirrorTable): string => quoted(table.columns.map((column) => column.name))

/** Counts up when a table here changes: a copy of another shape is made anew. */
export const mirrorShape = 1

/** What makes an empty copy. `kept_out` and `closed` are written apart from the facts, so that a withdrawal never waits for them. */
export const emptyMirror: readonly string[] = [
  ...mirrorTables.map((table) => {
    const columns = table.columns.map((column) => `"${column.name}" ${column.type}`)
    return `create table ${table.name} (${[...(isUnderPerson(table) ? ['person BIGINT'] : []), ...columns].join(', ')})`
  }),
  'create table need (need_id BIGINT, kind VARCHAR, topic VARCHAR, band VARCHAR, week DATE, state VARCHAR)',
  // Customers who let nobody count them, are restricted, in the bin or erased; ids of all their cards.
  'create table kept_out (customer_id BIGINT)',
  // Kinds and own fields that are not kept for analysis.
  'create table closed (what VARCHAR, code VARCHAR)',
  // Guesses that somebody calls wrong.
  'create table contest (person BIGINT, about VARCHAR, "at" TIMESTAMP)',
  `create view subject as
     select d.* exclude (customer_id, status) from derived d
     where d.customer_id = d.person and d.status = 'known'
       and not exists (select 1 from derived m join kept_out k on k.customer_id = m.customer_id where m.person = d.person)`,
  'create table mark (shape INTEGER, store VARCHAR, snapshot VARCHAR, "at" TIMESTAMP, loaded_at TIMESTAMP)',
]
