import { Checkbox, NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { needs } from '../../../src/keep/terms/contract.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { consentTextsQuery } from '../consent-texts/queries.ts'
import type { PartProps } from './draft.ts'
import classes from './Purposes.module.css'
import { type Period, units } from './parts.ts'
import { purposeFormWords } from './purposeForm.words.ts'
import { purposesQuery } from './queries.ts'

/** By which words people are asked, how long their yes holds, and how long whoever said no is left alone. */
export function Asking({ draft, set, at }: PartProps) {
  const say = useWords(purposeFormWords)
  const language = useLanguage()
  const { data: texts } = useQuery(consentTextsQuery)
  const { data: purposes } = useQuery(purposesQuery)
  const titleOf = (code: string) => pick(purposes?.items.find((each) => each.code === code)?.title, language) ?? code
  const others = (texts?.items ?? []).filter((text) => text.notice !== draft.code && text.notice !== draft.notice)
  const named = [...(draft.notice === '' || draft.notice === draft.code ? [] : [draft.notice]), ...others.map((text) => text.notice)]
  const usedBy = (notice: string) => texts?.items.find((text) => text.notice === notice)?.purposes ?? []
  return (
    <>
      <NativeSelect
        label={say('notice')}
        description={say('notice_hint')}
        value={draft.notice === draft.code ? '' : draft.notice}
        data={[
          { value: '', label: say('notice_own') },
          ...named.map((notice) => ({ value: notice, label: say('notice_of', { purposes: usedBy(notice).map(titleOf).join(', ') || notice }) })),
        ]}
        error={at('notice')}
        onChange={(event) => set({ notice: event.currentTarget.value })}
      />
      <Checkbox
        label={say('consent_open')}
        checked={draft.consentFor === null}
        onChange={(event) => set({ consentFor: event.currentTarget.checked ? null : { amount: 2, unit: 'Y' } })}
      />
      {draft.consentFor ? (
        <Lasting label={say('consentFor')} value={draft.consentFor} error={at('consent_for')} onChange={(next) => set({ consentFor: next })} />
      ) : null}
      <Lasting label={say('askAgain')} value={draft.askAgain} error={at('ask_again')} onChange={(next) => set({ askAgain: next })} />
    </>
  )
}

function Lasting({ label, value, error, onChange }: { label: string; value: Period; error: string | undefined; onChange: (next: Period) => void }) {
  const say = useWords(purposeFormWords)
  return (
    <div className={classes.lasting}>
      <NumberInput
        label={label}
        value={value.amount}
        min={1}
        max={999}
        allowDecimal={false}
        error={error}
        onChange={(next) => onChange({ ...value, amount: Number(next) || 0 })}
      />
      <NativeSelect
        label={say('kept_unit')}
        value={value.unit}
        data={units.map((each) => ({ value: each, label: say(`unit_${each}`) }))}
        onChange={(event) => onChange({ ...value, unit: units.find((each) => each === event.currentTarget.value) ?? value.unit })}
      />
    </div>
  )
}

/** What is done beyond serving somebody, and whom data goes to. */
export function Going({ draft, set, at }: PartProps) {
  const say = useWords(purposeFormWords)
  const needing = (next: readonly string[]) =>
    set({ needs: next, checks: next.length > 0 && !draft.checks.includes('agreement') ? [...draft.checks, 'agreement'] : draft.checks })
  const weighing = (weighs: boolean) => set({ weighs, checks: weighs && !draft.checks.includes('context') ? [...draft.checks, 'context'] : draft.checks })
  return (
    <>
      <Checkbox.Group label={say('needs')} description={say('needs_hint')} value={[...draft.needs]} error={at('needs')} onChange={needing}>
        <div className={classes.choices}>
          {needs.map((each) => (
            <Checkbox key={each} value={each} label={say(`needs_${each}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={say('context')}
        description={say('context_hint')}
        value={draft.context}
        maxLength={40}
        error={at('context')}
        onChange={(event) => set({ context: event.currentTarget.value.toLowerCase() })}
      />
      <Switch
        label={say('weighs')}
        description={say('weighs_hint')}
        checked={draft.weighs}
        error={at('weighs')}
        onChange={(event) => weighing(event.currentTarget.checked)}
      />
      <Textarea
        label={say('recipients')}
        description={say('recipients_hint')}
        value={draft.recipients}
        autosize
        minRows={2}
        error={at('recipients')}
        onChange={(event) => set({ recipients: event.currentTarget.value })}
      />
    </>
  )
}
