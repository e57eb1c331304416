import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconPencilPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { inTree } from '../../ui/purposeTree.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { cardQuery } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { Asked } from './Asked.tsx'
import { Child } from './Child.tsx'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { EnterForm } from './EnterForm.tsx'
import { Inferred } from './Inferred.tsx'
import { OnePurpose } from './OnePurpose.tsx'
import { type Consent, consentsQuery, type Terms, termsQuery } from './queries.ts'
import { Wishes } from './Wishes.tsx'

const route = getRouteApi('/shell/customers/$customerId/consents')

/** What one customer allows: each purpose by channel, in words, with what proves it; and where a clerk enters what they were told. */
export default function ConsentsPage() {
  const say = useWords(consentsWords)
  const naming = useNaming()
  const { customerId } = route.useParams()
  const card = useQuery(cardQuery(customerId))
  const terms = useQuery(termsQuery(customerId))
  const consents = useQuery(consentsQuery(customerId))
  const may = useMe().can('consents.enter')
  const [entering, on] = useDisclosure(false)
  const name = card.data ? naming({ kind: card.data.kind, name: card.data.name }) : ''
  const error = terms.error ?? consents.error
  const ready = terms.data && consents.data ? { terms: terms.data, records: consents.data.items } : undefined
  return (
    <Page
      title={say('title', { name })}
      lead={say('lead')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={16} stroke={1.6} />}
            renderRoot={(props) => <Link to="/customers/$customerId" params={{ customerId }} {...props} />}
          >
            {say('back')}
          </Button>
          <MayButton may={may && ready !== undefined} why={say('only')} leftSection={<IconPencilPlus size={16} stroke={1.6} />} onClick={on.open}>
            {say('enter')}
          </MayButton>
        </>
      }
    >
      {error ? (
        <ErrorBox
          error={error}
          onRetry={() => {
            void terms.refetch()
            void consents.refetch()
          }}
        />
      ) : null}
      {!ready && !error ? <Lines count={8} /> : null}
      {ready ? <Told customerId={customerId} {...ready} /> : null}
      {ready && entering ? <EnterForm customerId={customerId} terms={ready.terms} onClose={on.close} /> : null}
    </Page>
  )
}

function Told({ customerId, terms, records }: { customerId: string; terms: Terms; records: readonly Consent[] }) {
  const say = useWords(consentsWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <>
      {terms.stopped_at ? <p className={classes.stopped}>{say('stopped', { day: dayOf(new Date(terms.stopped_at), now, language) })}</p> : null}
      <Child customerId={customerId} terms={terms} />
      {inTree(terms.purposes).map(({ purpose }) => (
        <OnePurpose
          key={purpose.code}
          customerId={customerId}
          purpose={purpose}
          wider={pick(terms.purposes.find((each) => each.code === purpose.above[0])?.title, language)}
          items={terms.items.filter((item) => item.purpose === purpose.code)}
          records={records.filter((record) => record.purpose.code === purpose.code)}
        />
      ))}
      <Asked customerId={customerId} terms={terms} />
      <Wishes customerId={customerId} terms={terms} />
      <Inferred customerId={customerId} terms={terms} />
    </>
  )
}
