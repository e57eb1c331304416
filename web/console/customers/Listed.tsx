import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconFileExport, IconPlus } from '@tabler/icons-react'
import { Suspense, useMemo, useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count as countOf } from '../../ui/formats.ts'
import { Rows } from '../../ui/Loading.tsx'
import { useDensity } from '../../ui/look.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { trouble } from '../../ui/notices.tsx'
import { part } from '../../ui/part.ts'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { BulkDeeds } from '../bulk/BulkDeeds.tsx'
import { bulkWords } from '../bulk/bulk.words.ts'
import { Going } from '../bulk/Going.tsx'
import type { Who } from '../bulk/queries.ts'
import { useBulk } from '../bulk/useBulk.ts'
import { exportsWords } from '../exports/exports.words.ts'
import { FilterBar } from '../filters/FilterBar.tsx'
import { differences, type Shown } from '../list/state.ts'
import { useHeld } from '../list/useHeld.ts'
import type { List } from '../list/useList.ts'
import { useMe } from '../session/session.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import classes from './CustomersPage.module.css'
import { customersWords } from './customers.words.ts'
import { AskedFirst } from './editing/AskedFirst.tsx'
import { CellClashBox } from './editing/CellClashBox.tsx'
import { EditsProvider, useEdits } from './editing/useEdits.ts'
import { FreshButton } from './FreshButton.tsx'
import { Grid } from './Grid.tsx'
import { GridFoot, summable } from './GridFoot.tsx'
import { GroupMenu } from './GroupMenu.tsx'
import { ListMenu } from './ListMenu.tsx'
import { ListNotes } from './ListNotes.tsx'
import { Nobody } from './NoCustomers.tsx'
import { OrderMenu } from './OrderMenu.tsx'
import { Panel } from './Panel.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import type { CustomersSearch } from './search.ts'
import { closed, useDeeds } from './useDeeds.ts'
import { useGrouping } from './useGrouping.ts'
import { useSelection } from './useSelection.ts'
import { ViewBar } from './ViewBar.tsx'

const ExportDialog = part(() => import('../exports/ExportDialog.tsx'))

type ListedProps = { list: List; search: CustomersSearch; set: (part: Partial<CustomersSearch>, replace?: boolean) => void }

/** Narrower than this there is no room for columns. */
const cardsBelow = 560
const rowHeights = { comfortable: 44, compact: 34, card: 72 } as const

/** The list of an address: what narrows it, its rows, who is chosen, and whoever was opened from it. */
export function Listed({ list, search, set }: ListedProps) {
  const say = useWords(customersWords)
  const sayBulk = useWords(bulkWords)
  const sayExports = useWords(exportsWords)
  const me = useMe()
  const [exported, setExported] = useState<{ who: Who; chosen: boolean }>()
  const language = useLanguage()
  const { shown, view, known } = list
  const held = useHeld(list.asked)
  const edits = useEdits()
  const { ref, width } = useElementSize()
  const own = useDensity()
  const [said, announce] = useState('')
  const grouping = useGrouping(held.asked, shown, known)
  const parts = useMemo(
    () => grouping?.sections.parts ?? (held.asked ? [{ asked: held.asked, start: 0, count: held.total.count }] : []),
    [grouping?.sections.parts, held.asked, held.total.count],
  )
  const { selection, chooseRows, all, clear } = useSelection(parts, JSON.stringify([list.asked?.filter, list.asked?.search, search.v, shown.group]))
  const bulk = useBulk({ onStart: clear, onEnd: held.renew, announce })
  // What is found by words is no filter that a deed could be given.
  const chooseAll = () => (search.q ? trouble(sayBulk('no_words')) : all())
  const deeds = useDeeds({ list, search, set, announce, chooseRows, all: chooseAll, clear })

  const who: Who = selection.all ? { ...(shown.filter ? { filter: shown.filter } : {}), except: [...selection.except] } : { ids: [...selection.ids] }
  const exportSeen = () => (search.q ? trouble(sayExports('no_words')) : setExported({ who: shown.filter ? { filter: shown.filter } : {}, chosen: false }))
  const cards = width > 0 && width < cardsBelow
  const density = shown.density ?? own
  const { total } = held
  const number = countOf(total.count, language)
  const sums = summable(shown.layout, known).length > 0 && !search.q
  const change = (part: Partial<Shown>) => set({ ...differences({ ...shown, ...part }, view), ...closed })
  return (
    <>
      <div className={classes.page} ref={ref} data-density={density}>
        <header className={classes.header}>
          <div className={classes.heading}>
            <h1 className={classes.title}>{say('title')}</h1>
            <p className={classes.count} role="status">
              {held.asked ? (total.exact ? say('count', { count: total.count, shown: number }) : say('count_about', { shown: number })) : null}
            </p>
          </div>
          {held.fresh ? <FreshButton fresh={held.fresh} onRefresh={held.refresh} /> : null}
          <ListMenu onExport={exportSeen} />
          <MayButton
            may={me.can('customers.add')}
            why={say('add_only')}
            {...(classes.add ? { className: classes.add } : {})}
            leftSection={<IconPlus size={16} stroke={1.8} />}
            onClick={() => set({ new: true }, false)}
          >
            {say('add')}
          </MayButton>
        </header>
        <ViewBar list={list} search={search} />
        <div className={classes.tools}>
          <SearchBox label={say('search')} value={search.q ?? ''} waitMs={200} onChange={(q) => set({ q: q || undefined, ...closed })} />
          <FilterBar filter={shown.filter} known={known} onChange={(filter) => change({ filter })} />
          <div className={classes.toolsEnd}>
            <OrderMenu sort={shown.sort} known={known} searched={search.q !== undefined} onSort={(sort) => change({ sort })} />
            <GroupMenu group={shown.group} known={known} grouping={grouping} searched={search.q !== undefined} onGroup={(group) => change({ group })} />
            <ColumnChooser
              layout={shown.layout}
              known={known}
              density={shown.density}
              changed={search.c !== undefined || search.d !== undefined}
              onLayout={deeds.layout}
              onDensity={(next) => set({ d: differences({ ...shown, density: next }, view).d })}
              onUsual={() => set({ c: undefined, d: undefined })}
            />
          </div>
        </div>
        <ListNotes list={list} grouping={grouping} />
        {bulk.going.map((work) => (
          <Going key={work.id} work={work} />
        ))}
        <SelectionBar selection={selection} total={total} onAll={chooseAll} onNobody={clear}>
          <BulkDeeds who={who} busy={bulk.starting} onDo={(deed) => bulk.start(who, deed)} />
          <MayButton
            may={me.can('exports.run')}
            why={sayExports('not_your_role')}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconFileExport size={15} stroke={1.6} />}
            onClick={() => setExported({ who, chosen: true })}
          >
            {sayExports('export')}
          </MayButton>
        </SelectionBar>
        {held.error ? <ErrorBox error={held.error} onRetry={held.refresh} /> : null}
        {held.pending ? <Rows /> : null}
        <Nobody
          list={list}
          search={search}
          empty={held.asked !== undefined && total.count === 0 && !held.fading}
          onChange={change}
          onAdd={() => set({ new: true }, false)}
          onClear={() => set({ q: undefined, f: view.filter ? 'none' : undefined, ...closed })}
        />
        {held.asked && list.asked && total.count > 0 ? (
          <EditsProvider value={edits}>
            <Grid
              parts={parts}
              count={grouping ? grouping.sections.count : total.count}
              grouping={grouping}
              layout={shown.layout}
              known={known}
              sort={search.q ? [] : shown.sort}
              selection={selection}
              opened={search.open}
              openedRow={grouping ? undefined : search.at}
              rowHeight={cards ? rowHeights.card : rowHeights[density]}
              cards={cards}
              fading={held.fading}
              label={say('title')}
              foot={sums ? <GridFoot asked={held.asked} layout={shown.layout} known={known} cards={cards} /> : null}
              deeds={deeds}
            />
            <CellClashBox />
          </EditsProvider>
        ) : null}
        <VisuallyHidden role="status" aria-live="polite">
          {said}
        </VisuallyHidden>
      </div>
      <Suspense>
        <AskedFirst edits={edits} />
        {exported ? <ExportDialog {...exported} shown={shown.layout.map(({ column }) => column)} onClose={() => setExported(undefined)} /> : null}
      </Suspense>
      {search.open ? (
        <Panel
          customerId={search.open}
          at={search.at}
          asked={held.asked}
          total={total}
          search={search}
          onSearch={(next) => set({ only: next.only, do: next.do })}
          onGo={(open, at) => set({ open, at, do: undefined })}
          onClose={() => set(closed)}
        />
      ) : null}
    </>
  )
}
