/** Keys of the inbox, as the list of keys shows them. */
export const INBOX_KEYS = [
  ['J / K', 'Next or previous'],
  ['Enter', 'Open, and mark as read'],
  ['E', 'Done (in Done: back to the inbox)'],
  ['H', 'Snooze'],
  ['U', 'Read or unread'],
] as const;
