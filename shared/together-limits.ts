/** Of one live session. A message to all is written once for each of them. */
export const MOST_PARTICIPANTS = 50;

/** More points of a live stroke would not fit into one message of the database. */
export const MOST_LIVE_POINTS = 250;
