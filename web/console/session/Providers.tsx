import { Button } from '@mantine/core'
import { IconBuildingCommunity } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { beginProvider, listSignInWays } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { sessionWords } from './session.words.ts'

/** Which providers one signs in by here. Without an answer there are passwords. */
export const waysQuery = queryOptions({
  queryKey: ['session', 'ways'],
  queryFn: ({ signal }) => call(listSignInWays, { signal }),
  staleTime: 60_000,
  retry: false,
})

/** A button for each provider; it leads away, and one comes back signed in. */
export function Providers({ to }: { to: string | undefined }) {
  const say = useWords(sessionWords)
  const { data } = useQuery(waysQuery)
  const { mutate, error, isPending, isSuccess, variables } = useMutation({
    mutationFn: (code: string) => call(beginProvider, { params: { code }, body: to === undefined ? {} : { to } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  if (!data || data.providers.length === 0) return null
  return (
    <div className={classes.form}>
      {data.providers.map(({ code, title }) => (
        <Button
          key={code}
          variant={data.only_providers ? 'filled' : 'default'}
          size="md"
          fullWidth
          leftSection={<IconBuildingCommunity size={18} stroke={1.6} />}
          loading={(isPending || isSuccess) && variables === code}
          onClick={() => mutate(code)}
        >
          {say('by_provider', { title })}
        </Button>
      ))}
      {error ? <ErrorBox error={error} /> : null}
      {data.only_providers ? null : <p className={classes.or}>{say('or')}</p>}
    </div>
  )
}
