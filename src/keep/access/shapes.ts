import { z } from 'zod'

// Every act that is noted, by what it is about. The page has a sentence for each in both languages (a test holds it).

export const acts = {
  session: ['signed_in', 'failed', 'signed_out', 'ended', 'confirmed', 'refused'],
  password: ['changed', 'reset_asked', 'reset_sent', 'reset'],
  factor: ['codes_on', 'passkey_added', 'passkey_removed', 'recovery_made', 'recovery_used', 'removed'],
  staff: [
    'set_up',
    'added',
    'invited',
    'invited_again',
    'invitation_revoked',
    'joined',
    'role_changed',
    'units_changed',
    'dismissed',
    'seen_as',
    'seen_as_ended',
  ],
  role: ['made', 'changed', 'removed'],
  key: ['made', 'rotated', 'revoked'],
  signin: ['provider_added', 'provider_changed', 'provider_removed', 'linked', 'rules_changed'],
  register: [
    'purpose',
    'purpose_retired',
    'purpose_restored',
    'kind',
    'kind_retired',
    'kind_restored',
    'field',
    'field_retired',
    'field_restored',
    'unit',
    'unit_retired',
    'unit_restored',
    'cap',
    'cap_removed',
    'hours',
    'hours_removed',
    'policy',
    'witness',
    'witness_removed',
    'myterms',
    'others',
  ],
  customers: ['merged', 'separated', 'deleted', 'restored', 'erase_asked', 'erase_taken_back', 'erased', 'came_back'],
  rights: ['entered', 'answered', 'extended', 'mandate', 'mandate_ended', 'told'],
  bulk: ['run', 'undone'],
  import: ['run', 'stopped', 'undone'],
  export: ['asked', 'approved', 'declined', 'made', 'fetched'],
  budget: ['asked', 'approved', 'declined', 'ended'],
  campaign: ['started', 'stopped'],
  mailbox: ['listed', 'read', 'downloaded'],
  settings: ['changed'],
  audit: ['exported'],
  analysis: ['asked'],
} as const

export type ActGroup = keyof typeof acts
type ActOf<G extends ActGroup> = G extends ActGroup ? `${G}.${(typeof acts)[G][number]}` : never
export type Act = ActOf<ActGroup>

export const actGroups: readonly string[] = Object.keys(acts)
const codes: readonly string[] = Object.entries(acts).flatMap(([group, names]) => names.map((name) => `${group}.${name}`))
export const isAct = (code: string): code is Act => codes.includes(code)
export const everyAct: readonly Act[] = codes.filter(isAct)

/** What an act may be done to. */
export const subjectKinds = ['staff', 'invitation', 'key', 'provider', 'customer', 'import', 'campaign'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** Acts that the office tells of at the door; all others are noted where they are done. */
const officeGroups = ['bulk', 'export', 'campaign', 'settings', 'analysis']
const facts = z.record(z.string().regex(/^[a-z_]{1,40}$/), z.union([z.string().max(200), z.number(), z.boolean()]))
const act = z.enum(everyAct.filter((each) => officeGroups.some((group) => each.startsWith(`${group}.`))))
const subject = z.object({ kind: z.enum(subjectKinds), id: z.int() })
export const officeActs = z.object({
  acts: z
    .array(z.object({ act, subject: subject.nullable().default(null), facts: facts.default({}) }))
    .min(1)
    .max(100),
})

/** Notices that a letter to the staff may count, by their kind; the words for each stand in channels/letter. */
export const noticesByMail = [
  'mention',
  'task_assigned',
  'task_due',
  'case_assigned',
  'case_due',
  'lead_new',
  'need_new',
  'worry_new',
  'answer_accepted',
  'answer_declined',
  'import_done',
  'export_done',
  'bulk_done',
  'budget_asked',
  'budget_approved',
  'budget_declined',
  'review_asked',
  'rights_asked',
  'rights_due',
  'rights_late',
  'webhook_failing',
  'role_changed',
] as const

/** Letters about notices: to whom, the newest notice told of, how many of each kind. No words, no names. */
export const noticeLetters = z
  .array(z.object({ staff: z.int(), upto: z.int(), counts: z.partialRecord(z.enum(noticesByMail), z.int().min(1).max(10_000)) }))
  .min(1)
  .max(100)
/** What every writing endpoint answers to whoever looks through a colleague's eyes. */
export const nothingIsChanged = 'You look as a colleague now, so nothing is changed. Leave that first.'
