export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'weir.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

export function chosenTheme(): Theme {
  const name = stored(key)
  return themes.find((theme) => theme === name) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  keep(key, theme === 'system' ? null : theme)
  apply()
}

/** Follows the system until a person has chosen. */
export function followSystem(): void {
  dark.addEventListener('change', apply)
}

/** Runs whenever the colours have changed; charts on a canvas do not see it otherwise. */
export function onThemeChange(run: () => void): () => void {
  const observer = new MutationObserver(run)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function apply(): void {
  const theme = chosenTheme()
  const isDark = theme === 'dark' || (theme === 'system' && dark.matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // Where storage is refused the choice lasts as long as the page.
  }
}
