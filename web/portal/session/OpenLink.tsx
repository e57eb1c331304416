import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { redeemLink } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from '../shell/Porch.module.css'
import { Porch } from '../shell/Porch.tsx'
import { portal } from '../shell/portal.words.ts'
import { sessionQuery } from './session.ts'

const route = getRouteApi('/my/open')

/** The page a mailed link leads to. The token stands after the #, so that no server and no log ever sees it before the click. */
export default function OpenLink() {
  const say = useWords(portal)
  const explain = useExplain()
  const { history } = useRouter()
  const { to = '/my' } = route.useSearch()
  const [token] = useState(() => window.location.hash.slice(1))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(redeemLink, { body: { token } }),
    onSuccess: (session) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, session)
      history.replace(to)
    },
  })
  const spent = error instanceof ApiProblem && error.status === 401
  if (!token) {
    return (
      <Porch title={say('open')} lead={say('open_none')}>
        <Button component={Link} to="/my/sign-in">
          {say('open_again')}
        </Button>
      </Porch>
    )
  }
  return (
    <Porch title={say('open')} lead={say('open_lead')}>
      <p role="alert" className={classes.wrong} hidden={!error}>
        {error ? (spent ? say('open_spent') : explain(error)) : ''}
      </p>
      {spent ? (
        <Button component={Link} to="/my/sign-in" size="md">
          {say('open_again')}
        </Button>
      ) : (
        <Button size="md" autoFocus loading={isPending} onClick={() => mutate()}>
          {say('open_button')}
        </Button>
      )}
    </Porch>
  )
}
