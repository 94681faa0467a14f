import './zod-without-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/client.ts';
import { prefetchSeriesPage } from './routes/prefetch-series-page.ts';
import { prefetchWatchPage } from './routes/prefetch-watch-page.ts';
import { router } from './routes/router.tsx';

prefetchWatchPage(location.pathname);
prefetchSeriesPage(location);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
