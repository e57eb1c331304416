import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { saveSite } from '../../../src/keep/roads/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { ToCopy } from '../../ui/ToCopy.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { type Site, siteQuery } from './queries.ts'
import classes from './Site.module.css'
import { siteWords } from './site.words.ts'
import { frameOf, lookOf, scriptOf } from './snippets.ts'

/** The company's own site: which sites may, the lines to put there, what visitors are asked, and how that looks. */
export default function SitePage() {
  const say = useWords(siteWords)
  const { data, error, isPending, refetch } = useQuery(siteQuery)
  return (
    <Page title={say('title')} lead={say('lead')}>
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <Sites key={data.changed_at} site={data} />
          <Asked site={data} />
          <Script site={data} />
          <Choices site={data} />
        </>
      ) : null}
    </Page>
  )
}

function Sites({ site }: { site: Site }) {
  const say = useWords(siteWords)
  const client = useQueryClient()
  const may = useMe().can('forms.keep')
  const stood = site.origins.join('\n')
  const [typed, setTyped] = useState(stood)
  const troubles = useTroubles(['origins'])
  const save = useAct({
    run: (origins: string[]) => call(saveSite, { body: { origins } }),
    told: troubles.take,
    then: (saved) => {
      client.setQueryData(siteQuery.queryKey, saved)
      notice(say('saved'))
    },
  })
  const lines = typed.split(/\s+/).filter((line) => line !== '')
  return (
    <Section title={say('sites')} lead={say('sites_text')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          save.mutate(lines)
        }}
      >
        <Textarea
          label={say('origins')}
          description={say('origins_hint')}
          placeholder="https://www.example.org"
          value={typed}
          error={troubles.at('origins')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4500}
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {may ? (
          <Button type="submit" loading={save.isPending} disabled={lines.join('\n') === stood}>
            {say('save')}
          </Button>
        ) : (
          <MayButton may={false} why={say('only')} onClick={() => {}}>
            {say('save')}
          </MayButton>
        )}
      </form>
    </Section>
  )
}

function Asked({ site }: { site: Site }) {
  const say = useWords(siteWords)
  const language = useLanguage()
  const [shown, setShown] = useState(false)
  return (
    <Section
      title={say('asked')}
      lead={say(site.asks.length > 0 ? 'asked_text' : 'asked_none')}
      actions={
        <>
          <Button component={Link} to={site.asks.length > 0 ? '/settings/consent-texts' : '/purposes'} variant="default">
            {say(site.asks.length > 0 ? 'texts' : 'purposes')}
          </Button>
          {site.asks.length > 0 ? (
            <Button variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {say(shown ? 'hide' : 'look')}
            </Button>
          ) : null}
        </>
      }
    >
      {site.asks.length > 0 ? (
        <ul className={classes.list}>
          {site.asks.map((one) => (
            <li key={one.purpose} className={classes.asked}>
              <span className={classes.name} data-own-words>
                {pick(one.title, language) ?? one.purpose}
                {one.gpc ? <Mark>{say('gpc')}</Mark> : null}
              </span>
              <span className="quiet small" data-own-words>
                {pick(one.texts, language)}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {shown ? <iframe className={classes.frame} title={say('look_title')} src={`/site/preview?language=${language}`} /> : null}
    </Section>
  )
}

function Script({ site }: { site: Site }) {
  const say = useWords(siteWords)
  const { origin } = new URL(site.script.url)
  return (
    <Section title={say('script')} lead={say('script_text')}>
      <div className={classes.parts}>
        <ToCopy what={say('script_line')} text={scriptOf(site)} />
        <p>{say('on_text')}</p>
        <ToCopy what={say('on_line')} text={lookOf(site.asks[0]?.purpose ?? 'counting')} />
        <p>{say('csp_text')}</p>
        <ToCopy what={say('csp')} text={`script-src ${origin}; connect-src ${origin}; frame-src ${origin}`} />
      </div>
    </Section>
  )
}

function Choices({ site }: { site: Site }) {
  const say = useWords(siteWords)
  const { origin } = new URL(site.script.url)
  return (
    <Section title={say('centre')} lead={say('centre_text')}>
      <div className={classes.parts}>
        <ToCopy what={say('centre_ask')} text={`curl -X POST ${origin}/v1/preference-links -H "authorization: Bearer $KEY" --json '{"customer_id": "c_…"}'`} />
        <ToCopy what={say('centre_frame')} text={frameOf(`${origin}/p/…`)} />
        <p>
          {say('forms_text')} <Link to="/settings/forms">{say('forms')}</Link>
        </p>
      </div>
    </Section>
  )
}
