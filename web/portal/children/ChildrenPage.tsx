import { Button, Switch } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { sayForMyWard } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { pagesOfChild } from '../acting.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import classes from '../terms/Terms.module.css'
import { childrenWords } from './children.words.ts'
import { type Ward, wardsQuery } from './queries.ts'

/** What a guardian allows for each child of theirs. */
export default function ChildrenPage() {
  const say = useWords(childrenWords)
  const { data, error, refetch } = useQuery(wardsQuery)
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {!data && !error ? <Lines count={4} /> : null}
      {data?.wards.length === 0 ? <Empty icon={IconUsers} title={say('none')} text={say('none_text')} small /> : null}
      {data?.wards.map((ward) => (
        <Child key={ward.id} ward={ward} />
      ))}
    </Leaf>
  )
}

function Child({ ward }: { ward: Ward }) {
  const say = useWords(childrenWords)
  const language = useLanguage()
  const now = useNow()
  const until = say('until', { day: dayOf(plainDay(ward.until), now, language) })
  return (
    <Part
      title={ward.name ?? say('child')}
      lead={ward.stopped ? `${until} ${say('stopped')}` : until}
      action={
        <Button component="a" href={pagesOfChild(ward.id)} variant="default" aria-label={`${say('open')}: ${ward.name ?? say('child')}`}>
          {say('open')}
        </Button>
      }
    >
      <ul className={classes.list}>
        {ward.purposes.map((purpose) => (
          <One key={purpose.code} ward={ward} purpose={purpose} />
        ))}
      </ul>
    </Part>
  )
}

function One({ ward, purpose }: { ward: Ward; purpose: Ward['purposes'][number] }) {
  const say = useWords(childrenWords)
  const language = useLanguage()
  const client = useQueryClient()
  const set = useAct({
    run: (allowed: boolean) => call(sayForMyWard, { params: { ward_id: ward.id }, body: { said: [{ ward: { purpose: purpose.code, allowed } }] } }),
    then: (said) => {
      client.setQueryData(wardsQuery.queryKey, (old) => old && { wards: old.wards.map((one) => (one.id === said.id ? said : one)) })
      notice(say('saved'))
    },
    // Whoever is their guardian no more sees so.
    told: () => {
      void client.invalidateQueries({ queryKey: wardsQuery.queryKey })
      return false
    },
  })
  const { may, allowed, own } = purpose
  const state = !may ? 'may_not' : !allowed ? 'off' : own === null ? 'allowed' : (`allowed_${own}` as const)
  return (
    <li className={classes.term}>
      <Switch
        className={classes.switch}
        labelPosition="left"
        label={pick(purpose.title, language) ?? purpose.code}
        description={say(state)}
        checked={set.isPending ? set.variables : allowed}
        disabled={!may || set.isPending}
        onChange={(event) => set.mutate(event.currentTarget.checked)}
      />
    </li>
  )
}
