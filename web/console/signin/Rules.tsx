import { Button, Checkbox, NativeSelect, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { setRules } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import { allStaffQuery, providersQuery, type Rules as RulesNow, rulesQuery } from './queries.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

/** What the company asks of whoever signs in. */
export function Rules() {
  const say = useWords(signInWords)
  const { data, error, isPending, refetch } = useQuery(rulesQuery)
  return (
    <Section title={say('rules')} lead={say('rules_lead')}>
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? <RulesForm key={JSON.stringify(data)} now={data} /> : null}
    </Section>
  )
}

const places = ['only_providers', 'break_glass', 'second_factor_roles'] as const

function RulesForm({ now }: { now: RulesNow }) {
  const say = useWords(signInWords)
  const roleName = useRoleName()
  const client = useQueryClient()
  const roles = useQuery(rolesQuery).data?.items.filter((role) => !role.retired) ?? []
  const people = useQuery(allStaffQuery).data?.items ?? []
  const proven = useQuery(providersQuery).data?.items.some((one) => one.proven_at !== null && !one.paused) ?? false
  const [asked, setAsked] = useState<readonly string[]>(now.second_factor_roles)
  const [only, setOnly] = useState(now.only_providers)
  const [glass, setGlass] = useState(now.break_glass ?? '')
  const troubles = useTroubles(places)
  const { mutate, isPending } = useAct({
    run: () => call(setRules, { body: { second_factor_roles: [...asked], only_providers: only, break_glass: glass === '' ? null : glass } }),
    told: troubles.take,
    then: (saved) => {
      notice(say('rules_saved'))
      client.setQueryData(rulesQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: ['session', 'ways'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    mutate(undefined)
  }
  const admins = people.filter((one) => one.role === 'admin' && one.status === 'active')
  const mayOnly = proven || now.only_providers
  return (
    <form onSubmit={submit} className={classes.rules}>
      <Checkbox.Group
        label={say('second_factor_for')}
        description={say('second_factor_hint')}
        error={troubles.at('second_factor_roles')}
        value={[...asked]}
        onChange={setAsked}
      >
        <div className={classes.roles}>
          {roles.map(({ code }) => (
            <Checkbox key={code} value={code} label={roleName(code)} />
          ))}
        </div>
      </Checkbox.Group>
      <Switch
        label={say('only')}
        description={say(mayOnly ? 'only_hint' : 'only_not_yet')}
        checked={only}
        disabled={!mayOnly}
        error={troubles.at('only_providers')}
        onChange={(event) => setOnly(event.currentTarget.checked)}
      />
      {only ? (
        <NativeSelect
          label={say('glass')}
          description={say('glass_hint')}
          value={glass}
          error={troubles.at('break_glass')}
          data={[{ value: '', label: say('glass_choose') }, ...admins.map((one) => ({ value: one.id, label: one.name }))]}
          onChange={(event) => setGlass(event.currentTarget.value)}
        />
      ) : null}
      <div>
        <Button type="submit" variant="default" loading={isPending} disabled={only && glass === ''}>
          {say('save')}
        </Button>
      </div>
    </form>
  )
}
