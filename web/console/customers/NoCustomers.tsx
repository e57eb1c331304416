import { Button } from '@mantine/core'
import { IconUserSearch, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { useWords } from '../../ui/words.ts'
import { customersWords } from './customers.words.ts'
import type { CustomersSearch } from './search.ts'

/** An empty list says whether there is nobody at all or the search was too narrow. */
export function NoCustomers({ search, onClear }: { search: CustomersSearch; onClear: () => void }) {
  const say = useWords(customersWords)
  if (search.q || search.role || search.class || search.kind) {
    return (
      <Empty
        icon={IconUserSearch}
        title={say('none')}
        text={search.q ? say('none_text') : say('none_filtered')}
        action={
          <Button variant="default" onClick={onClear}>
            {say('clear_filters')}
          </Button>
        }
      />
    )
  }
  return (
    <Empty
      icon={IconUsers}
      title={say('empty')}
      text={say('empty_text')}
      action={
        <Button component={Link} to="/import">
          {say('empty_import')}
        </Button>
      }
    />
  )
}
