import { Button, Modal, NativeSelect, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { inOrder, Law, useLawfulAges } from '../limits/Ages.tsx'
import classes from '../limits/Limits.module.css'
import { type Limits, limitsQuery } from '../limits/queries.ts'
import { countries } from '../session/places.ts'
import { policyWords } from './policy.words.ts'
import type { Part } from './SaidBeside.tsx'

const everywhere = '*'
const mostYears = 18

/** From what age customers say for themselves, where the company asks for more than the law. */
export function Ages(part: Part) {
  const { data } = useQuery(limitsQuery)
  const { ages } = part.draft.body
  return ages === undefined || !data ? null : <Asked {...part} own={ages} known={data.ages} />
}

type Asking = Part & { own: Record<string, number>; known: Limits['ages'] }

function Asked({ draft: { body }, busy, onChange, own, known }: Asking) {
  const say = useWords(policyWords)
  const { one } = useLawfulAges()(known)
  const [adding, setAdding] = useState(false)
  const put = (ages: Record<string, number>) => {
    onChange?.({ ...body, ages })
    setAdding(false)
  }
  const asked = inOrder(own)
  return (
    <Section
      title={say('ages')}
      lead={say('ages_lead')}
      actions={
        onChange ? (
          <Button variant="default" onClick={() => setAdding(true)}>
            {say('add')}
          </Button>
        ) : null
      }
    >
      {asked.length === 0 ? <p className="faint">{say('no_ages')}</p> : null}
      {asked.length > 0 ? (
        <ul className={classes.list}>
          {asked.map(([country, age]) => (
            <li key={country} className={classes.row}>
              <div className={classes.text}>{one(country, age)}</div>
              {onChange ? (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  disabled={busy}
                  onClick={() => put(Object.fromEntries(asked.filter(([other]) => other !== country)))}
                >
                  {say('remove')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <Law ages={known} />
      {adding ? <AgeForm known={known} busy={busy} onSave={(country, age) => put({ ...own, [country]: age })} onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

type FormProps = { known: Limits['ages']; busy: boolean; onSave: (country: string, age: number) => void; onClose: () => void }

function AgeForm({ known, busy, onSave, onClose }: FormProps) {
  const say = useWords(policyWords)
  const language = useLanguage()
  const { called } = useLawfulAges()(known)
  const [country, setCountry] = useState(everywhere)
  const least = country === everywhere ? Math.min(...Object.values(known.law)) : (known.law[country] ?? known.usual)
  const [age, setAge] = useState<number | string>(mostYears)
  const may = Number(age) >= least && Number(age) <= mostYears
  return (
    <Modal opened onClose={onClose} title={say('ages')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (may) onSave(country, Number(age))
        }}
      >
        <NativeSelect
          label={say('age_country')}
          value={country}
          data={[{ value: everywhere, label: called(everywhere) }, ...countries(language)]}
          onChange={(event) => setCountry(event.currentTarget.value)}
        />
        <NumberInput
          label={say('age_years')}
          description={say('age_least', { least, most: mostYears })}
          min={least}
          max={mostYears}
          allowDecimal={false}
          value={age}
          onChange={setAge}
        />
        <Button type="submit" loading={busy} disabled={!may}>
          {say('age_save')}
        </Button>
      </form>
    </Modal>
  )
}
