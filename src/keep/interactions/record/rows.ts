import type { Column } from '../../../platform/db/index.ts'

// The columns that are written by COPY, in the order in which write.ts gives their values.

const column = (name: string, type: Column['type']): Column => ({ name, type })

export const seenColumns = [column('digest', 'bytea'), column('customer_id', 'int8'), column('interaction_id', 'int8'), column('import_id', 'int8')]

export const contentColumns = [
  column('customer_id', 'int8'),
  column('kind', 'text'),
  column('id', 'int8'),
  column('category', 'text'),
  column('sealed', 'bytea'),
]

export const interactionColumns = [
  column('customer_id', 'int8'),
  column('id', 'int8'),
  column('batch', 'int8'),
  column('at', 'timestamptz'),
  column('kind', 'text'),
  column('channel', 'text'),
  column('direction', 'text'),
  column('source', 'text'),
  column('unit_id', 'int4'),
  column('amount', 'int8'),
  column('currency', 'text'),
  column('duration_s', 'int4'),
  column('outcome', 'text'),
  column('attrs', 'jsonb'),
  column('sealed', 'bool'),
  column('import_id', 'int8'),
]

export const itemColumns = [
  column('customer_id', 'int8'),
  column('interaction_id', 'int8'),
  column('line', 'int4'),
  column('batch', 'int8'),
  column('sku', 'text'),
  column('quantity', 'float8'),
  column('price', 'int8'),
  column('amount', 'int8'),
]

export const customerColumns = [
  column('customer_id', 'int8'),
  column('kind', 'text'),
  column('role', 'text'),
  column('status', 'text'),
  column('language', 'text'),
  column('time_zone', 'text'),
  column('country', 'text'),
  column('merged_into', 'int8'),
  column('created_at', 'timestamptz'),
  column('import_id', 'int8'),
  column('units', 'text[]'),
  column('owner_id', 'int8'),
  column('owner_at', 'timestamptz'),
]

export const identifierColumns = [
  column('kind', 'text'),
  column('digest', 'bytea'),
  column('customer_id', 'int8'),
  column('sealed', 'bytea'),
  column('shared', 'bool'),
  column('source', 'text'),
  column('first_seen', 'timestamptz'),
  column('last_seen', 'timestamptz'),
  column('import_id', 'int8'),
]

export const derivedColumns = [
  column('customer_id', 'int8'),
  column('person', 'int8'),
  column('kind', 'text'),
  column('role', 'text'),
  column('status', 'text'),
  column('language', 'text'),
  column('time_zone', 'text'),
  column('country', 'text'),
  column('region', 'text'),
  column('age_band', 'text'),
  column('gender', 'text'),
  column('birth_month', 'int2'),
  column('birth_day', 'int2'),
  column('mail_domain_class', 'text'),
  column('has_email', 'bool'),
  column('has_phone', 'bool'),
  column('has_address', 'bool'),
  column('form', 'text'),
  column('since', 'timestamptz'),
  column('batch', 'int8'),
  column('units', 'text[]'),
  column('owner_id', 'int8'),
]
