export { CalendarEvent } from './calendar-events.ts';
export { defaultsOf } from './defaults.ts';
export { loadSchedule, loadSchedules } from './load-schedules.ts';
export { findCalendar, refreshDueCalendars, saveReading } from './read-calendars.ts';
