import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { formLanguages, saveForm, standardFields } from '../../../src/keep/forms/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { fieldsQuery } from '../fields/queries.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { type Asked, type Draft, draftOf, newDraft, specOf } from './draft.ts'
import classes from './Forms.module.css'
import { formsWords } from './forms.words.ts'
import type { Form } from './queries.ts'

const texts = ['title', 'intro', 'notice', 'thanks'] as const
const askings: readonly Asked[] = ['no', 'may', 'must']

/** A form, new or as its next version: what it asks, what people are told, which boxes it has, where it may stand. */
export default function FormEditor({ form, onClose }: { form: Form | undefined; onClose: () => void }) {
  const say = useWords(formsWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => (form ? draftOf(form) : newDraft()))
  const [error, setError] = useState<unknown>()
  const { data: purposes } = useQuery(purposesQuery)
  const { data: own } = useQuery(fieldsQuery)
  const set = (part: Partial<Draft>) => {
    setError(undefined)
    setDraft({ ...draft, ...part })
  }
  const save = useAct({
    run: () => call(saveForm, { params: { form: draft.code.trim() }, body: specOf(draft, form) }),
    told: (said) => {
      setError(said)
      return true
    },
    then: ({ version, changed }) => {
      void client.invalidateQueries({ queryKey: ['forms'] })
      notice(changed ? say('saved', { n: version }) : say('saved_same'))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  const fields = [...standardFields, ...(own?.items ?? []).filter(({ retired }) => !retired).map(({ code }) => code)]
  const name = useFieldName()
  return (
    <Modal opened onClose={onClose} title={form ? say('edit_title') : say('add')} size="xl" closeButtonProps={{ 'aria-label': sayUi('close') }}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <TextInput
          label={say('code')}
          description={say('code_text')}
          value={draft.code}
          disabled={form !== undefined}
          maxLength={40}
          autoComplete="off"
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
        <fieldset className={classes.set}>
          <legend>{say('languages')}</legend>
          {formLanguages.map((each) => (
            <label key={each} className={classes.tick}>
              <input
                type="checkbox"
                checked={draft.languages.includes(each)}
                onChange={(event) => {
                  const languages = formLanguages.filter((one) => (one === each ? event.currentTarget.checked : draft.languages.includes(one)))
                  if (languages.length > 0) set({ languages })
                }}
              />
              {say(`language_${each}`)}
            </label>
          ))}
        </fieldset>
        {texts.map((text) => (
          <fieldset key={text} className={classes.set}>
            <legend>{say(`text_${text}`)}</legend>
            <p className="quiet small">{say(`hint_${text}`)}</p>
            {draft.languages.map((each) => {
              const label = `${say(`text_${text}`)} · ${say(`language_${each}`)}`
              const change = (value: string) => set({ [text]: { ...draft[text], [each]: value } })
              return text === 'title' ? (
                <TextInput
                  key={each}
                  aria-label={label}
                  placeholder={say(`language_${each}`)}
                  value={draft[text][each]}
                  maxLength={150}
                  onChange={(event) => change(event.currentTarget.value)}
                />
              ) : (
                <Textarea
                  key={each}
                  aria-label={label}
                  placeholder={say(`language_${each}`)}
                  value={draft[text][each]}
                  maxLength={4000}
                  autosize
                  minRows={2}
                  onChange={(event) => change(event.currentTarget.value)}
                />
              )
            })}
          </fieldset>
        ))}
        <fieldset className={classes.set}>
          <legend>{say('fields')}</legend>
          <p className="quiet small">{say('fields_text')}</p>
          <div className={classes.grid}>
            {fields.map((field) => (
              <NativeSelect
                key={field}
                label={name(field) ?? pick(own?.items.find(({ code }) => code === field)?.title, language) ?? field}
                value={draft.fields[field] ?? 'no'}
                data={askings.map((each) => ({ value: each, label: say(`ask_${each}`) }))}
                onChange={(event) => set({ fields: { ...draft.fields, [field]: askings.find((each) => each === event.currentTarget.value) ?? 'no' } })}
              />
            ))}
          </div>
        </fieldset>
        <NativeSelect
          label={say('purpose')}
          description={say('purpose_text')}
          value={draft.purpose}
          data={(purposes?.items ?? []).map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code }))}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
        />
        <Boxes draft={draft} onChange={(boxes) => set({ boxes })} />
        <TextInput
          label={say('campaign')}
          description={say('campaign_text')}
          value={draft.campaign}
          maxLength={40}
          autoComplete="off"
          onChange={(event) => set({ campaign: event.currentTarget.value })}
        />
        <Textarea
          label={say('origins')}
          description={say('origins_text')}
          value={draft.origins}
          autosize
          minRows={2}
          onChange={(event) => set({ origins: event.currentTarget.value })}
        />
        <TextInput
          label={say('redirect')}
          description={say('redirect_text')}
          value={draft.redirect}
          maxLength={500}
          inputMode="url"
          autoComplete="off"
          onChange={(event) => set({ redirect: event.currentTarget.value })}
        />
        {error ? <ErrorBox error={error} /> : null}
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!draft.code.trim()}>
            {sayUi('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function useFieldName(): (field: string) => string | undefined {
  const say = useWords(formsWords)
  const word = useHasWord(fieldWords)
  const point = useHasWord(identifierWords)
  return (field) => (field === 'message' ? say('field_message') : (word(field) ?? point(field)))
}

/** Boxes of consent: never ticked beforehand, never required; a ticked one is asked, not given. */
function Boxes({ draft, onChange }: { draft: Draft; onChange: (boxes: Draft['boxes']) => void }) {
  const say = useWords(formsWords)
  const language = useLanguage()
  const channel = useCodeWords(channelWords)
  const { data } = useQuery(purposesQuery)
  const resting = (data?.items ?? []).filter(({ legal_basis }) => legal_basis.code === 'consent')
  const change = (at: number, part: Partial<Draft['boxes'][number]>) => onChange(draft.boxes.map((box, i) => (i === at ? { ...box, ...part } : box)))
  const [first] = resting
  return (
    <fieldset className={classes.set}>
      <legend>{say('boxes')}</legend>
      <p className="quiet small">{say('boxes_text')}</p>
      {draft.boxes.map((box, at) => (
        <div key={at} className={classes.box}>
          <NativeSelect
            label={say('box_purpose')}
            value={box.purpose}
            data={resting.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code }))}
            onChange={(event) => change(at, { purpose: event.currentTarget.value })}
          />
          <NativeSelect
            label={say('box_channel')}
            value={box.channel}
            data={['*', ...(resting.find(({ code }) => code === box.purpose)?.channels ?? [])].map((code) => ({
              value: code,
              label: code === '*' ? say('any_channel') : channel(code),
            }))}
            onChange={(event) => change(at, { channel: event.currentTarget.value })}
          />
          {draft.languages.map((each) => (
            <TextInput
              key={each}
              label={`${say('box_text')} · ${say(`language_${each}`)}`}
              value={box.text[each]}
              maxLength={600}
              onChange={(event) => change(at, { text: { ...box.text, [each]: event.currentTarget.value } })}
            />
          ))}
          <Button type="button" size="compact-xs" variant="subtle" color="gray" onClick={() => onChange(draft.boxes.filter((_, i) => i !== at))}>
            {say('box_remove')}
          </Button>
        </div>
      ))}
      {first && draft.boxes.length < 5 ? (
        <div>
          <Button
            type="button"
            size="xs"
            variant="default"
            onClick={() => onChange([...draft.boxes, { purpose: first.code, channel: first.channels[0] ?? '*', text: { en: '', ru: '' } }])}
          >
            {say('box_add')}
          </Button>
        </div>
      ) : null}
    </fieldset>
  )
}
