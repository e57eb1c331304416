import { Button, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { dismissStaff } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { EmailText } from '../../ui/EmailText.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { Face } from '../../ui/Person.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { Resets } from '../signin/Resets.tsx'
import { AddPerson } from './AddPerson.tsx'
import { Person } from './Person.tsx'
import type { StaffMember } from './queries.ts'
import { staffQuery } from './queries.ts'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

/** Everyone on the staff, and a way to add one. */
export function People() {
  const say = useWords(staffWords)
  const [adding, on] = useDisclosure(false)
  const pages = useInfiniteQuery(staffQuery)
  const { data, error, isPending, refetch } = pages
  const people = data?.pages.flatMap(({ items }) => items)
  return (
    <Section
      title={say('people')}
      actions={
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={on.open}>
          {say('add_person')}
        </Button>
      }
    >
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {people ? (
        <ul className={classes.list}>
          {people.map((person) => (
            <One key={person.id} person={person} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
      {adding ? <AddPerson onClose={on.close} /> : null}
    </Section>
  )
}

function One({ person }: { person: StaffMember }) {
  const say = useWords(staffWords)
  const roleName = useRoleName()
  const me = useMe()
  const client = useQueryClient()
  const gone = person.status === 'dismissed'
  const [opened, on] = useDisclosure(false)
  const { mutate, isPending } = useAct({
    run: () => call(dismissStaff, { params: { staff_id: person.id } }),
    then: () => {
      notice(say('dismissed_now', { name: person.name }))
      void client.invalidateQueries({ queryKey: staffQuery.queryKey })
    },
  })
  return (
    <li className={classes.row} data-gone={gone || undefined}>
      <Face who={{ kind: 'person', name: { full: person.name, short: person.name } }} size={32} />
      <div className={classes.text}>
        <p>
          <UnstyledButton className={classes.open} onClick={on.open}>
            {person.name}
          </UnstyledButton>
          {person.id === me.id ? <span className="faint"> · {say('you')}</span> : null}
        </p>
        <p className="quiet small">
          <EmailText value={person.email} />
        </p>
      </div>
      <span className={classes.role}>{roleName(person.role)}</span>
      <Mark tone={person.second_factor && !gone ? 'good' : 'plain'}>
        {say(gone ? 'dismissed' : person.second_factor ? 'second_factor' : 'no_second_factor')}
      </Mark>
      <div className={classes.end}>
        {gone || person.id === me.id ? null : !person.manageable ? (
          <MayButton may={false} why={say('may_more')} size="compact-xs" variant="subtle" color="gray" onClick={() => {}}>
            {say('dismiss')}
          </MayButton>
        ) : (
          <>
            <Resets id={person.id} name={person.name} />
            <Sure label={say('dismiss')} question={say('dismiss_sure', { name: person.name })} loading={isPending} onYes={() => mutate(undefined)} />
          </>
        )}
      </div>
      {opened ? <Person person={person} onClose={on.close} /> : null}
    </li>
  )
}
