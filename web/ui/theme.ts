import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import { createTheme } from '@mantine/core'

// One accent, two greys. Every other colour on a screen means something: amber waits, red went wrong.

const spruce: MantineColorsTuple = ['#eefaf7', '#d8f2ec', '#b0e5da', '#84d6c6', '#54c2af', '#2fa897', '#147c70', '#0d6e66', '#0a5a54', '#084a45']
const gray: MantineColorsTuple = ['#faf9f8', '#f4f3f1', '#eae8e5', '#dddad6', '#c6c2bc', '#a39e96', '#78736b', '#5c574f', '#3a3732', '#1d1b18']
const dark: MantineColorsTuple = ['#ececee', '#c4c4ca', '#9d9da6', '#74747e', '#4a4a52', '#37373d', '#2a2a2f', '#1f1f23', '#17171a', '#101012']
const red: MantineColorsTuple = ['#fdf1f0', '#fadedb', '#f4bab5', '#ec918a', '#e26b62', '#d64b42', '#c8372f', '#ad2b24', '#8f241f', '#731e1a']
const amber: MantineColorsTuple = ['#fdf6e7', '#faeac8', '#f4d38f', '#edb952', '#e3a128', '#c98610', '#a86c0a', '#875509', '#6c450b', '#56380c']

const input = { size: 'sm', radius: 'sm' } as const

export const theme = createTheme({
  primaryColor: 'spruce',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  colors: { spruce, gray, dark, red, amber },
  black: '#1d1b18',
  white: '#ffffff',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
      h4: { fontSize: '0.8125rem', lineHeight: '1.45' },
      h5: { fontSize: '0.75rem', lineHeight: '1.45' },
      h6: { fontSize: '0.75rem', lineHeight: '1.45' },
    },
  },
  shadows: {
    xs: '0 1px 2px rgb(0 0 0 / 0.06)',
    sm: '0 1px 2px rgb(0 0 0 / 0.06), 0 2px 8px rgb(0 0 0 / 0.04)',
    md: '0 2px 6px rgb(0 0 0 / 0.06), 0 8px 24px rgb(0 0 0 / 0.08)',
    lg: '0 4px 10px rgb(0 0 0 / 0.06), 0 16px 40px rgb(0 0 0 / 0.12)',
    xl: '0 8px 20px rgb(0 0 0 / 0.08), 0 24px 64px rgb(0 0 0 / 0.18)',
  },
  // Plain objects: Component.extend() would draw every one of them into the first chunk.
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 550 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    InputWrapper: { styles: { label: { marginBottom: 4, fontWeight: 500 }, description: { marginBottom: 4 } } },
    TextInput: { defaultProps: input },
    PasswordInput: { defaultProps: input },
    Select: { defaultProps: { ...input, checkIconPosition: 'right', allowDeselect: false } },
    NativeSelect: { defaultProps: input },
    Textarea: { defaultProps: { ...input, autosize: true, minRows: 2 } },
    Checkbox: { defaultProps: { size: 'sm' } },
    Switch: { defaultProps: { size: 'md', withThumbIndicator: false } },
    SegmentedControl: { defaultProps: { size: 'xs', radius: 'md' }, styles: { label: { paddingInline: 10, paddingBlock: 4, fontWeight: 500 } } },
    Tooltip: { defaultProps: { openDelay: 350, radius: 'sm', multiline: true, maw: 320 } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 90 } } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 90 } } },
    Modal: {
      styles: { title: { fontWeight: 600, fontSize: '1rem' }, header: { padding: '18px 20px 10px' }, body: { padding: '4px 20px 20px' } },
      defaultProps: { radius: 'lg', centered: true, transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.35 } },
    },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})

/** Mantine's own variables, set from our tokens (tokens.css) so that both sets can never disagree. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': 'var(--bad)',
  }
  return { variables: {}, light: both, dark: both }
}
