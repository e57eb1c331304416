import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { revokeKey } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import { AddKey } from './AddKey.tsx'
import type { ApiKey } from './queries.ts'
import { keysQuery } from './queries.ts'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

const route = getRouteApi('/shell/staff')

/** Keys of programs; a secret is shown once, when it is made. */
export function Keys() {
  const say = useWords(staffWords)
  const adding = route.useSearch().do === 'key'
  const navigate = route.useNavigate()
  const pages = useInfiniteQuery(keysQuery)
  const { data, error, isPending, refetch } = pages
  const keys = data?.pages.flatMap(({ items }) => items)
  return (
    <Section
      title={say('keys')}
      lead={say('keys_lead')}
      actions={
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => void navigate({ search: { do: 'key' } })}>
          {say('add_key')}
        </Button>
      }
    >
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {keys ? (
        <ul className={classes.list}>
          {keys.map((key) => (
            <One key={key.id} of={key} />
          ))}
          {keys.length === 0 ? (
            <li>
              <Empty small icon={IconKey} title={say('no_keys')} text={say('no_keys_text')} />
            </li>
          ) : null}
        </ul>
      ) : null}
      <More of={pages} />
      {adding ? <AddKey onClose={() => void navigate({ search: {}, replace: true })} /> : null}
    </Section>
  )
}

function One({ of }: { of: ApiKey }) {
  const say = useWords(staffWords)
  const scope = useCodeWords(staffWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => call(revokeKey, { params: { key_id: of.id } }),
    then: () => {
      notice(say('revoked'))
      void client.invalidateQueries({ queryKey: keysQuery.queryKey })
    },
  })
  const { data: registered } = useQuery(allPurposesQuery)
  const titleOf = (code: string) => lower(pick(registered?.items.find((each) => each.code === code)?.title, language)) ?? code
  const unbound = of.kind === 'secret' ? [say('for_clerk')] : []
  const forWhat = of.purposes.length > 0 ? [say('for_purposes', { purposes: of.purposes.map(titleOf).join(', ') })] : unbound
  const used = of.used_at ? say('key_used', { ago: ago(new Date(of.used_at), now, language) }) : say('key_unused')
  return (
    <li className={classes.row}>
      <IconKey size={18} stroke={1.6} aria-hidden="true" className="faint" />
      <div className={classes.text}>
        <p>
          {of.title} <code className="faint">{of.hint}…</code>
        </p>
        <p className="quiet small">{[of.source, of.scopes.map((each) => lower(scope(`scope_${each}`))).join(', '), ...forWhat, used].join(' · ')}</p>
      </div>
      <Mark>{say(`kind_${of.kind}`).split(',')[0]}</Mark>
      <div className={classes.end}>
        <Sure label={say('revoke')} question={say('revoke_sure', { name: of.title })} loading={isPending} onYes={() => mutate(undefined)} />
      </div>
    </li>
  )
}
