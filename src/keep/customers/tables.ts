import type { Generated } from 'kysely'

/** What somebody did to an identifier. */
export type Change = 'added' | 'verified' | 'unverified' | 'shared' | 'unshared' | 'preferred' | 'unpreferred' | 'removed'
/** How it is known that an identifier is theirs: they said so when asked, something sent to it was answered, a document shows it. */
export type Evidence = 'asked' | 'answered' | 'document'

export type CustomerTables = {
  'keep.unit': {
    unit_id: number
    code: string
    title: { [language: string]: string }
    kind: string
    created_at: Date
    retired_at: Date | null
    parent: string | null
  }
  'keep.customer': {
    customer_id: number
    kind: 'person' | 'organisation'
    role: 'customer' | 'lead' | 'supplier' | 'partner'
    status: 'anonymous' | 'known' | 'restricted' | 'erased'
    language: string | null
    time_zone: string | null
    country: string | null
    merged_into: number | null
    created_at: Date
    trashed_at: Generated<Date | null>
    units: Generated<string[]>
    owner_id: Generated<number | null>
    owner_at: Generated<Date | null>
  }
  'keep.care_change': {
    customer_id: number
    change_id: number
    what: 'units' | 'owner'
    was: string | null
    became: string | null
    at: Date
    by_kind: string
    by_id: number
    bulk_id: number | null
  }
  'keep.trash': {
    customer_id: number
    at: Date
    by_kind: string
    by_id: number
    by_role: string
    bulk_id: number | null
    restored_at: Date | null
    restored_by: number | null
  }
  'keep.merge': {
    customer_id: number
    merged_into: number
    at: Date
    by_kind: string
    by_id: number
    why: string
    undone_at: Date | null
    undone_by: number | null
    undone_why: string | null
  }
  'keep.role_change': {
    customer_id: number
    change_id: number
    was: string
    became: string
    at: Date
    by_kind: string
    by_id: number
  }
  'keep.language_change': {
    customer_id: number
    change_id: number
    was: string | null
    became: string | null
    at: Date
    by_kind: string
    by_id: number
  }
  'keep.identifier': {
    kind: string
    digest: Buffer
    customer_id: number
    sealed: Buffer | null
    verified_at: Date | null
    shared: Generated<boolean>
    preferred: Generated<boolean>
    source: string
    first_seen: Date
    last_seen: Date
  }
  'keep.identifier_change': {
    customer_id: number
    change_id: number
    kind: string
    digest: Buffer
    sealed: Buffer | null
    what: Change
    how: Evidence | null
    source: string
    at: Date
    by_kind: string
    by_id: number
  }
  'keep.vault': {
    customer_id: number
    field: string
    version: number
    current: Generated<boolean>
    sealed: Buffer | null
    category: 'contact' | 'profile' | 'sensitive'
    source: string
    at: Date
    by_kind: string
    by_id: number
    import_id: number | null
    bulk_id: Generated<number | null>
  }
  'keep.relation': {
    customer_id: number
    other_id: number
    kind: 'household' | 'employer' | 'contact_person' | 'referred_by' | 'guardian' | 'family' | 'part_of'
    relation_id: number
    title: string | null
    sealed: Buffer | null
    since: Date | null
    until: Date | null
    at: Date
    by_kind: string
    by_id: number
  }
  'keep.relation_change': {
    customer_id: number
    change_id: number
    relation_id: number
    other_id: number
    kind: string
    what: 'made' | 'changed' | 'ended' | 'resumed' | 'removed'
    title: string | null
    since: Date | null
    until: Date | null
    sealed: Buffer | null
    at: Date
    by_kind: string
    by_id: number
  }
  'keep.personal': {
    customer_id: number
    personal_id: number
    kind: 'talk' | 'remember' | 'interest' | 'gift' | 'address'
    direction: 'given' | 'received' | null
    on_day: string | null
    sealed: Buffer
    at: Date
    by_kind: string
    by_id: number
    changed_at: Date | null
    changed_by: number | null
  }
  'fact.derived': {
    customer_id: number
    person: number
    kind: string
    role: string
    status: string
    language: string | null
    time_zone: string | null
    country: string | null
    region: string | null
    age_band: string | null
    gender: string | null
    birth_month: number | null
    birth_day: number | null
    mail_domain_class: string | null
    has_email: Generated<boolean>
    has_phone: Generated<boolean>
    has_address: Generated<boolean>
    form: string | null
    since: Date | null
    units: Generated<string[]>
    owner_id: Generated<number | null>
    batch: number
  }
}
