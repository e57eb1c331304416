import { useState } from 'react'
import { dayOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { EnterForm, type Fixed } from './EnterForm.tsx'
import { ProofLinks } from './ProofLinks.tsx'
import type { Proof, Terms } from './queries.ts'
import { useRuleTold, useStopTold } from './told.ts'

type Wish = { key: string; told: string; since: string; how: string; said: string | null; proofs: readonly Proof[]; ends: Fixed['said'] | null }

/** How often, at what hours, not now, and what is stopped altogether. */
export function Wishes({ customerId, terms }: { customerId: string; terms: Terms }) {
  const say = useWords(consentsWords)
  const how = useCodeWords(consentsWords)
  const language = useLanguage()
  const now = useNow()
  const may = useMe().can('consents.enter')
  const rule = useRuleTold()
  const stop = useStopTold(new Map(terms.purposes.map((p) => [p.code, pick(p.title, language) ?? p.code])))
  const [ending, setEnding] = useState<Fixed>()
  const wishes: Wish[] = [
    ...terms.stops.map((s) => ({ ...s, key: `${s.purpose} ${s.channel} ${s.topic}`, told: stop(s), ends: endOf(s) })),
    ...terms.rules.filter((r) => r.ended_at === null).map((r) => ({ ...r, key: r.id, told: rule(r), ends: { unrule: r.id } })),
  ]
  return (
    <Section title={say('wishes')}>
      {wishes.length === 0 ? <p className="faint">{say('wishes_none')}</p> : null}
      {wishes.length > 0 ? (
        <ul className={classes.list}>
          {wishes.map(({ key, told, since, how: road, said, proofs, ends }) => (
            <li key={key}>
              <div className={classes.row}>
                <span className={classes.what}>{told}</span>
                <span className={classes.state}>
                  {say('since', { day: dayOf(new Date(since), now, language) })}, {how(`how_${road}`)}
                </span>
                {ends ? (
                  <MayButton
                    may={may}
                    why={say('only')}
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    aria-label={`${say('over')}: ${told}`}
                    onClick={() => setEnding({ said: ends, title: told })}
                  >
                    {say('over')}
                  </MayButton>
                ) : null}
              </div>
              {said ? (
                <p className={classes.said} data-own-words>
                  {said}
                </p>
              ) : null}
              <ProofLinks customerId={customerId} proofs={proofs} />
            </li>
          ))}
        </ul>
      ) : null}
      {ending ? <EnterForm customerId={customerId} terms={terms} fixed={ending} onClose={() => setEnding(undefined)} /> : null}
    </Section>
  )
}

/** What lifts a stop of everything or of a topic; one of a channel is lifted by a yes to it. */
function endOf({ purpose, channel, topic }: Terms['stops'][number]): Fixed['said'] | null {
  if (purpose !== null || channel !== null) return null
  return topic === null ? { stop: false } : { topic: { topic, wanted: true } }
}
