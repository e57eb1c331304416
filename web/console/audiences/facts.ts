import type { AboutCondition } from '../../../src/office/audiences/rule.ts'
import type { ColumnType, Operator } from '../../../src/office/lists/shapes.ts'
import type { ListColumn } from '../list/queries.ts'

// What is known of everybody, as columns that filters know how to ask.

type Fact = AboutCondition['fact']

const code: readonly Operator[] = ['one_of', 'none_of', 'empty', 'not_empty']
const boolean: readonly Operator[] = ['true', 'false']

const facts: { readonly [F in Fact]: { type: ColumnType; filter: readonly Operator[]; codes?: string[] } } = {
  kind: { type: 'code', filter: ['one_of', 'none_of'], codes: ['person', 'organisation'] },
  role: { type: 'code', filter: ['one_of', 'none_of'], codes: ['customer', 'lead', 'supplier', 'partner'] },
  language: { type: 'code', filter: code },
  time_zone: { type: 'code', filter: code },
  country: { type: 'code', filter: code },
  region: { type: 'code', filter: code },
  age_band: { type: 'code', filter: code },
  gender: { type: 'code', filter: code },
  birthday: { type: 'day', filter: ['next_days', 'within_days', 'equals', 'empty', 'not_empty'] },
  mail_domain_class: { type: 'code', filter: code },
  has_email: { type: 'boolean', filter: boolean },
  has_phone: { type: 'boolean', filter: boolean },
  has_address: { type: 'boolean', filter: boolean },
  since: { type: 'time', filter: ['within_days', 'older_than_days', 'before', 'after', 'empty', 'not_empty'] },
}

export function factColumn(fact: Fact): ListColumn {
  const { type, filter, codes = null } = facts[fact]
  return { column: fact, title: null, type, codes, filter: [...filter], sort: false, sum: false }
}
