import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconLock, IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { addAudience } from '../../../src/office/audiences/contract.ts'
import { rule as shape } from '../../../src/office/audiences/rule.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import { JsonInput } from './JsonInput.tsx'
import { Deeds } from './one/Deeds.tsx'
import { Doubts } from './one/Doubts.tsx'
import { Known } from './one/Known.tsx'
import { Living } from './one/Living.tsx'
import { Members } from './one/Members.tsx'
import { Overlap } from './one/Overlap.tsx'
import { audienceQuery, type SavedAudience } from './one/queries.ts'
import { SaveChange } from './one/SaveChange.tsx'
import { Sizes } from './one/Sizes.tsx'
import { savedWords } from './one/saved.words.ts'
import { audiencesQuery, type Rule } from './queries.ts'
import { RuleEditor } from './RuleEditor.tsx'
import { Sample } from './Sample.tsx'
import { shortOf } from './shortOf.ts'

const route = getRouteApi('/shell/audiences/$audienceId')
const everybody: Rule = { all: [], any: [], none: [] }
const usual = 'marketing'

/** One audience, or a new one: its rule in the builder, and beside it whom it chooses. What is changed stands in the address until it is saved. */
export default function AudiencePage() {
  const say = useWords(audiencesWords)
  const { can } = useMe()
  const { audienceId } = route.useParams()
  if (!can('campaigns.run')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return audienceId === 'new' ? <Open key="new" saved={undefined} /> : <Saved key={audienceId} id={audienceId} />
}

function Saved({ id }: { id: string }) {
  const say = useWords(audiencesWords)
  const { data, error, refetch } = useQuery(audienceQuery(id))
  // Another rule is another page: what was typed on the one before was saved.
  if (data) return <Open key={data.version} saved={data} />
  if (error instanceof ApiProblem && error.status === 404)
    return <Empty whole icon={IconUsersGroup} title={say('gone')} text={say('gone_text')} action={<Link to="/audiences">{say('back')}</Link>} />
  return <Page title={say('title')}>{error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={8} />}</Page>
}

function read(q: string | undefined): Rule | 'none' | 'broken' {
  if (q === undefined) return 'none'
  try {
    const found = shape.safeParse(JSON.parse(q))
    return found.success ? found.data : 'broken'
  } catch {
    return 'broken'
  }
}

/** What is typed goes into the address after a pause: browsers count how often it changes. */
const addressMs = 400

function Open({ saved }: { saved: SavedAudience | undefined }) {
  const say = useWords(audiencesWords)
  const saySaved = useWords(savedWords)
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const { q } = route.useSearch()
  const written = read(q)
  const before = saved?.rule ?? everybody
  const [rule, setRule] = useState(typeof written === 'object' ? written : before)
  const [purpose, setPurpose] = useState(saved?.live?.purpose ?? usual)
  const changed = JSON.stringify(rule) !== JSON.stringify(before)
  const write = useDebouncedCallback((next: Rule, page: string) => {
    if (page !== window.location.pathname) return
    const same = JSON.stringify(next) === JSON.stringify(before)
    void navigate({
      to: '/audiences/$audienceId',
      params: { audienceId: saved?.id ?? 'new' },
      search: same ? {} : { q: JSON.stringify(shortOf(next)) },
      replace: true,
      resetScroll: false,
    })
  }, addressMs)
  const put = (next: Rule) => {
    setRule(next)
    write(next, window.location.pathname)
  }
  return (
    <Page
      title={saved?.title ?? say('new')}
      lead={<Link to="/audiences">← {say('back')}</Link>}
      width="wide"
      actions={
        saved ? (
          <>
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link {...props} to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ q: JSON.stringify(shortOf(rule)) }} preload={false} />
              )}
            >
              {say('duplicate')}
            </Button>
            <Deeds of={saved} />
            {changed ? null : (
              <Button renderRoot={(props) => <Link {...props} to="/campaigns" search={{ new: true, audience: saved.id }} />}>{say('use')}</Button>
            )}
          </>
        ) : null
      }
    >
      {written === 'broken' ? <p className="quiet">{say('broken')}</p> : null}
      {saved && changed ? <p className="quiet">{saySaved('changed')}</p> : null}
      {saved?.changed_at && !changed ? (
        <p className="faint small">{saySaved('changed_when', { day: dayOf(new Date(saved.changed_at), now, language), version: saved.version })}</p>
      ) : null}
      <div className={classes.above}>
        {saved && changed ? (
          <SaveChange
            of={saved}
            rule={rule}
            purpose={purpose}
            onSaved={() => void navigate({ to: '/audiences/$audienceId', params: { audienceId: saved.id }, search: {}, replace: true })}
          />
        ) : null}
        {saved && !changed ? null : <SaveForm rule={rule} proposed={saved?.title ?? ''} again={saved !== undefined} />}
        <ForPurposeSelect value={purpose} onChange={setPurpose} />
      </div>
      <RuleEditor rule={rule} purpose={purpose} onRule={put} {...(saved ? { id: saved.id } : {})}>
        {({ compiled, put: replace }) => (
          <>
            {saved ? <Living of={saved} purpose={purpose} /> : null}
            {saved && !changed ? null : <Sample rule={compiled.rule} purpose={purpose} />}
            <Fold title={say('json')} closed>
              <JsonInput shown={shortOf(compiled.rule)} shape={shape} root="rule" labels={{ text: say('json'), put: say('json_put') }} onPut={replace} />
            </Fold>
          </>
        )}
      </RuleEditor>
      {saved && !changed ? (
        <div className={classes.below}>
          <Sizes of={saved} />
          <Known of={saved} purpose={purpose} />
          <Doubts key={`doubts ${purpose}`} of={saved} purpose={purpose} />
          <Members key={`members ${purpose}`} of={saved} purpose={purpose} />
          <Overlap of={saved} purpose={purpose} />
        </div>
      ) : null}
    </Page>
  )
}

function ForPurposeSelect({ value, onChange }: { value: string; onChange: (purpose: string) => void }) {
  const say = useWords(audiencesWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  const purposes = data?.items ?? []
  return (
    <NativeSelect
      label={say('for_purpose')}
      value={value}
      data={purposes.length > 0 ? purposes.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code })) : [value]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function SaveForm({ rule, proposed, again }: { rule: Rule; proposed: string; again: boolean }) {
  const say = useWords(audiencesWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [title, setTitle] = useState(proposed)
  const { mutate, isPending } = useAct({
    run: () => call(addAudience, { body: { title: title.trim(), rule } }),
    then: async (made) => {
      await client.invalidateQueries({ queryKey: audiencesQuery.queryKey })
      notice(say('saved', { title: made.title }))
      void navigate({ to: '/audiences/$audienceId', params: { audienceId: made.id }, search: {} })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() !== '') mutate(undefined)
  }
  return (
    <form className={classes.save} onSubmit={submit}>
      <TextInput label={say('name_new')} value={title} maxLength={200} autoComplete="off" onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button type="submit" variant={again ? 'default' : 'filled'} loading={isPending} disabled={title.trim() === ''}>
        {say(again ? 'save_as' : 'save')}
      </Button>
    </form>
  )
}
