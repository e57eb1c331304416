// What is done with a customer's data, as one closed list: what a receipt says of it (operation and names of attributes),
// and how a receipt is read back as one of these. Pure: browsers read receipts with it too.

/** What a receipt may say was done. */
export type Operation = 'read' | 'list' | 'write' | 'export' | 'send'

/** `mark` stands among the attributes; `activity` is what it was done for: where one is named, nothing else is this deed. */
type Said = { operation: Operation; mark?: string; activity?: string; group: DeedGroup }

/** Deeds as people ask for them: who looked, what was sent, what was changed, what left the house. */
export const deedGroups = ['looks', 'messages', 'changes', 'taken'] as const
export type DeedGroup = (typeof deedGroups)[number]

// In the order in which a receipt is read: what says more stands before what says less.
const said = {
  send_discreet: { operation: 'send', mark: 'discreet', group: 'messages' },
  send: { operation: 'send', group: 'messages' },
  copy: { operation: 'export', mark: 'copy', group: 'taken' },
  export: { operation: 'export', group: 'taken' },
  letters: { operation: 'list', activity: 'mailbox', mark: 'letter', group: 'looks' },
  letter: { operation: 'read', activity: 'mailbox', mark: 'letter', group: 'looks' },
  search: { operation: 'list', activity: 'search', group: 'looks' },
  duplicates: { operation: 'list', mark: 'duplicate', group: 'looks' },
  needs: { operation: 'list', mark: 'need', group: 'looks' },
  needs_unnamed: { operation: 'list', mark: 'need_unnamed', group: 'looks' },
  touched: { operation: 'list', mark: 'touched', group: 'looks' },
  list: { operation: 'list', group: 'looks' },
  page: { operation: 'read', mark: 'page', group: 'looks' },
  card: { operation: 'read', mark: 'card', group: 'looks' },
  till: { operation: 'read', mark: 'till', group: 'looks' },
  texts: { operation: 'read', mark: 'texts', group: 'looks' },
  file: { operation: 'read', mark: 'file', group: 'looks' },
  erasure: { operation: 'read', mark: 'erasure', group: 'looks' },
  rights: { operation: 'read', mark: 'right', group: 'looks' },
  merge: { operation: 'write', mark: 'merge', group: 'changes' },
  unmerge: { operation: 'write', mark: 'unmerge', group: 'changes' },
  erase: { operation: 'write', mark: 'erasure', group: 'changes' },
  ask_right: { operation: 'write', mark: 'right', group: 'changes' },
  answer_right: { operation: 'write', mark: 'right_answer', group: 'changes' },
  decide: { operation: 'write', mark: 'decision', group: 'changes' },
  consent: { operation: 'write', mark: 'consent', group: 'changes' },
  terms: { operation: 'write', mark: 'terms', group: 'changes' },
  trash: { operation: 'write', mark: 'trash', group: 'changes' },
  distinct: { operation: 'write', mark: 'duplicate', group: 'changes' },
  note: { operation: 'write', mark: 'texts', group: 'changes' },
  remember: { operation: 'write', mark: 'personal', group: 'changes' },
  attach: { operation: 'write', mark: 'file', group: 'changes' },
  relate: { operation: 'write', mark: 'relation', group: 'changes' },
  need: { operation: 'write', mark: 'need', group: 'changes' },
  need_unnamed: { operation: 'write', mark: 'need_unnamed', group: 'changes' },
  answer: { operation: 'write', mark: 'answer', group: 'changes' },
  answer_unnamed: { operation: 'write', mark: 'answer_unnamed', group: 'changes' },
  tag: { operation: 'write', mark: 'tags', group: 'changes' },
  task: { operation: 'write', mark: 'task', group: 'changes' },
  case: { operation: 'write', mark: 'case', group: 'changes' },
  listed: { operation: 'write', mark: 'people_list', group: 'changes' },
  owner: { operation: 'write', mark: 'owner', group: 'changes' },
  units: { operation: 'write', mark: 'units', group: 'changes' },
  write: { operation: 'write', group: 'changes' },
  read: { operation: 'read', group: 'looks' },
} as const satisfies Record<string, Said>

export type Deed = keyof typeof said
/** Deeds that change something, and those that put it on a screen. */
export type Change = { [D in Deed]: (typeof said)[D]['operation'] extends 'write' ? D : never }[Deed]
export type Look = Exclude<Deed, Change>

const table: Record<Deed, Said> = said
const isDeed = (name: string): name is Deed => Object.hasOwn(said, name)
export const deeds: readonly Deed[] = Object.keys(said).filter(isDeed)

/** A deed as a receipt writes it; `names`: of attributes, where it is about some. */
export function saidBy(deed: Deed, names: readonly string[] = []): { operation: Operation; fields: string[] } {
  const { operation, mark } = table[deed]
  return { operation, fields: [...new Set(mark === undefined ? names : [mark, ...names])] }
}

/** What a receipt says of a deed, as codes. `activity`: what it was done for. */
export type Told = { operation: string; fields: readonly string[]; activity: string | null }

/** The deed a receipt tells of. Old receipts of reading that name no attribute tell of what was said. */
export function deedOf(of: Told): Deed {
  if (of.operation === 'read' && of.fields.length === 0) return 'texts'
  return deeds.find((deed) => tells(table[deed], of)) ?? 'read'
}

/** Of which only their customer is told: who else read of them could learn whose a need without a name is. */
const discreet: ReadonlySet<Deed> = new Set(['send_discreet', 'needs_unnamed', 'need_unnamed', 'answer_unnamed'])

/** Whether colleagues are told of it too. When and how often somebody looks at their own page is nobody's business but theirs. */
export const isTold = (deed: Deed, actor: string): boolean => !discreet.has(deed) && !(actor === 'customer' && groupOf(deed) === 'looks')

/** About what its customer looks for, wishes and worries about: no guardian of theirs is told. */
export const isConfided = (deed: Deed): boolean => confided.has(deed)
const confided: ReadonlySet<Deed> = new Set(['needs', 'need', 'answer'])

export const groupOf = (deed: Deed): DeedGroup => table[deed].group

/** For an activity where one is named: a deed is read back only if it was written for it. */
export const activityOf = (deed: Deed): string | undefined => table[deed].activity

function tells({ operation, mark, activity }: Said, of: Told): boolean {
  return operation === of.operation && (activity === undefined || activity === of.activity) && (mark === undefined || of.fields.includes(mark))
}
