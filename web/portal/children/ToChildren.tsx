import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import { childrenWords } from './children.words.ts'
import { wardsQuery } from './queries.ts'

/** The way to the children of a guardian; whoever is none is not told of it. */
export function ToChildren() {
  const say = useWords(childrenWords)
  const { data } = useQuery(wardsQuery)
  if (!data || data.wards.length === 0) return null
  return (
    <Part
      title={say('title')}
      lead={say('link_lead')}
      action={
        <Button component={Link} to="/my/children" variant="default">
          {say('link')}
        </Button>
      }
    />
  )
}
