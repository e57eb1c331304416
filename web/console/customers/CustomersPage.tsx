import { getRouteApi } from '@tanstack/react-router'
import { Suspense } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useShortcuts } from '../../ui/keys.ts'
import { Rows } from '../../ui/Loading.tsx'
import { useTitle } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useList } from '../list/useList.ts'
import { useMe } from '../session/session.ts'
import classes from './CustomersPage.module.css'
import { customersWords } from './customers.words.ts'
import { Listed } from './Listed.tsx'
import type { CustomersSearch } from './search.ts'

const route = getRouteApi('/shell/customers')
const NewCustomer = part(() => import('./NewCustomer.tsx'))

/** The list, and beside it whoever was opened from it. */
export default function CustomersPage() {
  const say = useWords(customersWords)
  const navigate = route.useNavigate()
  const adds = useMe().can('customers.add')
  const search = route.useSearch()
  const { list, error } = useList(search)
  useTitle(say('title'))
  const set = (part: Partial<CustomersSearch>, replace = true) => void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false })
  useShortcuts(adds ? [{ keys: 'C', run: () => set({ new: true }, false) }] : [])
  return (
    <div className={classes.split}>
      {list ? <Listed list={list} search={search} set={set} /> : <div className={classes.page}>{error ? <ErrorBox error={error} /> : <Rows />}</div>}
      <Suspense>{search.new && adds ? <NewCustomer onClose={() => set({ new: undefined })} /> : null}</Suspense>
    </div>
  )
}
