import { Button, Modal, TextInput } from '@mantine/core'
import { IconLock, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { makeDraft } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, codeName, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from '../limits/Limits.module.css'
import { limitsWords } from '../limits/limits.words.ts'
import { limitsQuery } from '../limits/queries.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import { useMe } from '../session/session.ts'
import { policyWords } from './policy.words.ts'
import { draftsQuery, type Version, versionsQuery } from './queries.ts'

/** Drafts of the gate's policy, and what changed in it. */
export default function PolicyPage() {
  const say = useWords(policyWords)
  const { can } = useMe()
  const [beginning, setBeginning] = useState<{ title: string; from?: string }>()
  if (!can('registers.keep')) return <Empty whole icon={IconLock} title={say('title')} text={say('only')} />
  const begin = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setBeginning({ title: '' })}>
      {say('begin')}
    </Button>
  )
  return (
    <Page title={say('title')} lead={say('lead')} actions={begin}>
      <Drafts />
      <History onBack={setBeginning} />
      {beginning ? <Begin start={beginning} onClose={() => setBeginning(undefined)} /> : null}
    </Page>
  )
}

function Drafts() {
  const say = useWords(policyWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery(draftsQuery)
  return (
    <Section title={say('drafts')}>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.drafts.length === 0 ? <p className="faint">{say('none')}</p> : null}
      {data && data.drafts.length > 0 ? (
        <ul className={classes.list}>
          {data.drafts.map((draft) => (
            <li key={draft.id} className={classes.row}>
              <div className={classes.text}>
                <Link to="/settings/policy/$draftId" params={{ draftId: draft.id }}>
                  {draft.title}
                </Link>
                <div className="faint small">{say('changed', { when: ago(new Date(draft.changed_at), now, language), who: draft.changed_by ?? '—' })}</div>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  )
}

function History({ onBack }: { onBack: (start: { title: string; from: string }) => void }) {
  const say = useWords(policyWords)
  const language = useLanguage()
  const now = useNow()
  const told = useChanges()
  const pages = useInfiniteQuery(versionsQuery)
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={say('history')} lead={say('history_lead')}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {versions.length > 0 ? (
        <ul className={classes.list}>
          {versions.map((version) => (
            <li key={version.at} className={classes.row}>
              <div className={classes.text}>
                <When at={version.at} as="both" /> · {version.by ?? say('by_house')}
                {version.draft === null ? '' : ` · ${say('by_draft', { title: version.draft })}`}
                <div className="faint small">{told(version.changes)}</div>
              </div>
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => onBack({ title: say('as_of', { day: dayOf(new Date(version.at), now, language) }), from: version.at })}
              >
                {say('back')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

/** What changed, by the titles people gave it and by country where the law says it; what has neither is counted. */
function useChanges() {
  const say = useWords(policyWords)
  const language = useLanguage()
  const { data: purposes } = useQuery(allPurposesQuery)
  const { data: limits } = useQuery(limitsQuery)
  const sayLimits = useWords(limitsWords)
  const titles = new Map(purposes?.items.map(({ code, title }) => [code, pick(title, language) ?? code]))
  const lands = new Map(limits?.hours.flatMap(({ hours, country }) => (country === null ? [] : [[hours, codeName(country, 'region', language)]])))
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const named = {
    cap: () => undefined,
    hours: (code: string) => lands.get(code),
    purpose: (code: string) => titles.get(code) ?? code,
  }
  const country = (code: string) => (code === '*' ? sayLimits('ages_elsewhere') : codeName(code, 'region', language))
  const listed = (what: keyof typeof named, these: Version['changes']) => {
    const names = [...new Set(these.flatMap(({ code }) => named[what](code) ?? []))]
    return names.length > 0 ? say(`what_${what}`, { list: list.format(names) }) : say(`some_${what}`, { count: these.length })
  }
  return (changes: Version['changes']) =>
    kindsOfChange
      .flatMap(({ what, retired }) => {
        const these = changes.filter((change) => change.what === what && change.retired === retired)
        if (these.length === 0) return []
        const said =
          what === 'accepts'
            ? say('what_accepts')
            : what === 'age'
              ? say('what_age', { list: list.format(these.map(({ code }) => country(code))) })
              : listed(what, these)
        return [retired ? say('taken', { what: said }) : said]
      })
      .join('; ')
}

const kindsOfChange = [false, true].flatMap((retired) => (['cap', 'hours', 'purpose', 'age', 'accepts'] as const).map((what) => ({ what, retired })))

function Begin({ start, onClose }: { start: { title: string; from?: string }; onClose: () => void }) {
  const say = useWords(policyWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [title, setTitle] = useState(start.title)
  const { mutate, isPending } = useAct({
    run: () => call(makeDraft, { body: { title: title.trim(), ...(start.from === undefined ? {} : { from: start.from }) } }),
    then: ({ id }) => {
      void client.invalidateQueries({ queryKey: draftsQuery.queryKey })
      void navigate({ to: '/settings/policy/$draftId', params: { draftId: id } })
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('begin')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (title.trim()) mutate(undefined)
        }}
      >
        <TextInput data-autofocus label={say('name')} value={title} maxLength={120} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Button type="submit" loading={isPending} disabled={!title.trim()}>
          {say('begin_it')}
        </Button>
      </form>
    </Modal>
  )
}
