import { Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useEffect, useState } from 'react'
import { signOut } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { schemes } from '../../ui/look.ts'
import { client } from '../../ui/queries.ts'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { sessionQuery } from '../session/session.ts'
import { portal } from './portal.words.ts'
import classes from './Shell.module.css'

/** The menu itself; it opens as soon as it is drawn. The target is the button it stands at, `onDrawn` is told when that stands again. */
export default function TopMenuOpen({ target, onDrawn }: { target: ReactElement; onDrawn: () => void }) {
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    onDrawn()
    setOpened(true)
  }, [])
  const say = useWords(portal)
  const sayUi = useWords(ui)
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { data: session } = useQuery(sessionQuery)
  const out = useMutation({
    mutationFn: () => call(signOut),
    onSettled: async () => {
      client.clear()
      await navigate({ to: '/my/sign-in', search: {} })
    },
  })
  return (
    <Menu position="bottom-end" width={250} opened={opened} onChange={setOpened}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <div className={classes.theme}>
          <SegmentedControl
            fullWidth
            aria-label={sayUi('theme')}
            value={colorScheme}
            onChange={setColorScheme}
            data={schemes.map((each) => ({ value: each, label: sayUi(`theme_${each}`) }))}
          />
        </div>
        {session?.customer ? (
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => out.mutate()}>
            {say('sign_out')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
