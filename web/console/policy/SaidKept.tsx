import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from '../limits/Limits.module.css'
import { retentionCode, retentionParts } from '../purposes/parts.ts'
import { RetentionFields } from '../purposes/RetentionFields.tsx'
import { useRetention } from '../purposes/retention.ts'
import { policyWords } from './policy.words.ts'
import type { Part } from './SaidBeside.tsx'

/** How long data is kept for each purpose. */
export function Kept({ draft, busy, onChange }: Part) {
  const say = useWords(policyWords)
  const language = useLanguage()
  const told = useRetention()
  const [at, setAt] = useState<string>()
  const { kept } = draft.body
  if (kept === undefined) return null
  return (
    <Section title={say('kept')} lead={say('kept_lead')}>
      <ul className={classes.list}>
        {draft.purposes.map(({ purpose, title, retention }) => {
          const called = pick(title, language) ?? purpose
          const said = kept[purpose] ?? retention
          return (
            <li key={purpose} className={classes.row}>
              <div className={classes.text}>
                {called}
                <div className="faint small">
                  {told(said)}
                  {said === retention || draft.state !== 'open' ? '' : ` · ${say('kept_now', { kept: told(retention) })}`}
                </div>
              </div>
              {onChange ? (
                <Button size="compact-xs" variant="subtle" disabled={busy} aria-label={`${say('change')}: ${called}`} onClick={() => setAt(purpose)}>
                  {say('change')}
                </Button>
              ) : null}
              {at === purpose ? (
                <KeptForm
                  called={called}
                  start={said}
                  busy={busy}
                  onSave={(next) => {
                    onChange?.({ ...draft.body, kept: { ...kept, [purpose]: next } })
                    setAt(undefined)
                  }}
                  onClose={() => setAt(undefined)}
                />
              ) : null}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

type FormProps = { called: string; start: string; busy: boolean; onSave: (retention: string) => void; onClose: () => void }

function KeptForm({ called, start, busy, onSave, onClose }: FormProps) {
  const say = useWords(policyWords)
  const [retention, setRetention] = useState(retentionParts(start))
  const code = retentionCode(retention)
  return (
    <Modal opened onClose={onClose} title={called}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (code !== '') onSave(code)
        }}
      >
        <RetentionFields retention={retention} onChange={setRetention} />
        <Button type="submit" loading={busy} disabled={code === ''}>
          {say('age_save')}
        </Button>
      </form>
    </Modal>
  )
}
