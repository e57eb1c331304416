import { Button, Modal, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { Suspense, useState } from 'react'
import { fieldWords } from '../../ui/field.words.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { part } from '../../ui/part.ts'
import { ui } from '../../ui/ui.words.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { fieldFormWords } from '../fields/fields.words.ts'
import { fieldsQuery, type OwnField } from '../fields/index.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { useKeepsRegisters } from '../purposes/useKeepsRegisters.ts'
import { FieldInput } from '../values/FieldInput.tsx'
import classes from './Card.module.css'
import type { Card } from './queries.ts'
import { useWriteField } from './useWriteField.ts'

const FieldForm = part(() => import('../fields/FieldForm.tsx'))

/** Fills a field that has no value on this card yet; and for who may, declares another. */
export function AddField({ card }: { card: Card }) {
  const say = useWords(fieldFormWords)
  const [open, on] = useDisclosure(false)
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={on.open}>
        {say('add_to_card')}
      </Button>
      {open ? <Fill card={card} onClose={on.close} /> : null}
    </>
  )
}

function Fill({ card, onClose }: { card: Card; onClose: () => void }) {
  const say = useWords(fieldFormWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const may = useKeepsRegisters()
  const [declaring, on] = useDisclosure(false)
  const { own, plain, known } = useUnfilled(card)
  const [chosen, setChosen] = useState('')
  const [value, setValue] = useState('')
  const field = own.find((each) => each.code === chosen)
  const title = plain.find((each) => each.value === chosen)?.label ?? pick(field?.title, language) ?? ''
  const troubles = useTroubles(chosen ? [chosen] : [])
  const { mutate, isPending } = useWriteField({
    customerId: card.id,
    field: chosen,
    told: troubles.take,
    said: say('written', { field: title }),
    onDone: onClose,
  })
  const choose = (code: string) => {
    setChosen(code)
    setValue('')
    troubles.clear()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    if (chosen && value.trim()) mutate(value.trim())
  }
  const ours = own.map((each) => ({ value: each.code, label: pick(each.title, language) ?? each.code }))
  return (
    <Modal opened onClose={onClose} title={say('add_to_card')}>
      <form onSubmit={submit} className={classes.stack}>
        <Select
          data-autofocus
          searchable
          openOnFocus={false}
          label={say('which')}
          description={known && ours.length === 0 ? say('none_left') : undefined}
          value={chosen || null}
          // What is offered does not change under somebody's hand.
          disabled={!known}
          data={[
            { group: say('ours'), items: ours },
            { group: say('usual'), items: plain },
          ]}
          onChange={(next) => choose(next ?? '')}
          comboboxProps={{ withinPortal: true }}
        />
        <div className={classes.another}>
          <MayButton may={may} why={say('only')} variant="subtle" size="compact-xs" onClick={on.open}>
            {say('another')}
          </MayButton>
        </div>
        {chosen ? (
          <FieldInput
            field={{ field: chosen, own: field ? { type: field.type, codes: field.codes, currency: field.currency, about: field.about } : null }}
            title={title}
            value={value}
            error={troubles.at(chosen)}
            onChange={setValue}
          />
        ) : null}
        <div className={classes.addButtons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!chosen || value.trim() === ''}>
            {sayUi('save')}
          </Button>
        </div>
      </form>
      {declaring ? (
        <Suspense>
          <FieldForm onClose={on.close} onMade={choose} />
        </Suspense>
      ) : null}
    </Modal>
  )
}

const usual = {
  person: [
    'surname',
    'name',
    'patronymic',
    'former_surname',
    'short_name',
    'address_as',
    'form',
    'gender',
    'birth_date',
    'job_title',
    'inn',
    'address',
    'site',
    'about',
  ],
  organisation: ['legal_form', 'org_name', 'inn', 'kpp', 'ogrn', 'bik', 'address', 'site', 'about'],
} as const

/** Fields without a value that this look could show: the company's own in use, and those every installation has. */
function useUnfilled(card: Card): { own: readonly OwnField[]; plain: { value: string; label: string }[]; known: boolean } {
  const word = useCodeWords(fieldWords)
  const { data: declared } = useQuery(fieldsQuery)
  const { data: purposes } = useQuery(purposesQuery)
  const filled = new Set(card.fields.map((each) => each.field))
  const purpose = purposes?.items.find((each) => each.code === card.purpose.code)
  const shows = (code: string) => purpose === undefined || purpose.fields.includes('*') || purpose.fields.includes(code)
  const own = (declared?.items ?? []).filter((each) => !each.retired && each.purposes.includes(card.purpose.code) && shows(each.code) && !filled.has(each.code))
  const plain = usual[card.kind].filter((code) => shows(code) && !filled.has(code)).map((code) => ({ value: code, label: word(code) }))
  return { own, plain, known: declared !== undefined && purposes !== undefined }
}
