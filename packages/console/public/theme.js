// Runs before the first paint, so that a dark page never flashes white.
{
  let chosen = null
  try {
    chosen = localStorage.getItem('weir.theme')
  } catch {
    // Storage may be refused; the system decides then.
  }
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}
