import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { useKeepsRegisters } from '../purposes/useKeepsRegisters.ts'
import { consentTextsWords } from './consentTexts.words.ts'
import { NewVersion } from './NewVersion.tsx'
import { type ConsentText, consentTextsQuery } from './queries.ts'
import { Texts } from './Texts.tsx'
import { Versions } from './Versions.tsx'

/** The texts by which people are asked for consent: how they read now, what they read before, and who is held by which. */
export default function ConsentTextsPage() {
  const say = useWords(consentTextsWords)
  const { data, error, isPending, refetch } = useQuery(consentTextsQuery)
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/settings/forms" {...props} />}>
          {say('forms')}
        </Button>
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty icon={IconFileText} title={say('empty')} /> : null}
      {data?.items.map((text) => (
        <OneText key={text.notice} text={text} />
      ))}
    </Page>
  )
}

function OneText({ text }: { text: ConsentText }) {
  const say = useWords(consentTextsWords)
  const language = useLanguage()
  const now = useNow()
  const may = useKeepsRegisters()
  const { data: purposes } = useQuery(purposesQuery)
  const [writing, on] = useDisclosure(false)
  const titles = text.purposes.map((code) => pick(purposes?.items.find((each) => each.code === code)?.title, language) ?? code)
  const title = titles.join(', ')
  return (
    <Section
      title={title}
      lead={`${say('version', { version: text.version, day: dayOf(new Date(text.since), now, language) })} ${say('used', { count: titles.length, purposes: title })}`}
      actions={
        <MayButton may={may} why={say('only')} variant="default" size="xs" aria-label={`${say('write')}: ${title}`} onClick={on.open}>
          {say('write')}
        </MayButton>
      }
    >
      <Texts texts={text.texts} sha256={text.sha256} />
      {may ? <Versions text={text} title={title} /> : null}
      {writing ? <NewVersion text={text} title={title} onClose={on.close} /> : null}
    </Section>
  )
}
