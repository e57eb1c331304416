import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { saveUnit, unitKinds } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { TitleInputs } from '../../ui/TitleInputs.tsx'
import { codeOf, inBoth, isSaid, titlesOf } from '../../ui/titles.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { type Unit, unitsQuery } from './queries.ts'
import classes from './Units.module.css'
import { unitsWords } from './units.words.ts'

const places = ['unit', 'title', 'parent'] as const

/** A unit: what it is called in both languages, what it is, and what it belongs to. Its code is for ever. */
export function UnitForm({ start, units, onClose }: { start: Unit | undefined; units: readonly Unit[]; onClose: () => void }) {
  const say = useWords(unitsWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const [title, setTitle] = useState(titlesOf(start?.title))
  // Until somebody says otherwise it follows from what the unit is called.
  const [typed, setTyped] = useState(start?.code)
  const code = typed ?? codeOf(title, '-')
  const [kind, setKind] = useState<(typeof unitKinds)[number]>(start?.kind ?? 'shop')
  const [parent, setParent] = useState(start?.parent ?? '')
  const troubles = useTroubles(places)
  const { mutate, isPending } = useAct({
    run: () => call(saveUnit, { params: { unit: code }, body: { title: inBoth(title), kind, parent: parent === '' ? null : parent } }),
    told: troubles.take,
    then: () => {
      notice(say('saved'))
      void client.invalidateQueries({ queryKey: unitsQuery.queryKey })
      onClose()
    },
  })
  const ready = /^[a-z0-9_-]{1,40}$/.test(code) && isSaid(title)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  const others = units.filter((unit) => unit.code !== code && (!unit.retired || unit.code === parent))
  return (
    <Modal opened onClose={onClose} title={start ? say('rename') : say('add')}>
      <form onSubmit={submit} className={classes.form}>
        <TitleInputs autoFocus title={title} labels={{ en: say('name_en'), ru: say('name_ru') }} most={60} error={troubles.at('title')} onChange={setTitle} />
        {start ? null : (
          <TextInput
            label={say('code')}
            description={say('code_hint')}
            value={code}
            error={troubles.at('unit')}
            onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
          />
        )}
        <NativeSelect
          label={say('kind')}
          value={kind}
          data={unitKinds.map((each) => ({ value: each, label: say(`kind_${each}`) }))}
          onChange={(event) => setKind(unitKinds.find((each) => each === event.currentTarget.value) ?? kind)}
        />
        <NativeSelect
          label={say('parent')}
          value={parent}
          error={troubles.at('parent')}
          data={[{ value: '', label: say('parent_none') }, ...others.map((unit) => ({ value: unit.code, label: pick(unit.title, language) ?? unit.code }))]}
          onChange={(event) => setParent(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
