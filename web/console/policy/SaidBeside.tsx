import { Checkbox } from '@mantine/core'
import { useAgreementNames } from '../../ui/agreements.ts'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import classes from '../limits/Limits.module.css'
import { policyWords } from './policy.words.ts'
import type { Body, Draft } from './queries.ts'

export type Part = { draft: Draft; busy: boolean; onChange: ((body: Body) => void) | undefined }

/** Which agreements of IEEE 7012 the company would accept. */
export function Accepts({ draft: { body, agreements }, busy, onChange }: Part) {
  const say = useWords(policyWords)
  const called = useAgreementNames()
  const { accepts } = body
  if (accepts === undefined) return null
  const put = (id: string, on: boolean) => onChange?.({ ...body, accepts: on ? [...accepts, id] : accepts.filter((one) => one !== id) })
  return (
    <Section title={say('accepts')} lead={say('accepts_lead')}>
      <div className={classes.checks}>
        {agreements.map((id) => (
          <Checkbox
            key={id}
            size="xs"
            label={called(id)}
            checked={accepts.includes(id)}
            disabled={!onChange || busy}
            onChange={(event) => put(id, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Section>
  )
}
