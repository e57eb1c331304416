import { useState } from 'react'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { EnterForm, type Fixed } from './EnterForm.tsx'
import type { Terms } from './queries.ts'

/** A child, until when, and what a guardian allows; a colleague enters what the guardian says. */
export function Child({ customerId, terms }: { customerId: string; terms: Terms }) {
  const say = useWords(consentsWords)
  const language = useLanguage()
  const now = useNow()
  const may = useMe().can('consents.enter')
  const [saying, setSaying] = useState<Fixed>()
  const { child } = terms
  if (child === null) return null
  const asked = terms.purposes.filter(({ code, notice }) => notice !== null || child.allowed.includes(code))
  return (
    <Section title={say('child')}>
      <p>{say('child_lead', { day: dayOf(plainDay(child.until), now, language) })}</p>
      {child.guardian ? null : <p>{say('child_alone')}</p>}
      <ul className={classes.list}>
        {asked.map(({ code, title }) => {
          const allowed = child.allowed.includes(code)
          const what = pick(title, language) ?? code
          const deed = say(allowed ? 'child_forbid' : 'child_allow')
          return (
            <li key={code}>
              <div className={classes.row}>
                <span className={classes.what}>{what}</span>
                <span className={classes.state}>{say(allowed ? 'child_allowed' : 'child_not')}</span>
                <MayButton
                  may={may && (allowed || child.guardian)}
                  why={say(may ? 'child_alone' : 'only')}
                  size="compact-xs"
                  variant="default"
                  aria-label={`${deed}: ${what}`}
                  onClick={() => setSaying({ said: { ward: { purpose: code, allowed: !allowed } }, title: `${what}: ${deed}` })}
                >
                  {deed}
                </MayButton>
              </div>
            </li>
          )
        })}
      </ul>
      {saying ? <EnterForm customerId={customerId} terms={terms} fixed={saying} onClose={() => setSaying(undefined)} /> : null}
    </Section>
  )
}
