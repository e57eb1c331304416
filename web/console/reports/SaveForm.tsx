import { Button, Modal, MultiSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import type { ReportBody } from './queries.ts'
import classes from './Reports.module.css'
import { reportsWords } from './reports.words.ts'

const ways = ['private', 'everybody', 'roles'] as const
type Named = Pick<ReportBody, 'title' | 'shared'>
type FormProps = Named & { saving: boolean; onSave: (named: Named) => void; onClose: () => void }

/** What a report is called, and who sees it. */
export default function SaveForm({ title: before, shared, saving, onSave, onClose }: FormProps) {
  const say = useWords(reportsWords)
  const roleName = useRoleName()
  const { data: roles } = useQuery(rolesQuery)
  const [title, setTitle] = useState(before)
  const [way, setWay] = useState<(typeof ways)[number]>(typeof shared === 'object' ? 'roles' : shared)
  const [chosen, setChosen] = useState<string[]>(typeof shared === 'object' ? shared.roles : [])
  const fits = title.trim() !== '' && (way !== 'roles' || chosen.length > 0)
  const data = (roles?.items ?? []).filter((role) => !role.retired).map(({ code }) => ({ value: code, label: roleName(code) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fits) onSave({ title: title.trim(), shared: way === 'roles' ? { roles: chosen } : way })
  }
  return (
    <Modal opened onClose={onClose} title={say('save')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('save_title')}
          value={title}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={say('save_shared')}
          value={way}
          onChange={setWay}
          data={ways.map((each) => ({ value: each, label: say(`way_${each}`) }))}
        />
        {way === 'roles' ? <MultiSelect label={say('which_roles')} data={data} value={chosen} onChange={setChosen} /> : null}
        <Button type="submit" loading={saving} disabled={!fits}>
          {say('save')}
        </Button>
      </form>
    </Modal>
  )
}
