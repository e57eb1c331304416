import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { registerField, registerKind } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Purposes.module.css'
import { fieldsQuery, kindsQuery, purposesQuery } from './queries.ts'
import { shapesWords } from './shapes.words.ts'

const types = ['number', 'time', 'boolean', 'code', 'text'] as const

/** Declares a field of the company's own, or a kind of events. */
export function NewShape({ what, onClose }: { what: 'field' | 'kind'; onClose: () => void }) {
  const say = useWords(shapesWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const { data } = useQuery(purposesQuery)
  const [code, setCode] = useState(what === 'field' ? 'x_' : '')
  const [title, setTitle] = useState({ en: '', ru: '' })
  const [type, setType] = useState<(typeof types)[number]>('text')
  const [codes, setCodes] = useState('')
  const [marked, setMarked] = useState(false)
  const [purposes, setPurposes] = useState<string[]>(['service'])
  const listed = codes
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const { mutate, isPending } = useAct({
    run: async () => {
      const common = { code, title, purposes }
      if (what === 'kind') await call(registerKind, { body: { ...common, sensitive: marked } })
      else await call(registerField, { body: { ...common, type, codes: type === 'code' ? listed : null, searched: type === 'text' && marked } })
    },
    then: () => {
      notice(say('declared', { name: title[language] }))
      void client.invalidateQueries({ queryKey: (what === 'field' ? fieldsQuery : kindsQuery).queryKey })
      onClose()
    },
  })
  const ready = code.length > 2 && title.en.trim() !== '' && title.ru.trim() !== '' && purposes.length > 0 && (type !== 'code' || listed.length > 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say(`add_${what}`)}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('code')}
          description={say(`${what}_code_hint`)}
          value={code}
          maxLength={62}
          onChange={(event) => setCode(event.currentTarget.value.toLowerCase())}
        />
        <TextInput label={say('title_en')} value={title.en} maxLength={100} onChange={(event) => setTitle({ ...title, en: event.currentTarget.value })} />
        <TextInput label={say('title_ru')} value={title.ru} maxLength={100} onChange={(event) => setTitle({ ...title, ru: event.currentTarget.value })} />
        {what === 'field' ? (
          <NativeSelect
            label={say('type')}
            value={type}
            data={types.map((each) => ({ value: each, label: say(`type_${each}`) }))}
            onChange={(event) => setType(types.find((each) => each === event.currentTarget.value) ?? type)}
          />
        ) : null}
        {what === 'field' && type === 'code' ? (
          <Textarea label={say('codes')} rows={4} value={codes} onChange={(event) => setCodes(event.currentTarget.value)} />
        ) : null}
        {what === 'kind' || type === 'text' ? (
          <Checkbox label={say(what === 'kind' ? 'sensitive' : 'searched')} checked={marked} onChange={(event) => setMarked(event.currentTarget.checked)} />
        ) : null}
        <Checkbox.Group label={say('kept_for')} value={purposes} onChange={setPurposes}>
          <div className={classes.choices}>
            {data?.items.map((each) => (
              <Checkbox key={each.code} value={each.code} label={pick(each.title, language) ?? each.code} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say(`add_${what}`)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
