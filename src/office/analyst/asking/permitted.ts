// What may be asked of the copy: persons who may be analysed, kinds of interactions and own fields that are kept for analysis. One place for SQL of
// one's own and for files.

export type Permitted = {
  name: string
  /** From the tables of the mirror. */
  said: string
  /** Rows are somebody's: they stand under `person`. */
  personal: boolean
  /** Which time tells the month of a row; none: it has none. */
  time?: string
}

const inSubject = 'person in (select person from subject)'
const kept = `kind not in (select code from closed where what = 'kind')`

export const permitted: readonly Permitted[] = [
  { name: 'subject', said: 'select * exclude (batch, owner_id) from subject', personal: true },
  {
    name: 'interaction',
    said: `select person, id, "at" as happened_at, kind, channel, direction, source, unit_id, amount, currency, duration_s, outcome, attrs, sealed
      from interaction where ${inSubject} and ${kept}`,
    personal: true,
    time: 'happened_at',
  },
  {
    name: 'interaction_item',
    said: `select i.person, i.interaction_id, x."at" as happened_at, i.line, i.sku, i.quantity, i.price, i.amount
      from interaction_item i join interaction x on x.customer_id = i.customer_id and x.id = i.interaction_id where x.${inSubject} and x.${kept}`,
    personal: true,
    time: 'happened_at',
  },
  {
    name: 'field',
    said: `select person, field, number, minor, "time" as moment, yes, code from field where ${inSubject} and field not in (select code from closed where what = 'field')`,
    personal: true,
  },
  { name: 'trait', said: `select person, trait, value, n, "at" as counted_at from trait where ${inSubject}`, personal: true },
  { name: 'reach', said: `select person, purpose, channel, topic, reach from reach where ${inSubject}`, personal: true },
  { name: 'product', said: 'select sku, title, category, price, currency from product', personal: false },
  { name: 'need', said: 'select kind, topic, band, week, state from need', personal: false },
]
