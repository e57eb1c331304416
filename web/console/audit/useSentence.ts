import { purposeWords } from '../../ui/purpose.words.ts'
import { useCodeWords, useHasWord, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { auditWords } from './audit.words.ts'
import type { AuditRow } from './queries.ts'

/** What was done, in one sentence. */
export function useSentence(): (row: AuditRow) => string {
  const say = useWords(auditWords)
  const coded = useCodeWords(auditWords)
  const has = useHasWord(auditWords)
  const roleName = useRoleName()
  const purposeOf = useCodeWords(purposeWords)
  const roleOf = (code: unknown) => has(`role_${code}`) ?? roleName(String(code ?? ''))
  const whoOf = (row: AuditRow) => {
    const who = oneselfOf(row)
    return row.by.as && row.act !== 'staff.seen_as_ended' ? say('as', { who, name: row.by.as.name ?? say('somebody') }) : who
  }
  const oneselfOf = ({ by }: AuditRow) => {
    if (by.kind === 'nobody') return say('nobody')
    if (by.kind === 'service') return say('house')
    if (by.kind === 'customer') return say('customer')
    return by.name ?? say(by.kind === 'staff' ? 'somebody' : 'program')
  }
  const whomOf = (row: AuditRow) => {
    if (row.subject?.name) return row.subject.name
    if (row.act === 'session.failed') return say('stranger')
    return row.act === 'session.ended' ? whoOf(row) : say('somebody')
  }
  return (row) => {
    const { way, role, from, to, deed, purpose } = row.facts
    return coded(`did_${row.act.replace('.', '_')}`, {
      ...Object.fromEntries(Object.entries(row.facts).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value])),
      who: whoOf(row),
      whom: whomOf(row),
      way: has(`way_${way}`) ?? String(way ?? ''),
      role: roleOf(role),
      deed: has(`deed_${deed}`) ?? String(deed ?? ''),
      purpose: purposeOf(String(purpose ?? '')),
      from: roleOf(from),
      to: roleOf(to),
    })
  }
}
