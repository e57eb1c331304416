import { Button, Checkbox, Modal, Radio, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { customersSeen, ofEverybody, previewRole, saveRole } from '../../../src/keep/access/contract.ts'
import { abilities, abilityCodes } from '../../../src/platform/http/abilities.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { TitleInputs } from '../../ui/TitleInputs.tsx'
import { codeOf, inBoth } from '../../ui/titles.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import { useMe } from '../session/session.ts'
import { bodyOf, categories, type Draft, isWhole, type Preview } from './draft.ts'
import { abilityGroups, groupCodes } from './groups.ts'
import { rolesQuery } from './queries.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'
import { WhatChanges } from './WhatChanges.tsx'

const levels = ['nothing', 'see', 'change'] as const

/** A role of the company's own: first what it is, then what that changes and for whom, then it is saved. */
export function RoleForm({ start, onClose }: { start: Draft; onClose: () => void }) {
  const say = useWords(rolesWords)
  const language = useLanguage()
  const client = useQueryClient()
  const me = useMe()
  const [draft, setDraft] = useState(start)
  const [preview, setPreview] = useState<Preview>()
  const troubles = useTroubles(['title', 'role', 'purposes', 'changes'])
  const body = bodyOf(draft, me.can('registers.keep'))
  const look = useAct({ run: () => call(previewRole, { params: { role: draft.code }, body }), then: setPreview, told: troubles.take })
  const save = useAct({
    run: () => call(saveRole, { params: { role: draft.code }, body }),
    then: () => {
      notice(say('saved'))
      for (const key of [rolesQuery.queryKey, ['purposes']]) void client.invalidateQueries({ queryKey: key })
      onClose()
    },
  })
  const title = start.from === 0 ? say('new_role') : say('edit_role', { name: (language === 'ru' ? start.ru : start.en) || start.code })
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      {preview ? (
        <WhatChanges
          preview={preview}
          name={inBoth(draft)[language]}
          saving={save.isPending}
          onBack={() => setPreview(undefined)}
          onSave={() => save.mutate(undefined)}
        />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            troubles.clear()
            if (isWhole(draft)) look.mutate(undefined)
          }}
        >
          <Parts draft={draft} isNew={start.from === 0} set={(more) => setDraft({ ...draft, ...more })} at={troubles.at} />
          <Buttons ready={isWhole(draft)} looking={look.isPending} onClose={onClose} />
        </form>
      )}
    </Modal>
  )
}

function Buttons({ ready, looking, onClose }: { ready: boolean; looking: boolean; onClose: () => void }) {
  const say = useWords(rolesWords)
  const sayUi = useWords(ui)
  return (
    <div className={classes.buttons}>
      <Button type="button" variant="subtle" color="gray" onClick={onClose}>
        {sayUi('cancel')}
      </Button>
      <Button type="submit" loading={looking} disabled={!ready}>
        {say('next')}
      </Button>
    </div>
  )
}

type PartsProps = { draft: Draft; isNew: boolean; set(more: Partial<Draft>): void; at(place: 'title' | 'role' | 'purposes' | 'changes'): string | undefined }

function Parts({ draft, isNew, set, at }: PartsProps) {
  const say = useWords(rolesWords)
  const language = useLanguage()
  const me = useMe()
  const { data } = useQuery(allPurposesQuery)
  const keeps = me.can('registers.keep')
  return (
    <>
      <TitleInputs
        autoFocus
        title={draft}
        labels={{ en: say('name_en'), ru: say('name_ru') }}
        most={60}
        error={at('title')}
        onChange={({ en, ru }) => set({ en, ru, ...(isNew && draft.code === codeOf(draft, '-') ? { code: codeOf({ en, ru }, '-') } : {}) })}
      />
      {isNew ? (
        <TextInput
          label={say('code')}
          description={say('code_hint')}
          value={draft.code}
          error={at('role')}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
      ) : null}
      <Radio.Group
        label={say('customers')}
        description={say('customers_hint')}
        value={draft.customers}
        onChange={(next) => {
          const customers = customersSeen.find((one) => one === next) ?? 'all'
          set({ customers, ...(customers === 'all' ? {} : { abilities: draft.abilities.filter((one) => !ofEverybody.includes(one)) }) })
        }}
      >
        <div className={classes.choices}>
          {customersSeen.map((one) => (
            <Radio key={one} value={one} label={say(`customers_${one}`)} description={say(`customers_${one}_hint`)} />
          ))}
        </div>
      </Radio.Group>
      <fieldset className={classes.levels}>
        <legend>{say('can')}</legend>
        {groupCodes.map((group) => (
          <Checkbox.Group
            key={group}
            label={say(`group_${group}`)}
            value={[...draft.abilities]}
            onChange={(next) => set({ abilities: abilityCodes.filter((one) => next.includes(one)) })}
          >
            <div className={classes.choices}>
              {abilityGroups[group].map((one) => {
                const closed = draft.customers !== 'all' && ofEverybody.includes(one)
                return (
                  <Checkbox key={one} value={one} disabled={closed} label={abilities[one][language]} description={closed ? say('of_everybody') : undefined} />
                )
              })}
            </div>
          </Checkbox.Group>
        ))}
      </fieldset>
      <fieldset className={classes.levels}>
        <legend>{say('sees')}</legend>
        <p className="quiet small">{say('sees_hint')}</p>
        {categories.map((one) => (
          <div key={one} className={classes.level}>
            <span id={`level-${one}`}>{say(one)}</span>
            <SegmentedControl
              size="xs"
              aria-labelledby={`level-${one}`}
              value={draft.levels[one]}
              data={levels.map((each) => ({ value: each, label: say(each) }))}
              onChange={(next) => set({ levels: { ...draft.levels, [one]: levels.find((each) => each === next) ?? 'nothing' } })}
            />
          </div>
        ))}
      </fieldset>
      <Checkbox.Group
        label={say('purposes')}
        description={keeps ? undefined : say('purposes_only')}
        error={at('purposes')}
        value={[...draft.purposes]}
        onChange={(next) => set({ purposes: next })}
      >
        <div className={classes.choices}>
          {(data?.items ?? [])
            .filter((purpose) => !purpose.retired)
            .map((purpose) => (
              <Checkbox key={purpose.code} value={purpose.code} disabled={!keeps} label={pick(purpose.title, language) ?? purpose.code} />
            ))}
        </div>
      </Checkbox.Group>
      <Radio.Group label={say('scope')} description={say('scope_hint')} value={draft.scope} onChange={(next) => set({ scope: next === 'own' ? 'own' : 'all' })}>
        <div className={classes.choices}>
          <Radio value="all" label={say('all_units')} />
          <Radio value="own" label={say('own_units')} />
        </div>
      </Radio.Group>
    </>
  )
}
