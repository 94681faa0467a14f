import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { peopleTimeContract } from '#shared/people-time.ts';
import { addAway, removeAway } from './away.ts';
import { addCalendar, refreshCalendar, removeCalendar } from './calendars.ts';
import { getDefaults, updateDefaults } from './defaults.ts';
import { holidayCountries } from './holidays.ts';
import { getMyTime, updateMyTime } from './my-time.ts';
import { listPeopleTime } from './people.ts';

const os = implement(peopleTimeContract).$context<ApiContext>();

export const peopleTimeRouter = os.router({
  mine: os.mine.handler(({ context }) => getMyTime(signedIn(context))),
  update: os.update.handler(({ input, context }) => updateMyTime(signedIn(context), input)),
  addAway: os.addAway.handler(({ input, context }) => addAway(signedIn(context), input)),
  removeAway: os.removeAway.handler(({ input, context }) => removeAway(signedIn(context), input)),
  addCalendar: os.addCalendar.handler(({ input, context }) => addCalendar(signedIn(context), input)),
  refreshCalendar: os.refreshCalendar.handler(({ input, context }) =>
    refreshCalendar(signedIn(context), input),
  ),
  removeCalendar: os.removeCalendar.handler(({ input, context }) => removeCalendar(signedIn(context), input)),
  people: os.people.handler(({ context }) => listPeopleTime(signedIn(context))),
  countries: os.countries.handler(() => holidayCountries()),
  defaults: os.defaults.handler(({ context }) => getDefaults(signedIn(context))),
  updateDefaults: os.updateDefaults.handler(({ input, context }) => updateDefaults(signedIn(context), input)),
});
