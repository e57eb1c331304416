import { Button, Checkbox, Modal, NativeSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { type DataKind, isDelicate } from '../../../src/keep/customers/shapes.ts'
import { abouts, registerField } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { codeOf, inBoth, isSaid, titlesOf } from '../../ui/titles.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { linesOf } from '../purposes/parts.ts'
import { allCurrencies } from '../session/places.ts'
import { aboutQuery } from '../session/session.ts'
import { AboutInput } from './AboutInput.tsx'
import classes from './Fields.module.css'
import { KeptFor, NameInputs } from './FormParts.tsx'
import { fieldFormWords } from './fields.words.ts'
import { guessAbout } from './guessAbout.ts'
import { fieldsQuery, type OwnField } from './queries.ts'

const types = ['number', 'money', 'time', 'boolean', 'code', 'text'] as const
const places = ['code', 'title', 'type', 'codes', 'currency', 'about', 'purposes', 'searched'] as const

/** What a field begins as that is made where it is missed: by the name and the first values of a column. */
export type FieldBeginning = { title: string; type: OwnField['type']; codes: readonly string[]; currency: string | null }

type FieldFormProps = {
  begin?: FieldBeginning | undefined
  /** The field to change; without one, another is declared. */
  field?: OwnField | undefined
  onClose: () => void
  /** Told the code of what was declared. */
  onMade?: (code: string) => void
}

/** Declares a field of the company's own, or a new version of one; its type is for ever. */
export default function FieldForm({ field, begin, onClose, onMade }: FieldFormProps) {
  const say = useWords(fieldFormWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const troubles = useTroubles(places)
  const [title, setTitle] = useState(field || !begin ? titlesOf(field?.title) : { en: begin.title, ru: begin.title })
  // Until somebody says otherwise it follows from what the field is called.
  const [typed, setTyped] = useState(field?.code)
  const code = typed ?? `x_${codeOf(title)}`
  const [type, setType] = useState<OwnField['type']>(field?.type ?? begin?.type ?? 'text')
  const [codes, setCodes] = useState((field?.codes ?? begin?.codes ?? []).join('\n'))
  const { data: company } = useQuery(aboutQuery)
  const [other, setOther] = useState(field?.currency ?? begin?.currency ?? null)
  const currency = other ?? company?.currency ?? null
  const [searched, setSearched] = useState(field?.searched ?? false)
  const [purposes, setPurposes] = useState<readonly string[]>(field?.purposes ?? ['service'])
  const [said, setSaid] = useState<DataKind | null | undefined>(aboutOf(field))
  const guess = field ? undefined : guessAbout(title.en, title.ru)
  const about = said === undefined ? (guess ?? null) : said
  const delicate = isDelicate(about)
  const listed = linesOf(codes)
  const { mutate, isPending } = useAct({
    run: () =>
      call(registerField, {
        body: {
          code,
          title: inBoth(title),
          purposes: [...purposes],
          type,
          codes: type === 'code' ? listed : null,
          currency: type === 'money' ? currency : null,
          about,
          searched: type === 'text' && searched && !delicate,
        },
      }),
    told: troubles.take,
    then: () => {
      notice(say(field ? 'changed' : 'declared', { name: inBoth(title)[language] }))
      void client.invalidateQueries({ queryKey: fieldsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['card'] })
      onClose()
      onMade?.(code)
    },
  })
  const ready = code.length > 2 && isSaid(title) && purposes.length > 0 && (field !== undefined || about !== null) && (type !== 'code' || listed.length > 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // React hands the submit of a form in a window of its own on to the form the window was opened from.
    event.stopPropagation()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={field ? say('change_title', { name: pick(field.title, language) ?? field.code }) : say('add')} size="lg">
      <form onSubmit={submit} className={classes.form}>
        <NameInputs title={title} error={troubles.at('title')} onChange={setTitle} autoFocus />
        {field ? null : (
          <TextInput
            label={say('code')}
            description={say('code_hint')}
            value={code}
            maxLength={62}
            error={troubles.at('code')}
            onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
          />
        )}
        <NativeSelect
          label={say('type')}
          description={say('type_for_ever')}
          value={type}
          disabled={field !== undefined}
          data={types.map((each) => ({ value: each, label: say(`type_${each}`) }))}
          error={troubles.at('type')}
          onChange={(event) => setType(types.find((each) => each === event.currentTarget.value) ?? type)}
        />
        {type === 'code' ? (
          <Textarea label={say('codes')} rows={4} value={codes} error={troubles.at('codes')} onChange={(event) => setCodes(event.currentTarget.value)} />
        ) : null}
        {type === 'money' ? (
          <Select
            searchable
            label={say('currency')}
            description={say('currency_for_ever')}
            value={currency}
            disabled={field !== undefined}
            data={allCurrencies(language)}
            limit={60}
            error={troubles.at('currency')}
            onChange={(next) => setOther(next)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        ) : null}
        <AboutInput
          about={about}
          guessed={said === undefined && guess !== undefined}
          bound={field ? field.category === 'sensitive' : undefined}
          text={type === 'text'}
          error={troubles.at('about')}
          onChange={setSaid}
        />
        {type === 'text' && !delicate ? (
          <Checkbox label={say('searched')} checked={searched} error={troubles.at('searched')} onChange={(event) => setSearched(event.currentTarget.checked)} />
        ) : null}
        <KeptFor purposes={purposes} delicate={delicate} error={troubles.at('purposes')} onChange={setPurposes} />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {field ? say('save', { version: field.version + 1 }) : say('add')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** What was said of a field that exists; undefined where another is declared, so that its title is listened to. */
const aboutOf = (field: OwnField | undefined): DataKind | null | undefined => (field ? (abouts.find((kind) => kind === field.about) ?? null) : undefined)
