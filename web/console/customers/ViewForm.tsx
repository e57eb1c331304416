import { Button, Modal, MultiSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import type { View, ViewBody } from '../list/views.ts'
import { useMe } from '../session/session.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import classes from './NewCustomer.module.css'
import { viewsWords } from './views.words.ts'

const ways = ['private', 'everybody', 'roles'] as const
type FormProps = { view: View | undefined; saving: boolean; onSave: (named: Pick<ViewBody, 'title' | 'shared' | 'default_for'>) => void; onClose: () => void }

/** What a saved list is called, who sees it, and who begins with it. */
export default function ViewForm({ view, saving, onSave, onClose }: FormProps) {
  const say = useWords(viewsWords)
  const sayUi = useWords(ui)
  const roleName = useRoleName()
  const keeper = useMe().can('staff.manage')
  const { data: roles } = useQuery(rolesQuery)
  const [title, setTitle] = useState(view?.title ?? '')
  const [way, setWay] = useState<(typeof ways)[number]>(typeof view?.shared === 'object' ? 'roles' : (view?.shared ?? 'private'))
  const [chosen, setChosen] = useState<string[]>(typeof view?.shared === 'object' ? view.shared.roles : [])
  const [first, setFirst] = useState<string[]>(view?.default_for ?? [])
  const fits = title.trim() !== '' && (way !== 'roles' || chosen.length > 0)
  const data = (roles?.items ?? []).filter((role) => !role.retired).map(({ code }) => ({ value: code, label: roleName(code) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fits) onSave({ title: title.trim(), shared: way === 'roles' ? { roles: chosen } : way, default_for: way === 'private' ? [] : first })
  }
  return (
    <Modal opened onClose={onClose} title={say(view ? 'edit' : 'save_new')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('title')}
          value={title}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SegmentedControl aria-label={say('shared')} value={way} onChange={setWay} data={ways.map((each) => ({ value: each, label: say(each) }))} />
        {way === 'roles' ? <MultiSelect label={say('which_roles')} data={data} value={chosen} onChange={setChosen} /> : null}
        {way === 'private' ? null : (
          <MultiSelect
            label={say('default_for')}
            description={keeper ? undefined : say('default_only')}
            disabled={!keeper}
            data={data}
            value={first}
            onChange={setFirst}
          />
        )}
        <Button type="submit" loading={saving} disabled={!fits}>
          {sayUi('save')}
        </Button>
      </form>
    </Modal>
  )
}
