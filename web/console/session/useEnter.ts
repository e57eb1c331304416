import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { client } from '../../ui/queries.ts'
import { sessionQuery } from './session.ts'

/** Into the console, to where one wanted to go. */
export function useEnter(to: string | null | undefined): () => void {
  const { history } = useRouter()
  return useCallback(() => {
    void client.resetQueries({ queryKey: sessionQuery.queryKey }).then(() => history.push(to ?? '/'))
  }, [history, to])
}
