import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconDots, IconTrash, IconUsers } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { addView, changeView, removeView } from '../../../src/office/lists/views/contract.ts'
import { call } from '../../ui/api.ts'
import { useDensity } from '../../ui/look.ts'
import { notice } from '../../ui/notices.tsx'
import { part } from '../../ui/part.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { isChanged } from '../list/state.ts'
import type { List } from '../list/useList.ts'
import { allCustomers, bodyOf, savedOf, type View, type ViewBody, viewsQuery } from '../list/views.ts'
import type { CustomersSearch } from './search.ts'
import classes from './ViewBar.module.css'
import { viewsWords } from './views.words.ts'

const ViewForm = part(() => import('./ViewForm.tsx'))

/** The saved lists as tabs, and what can be done with the one that stands open. */
export function ViewBar({ list, search }: { list: List; search: CustomersSearch }) {
  const say = useWords(viewsWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const own = useDensity()
  const { data: views } = useQuery(viewsQuery)
  const [form, setForm] = useState<'new' | 'edit'>()
  const { saved, shown } = list
  const changed = isChanged(search)
  const open = (v: string) => void navigate({ to: '/customers', search: { v } })
  const renew = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey })
  const put = useAct({
    run: async ({ body, as }: { body: ViewBody; as: View | undefined }) =>
      as ? call(changeView, { params: { view_id: as.view_id }, body: { ...body, version: as.version } }) : call(addView, { body }),
    then: (view) => {
      setForm(undefined)
      notice(say('saved', { title: view.title }))
      void renew().then(() => open(view.view_id))
    },
  })
  const remove = useAct({
    run: async (view: View) => {
      await call(removeView, { params: { view_id: view.view_id } })
      return view
    },
    then: (view) => {
      open(allCustomers)
      void renew()
      notice(say('removed', { title: view.title }), { label: say('undo'), run: () => put.mutate({ body: savedOf(view), as: undefined }) })
    },
  })
  const now = bodyOf(shown, own)
  return (
    <nav className={classes.bar} aria-label={say('views')}>
      <ul className={classes.tabs}>
        <Tab view={undefined} current={saved === undefined} changed={saved === undefined && changed} />
        {(views?.items ?? []).map((view) => (
          <Tab key={view.view_id} view={view} current={view.view_id === saved?.view_id} changed={view.view_id === saved?.view_id && changed} />
        ))}
      </ul>
      <span className={classes.deeds}>
        {changed ? (
          <>
            {saved ? (
              <Tooltip label={say('not_yours', { name: saved.made_by?.name ?? '—' })} disabled={saved.editable}>
                <Button
                  size="compact-xs"
                  variant="light"
                  data-disabled={saved.editable ? undefined : true}
                  aria-disabled={saved.editable ? undefined : true}
                  loading={put.isPending}
                  onClick={() => (saved.editable ? put.mutate({ body: { ...savedOf(saved), ...now }, as: saved }) : undefined)}
                >
                  {say('save')}
                </Button>
              </Tooltip>
            ) : null}
            <Button size="compact-xs" variant={saved ? 'subtle' : 'light'} onClick={() => setForm('new')}>
              {say('save_new')}
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => open(saved?.view_id ?? allCustomers)}>
              {say('reset')}
            </Button>
          </>
        ) : null}
        {saved?.editable ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" aria-label={say('menu', { title: saved.title })}>
                <IconDots size={16} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconUsers size={15} stroke={1.6} />} onClick={() => setForm('edit')}>
                {say('edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => remove.mutate(saved)}>
                {say('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </span>
      <Suspense>
        {form ? (
          <ViewForm
            view={form === 'edit' ? saved : undefined}
            saving={put.isPending}
            onSave={(named) =>
              put.mutate(form === 'edit' && saved ? { body: { ...savedOf(saved), ...named }, as: saved } : { body: { ...now, ...named }, as: undefined })
            }
            onClose={() => setForm(undefined)}
          />
        ) : null}
      </Suspense>
    </nav>
  )
}

function Tab({ view, current, changed }: { view: View | undefined; current: boolean; changed: boolean }) {
  const say = useWords(viewsWords)
  const broken = (view?.broken.length ?? 0) > 0
  return (
    <li>
      <Link
        to="/customers"
        search={{ v: view?.view_id ?? allCustomers }}
        activeOptions={{ exact: true, includeSearch: true }}
        className={classes.tab}
        data-current={current || undefined}
        aria-current={current ? 'page' : undefined}
      >
        {broken ? <IconAlertTriangle size={13} stroke={1.8} role="img" aria-label={say('broken')} /> : null}
        {view ? <span data-own-words>{view.title}</span> : say('all')}
        {changed ? <span className={classes.dot} role="img" aria-label={say('changed')} title={say('changed')} /> : null}
      </Link>
    </li>
  )
}
