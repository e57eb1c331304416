import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import { useEffect } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { inTree } from '../../ui/purposeTree.ts'
import { useWords } from '../../ui/words.ts'
import { useHints } from '../onboarding/useHints.ts'
import { PurposeCard } from './PurposeCard.tsx'
import { PurposeForm } from './PurposeForm.tsx'
import classes from './Purposes.module.css'
import { purposeFormWords } from './purposeForm.words.ts'
import { purposesWords } from './purposes.words.ts'
import { allPurposesQuery, type Purpose } from './queries.ts'
import { Kinds, OwnFields } from './Shapes.tsx'
import { useKeepsRegisters } from './useKeepsRegisters.ts'

/** The register: what data may be used for, on what basis, by which channels, with which checks. */
export default function PurposesPage() {
  const { add: noteHint } = useHints()
  useEffect(() => noteHint('purposes'), [noteHint])
  const say = useWords(purposesWords)
  const sayForm = useWords(purposeFormWords)
  const { data, error, isPending, refetch } = useQuery(allPurposesQuery)
  const may = useKeepsRegisters()
  const [adding, on] = useDisclosure(false)
  const used = (data?.items ?? []).filter((purpose) => !purpose.retired)
  const retired = (data?.items ?? []).filter((purpose) => purpose.retired)
  const add = (
    <MayButton may={may} why={sayForm('only')} leftSection={<IconPlus size={16} stroke={1.6} />} onClick={on.open}>
      {sayForm('add')}
    </MayButton>
  )
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && used.length === 0 ? <Empty icon={IconScale} title={say('empty')} /> : null}
      <List purposes={inOrder(used)} />
      {retired.length > 0 ? (
        <Fold title={sayForm('retired_title')} count={retired.length}>
          <List purposes={retired} />
        </Fold>
      ) : null}
      {/* Drawn before the list above them they would move away from under the pointer. */}
      {isPending ? null : (
        <>
          <OwnFields />
          <Kinds />
        </>
      )}
      {adding ? <PurposeForm onClose={on.close} /> : null}
    </Page>
  )
}

function List({ purposes }: { purposes: readonly Purpose[] }) {
  return (
    <div className={classes.list}>
      {inTree(purposes).map(({ purpose, depth }) => (
        <div key={purpose.code} className={classes.branch} style={depthStyle(depth)}>
          <PurposeCard purpose={purpose} />
        </div>
      ))}
    </div>
  )
}

const depthStyle = (depth: number): CSSProperties & { '--depth': number } => ({ '--depth': depth })

const first = ['service', 'marketing']

/** What everyone asks about first, then the rest as it was registered. */
function inOrder(purposes: readonly Purpose[]): Purpose[] {
  const place = ({ code }: Purpose) => (first.includes(code) ? first.indexOf(code) : first.length)
  return purposes.toSorted((a, b) => place(a) - place(b))
}
