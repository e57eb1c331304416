import { Button, Drawer } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeStaff, readStaffHistory } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { EmailText } from '../../ui/EmailText.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { seeingWords } from '../seeing/seeing.words.ts'
import { useSeeAs } from '../seeing/useSeeing.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { type StaffMember, staffQuery } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'
import { UnitsSelect } from './UnitsSelect.tsx'

const places = ['role', 'units'] as const

/** A colleague: role, units, what they had before, and how the console looks to them. */
export function Person({ person, onClose }: { person: StaffMember; onClose: () => void }) {
  const me = useMe()
  const gone = person.status === 'dismissed'
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={person.name}>
      <div className={classes.form}>
        <p className="quiet small">
          <EmailText value={person.email} />
        </p>
        {gone ? null : <SeeAs person={person} />}
        {gone || person.id === me.id || !person.manageable ? <Fixed person={person} /> : <Change person={person} onDone={onClose} />}
        <Before person={person} />
      </div>
    </Drawer>
  )
}

function SeeAs({ person }: { person: StaffMember }) {
  const say = useWords(seeingWords)
  const me = useMe()
  const { mutate, isPending } = useSeeAs()
  const why = person.id === me.id ? say('yourself') : say('only')
  return (
    <div>
      <MayButton
        may={me.can('staff.preview') && person.id !== me.id}
        why={why}
        variant="default"
        size="xs"
        loading={isPending}
        leftSection={<IconEye size={15} stroke={1.6} />}
        onClick={() => mutate(person.id)}
      >
        {say('see_as', { name: person.name })}
      </MayButton>
    </div>
  )
}

/** Nobody changes their own role, nor that of who may more than they; and of who left it stays what it was. */
function Fixed({ person }: { person: StaffMember }) {
  const say = useWords(staffWords)
  const nameOf = useRoleName()
  return (
    <p>
      {nameOf(person.role)}
      <span className="quiet small"> · {say(person.status === 'dismissed' ? 'dismissed' : person.manageable ? 'own_role' : 'may_more')}</span>
    </p>
  )
}

function Change({ person, onDone }: { person: StaffMember; onDone: () => void }) {
  const say = useWords(staffWords)
  const client = useQueryClient()
  const [role, setRole] = useState(person.role)
  const [units, setUnits] = useState<readonly string[]>(person.units)
  const troubles = useTroubles(places)
  const same = role === person.role && units.toSorted().join() === person.units.toSorted().join()
  const { mutate, isPending } = useAct({
    run: () => call(changeStaff, { params: { staff_id: person.id }, body: { ...(role === person.role ? {} : { role }), units: [...units] } }),
    told: troubles.take,
    then: () => {
      notice(say('changed', { name: person.name }))
      for (const key of [staffQuery.queryKey, ['roles'], ['units']]) void client.invalidateQueries({ queryKey: key })
      onDone()
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        troubles.clear()
        if (!same) mutate(undefined)
      }}
    >
      <RoleSelect value={role} error={troubles.at('role')} onChange={setRole} />
      <UnitsSelect value={units} error={troubles.at('units')} onChange={setUnits} />
      <p className="quiet small">{say('at_once')}</p>
      <div className={classes.buttons}>
        <Button type="submit" loading={isPending} disabled={same}>
          {say('change')}
        </Button>
      </div>
    </form>
  )
}

function Before({ person }: { person: StaffMember }) {
  const say = useWords(staffWords)
  const nameOf = useRoleName()
  const unitName = useUnitName()
  const pages = useInfiniteQuery({
    queryKey: ['staff', person.id, 'history'],
    queryFn: ({ pageParam, signal }) => call(readStaffHistory, { params: { staff_id: person.id }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-label={say('history')}>
      <h3 className={classes.title}>{say('history')}</h3>
      {pages.isPending ? <Lines count={2} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <ol className={classes.history}>
        {rows.map((row) => (
          <li key={row.at}>
            {row.status === 'dismissed' ? say('dismissed') : [nameOf(row.role), ...row.units.map(unitName)].join(', ')}
            <span className="quiet small">
              {' · '}
              {row.by?.name ?? say('set_up')} · <When at={row.at} as="both" />
            </span>
          </li>
        ))}
      </ol>
      <More of={pages} />
    </section>
  )
}
