import { Drawer } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { readRole } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { difference } from './draft.ts'
import type { Role } from './queries.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'
import { useListed } from './useListed.ts'

/** The versions of a role: who changed what, when. */
export function History({ role, onClose }: { role: Role; onClose: () => void }) {
  const say = useWords(rolesWords)
  const nameOf = useRoleName()
  const listed = useListed()
  const pages = useInfiniteQuery({
    queryKey: ['roles', role.code, 'versions'],
    queryFn: ({ pageParam, signal }) => call(readRole, { params: { role: role.code }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const versions = pages.data?.pages.flatMap((page) => page.versions) ?? []
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={say('history_of', { name: nameOf(role.code) })}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <ol className={classes.versions}>
        {versions.map((version, i) => {
          const before = versions[i + 1]
          const [gained, lost] = [listed(difference(version, before)), listed(difference(before, version))]
          return (
            <li key={version.version}>
              <p>
                <strong>{say('version', { number: version.version })}</strong>{' '}
                <span className="quiet small">
                  {version.made_by?.name} · {version.made_at ? <When at={version.made_at} as="both" /> : null}
                </span>
              </p>
              {before || version.version === 1 ? (
                <>
                  <ul className={classes.lines}>
                    {gained.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                  {before ? (
                    <ul className={classes.lines} data-sign="−">
                      {lost.map((line) => (
                        <li key={line}>{line}</li>
                      ))}
                    </ul>
                  ) : null}
                  {gained.length + lost.length === 0 ? <p className="quiet small">{say('no_change')}</p> : null}
                </>
              ) : null}
            </li>
          )
        })}
      </ol>
      <More of={pages} />
    </Drawer>
  )
}
