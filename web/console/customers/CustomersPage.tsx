import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count as countOf } from '../../ui/formats.ts'
import { useShortcuts } from '../../ui/keys.ts'
import { Rows } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './CustomersPage.module.css'
import { CustomersTable } from './CustomersTable.tsx'
import { customersWords } from './customers.words.ts'
import { Filters } from './Filters.tsx'
import { NoCustomers } from './NoCustomers.tsx'
import { Panel } from './Panel.tsx'
import { customersQuery } from './queries.ts'
import type { CustomersSearch } from './search.ts'

const route = getRouteApi('/shell/customers')
const NewCustomer = lazy(() => import('./NewCustomer.tsx'))

/** The list, and beside it whoever was opened from it. */
export default function CustomersPage() {
  const say = useWords(customersWords)
  const language = useLanguage()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...customersQuery(search),
    placeholderData: (old) => old,
  })
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const total = data?.pages[0]?.total
  const set = (part: Partial<CustomersSearch>, replace = true) => void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false })
  useShortcuts([{ keys: 'C', run: () => set({ new: true }, false) }])

  const shown = total ? countOf(total.count, language) : ''
  return (
    <div className={classes.split}>
      <div className={classes.list}>
        <Page
          width="wide"
          title={say('title')}
          lead={total ? (total.exact ? say('count', { count: total.count, shown }) : say('count_about', { shown })) : undefined}
          actions={
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => set({ new: true }, false)}>
              {say('add')}
            </Button>
          }
          toolbar={<Filters search={search} onChange={(part) => set({ ...part, open: undefined })} />}
        >
          {isPending ? <Rows /> : null}
          {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
          {data && rows.length === 0 ? <NoCustomers search={search} onClear={() => void navigate({ search: {} })} /> : null}
          {rows.length > 0 ? (
            <CustomersTable
              rows={rows}
              opened={search.open}
              fading={isPlaceholderData}
              onOpen={(open) => set({ open, ch: undefined, do: undefined }, Boolean(search.open))}
              hasMore={hasNextPage}
              loadingMore={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          ) : null}
        </Page>
      </div>
      {search.open ? (
        <Panel
          customerId={search.open}
          rows={rows}
          total={total}
          search={search}
          onSearch={(next) => set({ ch: next.ch, do: next.do })}
          onGo={(open) => set({ open, ch: undefined, do: undefined })}
          onClose={() => set({ open: undefined, ch: undefined, do: undefined })}
        />
      ) : null}
      <Suspense>{search.new ? <NewCustomer onClose={() => set({ new: undefined })} /> : null}</Suspense>
    </div>
  )
}
