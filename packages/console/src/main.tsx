import './styles/app.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { createLive } from './api/live.ts'
import { LiveContext } from './api/use-live.ts'
import { createConsoleRouter } from './app/router.tsx'
import { followSystem } from './app/theme.ts'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      placeholderData: (before: unknown) => before,
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
const live = createLive(client)
const router = createConsoleRouter()
const root = document.getElementById('root')
if (root === null) throw new TypeError('the page has no place for the console')

followSystem()
live.start()
createRoot(root).render(
  <QueryClientProvider client={client}>
    <LiveContext.Provider value={live}>
      <RouterProvider router={router} />
    </LiveContext.Provider>
  </QueryClientProvider>,
)

// After the first paint: letters of our own, then what must not keep a hand waiting.
requestAnimationFrame(() => {
  setTimeout(() => {
    void import('./styles/fonts.ts').then(() => import('./app/palette.tsx'))
  }, 0)
})
