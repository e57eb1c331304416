import type { Generated } from 'kysely'

/** What was done: rows are added and read, never changed. */
export type AuditRow = {
  audit_id: number
  /** Through which colleague's eyes they looked. */
  as_id: number | null
  at: Date
  by_kind: 'staff' | 'api' | 'service' | 'ai' | 'customer' | 'nobody'
  by_id: number | null
  by_role: string | null
  act: string
  subject_kind: string | null
  subject_id: number | null
  facts: { [name: string]: string | number | boolean }
  device: string | null
  network: Buffer | null
}

export type AccessTables = {
  'keep.audit': AuditRow
  'keep.staff': {
    staff_id: number
    email_digest: Buffer
    sealed: Buffer
    password: string
    totp: Buffer | null
    totp_pending: Buffer | null
    totp_last: number | null
    role: string
    units: string[]
    language: string
    status: 'active' | 'dismissed'
    created_at: Date
  }
  'keep.role': { role: string; built_in: boolean; retired_at: Date | null }
  'keep.role_version': {
    role: string
    version: number
    title: { en: string; ru: string }
    abilities: string[]
    sees: string[]
    changes: string[]
    scope: 'all' | 'own'
    customers: Generated<'all' | 'units_or_none' | 'units' | 'own'>
    made_at: Date
    by_id: number
  }
  'keep.staff_change': {
    change_id: number
    staff_id: number
    at: Date
    role: string
    units: string[]
    status: 'active' | 'dismissed'
    by_id: number | null
  }
  'keep.passkey': {
    credential_id: string
    staff_id: number
    public_key: Buffer
    counter: number
    transports: string[]
    title: string
    created_at: Date
    used_at: Date | null
  }
  'keep.passkey_challenge': { digest: Buffer; expires_at: Date }
  'keep.session': {
    digest: Buffer
    staff_id: number | null
    customer_id: number | null
    message_id: number | null
    made_at: Date
    seen_at: Date
    expires_at: Date
    device: string
    way: string | null
    confirmed_at: Date | null
    /** Through which colleague's eyes they look. */
    seen_as: number | null
  }
  'keep.api_key': {
    key_id: number
    digest: Buffer
    hint: string
    kind: 'write' | 'secret'
    title: string
    source: string
    scopes: string[]
    purposes: string[]
    unit: string | null
    made_by: number
    made_at: Date
    used_at: Date | null
    revoked_at: Date | null
  }
  'keep.sign_in_code': { digest: Buffer; customer_id: number | null; code: Buffer; tries: number; made_at: Date; expires_at: Date; used_at: Date | null }
  'keep.magic_link': { digest: Buffer; customer_id: number; made_at: Date; expires_at: Date; used_at: Date | null }
  'keep.opened': { actor_kind: string; actor_id: number; customer_id: number; at: Date }
  'keep.opened_minute': { actor_kind: string; actor_id: number; minute: Date; persons: number }
  'keep.budget_request': {
    request_id: number
    staff_id: number
    kind: 'open' | 'export'
    persons: number
    sealed_why: Buffer | null
    asked_at: Date
    approved_by: number | null
    approved_at: Date | null
    declined_by: number | null
    declined_at: Date | null
    until: Date | null
    used_at: Date | null
    sealed_declined_why: Buffer | null
  }
  'keep.invitation': {
    invitation_id: number
    digest: Buffer
    email_digest: Buffer
    sealed: Buffer
    staff_id: number
    role: string
    units: string[]
    language: string
    invited_by: number
    invited_at: Date
    sent_at: Date
    expires_at: Date
    taken_at: Date | null
    revoked_at: Date | null
  }
  'keep.reset_link': { digest: Buffer; staff_id: number; made_at: Date; expires_at: Date; used_at: Date | null }
  'keep.recovery_code': { staff_id: number; digest: Buffer; used_at: Date | null }
  'keep.sign_in_rules': { second_factor_roles: string[]; only_providers: boolean; break_glass: number | null; at: Date; by_id: number }
  'keep.sign_in_provider': {
    provider_id: number
    code: string
    title: string
    issuer: string
    client_id: string
    sealed: Buffer
    domains: string[]
    newcomers: string | null
    groups_claim: string | null
    groups: string[]
    group_roles: string[]
    own_factor: boolean
    paused: boolean
    made_at: Date
    made_by: number
    changed_at: Date
    changed_by: number
    proven_at: Date | null
    removed_at: Date | null
  }
  'keep.sign_in_link': { provider_id: number; subject: Buffer; staff_id: number; made_staff: boolean; made_at: Date; seen_at: Date }
  'keep.sign_in_flow': {
    state: Buffer
    browser: Buffer
    provider_id: number
    sealed: Buffer
    session: Buffer | null
    staff_id: number | null
    expires_at: Date
  }
  'keep.notice_letter': { staff_id: number; upto: number; at: Date }
  'keep.staff_letter': { letter_id: number; sealed: Buffer; made_at: Date }
  'keep.attempt': { digest: Buffer; made: number; last_at: Date }
}
