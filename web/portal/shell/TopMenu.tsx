import { ActionIcon, Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconSettings } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../../../src/keep/access/contract.ts'
import { setMyLanguage } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { schemes } from '../../ui/look.ts'
import { client } from '../../ui/queries.ts'
import { ui } from '../../ui/ui.words.ts'
import type { Language } from '../../ui/words.ts'
import { chooseLanguage, useLanguage, useWords } from '../../ui/words.ts'
import { sessionQuery } from '../session/session.ts'
import { portal } from './portal.words.ts'
import classes from './Shell.module.css'

/** Language, theme and the way out. The language chosen here is also the one we write in. */
export function TopMenu() {
  const say = useWords(portal)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { data: session } = useQuery(sessionQuery)
  const write = useMutation({ mutationFn: (chosen: Language) => call(setMyLanguage, { body: { language: chosen } }) })
  const out = useMutation({
    mutationFn: () => call(signOut),
    onSettled: async () => {
      client.clear()
      await navigate({ to: '/my/sign-in', search: {} })
    },
  })
  const turn = (chosen: Language) => {
    chooseLanguage(chosen)
    if (session?.customer) write.mutate(chosen)
  }
  return (
    <div className={classes.menu}>
      <SegmentedControl
        aria-label={sayUi('language')}
        value={language}
        onChange={turn}
        data={[
          { value: 'en', label: 'EN' },
          { value: 'ru', label: 'RU' },
        ]}
      />
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={sayUi('theme')}>
            <IconSettings size={19} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
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
    </div>
  )
}
