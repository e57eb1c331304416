import { Button } from '@mantine/core'
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { removeProvider } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { ProviderForm } from './ProviderForm.tsx'
import { type Provider, providersQuery } from './queries.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

/** Providers that the staff sign in by, and a way to add one. */
export function Providers() {
  const say = useWords(signInWords)
  const { data, error, isPending, refetch } = useQuery(providersQuery)
  const [editing, setEditing] = useState<Provider | 'new'>()
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => setEditing('new')}>
      {say('add')}
    </Button>
  )
  const any = data !== undefined && data.items.length > 0
  return (
    <Section title={say('providers')} lead={say('providers_lead')} actions={any ? add : null}>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && !any ? <Empty small icon={IconBuildingCommunity} title={say('none')} text={say('none_text')} action={add} /> : null}
      {any ? (
        <ul className={classes.list}>
          {data.items.map((one) => (
            <One key={one.id} of={one} onEdit={() => setEditing(one)} />
          ))}
        </ul>
      ) : null}
      {editing ? <ProviderForm of={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </Section>
  )
}

function One({ of, onEdit }: { of: Provider; onEdit: () => void }) {
  const say = useWords(signInWords)
  const roleName = useRoleName()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => call(removeProvider, { params: { provider_id: of.id } }),
    then: () => {
      notice(say('removed', { title: of.title }))
      void client.invalidateQueries({ queryKey: providersQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['session', 'ways'] })
    },
  })
  const state = of.paused ? 'state_paused' : of.proven_at ? 'state_proven' : 'state_new'
  const parts = [
    of.issuer,
    of.domains.length > 0 ? of.domains.join(', ') : say('any_domain'),
    of.newcomers ? say('newcomers_as', { role: roleName(of.newcomers) }) : say('newcomers_none'),
    say('people', { count: of.people }),
  ]
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <p className={classes.name}>
          <span data-own-words>{of.title}</span>
          <Mark tone={of.paused ? 'wait' : of.proven_at ? 'good' : 'plain'}>{say(state)}</Mark>
        </p>
        <p className="quiet small">{parts.join(' · ')}</p>
      </div>
      <div className={classes.acts}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onEdit} aria-label={say('edit_that', { title: of.title })}>
          {say('edit')}
        </Button>
        <Sure label={say('remove')} question={say('remove_sure', { title: of.title })} loading={isPending} onYes={() => mutate(undefined)} />
      </div>
    </li>
  )
}
