// Before the first paint, so that nobody sees a flash of the other theme.
(() => {
  const chosen = localStorage.getItem('playhead.theme');
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
